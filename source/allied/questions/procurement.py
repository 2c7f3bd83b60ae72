"""What states develop, buy, own or pay for together, and what they give to Ukraine."""

from __future__ import annotations

from ..store.dates import Day
from ..store.quantities import Quantity, percent_of
from ..store.rows import (
    A400mOrder,
    Programme,
    ProgrammePartner,
    SafeAllocation,
    State,
    UkraineSupport,
)
from ..store.tables import aside, find, select
from ..store.validity import holds
from .states import named, state

KINDS = ("joint development", "joint procurement", "pooled fleet", "fund", "purchase for Ukraine")
AID = ("military", "financial", "humanitarian", "total")


def programme(id: str) -> Programme:
    """One programme by its id, such as ``a400m``."""
    return find("programmes", Programme, id)


def programmes(kind: str | None = None) -> tuple[Programme, ...]:
    """The programmes of a kind, such as ``pooled fleet``, or all of them, the oldest first."""
    if kind is not None and kind not in KINDS:
        raise LookupError(f"{kind!r} is no kind of programme; use one of {', '.join(KINDS)}")
    rows = select("programmes", Programme, lambda row: kind is None or row.kind == kind)
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


def partners_in(programme: str, on: Day | None = None) -> tuple[State, ...]:
    """The states bound by a programme on a day, by name; customers are not among them.

    ``on`` is a date, or a year or month (its last day); without it, all that have not left.
    """
    return _states(programme, on, customers=False)


def customers_of(programme: str, on: Day | None = None) -> tuple[State, ...]:
    """The states that buy from a programme without being bound by it, by name."""
    return _states(programme, on, customers=True)


def programmes_of(name: str | State, on: Day | None = None) -> tuple[Programme, ...]:
    """The programmes by which a state is bound on a day, the oldest first."""
    code = state(name).code
    rows = select(
        "programme_partners",
        ProgrammePartner,
        lambda row: row.state == code and row.role != "customer" and _takes_part(row, on),
    )
    ids = {row.programme for row in rows}
    found = select("programmes", Programme, lambda row: row.id in ids)
    return tuple(sorted(found, key=lambda row: (row.agreed.first_day, row.id)))


def a400m_orders() -> tuple[tuple[State, int], ...]:
    """The launch states of the A400M and the aircraft that each ordered in 2003, most first."""
    rows = select("a400m_orders", A400mOrder)
    pairs = [(state(row.state), row.aircraft) for row in rows]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0].name)))


def safe_loans() -> tuple[tuple[State, Quantity], ...]:
    """The states and the loans set aside for them under SAFE, the largest first."""
    rows = select("safe_allocation", SafeAllocation)
    pairs = [(state(row.state), row.eur_million) for row in rows]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0].name)))


def safe_total() -> Quantity:
    """The sum of the loans set aside under SAFE, computed from the rows."""
    loans = [loan for _, loan in safe_loans()]
    return Quantity(sum(loans), loans[0].unit)


def safe_share(n: int) -> Quantity:
    """What part of the whole envelope of SAFE the ``n`` largest loans take, in per cent."""
    envelope = programme("safe").eur_million
    if envelope is None:
        raise LookupError("programmes.csv does not hold the envelope of SAFE")
    loans = safe_loans()
    if not 1 <= n <= len(loans):
        raise LookupError(f"SAFE sets aside {len(loans)} loans; {n} of them cannot be added up")
    return percent_of(sum(loan for _, loan in loans[:n]), envelope)


def support_of(donor: str | State) -> UkraineSupport:
    """The aid of one donor to Ukraine; a state, or ``European Union institutions``."""
    name = str(donor)
    for row in select("ukraine_support", UkraineSupport, donor=name):
        return row
    code = state(donor).code
    for row in select("ukraine_support", UkraineSupport, state=code):
        return row
    raise LookupError(f"{name} is not among the donors in ukraine_support.csv")


def donors(measure: str = "total") -> tuple[tuple[str, Quantity], ...]:
    """The donors of the table and what they gave of one kind of aid, the largest first."""
    if measure not in AID:
        raise LookupError(f"{measure!r} is no kind of aid; use one of {', '.join(AID)}")
    rows = select("ukraine_support", UkraineSupport)
    pairs = [(row.donor, getattr(row, measure)) for row in rows]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
