"""The dated events: single ones, those of a span of time, and what followed from one."""

from __future__ import annotations

from ..store.dates import Day, as_day, as_span
from ..store.quantities import Quantity
from ..store.rows import Event
from ..store.tables import find, select

__all__ = ["days", "effects", "listed"]


def event(id: str) -> Event:
    """One event by its id.

    Example: ``event("article-5-invoked").date``

    Refused: ``event("article-5-revoked")``
    """
    return find("events", Event, id)


def listed(since: Day | None = None, until: Day | None = None) -> tuple[Event, ...]:
    """The events of a span of time, both ends included, in order of time.

    Each end is a date, or a year or month: ``since`` its first day, ``until`` its last.
    An event known only to the month or year is included when any of its days lies in the span.

    Example: ``events.listed(since="1949-04-01", until="1949-04-04")``

    Refused: ``events.listed(since=1950, until=1949)``
    """
    start = None if since is None else as_span(since).first_day
    end = None if until is None else as_day(until)
    if start is not None and end is not None and start > end:
        raise LookupError(f"no span of time runs from {start} to {end}")
    return select(
        "events",
        Event,
        lambda row: (
            (start is None or start <= row.date.last_day)
            and (end is None or row.date.first_day <= end)
        ),
    )


def effects(id: str) -> tuple[Event, ...]:
    """The events that follow directly from an event, in order of time.

    Example: ``len(events.effects("invasion-of-ukraine"))``

    Refused: ``events.effects("article-5-revoked")``
    """
    cause = event(id)
    return select("events", Event, cause=cause.id)


def days(earlier: str, later: str) -> Quantity:
    """How many days after an event another one came; both must be known to the day.

    Example: ``events.days("treaty-signed", "treaty-in-force")``

    Refused: ``events.days("treaty-in-force", "treaty-signed")``
    """
    first, last = event(earlier), event(later)
    for row in (first, last):
        if row.date.day is None:
            raise LookupError(f"the day of {row.id!r} is not known")
    length = (last.date.first_day - first.date.first_day).days
    if length < 0:
        raise LookupError(f"{later!r} was not later than {earlier!r}")
    return Quantity(length, "days")
