"""The pacts between states: what they are, who is bound by them, and on which day."""

from __future__ import annotations

import datetime

from ..store.dates import Day, as_day
from ..store.rows import AlliancesPerYear, Pact, PactMember, State
from ..store.tables import find, first, select
from ..store.validity import holds
from .nato import members
from .states import named, state

__all__ = ["dyads", "in_force", "of", "parties", "partners"]

NATO = "north-atlantic-treaty"
UN_DECLARATION = "declaration-by-united-nations"
ELSEWHERE = {UN_DECLARATION: "un_declaration_1942"}
DEFENCE = "defence"


def pact(id: str) -> Pact:
    """One pact by its id.

    Example: ``pact("anzus").signed``

    Refused: ``pact("anzuk")``
    """
    return find("pacts", Pact, id)


def _begins(row: Pact) -> datetime.date | None:
    """The day from which a pact counts; None where no source confirms that it came into force."""
    if row.unconfirmed:
        return None
    return as_day(row.in_force or row.signed)


def _holds(row: Pact, on: Day) -> bool:
    day, begins = as_day(on), _begins(row)
    return begins is not None and begins <= day and (row.ended is None or day < as_day(row.ended))


def in_force(on: Day) -> tuple[Pact, ...]:
    """The pacts in force on a day (of a year or month, its last day), the oldest first.

    A pact counts from its entry into force or, where none is known or needed, its signature.
    Recent treaties that no source confirms to be in force are left out.

    Example: ``len(pacts.in_force(1955))``
    """
    return select("pacts", Pact, lambda row: _holds(row, on))


def parties(
    id: str, on: Day | None = None, *, also: str | None = None, outside: str | None = None
) -> tuple[State, ...]:
    """The states that are parties to a pact on a day, by name.

    ``on`` is a date, or a year or month (its last day); without it, every state that ever was.
    Signatories count from signature. The parties of the North Atlantic Treaty are NATO's members.
    With ``also``, those that are parties to that pact too; with ``outside``, those that are not.

    Example: ``pacts.parties("anzus", on=1990)``

    Refused: ``pacts.parties("declaration-by-united-nations")``
    """
    others = () if also is None else parties(also, on)
    without = () if outside is None else parties(outside, on)
    found = _parties(id, on)
    return tuple(
        party for party in found if (also is None or party in others) and party not in without
    )


def _parties(id: str, on: Day | None) -> tuple[State, ...]:
    row = pact(id)
    if id in ELSEWHERE:
        raise LookupError(f"the parties of {row.name} are in {ELSEWHERE[id]}.csv")
    if id == NATO:
        return members(on)
    if on is not None and row.ended is not None and as_day(row.ended) <= as_day(on):
        return ()
    spells = select(
        "pact_members",
        PactMember,
        lambda spell: on is None or holds(spell, on),
        pact=id,
    )
    return named(spell.state for spell in spells)


def of(name: str | State, on: Day | None = None) -> tuple[Pact, ...]:
    """The pacts of a state, the oldest first.

    With ``on``, those in force for it on that day; without it, every pact it was ever party to.

    Example: ``[row.id for row in pacts.of("Japan", on=1990)]``

    Refused: ``pacts.of("Atlantis")``
    """
    who = state(name)
    spells = select("pact_members", PactMember, state=who.code)
    ids = {spell.pact for spell in spells if on is None or holds(spell, on)}
    if who in members(on):
        ids.add(NATO)
    return select("pacts", Pact, lambda row: row.id in ids and (on is None or _holds(row, on)))


def partners(name: str | State, on: Day) -> tuple[State, ...]:
    """The states bound to a state by a defence pact in force on a day, by name.

    Example: ``pacts.partners("Japan", on=1990)``

    Refused: ``pacts.partners("Atlantis", on=1990)``
    """
    who = state(name)
    codes: set[str] = set()
    for row in of(who, on):
        if row.kind == DEFENCE:
            codes |= {other.code for other in parties(row.id, on)}
    return named(codes - {who.code})


def dyads(year: int, mutual: bool = False) -> int:
    """How many pairs of states were bound by a pledge of defence in a year, by the ATOP data.

    With ``mutual``, only the pairs of which each had promised to defend the other.

    Example: ``pacts.dyads(1914, mutual=True)``

    Refused: ``pacts.dyads(2019)``
    """
    rows = select("alliances_per_year", AlliancesPerYear, year=year)
    row = first(rows, f"alliances_per_year.csv holds 1815 to 2018, not {year}")
    return row.mutual_dyads if mutual else row.defence_dyads
