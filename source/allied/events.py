"""The dated events that pages speak of."""

from __future__ import annotations

from .rows import Event
from .tables import select


def event(id: str) -> Event:
    """One event by its id, such as ``article-5-invoked``."""
    for row in select("events", Event, lambda row: row.id == id):
        return row
    raise LookupError(f"no event {id!r} in events.csv")
