"""Rows in words, and the anchor by which the page of a table leads to each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import Any

from docutils import nodes

from allied.store.bases import Row
from allied.store.rows import ROW_TYPES
from allied.store.schema import Field, Table
from allied.store.tables import aside, select, tables
from allied.store.words import spell

_LONGEST = 60
_TEXTS = ("string", "date", "partial-date")


def rows_on(name: str, lines: Iterable[int]) -> list[Row]:
    """The rows of a table on these lines of its file, in order; not recorded as read."""
    wanted = set(lines)
    with aside():
        return list(select(name, ROW_TYPES[name], lambda row: row.line in wanted))


def row_name(table: Table, row: Row) -> str:
    """``Poland, 2024``: a row by the name it has, or else by its key in words."""
    if type(row).__str__ is not object.__str__:
        return str(row)
    fields = [table.field(name) for name in table.primary_key]
    pointing = {key.field for key in table.foreign_keys}
    if len(fields) == 1 and fields[0].type == "string" and fields[0].name not in pointing:
        told = [
            field
            for field in table.fields
            if field.required and field.type in _TEXTS and not field.bibliography
        ]
        fields = [field for field in told if field.name not in table.primary_key][:2] or fields
    words = (value_words(table, field, getattr(row, field.name)) for field in fields)
    return ", ".join(word for word in words if word)


def value_words(table: Table, field: Field, value: Any) -> str:
    """A value as a reader says it: what a key points at by its name."""
    if value is None:
        return ""
    for key in table.foreign_keys:
        if key.field == field.name and value in (named := _names(key.table, key.key)):
            return named[value]
    return spell(value)


@cache
def _names(name: str, column: str) -> dict[Any, str]:
    with aside():
        rows = select(name, ROW_TYPES[name])
    return {getattr(row, column): row_name(tables()[name], row) for row in rows}


def column_words(field: Field) -> str:
    """The title of a column as it stands within a sentence."""
    title = field.title
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def row_anchor(table: Table, row: Row) -> str:
    """The anchor of a row: its key, or a sum of it where that would be long."""
    values = (getattr(row, name) for name in table.primary_key)
    key = "-".join(str(value) for value in values if value is not None)
    name = nodes.make_id(f"row-{key}")
    if len(name) > _LONGEST:
        return f"row-{hashlib.sha256(key.encode()).hexdigest()[:10]}"
    return name
