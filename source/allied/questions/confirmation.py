"""Which rows of a table a second source confirms."""

from __future__ import annotations

from ..store.bases import Row
from ..store.rows import ROW_TYPES
from ..store.tables import select, tables

SECOND = ("found", "sought in vain", "not looked for")


def confirmed(table: str, second: str = "found") -> tuple[Row, ...]:
    """The rows of a table whose second source was found, sought in vain, or not looked for."""
    held = [
        name
        for name, kept in tables().items()
        if any(field.name == "second_source" for field in kept.fields)
    ]
    if table not in held:
        named = ", ".join(held)
        raise LookupError(f"{table!r} has no column for a second source; these have: {named}")
    if second not in SECOND:
        raise LookupError(f"no second source is {second!r}; it is one of: {', '.join(SECOND)}")
    return tuple(row for row in select(table, ROW_TYPES[table]) if _second(row) == second)


def _second(row: Row) -> str:
    if getattr(row, "second_source", None) is not None:
        return "found"
    return "not looked for" if getattr(row, "sought", None) is None else "sought in vain"
