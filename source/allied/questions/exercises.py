"""The large exercises that several states held together."""

from __future__ import annotations

from ..store.rows import Exercise
from ..store.tables import aside, find, select

__all__ = ["listed"]


def exercise(id: str) -> Exercise:
    """One exercise by its id.

    Example: ``exercise("reforger-1988").participants``

    Refused: ``exercise("reforger-1888")``
    """
    return find("exercises", Exercise, id)


def listed(year: int | None = None, series: str | None = None) -> tuple[Exercise, ...]:
    """The exercises, or those of a year or of a series, in order of time.

    Example: ``[row.year for row in exercises.listed(series="Malabar")]``

    Refused: ``exercises.listed(series="Chess")``
    """
    with aside():
        known = {row.series for row in select("exercises", Exercise)}
    if series is not None and series not in known:
        names = ", ".join(sorted(known))
        raise LookupError(f"no series of exercises is called {series!r}; the series are: {names}")
    rows = select(
        "exercises",
        Exercise,
        lambda row: (year is None or row.year == year) and (series is None or row.series == series),
    )
    return tuple(sorted(rows, key=lambda row: (row.year, row.id)))
