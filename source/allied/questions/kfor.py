"""The Kosovo Force: who sent how many troops, and how many it had."""

from __future__ import annotations

from ..store.dates import Day, touches
from ..store.rows import KforContributor, KforTotal
from ..store.tables import aside, select

__all__ = ["contributors", "strengths"]


def contributors(during: Day | None = None) -> tuple[KforContributor, ...]:
    """Who sent how many troops, the largest contingent first.

    ``during`` is a date, month or year: the last count made in it; without it, the latest.

    Example: ``len(kfor.contributors(during=2017))``

    Refused: ``kfor.contributors(during=2020)``
    """
    with aside():
        made = {row.date for row in select("kfor_contributors", KforContributor)}
    dates = sorted(made, key=lambda date: date.last_day)
    held = [date for date in dates if during is None or touches(during, date, date)]
    if not held:
        known = ", ".join(map(str, dates))
        raise LookupError(f"no count of the contributors of KFOR for {during}; counted: {known}")
    rows = select("kfor_contributors", KforContributor, date=held[-1])
    return tuple(sorted(rows, key=lambda row: (-row.troops, row.state)))


def strengths() -> tuple[KforTotal, ...]:
    """How many troops the force had, in order of time.

    Example: ``kfor.strengths()[0].troops``
    """
    return tuple(sorted(select("kfor_totals", KforTotal), key=lambda row: row.date.first_day))
