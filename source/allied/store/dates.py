"""Dates known to the day, the month or only the year (EDTF level 0)."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# \d would take the digits of every script.
_EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_WORDS = re.compile(rf"(?:(?:([0-9]{{1,2}}) )?({'|'.join(MONTHS)}) )?([0-9]{{4}})")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of known precision; ``month`` and ``day`` are None where the source gives none."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        datetime.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``1949``, ``1949-04`` or ``1949-04-04``; ValueError for anything else."""
        return _parsed(text)

    @classmethod
    def parse_words(cls, text: str) -> PartialDate:
        """Read ``4 April 1949``, ``April 1949`` or ``1949``; ValueError for anything else."""
        match = _WORDS.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is not a date like 4 April 1949")
        day, month, year = match.groups()
        return cls(int(year), MONTHS.index(month) + 1 if month else None, int(day) if day else None)

    @property
    def first_day(self) -> datetime.date:
        """The earliest day this can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date:
        """The latest day this can mean."""
        if self.day is not None:
            return self.first_day
        if self.month is None or self.month == 12:
            return datetime.date(self.year, 12, 31)
        return datetime.date(self.year, self.month + 1, 1) - datetime.timedelta(days=1)

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``."""
        return "day" if self.day else "month" if self.month else "year"

    def cut(self, precision: str) -> PartialDate:
        """The same date at a coarser precision."""
        if precision == "year":
            return PartialDate(self.year)
        return PartialDate(self.year, self.month) if precision == "month" else self

    def isoformat(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def __str__(self) -> str:
        day = f"{self.day} " if self.day else ""
        month = f"{MONTHS[self.month - 1]} " if self.month else ""
        return f"{day}{month}{self.year}"


@cache  # tables and the bibliography name the same days again and again
def _parsed(text: str) -> PartialDate:
    match = _EDTF.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date like 1949, 1949-04 or 1949-04-04")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    return PartialDate(year, month, day)


def parse_day(text: str) -> datetime.date:
    """Read ``1949-04-04``; ValueError for anything else.

    Python's own ``date.fromisoformat`` also reads ``19490404`` and ``1949-W14-1``.
    """
    date = PartialDate.parse(text)
    if date.day is None:
        raise ValueError(f"{text!r} is not a day like 1949-04-04")
    return date.first_day


Day = str | int | datetime.date | PartialDate
"""A day, month or year, as a question is given it: "1949-04", 1949."""


def as_span(during: Day) -> PartialDate:
    """A day, month or year as the time that it covers.

    >>> as_span("1949-04").first_day, as_span(1949).last_day
    (datetime.date(1949, 4, 1), datetime.date(1949, 12, 31))
    """
    match during:
        case datetime.date():
            return PartialDate(during.year, during.month, during.day)
        case int():
            return PartialDate(during)
        case str():
            return PartialDate.parse(during)
    return during


def as_day(on: Day) -> datetime.date:
    """The day a question is asked of: a year or month means its last day.

    >>> as_day(1999), as_day("1949-04")
    (datetime.date(1999, 12, 31), datetime.date(1949, 4, 30))
    """
    if type(on) is datetime.date:
        return on
    return _last_day(on) if isinstance(on, str | int | PartialDate) else as_span(on).last_day


@cache  # of each row it is asked anew
def _last_day(on: str | int | PartialDate) -> datetime.date:
    return as_span(on).last_day


def touches(during: Day, since: Day, until: Day | None) -> bool:
    """Whether any day of a time lies between two others; without ``until`` they go on.

    >>> touches(1999, "1999-03", None), touches("1999-02", "1999-03", None)
    (True, False)
    """
    time = as_span(during)
    if time.last_day < as_span(since).first_day:
        return False
    return until is None or time.first_day <= as_day(until)
