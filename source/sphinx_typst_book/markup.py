"""Typst source text: literals, labels and calls.

Everything that the translator writes passes through here, so that no text of a page can
ever be read as Typst markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f]')


class Code(str):
    """A Typst expression, to be written as it stands."""

    __slots__ = ()


def string(text: str) -> Code:
    """Return *text* as a Typst string literal."""

    def escape(match: re.Match[str]) -> str:
        char = match[0]
        return _ESCAPES.get(char, f"\\u{{{ord(char):x}}}")

    return Code(f'"{_SPECIAL.sub(escape, text)}"')


def content(markup: str) -> Code:
    """Return *markup* as a Typst content block."""
    return Code(f"[{markup.strip()}]")


def label(docname: str, node_id: str) -> Code:
    """Return the Typst label of a node; the empty *node_id* is the document itself."""
    return Code(f"label({string(f'{docname}:{node_id}')})")


def value(item: object) -> str:
    """Return a Typst expression for a Python value.

    Knows ``None``, booleans, numbers, strings, sequences, mappings with string keys, and
    :class:`Code`.  Raises :class:`TypeError` for anything else.
    """
    match item:
        case Code():
            return item
        case None:
            return "none"
        case bool():
            return "true" if item else "false"
        case int():
            return str(item)
        case float():
            # Typst takes no exponent with a unit and no "nan": fixed notation only.
            return f"{item:.4f}".rstrip("0").rstrip(".")
        case str():
            return string(item)
        case Mapping():
            if not item:
                return "(:)"
            return f"({', '.join(f'{string(str(k))}: {value(v)}' for k, v in item.items())})"
        case Sequence():
            # The trailing comma makes a list of one an array, not a pair of brackets.
            return f"({' '.join(f'{value(v)},' for v in item)})"
    raise TypeError(f"no Typst literal for {type(item).__name__}")


def call(name: str, *args: object, body: str | None = None, **options: object) -> str:
    """Return the markup that calls the template's function *name*.

    Options that are ``None`` are left out, so the template's defaults stand; an underscore
    in an option's name becomes Typst's hyphen.
    """
    given = [value(arg) for arg in args]
    given += [
        f"{key.replace('_', '-')}: {value(item)}"
        for key, item in options.items()
        if item is not None
    ]
    block = "" if body is None else content(body)
    # The semicolon ends the embedded code: without it a following "(" or "[" would be
    # taken as one more argument.
    return f"#{name}({', '.join(given)}){block};"
