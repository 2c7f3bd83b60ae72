"""What rows and quotations rest on: second sources, corrections, what was read of the text."""

from __future__ import annotations

from ..store.bases import Row
from ..store.rows import ROW_TYPES, Correction, DrawnSentence, Passage
from ..store.tables import select, tables

__all__ = ["confirmed", "corrections", "passages", "sentences_drawn"]

SECOND = ("found", "sought in vain", "not looked for")


def confirmed(table: str, second: str = "found") -> tuple[Row, ...]:
    """The rows of a table whose second source was found, sought in vain, or not looked for.

    Example: ``len(sources.confirmed("pacts", "not looked for"))``

    Refused: ``sources.confirmed("states")``
    """
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


def corrections(table: str | None = None) -> tuple[Correction, ...]:
    """The corrections of known errors in sources, or those of one table.

    Example: ``len(sources.corrections("sanctions_targets"))``

    Refused: ``sources.corrections("sanction_targets")``
    """
    if table is not None and table not in tables():
        raise LookupError(f"there is no table {table!r}; the tables are {', '.join(tables())}")
    return select("corrections", Correction, lambda row: table is None or row.table == table)


def passages(source: str | None = None, extent: str | None = None) -> tuple[Passage, ...]:
    """The passages recorded of a source, or of all; with ``extent``, only those read so.

    Example: ``len(sources.passages("anzus-1951-treaty"))``
    """
    asked = {"source": source, "extent": extent}
    return select("passages", Passage, **{name: v for name, v in asked.items() if v is not None})


def sentences_drawn(draw: str | None = None, held: bool | None = None) -> tuple[DrawnSentence, ...]:
    """The sentences drawn at random, of one draw or all; with ``held``, those that did or not.

    Example: ``len(sources.sentences_drawn("first", held=False))``
    """
    asked = {"draw": draw, "held": held}
    return select(
        "sentences_drawn",
        DrawnSentence,
        **{name: v for name, v in asked.items() if v is not None},
    )
