"""The roles, directives and blocks that a page may use, and what a reader sees of each.

Whatever is not named here is refused, so nothing reaches a reader that the checks did not
read: a directive that is new to the pages is added here with the parts of it that are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

EXAMPLES = ("doctest", "pycon", "testsetup", "testcode", "testoutput", "testcleanup")
SAMPLES = ("markdown", "myst")  # fences that show how a page is written: their facts must hold
LITERAL = ("", "text", "python", "console", "sh", "bash", "json", "bibtex", "toml", "yaml")
"""The languages of a fence that is shown as it stands."""

TEXT, INLINE, LABEL, PATH, SETTING = "text", "inline", "label", "path", "setting"
NAMES = "names"
"""What an argument or option is: words, words with markup, the name of a target, a file, something
that is not shown, or ids each with a name in brackets, which is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """What a directive takes. ``body`` says how its content is read:

    ``none``, ``prose`` (as a page is), ``cards`` (prose in one part), ``caption`` (prose that
    begins with a paragraph), ``table``, ``example`` (code that is run), or one of its own:
    ``checked-table``, ``mermaid``, ``glossary``, ``toctree``.
    """

    holds: tuple[str, ...] = ()  # the directives that alone may stand in it
    argument: str = ""  # the kind of the argument; blank where there is none
    spaces: bool = True  # the argument may hold spaces
    required: bool = False
    body: str = "none"
    options: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()  # the options that may not be left out


_NAME = {"name": LABEL}
_FIGURE = _NAME | {"alt": TEXT, "width": SETTING, "height": SETTING, "align": SETTING}
_CARD = {"link": SETTING, "link-type": SETTING, "shadow": SETTING}
_TEST = {
    "hide": SETTING,
    "options": SETTING,
    "pyversion": SETTING,
    "skipif": SETTING,
    "trim-doctest-flags": SETTING,
    "no-trim-doctest-flags": SETTING,
}
_ADMONITIONS = "attention caution danger error hint important note seealso tip warning"

DIRECTIVES: dict[str, Directive] = {
    **dict.fromkeys(_ADMONITIONS.split(), Directive(body="prose", options=_NAME)),
    "admonition": Directive(argument=INLINE, required=True, body="prose", options=_NAME),
    "bibliography": Directive(argument=SETTING, options={"all": SETTING}),
    "card": Directive(argument=INLINE, body="cards", options=_CARD),
    "chart": Directive(
        argument=SETTING,
        spaces=False,
        required=True,
        needs=("caption",),
        options=_NAME | {"caption": INLINE},
    ),
    "checked-table": Directive(argument=INLINE, required=True, body="checked-table", options=_NAME),
    "data-dictionary": Directive(argument=SETTING, spaces=False, required=True, options=_NAME),
    "data-table": Directive(
        argument=SETTING,
        spaces=False,
        required=True,
        options={
            "caption": INLINE,
            "columns": SETTING,
            "landscape": SETTING,
            "name": LABEL,
            "sort": SETTING,
            "where": SETTING,
            "widths": SETTING,
        },
    ),
    "doctest": Directive(argument=SETTING, body="example", options=_TEST),
    "downloads": Directive(),
    "dropdown": Directive(argument=INLINE, body="prose", options={"open": SETTING} | _NAME),
    "evidence": Directive(),
    "figure": Directive(argument=PATH, required=True, body="caption", options=_FIGURE),
    "glossary": Directive(body="glossary"),
    "grid": Directive(
        argument=SETTING,
        body="prose",
        holds=("grid-item", "grid-item-card"),
        options={"gutter": SETTING},
    ),
    "grid-item": Directive(body="prose", options={"columns": SETTING}),
    "grid-item-card": Directive(
        argument=INLINE, body="cards", options=_CARD | {"columns": SETTING}
    ),
    "institutions-diagram": Directive(
        argument=INLINE,
        required=True,
        needs=("description", "relations", "bodies"),
        options={
            "bodies": SETTING,
            "description": TEXT,
            "groups": TEXT,
            "name": LABEL,
            "on": SETTING,
            "relations": SETTING,
        },
    ),
    "memberships-diagram": Directive(
        argument=INLINE,
        required=True,
        needs=("description", "groups", "on"),
        options={"description": TEXT, "groups": NAMES, "name": LABEL, "on": SETTING},
    ),
    "mermaid": Directive(
        argument=PATH,
        body="mermaid",
        options={"align": SETTING, "alt": TEXT, "caption": INLINE, "name": LABEL},
    ),
    "questions": Directive(),
    "tab-item": Directive(argument=INLINE, required=True, body="prose", options=_NAME),
    "tab-set": Directive(body="prose", holds=("tab-item",)),
    "table": Directive(
        argument=INLINE, body="table", options={"align": SETTING, "name": LABEL, "widths": SETTING}
    ),
    "testcleanup": Directive(argument=SETTING, body="example", options={"skipif": SETTING}),
    "testcode": Directive(
        argument=SETTING,
        body="example",
        options={name: _TEST[name] for name in _TEST if name != "options"},
    ),
    "testoutput": Directive(argument=SETTING, body="example", options=_TEST),
    "testsetup": Directive(argument=SETTING, body="example", options={"skipif": SETTING}),
    "toctree": Directive(
        body="toctree", options={"caption": TEXT, "hidden": SETTING, "maxdepth": SETTING}
    ),
}

NUMBERED = (
    "chart",
    "checked-table",
    "data-dictionary",
    "data-table",
    "figure",
    "institutions-diagram",
    "memberships-diagram",
    "mermaid",
    "table",
)
"""The directives that make a figure or a table with a number."""

CARDS = ("card", "grid-item-card")
"""The directives that may lead elsewhere as a whole."""

FACT = "fact"
CITATIONS = ("cite", "cite:p", "cite:ps", "cite:t", "cite:ts")
LINKS = ("doc", "numref", "ref", "term")
"""Roles whose text may be ``title <target>``, of which the title is shown."""
ROLES = (FACT, *CITATIONS, *LINKS)

REFUSED = {
    "eval-rst": "it is read by another grammar, which the checks do not know",
    "include": "what it brings in would not be checked",
    "literalinclude": "what it brings in would not be checked",
    "raw": "it could run code in a reader's browser",
}
"""Why some directives that exist may not be used."""
