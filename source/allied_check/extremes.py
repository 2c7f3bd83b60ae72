"""The most and the least of which a sentence speaks beside one figure of many alike.

"Estonia spent the largest share" beside Estonia's share of 2024: the number is right, and another
row of that year has a larger one. The rows alike are those whose key differs in the state alone;
one row that is greater shows the sentence false, however few rows there are. Who came first or
last is read in the same way off a day on which states came.
"""

from __future__ import annotations

import re
from functools import cache

from allied.store.bases import StateNames
from allied.store.rows import ROW_TYPES
from allied.store.tables import select, tables

from .doctests import Result
from .origins import Origin, origin

_NTH = r"(?<!second )(?<!third )(?<!fourth )(?<!fifth )(?<!next )(?<!of the )"
_WHAT = r"(?:share|part|proportion|percentage|spender|contributor|donor|giver|figure|rate)s?"
_GAVE = r"(?:spen[dt]s?|gave|gives|contribute[sd]?|paid|pays)"
_NOBODY = r"[Nn]o(?:body|\s+one|\s+other\s+\w+|\s+\w+)(?:\s+(?:has|had))?"
_FIELD = r"the\s+(?:table|list|ranking|field|others|rest)"
_WORDS = re.compile(
    rf"(?<![\w-])(?:(?P<top>{_NTH}(?:largest|highest|biggest|greatest|heaviest)\s+(?:\w+\s+)?{_WHAT}"
    rf"|{_GAVE}\s+(?:the\s+)?most|(?:(?:top|lead|head)(?:s|p?ed)?|led)\s+{_FIELD}"
    rf"|[Aa]t\s+the\s+(?:top|head)\s+of\s+{_FIELD}|more\s+than\s+(?:anybody|anyone|all\s+others)"
    rf"|{_NOBODY}\s+{_GAVE}\s+(?:a\s+(?:larger|greater|higher|bigger)\s+(?:share|part)|more"
    rf"|as\s+much)|[Nn]o(?:body|\s+other\s+\w+|\s+\w+)\s+(?:has|had)\s+a\s+(?:larger|greater"
    r"|higher|bigger)\s+(?:share|part|figure)"
    r"|outspen[dt]s?\s+(?:everybody|everyone|(?:all|every|each)\s+others?))"
    rf"|(?P<bottom>{_NTH}(?:smallest|lowest|lightest)\s+(?:\w+\s+)?{_WHAT}|{_GAVE}\s+(?:the\s+)?least"
    rf"|(?:bring|brought|brings)\s+up\s+the\s+rear|[Aa]t\s+the\s+(?:bottom|foot|end)\s+of\s+{_FIELD}"
    rf"|less\s+than\s+(?:anybody|anyone|all\s+others)"
    rf"|{_NOBODY}\s+{_GAVE}\s+(?:a\s+(?:smaller|lower)\s+(?:share|part)|less)))(?![\w-])"
)
_IN_MONEY = re.compile(r"(?<!\w)(?:outspen|as\s+much)")  # whose share may be the smaller
_CAME = re.compile(
    r"(?<![\w-])(?:the\s+)?(?P<end>first|last|latest|newest|oldest|earliest)"
    r"(?:\s+(?:member|state|country|one))?\s+to\s+(?:join|accede|enter|sign|come\s+in)(?![\w-])"
)
_OF_SOME = re.compile(
    r"(?<!\w)(?:of|in|among|within|outside|after|except|but|besides|apart|for|since|next|not|nearly"
    r"|almost|until|if|would|then|so\s+far|one\s+of)(?!\w)"
    r"(?!\s+(?:GDP|its|their|gross|national|19[0-9]{2}|20[0-9]{2}|that\s+year|all|NATO|the\s+table"
    r"|the\s+list|the\s+field|defen[cs]e|the\s+others|the\s+rest|the\s+Alliance|output))",
    re.I,
)


_HINTS = (
    *("largest", "highest", "biggest", "greatest", "heaviest", "smallest", "lowest", "lightest"),
    *(" most", " least", "more than a", "less than a", "the rear", " to join", " to accede"),
    *(" to enter", " to sign", " to come in", "the top", "the bottom", "the foot", "the head of"),
    *("the end of the", "obody ", "o one ", "No ", "o other ", "led the", "lead the", "leads the"),
    *("outspen", " as much"),
    *("top the", "tops the", "topped the", "head the", "heads the", "headed the"),
)


@cache
def names_an_extreme(text: str) -> bool:
    """Whether a text may hold such words: quick to ask."""
    return any(hint in text for hint in _HINTS)


def false_extreme(clause: str, expression: str, result: Result) -> str | None:
    """What is wrong with "the most" or "the last" beside a figure or a day of one state, or None.

    ``clause`` is what a reader sees around it, without the fact.
    """
    match = _WORDS.search(clause)
    came = None if match else _CAME.search(clause)
    if not (match or came) or _OF_SOME.search(clause):
        return None
    found = origin(result.value, expression, result.record)
    if found is None or len(found.rows) != 1 or len(found.columns) != 1:
        return None
    (column,) = found.columns
    date = "date" in tables()[found.table].field(column).type
    if date != bool(came):
        return None
    if match and getattr(result.value, "unit", "") == "%" and _IN_MONEY.search(match[0]):
        return None
    value, others = getattr(found.rows[0], column), _alike(found, column)
    if match:
        beaten = [one for one in others if (one > value if match["top"] else one < value)]
        said = match[0]
    else:
        assert came is not None
        first = came["end"] in ("first", "oldest", "earliest")
        beaten = [one for one in others if (one < value if first else one > value)]
        said = came[0]
    if not beaten:
        return None
    said = " ".join(said.split())
    return f"it says {said!r}, and {len(beaten)} of the {len(others) + 1} rows alike go further"


def _alike(found: Origin, column: str) -> list[object]:
    """The values of the rows that tell the same of other states."""
    table, (row,) = tables()[found.table], found.rows
    states = {
        key.field for key in table.foreign_keys if issubclass(ROW_TYPES[key.table], StateNames)
    }
    if not states & {*table.primary_key}:
        return []
    same = [name for name in table.primary_key if name not in states]
    values = [
        getattr(other, column)
        for other in select(found.table, ROW_TYPES[found.table])
        if other is not row and all(getattr(other, name) == getattr(row, name) for name in same)
    ]
    return [value for value in values if value is not None]
