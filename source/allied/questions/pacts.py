"""The pacts between states: what they are, who is bound by them, and on which day."""

from __future__ import annotations

import datetime

from ..store.dates import Day, as_day
from ..store.rows import Pact, PactMember, State
from ..store.tables import find, select
from ..store.validity import holds
from .members import members
from .states import named, state

NATO = "north-atlantic-treaty"
UN_DECLARATION = "declaration-by-united-nations"
ELSEWHERE = {UN_DECLARATION: "un_declaration_1942"}
DEFENCE = "defence"


def pact(id: str) -> Pact:
    """One pact by its id, such as ``anzus``."""
    return find("pacts", Pact, id)


def _begins(row: Pact) -> datetime.date | None:
    """The day from which a pact counts; None where no source confirms that it came into force."""
    if row.unconfirmed:
        return None
    return as_day(row.in_force or row.signed)


def _holds(row: Pact, day: datetime.date) -> bool:
    begins = _begins(row)
    return begins is not None and begins <= day and (row.ended is None or day < as_day(row.ended))


def in_force(on: Day) -> tuple[Pact, ...]:
    """The pacts in force on a day (of a year or month, its last day), the oldest first.

    A pact counts from its entry into force or, where none is known or needed, its signature.
    Recent treaties that no source confirms to be in force are left out.
    """
    day = as_day(on)
    return select("pacts", Pact, lambda row: _holds(row, day))


def parties(id: str, on: Day | None = None) -> tuple[State, ...]:
    """The states that are parties to a pact on a day, by name.

    ``on`` is a date, or a year or month (its last day); without it, every state that ever was.
    Signatories count from signature. The parties of the North Atlantic Treaty are NATO's members.
    """
    row = pact(id)
    if id in ELSEWHERE:
        raise LookupError(f"the parties of {row.name} are in {ELSEWHERE[id]}.csv")
    if id == NATO:
        return members("NATO", on)
    day = None if on is None else as_day(on)
    if day is not None and row.ended is not None and as_day(row.ended) <= day:
        return ()
    spells = select(
        "pact_members",
        PactMember,
        lambda spell: day is None or holds(spell, day),
        pact=id,
    )
    return named(spell.state for spell in spells)


def pacts_of(name: str | State, on: Day | None = None) -> tuple[Pact, ...]:
    """The pacts of a state, the oldest first.

    With ``on``, those in force for it on that day; without it, every pact it was ever party to.
    """
    who = state(name)
    day = None if on is None else as_day(on)
    ids = {
        spell.pact
        for spell in select("pact_members", PactMember, state=who.code)
        if day is None or holds(spell, day)
    }
    if who in members("NATO", on):
        ids.add(NATO)
    return select("pacts", Pact, lambda row: row.id in ids and (day is None or _holds(row, day)))


def partners(name: str | State, on: Day) -> tuple[State, ...]:
    """The states bound to a state by a defence pact in force on a day, by name."""
    who = state(name)
    codes: set[str] = set()
    for row in pacts_of(who, on):
        if row.kind == DEFENCE:
            codes |= {other.code for other in parties(row.id, on)}
    return named(codes - {who.code})
