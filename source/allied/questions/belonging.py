"""Who belonged to what, by the names under which sentences speak of it: asked by the checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ..store.rows import Institution, NatoMember, Pact, PactMember, State, UnDeclaration1942
from ..store.tables import select
from .pacts import NATO, UN_DECLARATION

_TREATY = re.compile(r"\b(?:Treaty|Pact|Agreement|Declaration|Charter|Arrangements|Memorandum)\b")


@dataclass(frozen=True, slots=True)
class Spell:
    """One time of a state in a pact, in years; ``until`` is None where it goes on."""

    state: State
    since: int
    until: int | None
    suspended: bool = False
    """It has ended, and the state is still a party by its own account."""


@cache
def belonging() -> Mapping[str, tuple[Spell, ...]]:
    """The members of each pact by each of its names."""
    own = _spells()
    return {name: own[pact.id] for name, pact in _by_name().items()}


@dataclass(frozen=True, slots=True)
class Life:
    """The years of a pact: signed, in force, ended, and others that its name tells."""

    signed: int
    in_force: int | None
    ended: int | None
    others: frozenset[int]
    treaty: bool
    """The name is that of the treaty, not of a body that has grown from it at another time."""


@cache
def lives() -> Mapping[str, Life]:
    """The years of each pact by each of its names."""
    return {name: _life(pact, name) for name, pact in _by_name().items()}


@cache
def _by_name() -> Mapping[str, Pact]:
    """The pact of each name, the earlier of two: AUKUS is the partnership, not its agreement."""
    return {name: pact for pact in reversed(select("pacts", Pact)) for name in _names(pact)}


def _life(pact: Pact, name: str) -> Life:
    force, end = pact.in_force, pact.ended
    return Life(
        pact.signed.year,
        force.year if force else None,
        end.year if end else None,
        frozenset(map(int, re.findall(r"[0-9]{4}", pact.name))),
        bool(_TREATY.search(name)) or name == "NATO",
    )


@cache
def foundings() -> Mapping[str, tuple[int | None, int | None]]:
    """The first and the last year of each body by its whole name, if no pact is called so too."""
    return {
        row.name: (row.since.year if row.since else None, row.until.year if row.until else None)
        for row in select("institutions", Institution)
        if " " in row.name and not pact_named(row.name)
    }


@cache
def pact_named(name: str) -> str:
    """The id of the pact that has this name, with or without its article; blank for none."""
    bare = name.removeprefix("the ").removeprefix("The ")
    pact = _by_name().get(bare)
    return pact.id if pact else ""


def _spells() -> dict[str, tuple[Spell, ...]]:
    """The members of each pact by its id; two pacts have them in a table of their own."""
    states = {state.code: state for state in select("states", State)}
    found: dict[str, list[Spell]] = {pact.id: [] for pact in select("pacts", Pact)}
    ended = {pact.id: pact.ended for pact in select("pacts", Pact)}
    for spell in select("pact_members", PactMember):
        until = spell.until or ended[spell.pact]
        found[spell.pact].append(
            Spell(
                states[spell.state],
                spell.since.year,
                until.year if until else None,
                spell.left == "suspension",
            )
        )
    for member in select("nato_members", NatoMember):
        found[NATO].append(Spell(states[member.state], member.since.year, None))
    for party in select("un_declaration_1942", UnDeclaration1942):
        found[UN_DECLARATION].append(Spell(states[party.state], party.signed.year, None))
    return {id: tuple(spells) for id, spells in found.items()}


def _names(pact: Pact) -> Iterator[str]:
    """The whole name, the one in brackets, a first word in capitals (ANZUS), a treaty's place."""
    outer, _, inner = pact.name.rstrip(")").partition(" (")
    for whole in (outer, inner):
        if whole and whole[0].isupper():
            yield re.sub(r", [a-z].*", "", whole)  # what has become of it since
    if place := re.search(r"(?<= )Treaty of \w+\Z|\ATreaty of \w+(?= on )", outer):
        yield place[0]
    first = outer.split()[0]
    if first.isupper() and len(first) > 3:
        yield first
    if pact.id == NATO:
        yield "NATO"
