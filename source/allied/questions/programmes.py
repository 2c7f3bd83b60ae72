"""What states develop, buy or own together."""

from __future__ import annotations

from ..store.dates import Day
from ..store.rows import A400mOrder, Programme, ProgrammePartner, State
from ..store.tables import aside, find, select
from ..store.validity import holds
from .states import highest, named, state

__all__ = ["a400m_orders", "customers", "listed", "of", "partners"]

KINDS = ("joint development", "joint procurement", "pooled fleet", "fund", "purchase for Ukraine")


def programme(id: str) -> Programme:
    """One programme by its id.

    Example: ``programme("a400m").agreed``

    Refused: ``programme("concorde")``
    """
    return find("programmes", Programme, id)


def listed(kind: str | None = None) -> tuple[Programme, ...]:
    """The programmes of a kind, or all of them, the oldest first.

    Example: ``[row.name for row in programmes.listed("pooled fleet")]``

    Refused: ``programmes.listed("gift")``
    """
    if kind is not None and kind not in KINDS:
        raise LookupError(f"{kind!r} is no kind of programme; use one of {', '.join(KINDS)}")
    return _in_order(select("programmes", Programme, lambda row: kind is None or row.kind == kind))


def _in_order(rows: tuple[Programme, ...]) -> tuple[Programme, ...]:
    return tuple(sorted(rows, key=lambda row: (row.agreed.first_day, row.id)))


def _takes_part(row: ProgrammePartner, on: Day | None) -> bool:
    """Without a day: it has not left. A row of unknown beginning counts on no given day."""
    return row.until is None if on is None else holds(row, on)


def _states(id: str, on: Day | None, customers: bool) -> tuple[State, ...]:
    with aside():
        programme(id)
        entered = select("programme_partners", ProgrammePartner, programme=id)
    if not entered:
        raise LookupError(f"programme_partners.csv names no state that takes part in {id!r}")
    rows = select(
        "programme_partners",
        ProgrammePartner,
        lambda row: (row.role == "customer") == customers and _takes_part(row, on),
        programme=id,
    )
    return named(row.state for row in rows)


def partners(programme: str, on: Day | None = None) -> tuple[State, ...]:
    """The states bound by a programme on a day, by name; customers are not among them.

    ``on`` is a date, or a year or month (its last day); without it, all that have not left.

    Example: ``programmes.partners("eurofighter", on="1988-05-16")``

    Refused: ``programmes.partners("edf")``
    """
    return _states(programme, on, customers=False)


def customers(programme: str, on: Day | None = None) -> tuple[State, ...]:
    """The states that buy from a programme without being bound by it, by name.

    Example: ``programmes.customers("f-35", on="2022-12-14")``

    Refused: ``programmes.customers("concorde")``
    """
    return _states(programme, on, customers=True)


def of(name: str | State, on: Day | None = None) -> tuple[Programme, ...]:
    """The programmes by which a state is bound on a day, the oldest first.

    Example: ``[row.name for row in programmes.of("Spain", on=2010)]``

    Refused: ``programmes.of("Atlantis")``
    """
    code = state(name).code
    rows = select(
        "programme_partners",
        ProgrammePartner,
        lambda row: row.state == code and row.role != "customer" and _takes_part(row, on),
    )
    ids = {row.programme for row in rows}
    return _in_order(select("programmes", Programme, lambda row: row.id in ids))


def a400m_orders() -> tuple[tuple[State, int], ...]:
    """The launch states of the A400M and the aircraft that each ordered in 2003, most first.

    Example: ``programmes.a400m_orders()[0]``
    """
    return highest((state(row.state), row.aircraft) for row in select("a400m_orders", A400mOrder))
