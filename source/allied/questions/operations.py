"""The operations that allies and coalitions led."""

from __future__ import annotations

from ..store.dates import Day, touches
from ..store.rows import Operation
from ..store.tables import find, select

__all__ = ["listed"]

LEADERS = ("NATO", "European Union", "United States", "Australia")


def operation(id: str) -> Operation:
    """One operation by its id.

    Example: ``operation("kfor").peak_strength``

    Refused: ``operation("overlord")``
    """
    return find("operations", Operation, id)


def listed(
    during: Day | None = None, led_by: str | None = None, article_5: bool | None = None
) -> tuple[Operation, ...]:
    """The operations, or those that were going on at a time, in order of their beginning.

    ``during`` is a date, month or year: any part of it counts. An operation whose end is not
    known counts as going on.

    Example: ``len(operations.listed(during=1999, led_by="NATO"))``

    Refused: ``operations.listed(led_by="ASEAN")``
    """
    if led_by is not None and led_by not in LEADERS:
        raise LookupError(f"no operations led by {led_by!r}; the leaders are: {', '.join(LEADERS)}")

    rows = select(
        "operations",
        Operation,
        lambda row: (
            (led_by is None or row.led_by == led_by)
            and (article_5 is None or row.article_5 == article_5)
            and (during is None or touches(during, row.since, row.until))
        ),
    )
    return tuple(sorted(rows, key=lambda row: row.since.first_day))
