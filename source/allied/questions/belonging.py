"""Who belonged to what, by the names under which sentences speak of it: asked by the checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ..store.rows import NatoMember, Pact, PactMember, State, UnDeclaration1942
from ..store.tables import select
from .pacts import NATO, UN_DECLARATION


@dataclass(frozen=True, slots=True)
class Spell:
    """One time of a state in a pact, in years; ``until`` is None where it goes on."""

    state: State
    since: int
    until: int | None


@cache
def belonging() -> Mapping[str, tuple[Spell, ...]]:
    """The members of each pact by each of its names."""
    own = _spells()
    return {name: own[pact.id] for pact in select("pacts", Pact) for name in _names(pact)}


@cache
def pact_named(name: str) -> str:
    """The id of the pact that has this name, with or without its article; blank for none."""
    bare = name.removeprefix("the ").removeprefix("The ")
    return next((pact.id for pact in select("pacts", Pact) if bare in _names(pact)), "")


def _spells() -> dict[str, tuple[Spell, ...]]:
    """The members of each pact by its id; two pacts have them in a table of their own."""
    states = {state.code: state for state in select("states", State)}
    found: dict[str, list[Spell]] = {pact.id: [] for pact in select("pacts", Pact)}
    ended = {pact.id: pact.ended for pact in select("pacts", Pact)}
    for spell in select("pact_members", PactMember):
        until = spell.until or ended[spell.pact]
        found[spell.pact].append(
            Spell(states[spell.state], spell.since.year, until.year if until else None)
        )
    for member in select("nato_members", NatoMember):
        found[NATO].append(Spell(states[member.state], member.since.year, None))
    for party in select("un_declaration_1942", UnDeclaration1942):
        found[UN_DECLARATION].append(Spell(states[party.state], party.signed.year, None))
    return {id: tuple(spells) for id, spells in found.items()}


def _names(pact: Pact) -> Iterator[str]:
    """The whole name, the one in brackets, and a first word in capitals: ANZUS."""
    outer, _, inner = pact.name.rstrip(")").partition(" (")
    yield outer
    if inner and inner[0].isupper():
        yield inner
    first = outer.split()[0]
    if first.isupper() and len(first) > 3:
        yield first
    if pact.id == NATO:
        yield "NATO"
