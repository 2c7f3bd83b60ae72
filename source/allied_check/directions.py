"""Does what a sentence says has risen rise, in the data?

"Fell from 1.3 % to 2.2 %", "grew by" a fall: each number is right and the sentence false. Two
facts that a verb of change joins by "from" and "to" are compared with each other, and a change in
per cent with zero.
"""

from __future__ import annotations

import re
from decimal import Decimal

from .page import MASK

UP = "rose|rise|rises|risen|rising|grew|grow|grows|grown|increased|climbed|swelled|went up"
UP += "|edged up|crept up|inched up|jumped|soared|surged|advanced|(?:is|are|was|were) up"
DOWN = "fell|fall|falls|fallen|falling|dropped|declined|shrank|sank|decreased|went down|was cut"
DOWN += "|edged down|slipped|slid|plunged|tumbled|contracted|(?:is|are|was|were) down"
_SAME = "unchanged|the same|constant"
STILL = r"(?:stood|stands?|stayed|remained|held)\s+(?:still|flat|steady|level)|stagnated?"
STILL += r"|(?:has|have|had|did|does|do)\s+not\s+(?:moved?|changed?)"
_VERB = re.compile(
    rf"(?<!\w)(?:(?P<up>{UP})|(?P<down>{DOWN})|(?P<same>{_SAME}|(?P<still>{STILL})))(?!\w)", re.I
)
NOISE = 0.05  # part of a figure by which it may change and still be said to stand still
_NEAR = rf"[^{MASK}.;:!?]{{0,60}}"
# It rose from one to another, to one from another, from one it rose to another.
_TO = re.compile(rf"(?P<verb>{_NEAR})(?<!\w)from\s+{MASK}{_NEAR}\sto\s+\Z")
_FROM = re.compile(rf"(?P<verb>{_NEAR})(?<!\w)to\s+{MASK}{_NEAR}\sfrom\s+\Z")
_FIRST = re.compile(rf"(?<!\w)[Ff]rom\s+{MASK}(?P<verb>{_NEAR})\sto\s+\Z")
_BY = re.compile(rf"(?P<verb>{_NEAR})\sby\s+(?:some\s+|about\s+|over\s+|nearly\s+)?\Z")
_FAR = 200  # letters before a fact in which its verb is looked for
_CHANGE = re.compile(r"-?(?:percent_change|spending\.change)\(")


_LESS_OR_MORE = re.compile(r"\s+(?:(?P<less>less|lower|fewer)|(?P<more>more|higher))(?!\w)")


def false_side(expression: str, value: object, after: str) -> str | None:
    """What is wrong with "less" or "more" after a change in per cent; None if nothing is.

    >>> false_side('spending.change("France", 2014, 2024, "usd_constant")', 25.6, " less than")
    "it says 'less', and the data say that it rose"
    """
    match = _LESS_OR_MORE.match(after) if _CHANGE.match(expression) else None
    if match is None or not isinstance(value, int | float | Decimal):
        return None
    change = float(value) * (-1 if expression.startswith("-") else 1)
    if change == 0 or (change > 0) == bool(match["more"]):
        return None
    return (
        f"it says {match[0].strip()!r}, and the data say that it {'rose' if change > 0 else 'fell'}"
    )


def false_direction(before: str, earlier: object, value: object, expression: str) -> str | None:
    """What is wrong with the verb of change before a fact; None if nothing is.

    ``before`` is the text before it with every fact as one U+2400, ``earlier`` the value of the
    fact before it.

    >>> false_direction("It fell from \u2400 to ", 1.3, 2.2, "")
    "it says 'fell', and the data say that it rose"
    """
    if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
        return None
    before = before[-_FAR:]
    if _CHANGE.match(expression) and (match := _BY.search(before)):
        change = float(value) * (-1 if expression.startswith("-") else 1)
    elif isinstance(earlier, int | float | Decimal) and not isinstance(earlier, bool):
        if getattr(earlier, "unit", "") != getattr(value, "unit", ""):
            return None
        change = float(value) - float(earlier)
        match = _TO.search(before) or _FIRST.search(before)
        if match is None:
            match, change = _FROM.search(before), -change
    else:
        return None
    verbs = list(_VERB.finditer(match["verb"])) if match else []
    if not verbs or change == 0:
        return None
    if verbs[-1]["still"] and abs(change) <= NOISE * abs(float(value)):
        return None
    if not verbs[-1]["same"] and (change > 0) == bool(verbs[-1]["up"]):
        return None
    rose = "rose" if change > 0 else "fell"
    return f"it says {verbs[-1][0]!r}, and the data say that it {rose}"
