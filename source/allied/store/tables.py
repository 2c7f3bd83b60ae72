"""CSV files to typed rows; refuses what the schema does not name, and records what is read.

While an expression runs under `recording`, every row that `select` returns is noted: that is
how a fact knows its sources and a page its dependencies.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from .dates import PartialDate
from .problems import DataError, Problem, display_path
from .quantities import Quantity
from .rows import ROW_TYPES, Row
from .schema import Field, Table, read_package

DATA = Path(__file__).parents[1] / "data"
PACKAGE = DATA / "datapackage.json"
NO_BREAK_SPACES = "\u00a0\u202f\u2007\u2009"
_NUMERAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_TYPE_WORDS = {
    "integer": "a whole number such as 32",
    "number": "a number such as 2.71",
    "boolean": "true or false",
    "date": "a date such as 1949-04-04",
    "partial-date": "a date such as 1949, 1949-04 or 1949-04-04",
}
R = TypeVar("R", bound=Row)


@dataclass
class Recording:
    """The rows read while a recording was on, by table and line of its CSV.

    The table read last comes last: it is the one that a question's answer is made of, for what
    a question only looks up to choose its rows, it looks up before.
    """

    rows: dict[str, dict[int, Row]] = field(default_factory=dict)
    beside: set[str] = field(default_factory=set)

    def note(self, table: str, rows: tuple[Row, ...]) -> None:
        read = self.rows.pop(table, {})
        read.update((row.line, row) for row in rows)
        self.rows[table] = read

    @property
    def lines(self) -> dict[str, set[int]]:
        """The lines of the rows, by table."""
        return {name: set(rows) for name, rows in self.rows.items()}

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table that was read: what a page depends on."""
        return tuple(sorted(self.rows.keys() | self.beside))

    @property
    def evidence(self) -> tuple[str, ...]:
        """The tables that a value rests on, the one read last first.

        The table that only gave states their names is not among them.
        """
        read = tuple(reversed(self.rows))
        return tuple(name for name in read if name != "states") or read

    def where(self) -> str:
        """``source/allied/data/nato_members.csv:2-33``, one per table."""
        return ", ".join(
            f"{display_path(tables()[name].path)}:{_ranges(set(self.rows[name]))}"
            if self.rows[name]
            else f"{display_path(tables()[name].path)} (no row)"
            for name in self.evidence
        )


def _ranges(lines: set[int]) -> str:
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and runs[-1][1] == line - 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    return ",".join(shown[:3]) + (f" and {len(shown) - 3} more" if len(shown) > 3 else "")


_current: ContextVar[Recording | None] = ContextVar("recording", default=None)


@contextmanager
def recording() -> Iterator[Recording]:
    """Record what is read inside the block."""
    record = Recording()
    token = _current.set(record)
    try:
        yield record
    finally:
        _current.reset(token)


@contextmanager
def aside() -> Iterator[None]:
    """What is read inside only tells whether a question can be answered, or words its refusal.

    No value rests on those rows; the page still depends on their tables.
    """
    record = _current.get()
    with recording() as beside:
        try:
            yield
        finally:
            if record is not None:
                record.beside.update(beside.tables)


@cache
def tables() -> dict[str, Table]:
    """The schema of every table, by name."""
    return read_package(PACKAGE)


@cache
def _rows(name: str) -> tuple[Row, ...]:
    if name not in tables():
        known = ", ".join(tables())
        raise LookupError(f"there is no table {name!r}; the tables are {known}")
    rows, problems = read(tables()[name])
    if problems:
        raise DataError(problems)
    row_type = ROW_TYPES[name]
    return tuple(row_type(line=line, **values) for line, values in rows)


def select(name: str, row_type: type[R], where: Callable[[R], bool] | None = None) -> tuple[R, ...]:
    """The rows of a table for which ``where`` holds, in file order; they are recorded as read."""
    rows = cast("tuple[R, ...]", _rows(name))
    if rows and not isinstance(rows[0], row_type):
        raise TypeError(f"{name} holds {type(rows[0]).__name__}, not {row_type.__name__}")
    chosen = tuple(row for row in rows if where is None or where(row))
    record = _current.get()
    if record is not None:
        record.note(name, chosen)
    return chosen


@cache
def read(table: Table) -> tuple[list[tuple[int, dict[str, Any]]], list[Problem]]:
    """The rows of a CSV file as (line, values by column), and everything wrong with the file."""
    rows: list[tuple[int, dict[str, Any]]] = []
    problems: list[Problem] = []

    def wrong(line: int, what: str, remedy: str) -> None:
        problems.append(Problem(table.path, line, what, remedy))

    names = [column.name for column in table.fields]
    with table.path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle, strict=True)
        header = next(reader, [])
        for name in header:
            if name not in names:
                wrong(
                    1,
                    f"the schema names no column {name!r}",
                    f"remove it, or describe it in {display_path(table.path.parent)}"
                    "/datapackage.json",
                )
        for name in names:
            if name not in header:
                wrong(1, f"the column {name!r} is missing", "add it to the header and to each row")
        seen: dict[tuple[Any, ...], int] = {}
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if len(cells) != len(header):
                wrong(
                    line,
                    f"{len(cells)} values under {len(header)} columns",
                    "give each column one value; quote a value that holds a comma",
                )
                continue
            texts = dict(zip(header, cells, strict=True))
            values: dict[str, Any] = {}
            for column in table.fields:
                if column.name in texts:
                    values[column.name] = _value(texts[column.name], column, line, wrong)
            _check_row(values, table, line, wrong)
            key = tuple(texts.get(part) for part in table.primary_key)
            if key in seen:
                shown = ", ".join(map(str, key))
                wrong(
                    line,
                    f"a second row for {shown} (the first is on line {seen[key]})",
                    "keep one of the two",
                )
            seen.setdefault(key, line)
            rows.append((line, values))
    return rows, problems


def _value(text: str, column: Field, line: int, wrong: Callable[[int, str, str], None]) -> Any:
    """The typed value of one cell; None where it is blank or wrong."""
    if any(space in text for space in NO_BREAK_SPACES):
        wrong(
            line,
            f"{column.name} {text!r} holds a no-break space",
            "write the number without spaces, words with plain ones",
        )
        return None
    if text != text.strip():
        wrong(line, f"{column.name} {text!r} begins or ends with a space", "remove the space")
        text = text.strip()
    if not text:
        if column.required and column.bibliography:
            wrong(
                line,
                "the row has no source",
                f"put the key of an entry of docs/references.bib into its {column.name!r} column",
            )
        elif column.required:
            wrong(line, f"{column.name} is blank", "fill it in; the schema requires it")
        return None
    try:
        value = _parse(text, column)
        if column.type in ("integer", "number") and not _NUMERAL.fullmatch(text):
            raise ValueError(text)  # Python reads nan, inf, 1_000 and digits of other scripts
    except ValueError:
        wrong(
            line,
            f"{column.name} is {text!r}",
            f"write {_TYPE_WORDS[column.type]}",
        )
        return None
    for breach, remedy in _breaches(text, value, column):
        wrong(line, f"{column.name} is {text!r}, {breach}", remedy)
    return value


def _parse(text: str, column: Field) -> Any:
    match column.type:
        case "integer":
            return int(text)
        case "number":
            return Quantity(float(text), column.unit)
        case "boolean":
            if text not in ("true", "false"):
                raise ValueError(text)
            return text == "true"
        case "date":
            return datetime.date.fromisoformat(text)
        case "partial-date":
            return PartialDate.parse(text)
        case _:
            return text


def _breaches(text: str, value: Any, column: Field) -> Iterator[tuple[str, str]]:
    if column.enum and text not in column.enum:
        yield "which is not one of the allowed values", f"use one of {', '.join(column.enum)}"
    if column.pattern and not re.fullmatch(column.pattern, text):
        yield "which has the wrong form", f"write this: {column.description}"
    if column.minimum is not None and value < column.minimum:
        yield f"below the least that can be ({column.minimum:g})", "correct the number"
    if column.maximum is not None and value > column.maximum:
        yield f"above the most that can be ({column.maximum:g})", "correct the number"


def _check_row(
    values: dict[str, Any], table: Table, line: int, wrong: Callable[[int, str, str], None]
) -> None:
    for first, second in table.order:
        early, late = values.get(first), values.get(second)
        if early is None or late is None:
            continue
        if _first_day(early) > _last_day(late):
            wrong(
                line,
                f"{first} ({early}) is later than {second} ({late})",
                "correct one of the two dates",
            )


def _first_day(value: datetime.date | PartialDate) -> datetime.date:
    return value.first_day if isinstance(value, PartialDate) else value


def _last_day(value: datetime.date | PartialDate) -> datetime.date:
    return value.last_day if isinstance(value, PartialDate) else value


def check_references(package: dict[str, Table]) -> Iterator[Problem]:
    """Values that point at a row of another table which is not there."""
    values: dict[tuple[str, str], set[Any]] = {}
    for table in package.values():
        for key in table.foreign_keys:
            target = (key.table, key.key)
            if target not in values:
                other, _ = read(package[key.table])
                values[target] = {row.get(key.key) for _, row in other}
            for line, row in read(table)[0]:
                value = row.get(key.field)
                if value is not None and value not in values[target]:
                    yield Problem(
                        table.path,
                        line,
                        f"{key.field} {value!r} is not in {key.table}.csv",
                        f"correct it, or add a row to {key.table}.csv",
                    )
