"""Who belongs to an alliance, and since when."""

from __future__ import annotations

import datetime

from ..store.dates import Day, as_span
from ..store.rows import NatoMember, State
from ..store.tables import select
from ..store.validity import holds
from .states import named, state


def _known(alliance: str) -> None:
    if alliance != "NATO":
        raise LookupError(f"no members of {alliance!r} are held; the alliances are: NATO")


def members(alliance: str, on: Day | None = None) -> tuple[State, ...]:
    """The states that belong to an alliance on a day, by name.

    ``on`` is a date, or a year or month (its last day); without it, every member in the data.
    """
    _known(alliance)
    rows = select("nato_members", NatoMember, lambda row: on is None or holds(row, on))
    return named(row.state for row in rows)


def founders(alliance: str) -> tuple[State, ...]:
    """The states that signed the founding treaty, by name."""
    _known(alliance)
    rows = select("nato_members", NatoMember, lambda row: row.founding)
    return named(row.state for row in rows)


def joined(alliance: str, during: Day) -> tuple[State, ...]:
    """The states whose membership begins on a day, or in a year or month."""
    _known(alliance)
    span = as_span(during)
    rows = select(
        "nato_members", NatoMember, lambda row: span.first_day <= row.since <= span.last_day
    )
    return named(row.state for row in rows)


def accession(alliance: str, name: str | State) -> datetime.date:
    """The day from which a state is a member."""
    _known(alliance)
    code = state(name).code
    for row in select("nato_members", NatoMember, state=code):
        return row.since
    raise LookupError(f"{name} is not a member of {alliance}")


def rounds(alliance: str) -> int:
    """How many times an alliance has been enlarged."""
    _known(alliance)
    return max(row.round for row in select("nato_members", NatoMember))
