"""Single figures that studies, reports and official texts give, each as its source states it."""

from __future__ import annotations

from ..store.rows import Figure
from ..store.tables import find


def figure(id: str) -> Figure:
    """One figure by its id; its ``value`` carries the unit of the row."""
    return find("figures", Figure, id)
