"""Who belongs to an alliance, and since when."""

from __future__ import annotations

import datetime

from ..store.dates import PartialDate, as_day
from ..store.rows import NatoMember, State
from ..store.tables import select

Day = str | int | datetime.date | PartialDate


def state(name: str | State) -> State:
    """The state of that code or name, as the article or a source gives it."""
    if isinstance(name, State):
        return name
    for row in select("states", State, lambda row: name == row.code or name in row.names):
        return row
    raise LookupError(f"no state is called {name!r} in states.csv")


def _known(alliance: str) -> None:
    if alliance != "NATO":
        raise LookupError(f"no members of {alliance!r} are held; the alliances are: NATO")


def _states(rows: tuple[NatoMember, ...]) -> tuple[State, ...]:
    codes = {row.state for row in rows}
    states = select("states", State, lambda row: row.code in codes)
    return tuple(sorted(states, key=lambda row: row.name))


def members(alliance: str, on: Day | None = None) -> tuple[State, ...]:
    """The states that belong to an alliance on a day, by name.

    ``on`` is a date, or a year or month (its last day); without it, every member in the data.
    """
    _known(alliance)
    if on is None:
        return _states(select("nato_members", NatoMember))
    day = as_day(on)
    return _states(select("nato_members", NatoMember, lambda row: row.since <= day))


def founders(alliance: str) -> tuple[State, ...]:
    """The states that signed the founding treaty, by name."""
    _known(alliance)
    return _states(select("nato_members", NatoMember, lambda row: row.founding))


def joined(alliance: str, on: Day) -> tuple[State, ...]:
    """The states whose membership begins on a day, or in a year or month."""
    _known(alliance)
    date = PartialDate(on) if isinstance(on, int) else on
    date = PartialDate.parse(date) if isinstance(date, str) else date
    if isinstance(date, datetime.date):
        date = PartialDate(date.year, date.month, date.day)
    span = date
    return _states(
        select(
            "nato_members",
            NatoMember,
            lambda row: span.first_day <= row.since <= span.last_day,
        )
    )


def accession(alliance: str, name: str | State) -> datetime.date:
    """The day from which a state is a member."""
    _known(alliance)
    code = state(name).code
    for row in select("nato_members", NatoMember, lambda row: row.state == code):
        return row.since
    raise LookupError(f"{name} is not a member of {alliance}")


def rounds(alliance: str) -> int:
    """How many times an alliance has been enlarged."""
    _known(alliance)
    return max(row.round for row in select("nato_members", NatoMember))
