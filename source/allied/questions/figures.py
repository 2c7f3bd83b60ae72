"""Single figures that studies, reports and official texts give, each as its source states it."""

from __future__ import annotations

from ..store.rows import Figure
from ..store.tables import select


def figure(id: str) -> Figure:
    """One figure by its id; its ``value`` carries the unit of the row."""
    for row in select("figures", Figure, lambda row: row.id == id):
        return row
    raise LookupError(f"no figure {id!r} in figures.csv")
