"""SAFE, the loans of the European Union for defence: how much is set aside for whom."""

from __future__ import annotations

from ..store.quantities import Quantity, percent_of
from ..store.rows import SafeAllocation, State
from ..store.tables import select
from .programmes import programme
from .states import highest, state

__all__ = ["loans", "share", "total"]


def loans() -> tuple[tuple[State, Quantity], ...]:
    """The states and the loans set aside for them, the largest first.

    Example: ``safe.loans()[0]``
    """
    rows = select("safe_allocation", SafeAllocation)
    return highest((state(row.state), row.eur_million) for row in rows)


def total() -> Quantity:
    """The sum of the loans set aside, computed from the rows.

    Example: ``safe.total()``
    """
    found = [loan for _, loan in loans()]
    return Quantity(sum(found), found[0].unit)


def share(n: int) -> Quantity:
    """What part of the whole envelope the ``n`` largest loans take, in per cent.

    Example: ``safe.share(3)``

    Refused: ``safe.share(0)``
    """
    envelope = programme("safe").eur_million
    if envelope is None:
        raise LookupError("programmes.csv does not hold the envelope of SAFE")
    found = loans()
    if not 1 <= n <= len(found):
        raise LookupError(f"SAFE sets aside {len(found)} loans; {n} of them cannot be added up")
    return percent_of(sum(loan for _, loan in found[:n]), envelope)
