"""Words beside a date or a list of states that the data can answer for too.

A fact is compared at what it shows. A weekday or "late in" before a date, and a further state
that a comma or an "and" joins to a list, are read by the same reader as part of it, so they are
compared as well. What a sentence does with the whole ("before 4 April 1949", "all but Greece") is
the author's own.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from allied.store.bases import StateNames
from allied.store.dates import MONTHS, PartialDate

from .memberships import one_state
from .number_words import any_of

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DAY_BEFORE = re.compile(rf"(?<!\w)({any_of(_DAYS)})(?:,|,? the)?\s+\Z")
_DAY_AFTER = re.compile(rf"(?:,| was| fell on|,? on)?\s+\(?(?:an?\s+)?({any_of(_DAYS)})(?!\w)")

# The months of a year, and the days of a month, that a part of it may mean at the widest.
_MONTHS_OF = {
    "early": (1, 5),
    "mid": (4, 9),
    "late": (8, 12),
    "beginning": (1, 4),
    "start": (1, 4),
    "middle": (4, 9),
    "end": (9, 12),
    "first half": (1, 6),
    "second half": (7, 12),
    "spring": (3, 6),
    "summer": (6, 9),
    "autumn": (9, 12),
}
_DAYS_OF = {
    "first week": (1, 9),
    "second week": (6, 16),
    "third week": (13, 23),
    "last week": (21, 31),
    "early": (1, 12),
    "mid": (8, 22),
    "late": (18, 31),
    "beginning": (1, 10),
    "start": (1, 10),
    "middle": (8, 22),
    "end": (20, 31),
    "first half": (1, 16),
    "second half": (15, 31),
}
_PART_BEFORE = re.compile(
    rf"(?<!\w)({any_of({**_MONTHS_OF, **_DAYS_OF})})(?: in| of)?[\s-]\Z", re.I
)
_SEASONS = ("spring", "summer", "autumn")
_DO = (
    r" (?:joined|acceded|signed|founded|became|belong(?:s|ed)?|entered|left|withdrew"
    r"|(?:is|are|was|were) (?:(?:a|the|all|both|now) )?(?:members?|part(?:y|ies)|founders?))"
    r"(?![^\W_])"
)
_INTRODUCED = r"(?<!\w)(?:are|were|includes?|included|comprises?|of|by|between|among|joined):?"


def false_neighbour(before: str, shown: str, after: str, value: object) -> str | None:
    """What is wrong with the words beside a date or a list, as a sentence; None if nothing is.

    >>> day = datetime.date(1949, 4, 4)
    >>> false_neighbour("It was signed on Sunday, ", "4 April 1949", ".", day)
    'it says Sunday, and 4 April 1949 was a Monday'
    """
    before, after = re.sub(r"\s+", " ", before[-200:]), re.sub(r"\s+", " ", after[:120])
    if isinstance(value, datetime.date):
        value = PartialDate(value.year, value.month, value.day)
    if isinstance(value, PartialDate):
        return _weekday(before, after, value) or _part(before, shown, value)
    if isinstance(value, StateNames | str):
        return _another(before, shown, value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        states = [one for one in value if isinstance(one, StateNames)]
        return _further(before, after, states) if states else None
    return None


def _weekday(before: str, after: str, date: PartialDate) -> str | None:
    match = _DAY_BEFORE.search(before) or _DAY_AFTER.match(after)
    if not match:
        return None
    if date.precision != "day":
        return f"it says {match[1]}, and the data give no day"
    right = _DAYS[date.first_day.weekday()]
    return None if right == match[1] else f"it says {match[1]}, and {date} was a {right}"


def _part(before: str, shown: str, date: PartialDate) -> str | None:
    match = _PART_BEFORE.search(before)
    if not match:
        return None
    part = match[1].lower()
    month = next((name for name in MONTHS if shown.startswith(name)), None)
    if re.fullmatch(r"[0-9]{4}", shown):
        if part not in _MONTHS_OF:
            return None
        bounds, here = _MONTHS_OF[part], date.month
    elif month and part in _SEASONS:
        bounds, here = _MONTHS_OF[part], date.month
    elif month and part in _DAYS_OF:
        bounds, here = _DAYS_OF[part], date.day
    elif part in ("early", "mid", "late") and match[0].strip().lower() == part:
        return f"it says {part!r} {shown}, which is a single day"
    else:
        return None  # the end of 4 April
    if here is None:
        return f"it says {match[1]!r} {shown}, and the data say {date} and no more"
    if bounds[0] <= here <= bounds[1]:
        return None
    return f"it says {match[1]!r} {shown}, and the data say {date}"


def _another(before: str, shown: str, value: StateNames | str) -> str | None:
    """A word before a name that makes another state's of it: North Korea."""
    match = re.search(r"(?<![^\W_])((?:[A-Z]\w+ ){1,2})\Z", before)
    said = f"{match[1]}{shown}" if match else ""
    known = value.names if isinstance(value, StateNames) else (value,)
    if not re.fullmatch(one_state(), said) or said in known:
        return None
    return f"the text before it makes {said!r} of {shown}"


def _beside(before: str, after: str) -> re.Match[str] | None:
    """A state that does or is with the states of the fact what the sentence says of them."""
    one = one_state()
    joined = r"(?:,? and|,? as well as|,? plus|,? (?:along |together )?with)"
    behind = re.match(rf"{joined} ({one}),?{_DO}|, ({one}),{_DO}", after)
    if behind or not re.match(_DO, after):
        return behind
    return re.search(
        r"(?:\A|[.;:!?\u2014] ?|\u2400 )(?:(?:Besides|With|Like|Together with|Along with) )?"
        rf"({one})(?:,? and|,) \Z",
        before,
    )


def _further(before: str, after: str, states: list[StateNames]) -> str | None:
    """A state that stands in the list for the reader, and outside the fact."""
    one = one_state()
    match = (
        _beside(before, after)
        or re.match(
            rf"(?:,|,? and|,? as well as|,? plus|,? with|,? or) ({one})"
            rf"(?=[.;:)]|,? and {one}|, {one}|,? (?:too|also|as (?:well|an?|the))(?![^\W_])|\Z)",
            after,
        )
        or re.search(rf"{_INTRODUCED} (?:{one}, )*({one})(?:,| and|, and) \Z", before)
    )
    if not match:
        return None
    name = match[match.lastindex or 1]
    return f"the list goes on with {name!r}, which the fact does not hold"
