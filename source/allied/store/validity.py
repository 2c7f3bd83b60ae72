"""Whether a row holds on a day: the one rule for every table that says since and until when."""

from __future__ import annotations

from functools import cache

from .bases import Row
from .dates import Day, as_day
from .schema import Validity
from .tables import tables


def holds(row: Row, on: Day) -> bool:
    """Whether a row holds on a day, as the schema of its table means its dates.

    A date known only to the month or year counts as its last day, at both ends: what began
    "in 1978" is first sure to hold on 31 December.

    Raises TypeError for a table whose schema has no ``validity``.
    """
    meant = _meant(type(row).__name__)
    day = as_day(on)
    since = getattr(row, meant.since)
    until = getattr(row, meant.until) if meant.until else None
    if since is None and not meant.undated:
        return False
    if since is not None and day < as_day(since):
        return False
    if until is None:
        return True
    return day <= as_day(until) if meant.last_day else day < as_day(until)


@cache
def _meant(row_type: str) -> Validity:
    for table in tables().values():
        if table.row_type == row_type and table.validity is not None:
            return table.validity
    raise TypeError(f"no schema says when a row of {row_type} holds")
