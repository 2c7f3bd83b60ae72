"""Who belongs to NATO, and since when."""

from __future__ import annotations

import datetime

from ..store.dates import Day, as_span, touches
from ..store.rows import NatoMember, State
from ..store.tables import first, select
from ..store.validity import holds
from .states import named, state

__all__ = ["accession", "founders", "joined", "members", "rounds"]


def members(on: Day | None = None) -> tuple[State, ...]:
    """The states that belong to NATO on a day, by name.

    ``on`` is a date, or a year or month (its last day); without it, every member in the data.

    Example: ``len(nato.members(on=1999))``
    """
    rows = select("nato_members", NatoMember, lambda row: on is None or holds(row, on))
    return named(row.state for row in rows)


def founders() -> tuple[State, ...]:
    """The states that signed the North Atlantic Treaty, by name.

    Example: ``len(nato.founders())``
    """
    rows = select("nato_members", NatoMember, lambda row: row.founding)
    return named(row.state for row in rows)


def joined(during: Day | None = None, *, since: Day | None = None) -> tuple[State, ...]:
    """The states whose membership begins on a day, or in a year or month, by name.

    With ``since``, those whose membership begins then or later.

    Example: ``nato.joined(during=1999)``
    """
    begin = None if since is None else as_span(since).first_day
    rows = select(
        "nato_members",
        NatoMember,
        lambda row: (
            (during is None or touches(during, row.since, row.since))
            and (begin is None or begin <= row.since)
        ),
    )
    return named(row.state for row in rows)


def accession(name: str | State) -> datetime.date:
    """The day from which a state is a member.

    Example: ``nato.accession("Spain")``

    Refused: ``nato.accession("Austria")``
    """
    rows = select("nato_members", NatoMember, state=state(name).code)
    return first(rows, f"{name} is not a member of NATO").since


def rounds() -> int:
    """How many times NATO has been enlarged.

    Example: ``nato.rounds()``
    """
    return max(row.round for row in select("nato_members", NatoMember))
