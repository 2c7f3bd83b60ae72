"""The dated events: single ones, those of a span of time, and what followed from one."""

from __future__ import annotations

from ..store.dates import Day, as_day, as_span
from ..store.rows import Event
from ..store.tables import find, select


def event(id: str) -> Event:
    """One event by its id, such as ``article-5-invoked``."""
    return find("events", Event, id)


def events(since: Day | None = None, until: Day | None = None) -> tuple[Event, ...]:
    """The events of a span of time, both ends included, in order of time.

    Each end is a date, or a year or month: ``since`` its first day, ``until`` its last.
    An event known only to the month or year is included when any of its days lies in the span.
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


def effects_of(id: str) -> tuple[Event, ...]:
    """The events that follow directly from an event, in order of time."""
    cause = event(id)
    return select("events", Event, cause=cause.id)
