"""Which rows gave a value: the source of a value comes before what was only read on the way."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from allied.store.bases import Row, StateNames
from allied.store.dates import PartialDate
from allied.store.quantities import Quantity
from allied.store.rows import ROW_TYPES
from allied.store.schema import Table
from allied.store.tables import Recording, tables

_CARRIED = (Quantity, PartialDate, datetime.date)
_SMALL = 257  # Python holds one object for each whole number below, whatever row it stands in


@dataclass(frozen=True, slots=True)
class Origin:
    """Rows of one table; ``columns`` are those that the value comes from, if that is known."""

    table: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ()

    @property
    def lines(self) -> list[int]:
        return [row.line for row in self.rows]


def origin(value: Any, expression: str, record: Recording) -> Origin | None:
    """The rows that gave a value; None if none was read.

    They are the rows that hold the value or a part of it; or that name its states; or else all
    that were read of the table whose columns the expression names, or which was read last.
    """
    named = _named(expression)
    order = sorted(record.evidence, key=lambda name: not named & _columns(tables()[name]))
    if not order:
        return None
    parts = list(_parts(value))
    found = _holding(parts, record) or _naming(parts, order, record)
    if found is None:
        rows = record.rows[order[0]]
        found = Origin(order[0], tuple(rows[line] for line in sorted(rows)))
    if found.columns:
        return found
    table = tables()[found.table]
    columns = [field.name for field in table.fields if field.name in named & _columns(table)]
    if not columns and len(found.rows) == 1:
        columns = _equal(value, found.rows[0], table)
    return Origin(found.table, found.rows, tuple(columns))


def sources(first: Origin | None, record: Recording) -> list[str]:
    """The sources of all rows that a value rests on, those of the rows that gave it first."""
    return _keys(first, record, second=False)


def second_sources(first: Origin | None, record: Recording) -> list[str]:
    """The sources of another origin that confirm those rows."""
    return _keys(first, record, second=True)


def read_lines(first: Origin | None, record: Recording) -> dict[str, list[int]]:
    """The lines read of each table, that of the value first."""
    return {name: sorted(record.rows[name]) for name in _order(first, record)}


def _order(first: Origin | None, record: Recording) -> list[str]:
    names = list(record.evidence)
    return sorted(names, key=lambda name: first is None or name != first.table)


def _keys(first: Origin | None, record: Recording, *, second: bool) -> list[str]:
    found: dict[str, None] = {}
    groups = [(first.table, first.rows)] if first else []
    for name in _order(first, record):
        groups.append((name, tuple(record.rows[name][line] for line in sorted(record.rows[name]))))
    for name, rows in groups:
        for field in tables()[name].fields:
            if field.bibliography and (field.name == "second_source") == second:
                keys = (getattr(row, field.name) for row in rows)
                found.update((key, None) for key in keys if key)
    return list(found)


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _parts(part)
    else:
        yield value


def _is_carried(value: Any) -> bool:
    """True for what is passed on from the cell in which it was read, as the very same object."""
    if isinstance(value, str):
        return len(value) > 1
    if isinstance(value, int):
        return value >= _SMALL
    return isinstance(value, _CARRIED)


def _holding(parts: Iterable[Any], record: Recording) -> Origin | None:
    """The rows that are a part of the value or hold one, of the table that has most of them."""
    wanted = {id(part) for part in parts if _is_carried(part) or isinstance(part, Row)}
    found: list[Origin] = []
    for name in record.evidence:
        rows: list[Row] = []
        columns: dict[str, None] = {}
        for line in sorted(record.rows[name]):
            row = record.rows[name][line]
            held = [
                field.name
                for field in tables()[name].fields
                if id(value := getattr(row, field.name)) in wanted and _is_carried(value)
            ]
            if held or (id(row) in wanted and not isinstance(row, StateNames)):
                rows.append(row)
                columns.update(dict.fromkeys(held))
        if rows:
            found.append(Origin(name, tuple(rows), tuple(columns)))
    return max(found, key=lambda origin: len(origin.rows), default=None)


def _naming(parts: Iterable[Any], order: Iterable[str], record: Recording) -> Origin | None:
    """The rows that name the states of the value, of the first table that names any."""
    codes = {part.code for part in parts if isinstance(part, StateNames)}
    for name in order if codes else ():
        keys = [
            key.field
            for key in tables()[name].foreign_keys
            if issubclass(ROW_TYPES[key.table], StateNames)
        ]
        rows = record.rows[name]
        found = tuple(
            rows[line]
            for line in sorted(rows)
            if any(getattr(rows[line], field) in codes for field in keys)
        )
        if found:
            return Origin(name, found)
    return None


def _equal(value: Any, row: Row, table: Table) -> list[str]:
    """The column of a row that holds a small number, if there is one and no other like it."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return []
    names = [field.name for field in table.fields if field.type in ("integer", "number")]
    found = [name for name in names if getattr(row, name) == value]
    return found if len(found) == 1 else []


@cache
def _named(expression: str) -> frozenset[str]:
    """The names of columns that an expression may name: attributes and texts."""
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    asked = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return frozenset(
        node.attr if isinstance(node, ast.Attribute) else str(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Constant) and id(node) not in asked
    )


def _columns(table: Table) -> frozenset[str]:
    return frozenset(field.name for field in table.fields) - {*table.primary_key, "line"}
