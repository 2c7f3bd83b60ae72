"""What states and the European Union give to Ukraine."""

from __future__ import annotations

from ..store.quantities import Quantity
from ..store.rows import State, UkraineSupport
from ..store.tables import first, select
from .states import highest, state

__all__ = ["donors", "support"]

AID = ("military", "financial", "humanitarian", "total")


def support(donor: str | State) -> UkraineSupport:
    """The aid of one donor; a state, or ``European Union institutions``.

    Example: ``ukraine.support("Poland").military``

    Refused: ``ukraine.support("Iceland")``
    """
    rows = select("ukraine_support", UkraineSupport, donor=str(donor))
    if not rows:
        rows = select("ukraine_support", UkraineSupport, state=state(donor).code)
    return first(rows, f"{donor} is not among the donors in ukraine_support.csv")


def donors(measure: str = "total") -> tuple[tuple[State | str, Quantity], ...]:
    """The donors of the table and what they gave of one kind of aid, the largest first.

    Example: ``ukraine.donors("humanitarian")[0]``

    Refused: ``ukraine.donors("moral")``
    """
    if measure not in AID:
        raise LookupError(f"{measure!r} is no kind of aid; use one of {', '.join(AID)}")
    rows = select("ukraine_support", UkraineSupport)
    return highest(
        (row.donor if row.state is None else state(row.state), getattr(row, measure))
        for row in rows
    )
