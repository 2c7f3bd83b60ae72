"""What happened on the day that a cell holds: asked by the checks, not by facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from ..store.rows import Operation
from ..store.schema import read_agreements
from ..store.tables import PACKAGE, select
from . import nato
from .belonging import belonging, pact_named
from .pacts import NATO, pact
from .states import state

Cell = tuple[str, str, str]
"""The table, the key of the row and the column."""
_TABLES = {
    "event": "events",
    "nato.accession": "nato_members",
    "operation": "operations",
    "pact": "pacts",
    "programme": "programmes",
    "regime": "un_sanctions_regimes",
}
_OCCASIONS = {
    ("nato_members", "since"): "accession",
    ("operations", "since"): "beginning",
    ("operations", "until"): "end",
    ("pact_members", "since"): "accession",
    ("pact_members", "until"): "departure",
    ("pacts", "signed"): "signature",
    ("pacts", "in_force"): "entry into force",
    ("pacts", "ended"): "end",
    ("un_sanctions_regimes", "since"): "beginning",
    ("un_sanctions_regimes", "ended"): "end",
}


@cache
def occasions(question: str, key: str, column: str) -> tuple[tuple[Cell, str], ...]:
    """The cells that hold the day for which a question asks, and what happened on it by each.

    An event has the meaning of the cell with which the data package has it agree.

    >>> occasions("event", "anzus-signed", "date")
    ((('pacts', 'anzus', 'signed'), 'signature'),)
    """
    if question not in _TABLES:
        return ()
    if question == "nato.accession":
        key, column = state(key).code, "since"
    own = (_TABLES[question], key, column)
    cells = (own, *_agreeing().get(own, ()))
    return tuple(
        (cell, _OCCASIONS[cell[0], cell[2]]) for cell in cells if (cell[0], cell[2]) in _OCCASIONS
    )


def also(cell: Cell) -> tuple[str, ...]:
    """What else happened on that day: a founder signed, a treaty was in force at once."""
    table, key, column = cell
    if table == "nato_members":
        founder = nato.accession(key) == pact(NATO).signed.first_day
        return ("signature",) if founder else ()
    if table == "pacts" and column in ("signed", "in_force"):
        row = pact(key)
        return ("signature", "entry into force") if row.signed == row.in_force else ()
    return ()


@cache
def named_by(cell: Cell) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the pact, and of the operation, of which a cell tells."""
    table, key, _ = cell
    if table in ("pacts", "pact_members"):
        id = key.split("/")[0]
        return frozenset(name for name in belonging() if pact_named(name) == id), frozenset()
    return frozenset(), frozenset(operation_names().get(key, ()) if table == "operations" else ())


@cache
def operation_names() -> Mapping[str, tuple[str, ...]]:
    """The names of each operation by its id: whole, in brackets, and without its first word."""
    return {row.id: tuple(_names(row.name)) for row in select("operations", Operation)}


def _names(name: str) -> Iterator[str]:
    outer, _, inner = name.partition(" (")
    yield outer
    if inner:
        yield inner.partition(")")[0]
    if outer.endswith(" Mission"):
        yield outer.removesuffix(" Mission")
    if outer.startswith("Operation "):
        yield outer.removeprefix("Operation ")


@cache
def _agreeing() -> Mapping[Cell, tuple[Cell, ...]]:
    """The cells that hold the same date as another, by that other."""
    found: dict[Cell, tuple[Cell, ...]] = {}
    for _, pair in read_agreements(PACKAGE):
        one, other = (_cell(name) for name in pair)
        found[one] = (*found.get(one, ()), other)
        found[other] = (*found.get(other, ()), one)
    return found


def _cell(name: str) -> Cell:
    table, rest = name.split("/", 1)
    key, _, column = rest.rpartition("/")
    return table, key, column
