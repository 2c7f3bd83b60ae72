"""Single figures that studies, reports and official texts give, each as its source states it."""

from __future__ import annotations

from collections.abc import Iterable

from ..store.quantities import Quantity, percent_of
from ..store.rows import Figure
from ..store.tables import find

__all__ = ["part", "times"]


def figure(id: str) -> Figure:
    """One figure by its id; its ``value`` carries the unit of the row.

    Example: ``figure("oda-2024").value``

    Refused: ``figure("oda-1824")``
    """
    return find("figures", Figure, id)


def part(ids: str | Iterable[str], whole: str) -> Quantity:
    """What part one figure, or several together, is of another, in per cent.

    Example: ``figures.part("oda-2024-us", "oda-2024")``

    Refused: ``figures.part("oda-2024-share", "oda-2024")``
    """
    upper, lower = _alike(ids, whole)
    return percent_of(upper, lower)


def times(ids: str | Iterable[str], base: str | Iterable[str]) -> float:
    """How many times another figure is contained in one; several count together.

    Example: ``figures.times("milex-us-2024", "milex-china-2024")``

    Refused: ``figures.times("oda-2024-share", "oda-2024")``
    """
    upper, lower = _alike(ids, base)
    return upper / lower


def _alike(*sides: str | Iterable[str]) -> list[float]:
    """The sum of each side; all of them must have one unit."""
    rows = [[figure(id) for id in ([side] if isinstance(side, str) else side)] for side in sides]
    units = sorted({row.value.unit for side in rows for row in side})
    if len(units) > 1:
        raise LookupError(f"figures in {' and '.join(units)} cannot be set beside one another")
    return [float(sum(row.value for row in side)) for side in rows]
