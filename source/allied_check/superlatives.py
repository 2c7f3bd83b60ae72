"""Words that rank, beside a fact that asks for a place in an order.

"The least" beside the first of `ranked`, which begins with the most: the number is right and the
sentence false. A question that takes the first, the second or the last of an order, the greatest
or the least of some, says which place it asks for. The places that its sentence names must be
among them; a sentence that names none, or several with the right one, is the author's.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TypeGuard

from .expressions import called

_ORDERED = ("sanctions.ranked", "spending.ranked", "ukraine.donors")  # the most first
_NTH = "second third fourth fifth sixth seventh eighth ninth tenth".split()
_TOP = "heaviest|largest|highest|biggest|greatest|maximum|largest-ever"
_BOTTOM = "lightest|smallest|lowest|fewest|minimum"
_HERE = r"(?=\s*[,.;:]|\s+(?:in|of|among|by|with|and)(?!\w)|\s*\Z)"
_ADVERB = (
    r"(?!\s+\w+(?:ed|ent|ing|al|ous|ive|ful|ble|ern|ant|ly)(?!\w)|\s+of\s+(?:the|these|those|all))"
)
_WORDS = re.compile(
    rf"(?<![\w-])(?:(?P<nth>{'|'.join(_NTH)})[\s-]+(?:{_TOP}|most)"
    rf"|(?P<low>{'|'.join(_NTH)})[\s-]+(?:{_BOTTOM}|least)"
    rf"|(?:c[ao]mes?|ranks?|ranked|finished)\s+(?P<came>first|last|{'|'.join(_NTH)}){_HERE}"
    rf"|(?:is|was|stands?|stood)\s+(?P<was>first|{'|'.join(_NTH)}){_HERE}"
    rf"|(?P<top>{_TOP}|(?:led|leads|heads|headed|tops|topped)\s+the\s+list|[Aa]t\s+the\s+top"
    rf"|top(?=\s+spender|\s+donor)|(?:[Tt]he|spen[dt]s?|gave|gives?)\s+most{_ADVERB})"
    rf"|(?P<bottom>{_BOTTOM}|[Aa]t\s+the\s+bottom|(?<!at )(?<!not )(?<!At )least(?!\s+of\s+all)))"
    r"(?![\w-])"
)
_EXCUSED = re.compile(
    r"(?<!\w)(?:not|no|nor|neither|never|after|behind|below|above|next|than|except|but|apart|besides"
    r"|without|nearly)(?!\w)",
    re.I,
)


def false_superlative(sentence: str, expression: str) -> str | None:
    """What is wrong with the ranks that a sentence names beside a fact; None if nothing is.

    >>> false_superlative("The least was spent by", 'spending.ranked("share_of_gdp", 2024)[0][0]')
    "it says 'least', and the question asks for the most"
    >>> false_superlative("The most was spent by", 'spending.ranked("share_of_gdp", 2024)[0][0]')
    """
    own = _place(expression)
    if own is None:
        return None
    said: dict[tuple[str, int], str] = {}
    for match in _WORDS.finditer(sentence):
        said.setdefault(_meant(match), " ".join(match[0].split()))
    if not said or own in said or _EXCUSED.search(sentence):
        return None
    return f"it says {next(iter(said.values()))!r}, and the question asks for {_called(own)}"


def _meant(match: re.Match[str]) -> tuple[str, int]:
    if match["nth"] or match["low"]:
        end = "top" if match["nth"] else "bottom"
        return end, _NTH.index(match["nth"] or match["low"]) + 2
    if came := match["came"] or match["was"]:
        return ("bottom", 1) if came == "last" else ("top", ["first", *_NTH].index(came) + 1)
    return ("top", 1) if match["top"] else ("bottom", 1)


def _called(place: tuple[str, int]) -> str:
    end, number = place
    word = "most" if end == "top" else "least"
    return f"the {word}" if number == 1 else f"the {_NTH[number - 2]} {word}"


@cache
def _place(expression: str) -> tuple[str, int] | None:
    """The place in an order that a question asks for, from its top or from its bottom."""
    if "[" not in expression and not expression.startswith(("max(", "min(")):
        return None
    try:
        node: ast.expr = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("max", "min"):
        return ("top" if expression.startswith("max") else "bottom"), 1
    while isinstance(node, ast.Subscript | ast.Attribute):
        if _is_of_an_order(node):
            try:
                index = ast.literal_eval(node.slice)
            except ValueError:
                return None
            if not isinstance(index, int) or not -10 <= index <= 9:
                return None
            return ("top", index + 1) if index >= 0 else ("bottom", -index)
        node = node.value
    return None


def _is_of_an_order(node: ast.expr) -> TypeGuard[ast.Subscript]:
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Call)
        and called(node.value.func) in _ORDERED
    )
