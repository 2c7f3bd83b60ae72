"""How long a time two days lie apart, and what it may be called: a month, years, half a century.

The bounds are wide, because a sentence rounds; "less than" and "more than" keep to the calendar.
"""

from __future__ import annotations

import datetime
import re

Span = tuple[datetime.date, datetime.date]
"""The first and the last day that a date may mean."""

_ONE = {
    "day": (1, 1),
    "week": (5, 9),
    "month": (24, 40),
    "year": (270, 460),
    "decade": (2_900, 4_400),
    "century": (31_000, 42_000),
}
"""How many days may be called one of them."""
_EXACT = {
    "day": (1, 1),
    "week": (7, 7),
    "month": (28, 31),
    "year": (365, 366),
    "decade": (3_652, 3_653),
    "century": (36_524, 36_525),
}
_SOME = {
    "days": (2, 60),
    "weeks": (8, 200),
    "months": (40, 900),
    "years": (450, 10**6),
    "decades": (5_000, 10**6),
    "centuries": (50_000, 10**6),
}
_HALF = {"year": (120, 250), "decade": (1_400, 2_400), "century": (14_600, 22_000)}

# Of "two years" the number is asked by itself, so a plural is read where none stands before it.
_BARE = "|".join(
    rf"(?<={word}\s)"
    for word in ("and", "but", ",", ";", "only", "just", "few", "the", "took", "lasted", "for")
)
LENGTH = (
    r"(?:(?P<than>less\s+than|more\s+than|within)\s)?(?:(?P<half>half\s)?(?:a|one|the)\s"
    rf"(?P<unit>{'|'.join(_ONE)})|(?:{_BARE}|(?<=several\s))(?P<some>{'|'.join(_SOME)}))"
)


def is_so_long(match: re.Match[str], first: Span, second: Span) -> bool:
    """Whether two days may lie as far apart as a match of `LENGTH` says."""
    least = max((second[0] - first[1]).days, (first[0] - second[1]).days, 0)
    most = max(abs((second[1] - first[0]).days), abs((first[1] - second[0]).days))
    than, unit = match["than"] or "", match["unit"]
    if match["some"]:
        low, high = _SOME[match["some"]]
    elif match["half"]:
        low, high = _HALF.get(unit, (0, 10**6))
    elif than.startswith("more"):
        return most >= _EXACT[unit][0]
    elif than:
        return least <= _EXACT[unit][1]
    else:
        low, high = _ONE[unit]
    return bool(than) or (least <= high and most >= low)
