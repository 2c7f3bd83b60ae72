"""Words before a fact that compare with it: "more than 32", "nearly 60 %", "at most five".

A sentence may compare something of its own with a bound value ("more than the 2 % of the
guideline"), and a figure of a source may be as vague as the source is ("over 4,500 troops"); so
"more than" is right of a value that is just what is shown, unless the value is a count of rows:
whoever counts 32 members has no more than 32.
"""

from __future__ import annotations

import re
from decimal import Decimal

from .counted import BODIES
from .meaning import excess
from .number_words import any_of

_MORE = "more than|over|well over|just over|upwards of|in excess of|a little over"
_MORE += (
    "|upward of|north of|exceeds|exceed|exceeded|exceeding|above|beyond|greater than|higher than"
)
_LESS = "fewer than|less than|under|just under|well under|nearly|almost|close to|not quite|shy of"
_LESS += "|south of|below|just below|short of|just short of|lower than|smaller than"
_LEAST = "at least|no fewer than|no less than|not fewer than|not less than|a minimum of"
_MOST = "at most|up to|as many as|as much as|no more than|not more than|a maximum of"
_WORDS = re.compile(
    rf"(?<![^\W_])(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<more>{_MORE})|(?P<less>{_LESS}))"
    r"(?: (?:the|an?|some|its|their|these|all))?\s+\Z",
    re.I,
)


_OWN = (
    "the",
    "its",
    "their",
    "these",
)  # what is compared with a value, and not the value, is meant
_VAGUE = re.compile(r"[\s-]+(?:or\s+(?:more|so|fewer|less)|plus|odd|and\s+more)(?![^\W_])")
_TIMES = re.compile(
    r"[\s-]+(year|month|week|day|hour|minute|decade)s?(?![^\W_])"
    r"|\s+(times)\s+(?:the|as|more|larger|higher|greater|what)(?![^\W_])"
)
_NTH = re.compile(r"[0-9](?:st|nd|rd|th)\Z")
_PLURAL = re.compile(rf"\s+({any_of(BODIES)})(?![^\W_])")
_FOUNDERS = re.compile(r"\s+(?:original\s+)?(found(?:er|ing\s+member)s?)(?![^\W_])")


def false_noun(expression: str, shown: str, after: str) -> str | None:
    """What is wrong with a unit of time, or with founders, after a count of rows; or None.

    >>> false_noun('len(nato.members())', "32", " years old")
    "it says 32 'years', and the question counts something else"
    """
    if expression.endswith(".days"):
        match = _TIMES.match(after)
        if match and match[1] in (None, "day"):
            return None
    else:
        match = _TIMES.match(after) if expression.startswith("len(") else None
    if _NTH.search(shown) and (plural := _PLURAL.match(after)):
        return f"it says {shown} {plural[1]!r}, and an ordinal counts none"
    if match is None and "members(" in expression and "found" not in expression:
        match = _FOUNDERS.match(after)
    if not match or str(match[match.lastindex or 0]) in expression:
        return None
    return f"it says {shown} {match[0].strip(' -')!r}, and the question counts something else"


def false_comparison(
    before: str, shown: str, after: str, counted: bool, value: object
) -> str | None:
    """What is wrong with the comparison that stands before a fact, or None.

    ``counted`` says that the value is a number of rows, and so exact.

    >>> false_comparison("It has more than ", "32", " members", True, 32)
    "it says 'more than' 32, and the data say just that"
    """
    match = _WORDS.search(re.sub(r"\s+", " ", before[-40:]))
    vague = _VAGUE.match(after) if counted else None
    if vague and excess(shown, value) == 0:  # type: ignore[arg-type]
        return f"it says {shown} {vague[0].strip(' -')!r}, and the data say just that"
    if match is None or isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if not counted and match[0].split()[-1].lower() in _OWN:
        return None  # less than the 3.43 % of Estonia, which stand for 3.4315
    over = excess(shown, value)
    if over is None:
        return None
    kind = str(match.lastgroup)
    wrong = over < 0 if kind in ("more", "least") else over > 0
    if wrong:
        side = "less" if over < 0 else "more"
        return f"it says {match[kind]!r} {shown}, and the data say {side} than that"
    if over == 0 and counted and kind in ("more", "less"):
        return f"it says {match[kind]!r} {shown}, and the data say just that"
    return None
