"""Another year than that of which a question asks, with which a sentence compares its answer.

"Germany spent 2.12 % of GDP, less than in 2014", "32 members, as many as in 1999": the number is
right, and what the question gives for the other year shows the sentence false.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from .directions import DOWN, NOISE, STILL, UP
from .number_words import YEAR

_YEAR = rf"(?P<year>{YEAR})"
_NO = "and|or|but|which|while|that|who|whose|not|no|never|nor|hardly|little"
_HOW = r"(?:(?:still|well|far|much|even|slightly|a\s+little)\s+)?"
_AFTER = re.compile(
    rf"(?:\s+(?!(?:{_NO})\s)[\w%'\u2019-]+){{0,5}}?,?\s+(?P<said>{_HOW}(?:"
    r"(?:(?P<less>less|fewer|lower|smaller)|(?P<more>more|higher|larger|greater))\s+than"
    r"(?:\s+it\s+(?:was|did|had))?\s+in"
    r"|(?:(?P<down>down)|(?P<up>up))\s+(?:since|on)"
    r"|(?P<same>unchanged\s+(?:since|from)|(?:the\s+same|as\s+(?:much|many|high|low))\s+as\s+in))"
    rf"\s+{_YEAR})(?=[.,;:)]|\s+(?:and|but)\s(?![0-9])|\s*\Z)"
)
_VERB = (
    rf"(?:(?:has|have|had)\s+)?(?:(?P<up>{UP})|(?P<down>{DOWN})"
    rf"|(?P<same>(?:(?:is|are|was|were|remained|stayed|been)\s+)unchanged|{STILL}))"
)
_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<said>{_VERB}\s+(?:since|from)\s+{_YEAR})(?:\s+(?:to|until)\s+[0-9]{{4}})?"
    rf",?\s+(?:to|at)\s+(?:only\s+|some\s+|about\s+)?\Z)"
)
_DENIED = re.compile(r"(?<!\w)(?:not|no|never|nor|hardly|scarcely)\s+\Z")


def compares_years(before: str, after: str) -> bool:
    """Whether the words beside a fact may name another year: quick to ask."""
    return any(
        hint in words
        for words in (before, after)
        for hint in ("than ", " since", " as in ", "unchanged", "down on", "up on", " from ")
    )


def false_then(
    before: str, after: str, value: object, of_year: Callable[[int], object]
) -> str | None:
    """What is wrong with how a fact is said to compare with another year; None if nothing is.

    ``of_year`` gives what the question gives for a year, or None.

    >>> false_then("They were ", " members, as many as in 1999.", 32, {1999: 19}.get)
    "it says 'as many as in 1999', and the data give 32 and for 1999 19"
    """
    match = _AFTER.match(after) or _BEFORE.search(before)
    if match is None or not _is_number(value):
        return None
    if _DENIED.search(before, 0, match.start("said") if match.re is _BEFORE else len(before)):
        return None
    told = match.groupdict()
    then = of_year(int(match["year"]))
    if not _is_number(then) or getattr(then, "unit", "") != getattr(value, "unit", ""):
        return None
    now, once = float(value), float(then)  # type: ignore[arg-type]
    if told["same"]:
        right = abs(now - once) <= NOISE * max(abs(now), abs(once)) and not _is_count(value, then)
    else:
        more = bool(told.get("more") or told["up"])
        right = now == once if match.re is _BEFORE else False
        right = right or (now > once if more else now < once)
    if right or (told["same"] and now == once):
        return None
    said = " ".join(match["said"].split())
    return f"it says {said!r}, and the data give {value} and for {match['year']} {then}"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _is_count(*values: object) -> bool:
    """A count is exact: 31 members are not as many as 32."""
    return all(isinstance(value, int) for value in values)
