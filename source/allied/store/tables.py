"""CSV files to typed rows; refuses what the schema does not name, and records what is read.

While an expression runs under `recording`, every row that `select` returns is noted: that is
how a fact knows its sources and a page its dependencies.
"""

from __future__ import annotations

import datetime
import difflib
import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from .bases import Row
from .cells import read_cells
from .dates import PartialDate, parse_day
from .problems import DataError, Problem, display_path
from .quantities import Quantity
from .rows import ROW_TYPES
from .schema import Field, Table, read_package
from .signs import letters_unprinted, mixed, unseen

DATA = Path(__file__).parents[1] / "data"
PACKAGE = DATA / "datapackage.json"
NO_BREAK_SPACES = "\u00a0\u202f\u2007\u2009"
_TYPOGRAPHIC = tuple("\u201c\u201d\u201e\u2018\u00ab'")
_FORMULA = tuple("=+-@\t\uff1d\uff0b\uff0d\uff20")
_LONGEST = 2_000  # signs of a cell: the longest passage has a quarter of it
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMERAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
TYPE_WORDS = {
    "integer": "a whole number such as 32: digits, and no more",
    "number": "a number such as 1234.5: digits, a point before decimals, and no more",
    "boolean": "true or false",
    "date": "a date such as 1949-04-04 (a spreadsheet keeps it in a column of text)",
    "partial-date": "a date such as 1949, 1949-04 or 1949-04-04 "
    "(a spreadsheet keeps it in a column of text)",
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
            f"{display_path(tables()[name].path)}:{ranges(set(self.rows[name]))}"
            if self.rows[name]
            else f"{display_path(tables()[name].path)} (no row)"
            for name in self.evidence
        )


def ranges(lines: set[int]) -> str:
    """``2-5,8``: lines in as few words as possible."""
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
    """The schema of every table, by name; DataError where it cannot be read."""
    return read_package(PACKAGE)


@cache
def _rows(name: str) -> tuple[Row, ...]:
    if name not in tables():
        known = ", ".join(tables())
        raise LookupError(f"there is no table {name!r}; the tables are {known}")
    table = tables()[name]
    rows, problems = read(table)
    if problems:
        raise DataError(problems)
    row_type = ROW_TYPES.get(name, Row)
    typed = {part.name for part in fields(row_type)} - {"line"}
    if odd := sorted(typed ^ {column.name for column in table.fields}):
        wrong = f"rows.py and datapackage.json differ on the column {name}.{odd[0]}"
        raise DataError([Problem(PACKAGE, 1, wrong, "run `make fix`, which writes rows.py")])
    return tuple(row_type(line=line, **values) for line, values in rows)


@cache
def _alike(name: str, columns: tuple[str, ...]) -> dict[tuple[Any, ...], tuple[Row, ...]]:
    """The rows of a table by what they have in these columns: look-ups are asked by thousands."""
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in _rows(name):
        found[tuple(getattr(row, column) for column in columns)].append(row)
    return {values: tuple(rows) for values, rows in found.items()}


def select(
    name: str, row_type: type[R], where: Callable[[R], bool] | None = None, /, **columns: Any
) -> tuple[R, ...]:
    """The rows of a table that have these values in these columns and for which ``where`` holds.

    They stand in the order of the file, and are recorded as read.
    """
    whole = _rows(name)
    if whole and not isinstance(whole[0], row_type):
        raise TypeError(f"{name} holds {type(whole[0]).__name__}, not {row_type.__name__}")
    if columns:
        whole = _alike(name, tuple(columns)).get(tuple(columns.values()), ())
    rows = cast("tuple[R, ...]", whole)
    chosen = rows if where is None else tuple(row for row in rows if where(row))
    record = _current.get()
    if record is not None:
        record.note(name, chosen)
    return chosen


@cache
def _by_key(name: str) -> dict[str, Row]:
    (key,) = tables()[name].primary_key
    return {getattr(row, key): row for row in _rows(name)}


def advice(name: object, known: Iterable[str], likeness: float = 0.5) -> str:
    """The end of a message that nothing has that name: what comes nearest; blank for nothing."""
    near = difflib.get_close_matches(str(name), list(known), 3, likeness)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def find(name: str, row_type: type[R], key: str) -> R:
    """The row of a table whose primary key is ``key``; it is recorded as read.

    Raises LookupError, with the keys that come nearest.
    """
    row = _by_key(name).get(key)
    if row is None:
        raise LookupError(f"no {key!r} in {name}.csv{advice(key, _by_key(name))}")
    if not isinstance(row, row_type):
        raise TypeError(f"{name} holds {type(row).__name__}, not {row_type.__name__}")
    record = _current.get()
    if record is not None:
        record.note(name, (row,))
    return row


def first(rows: tuple[R, ...], otherwise: str) -> R:
    """The first of the rows; LookupError, saying what is wrong, where there is none."""
    if not rows:
        raise LookupError(otherwise)
    return rows[0]


@cache
def read(table: Table) -> tuple[list[tuple[int, dict[str, Any]]], list[Problem]]:
    """The rows of a CSV file as (line, values by column), and everything wrong with the file.

    What breaks the file as a whole (its encoding, its separator, its header, a quote that is
    never closed) is one problem, and no row is read. What most rows have wrong in the same way
    is one problem too.
    """
    try:
        header, records = read_cells(table.path, [column.name for column in table.fields])
    except DataError as error:
        return [], list(error.problems)
    if (sound := _sound_rows(table, header, records)) is not None:
        return sound, []
    found = _Findings(table.path, len(records))
    names = {column.name for column in table.fields}
    for name in [name for name in header if name not in names]:
        found.add(
            1,
            f"the schema names no column {name!r}" if name else "a column of the header is blank",
            f"remove it, or describe it in {display_path(table.path.parent)}/datapackage.json",
        )
    rows: list[tuple[int, dict[str, Any]]] = []
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    places: list[tuple[str, int]] = []
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            found.add(line, "the row is blank", "remove it", cause=f"blank {table.name}")
            continue
        if len(cells) != len(header):
            _check_length(line, cells, header, found)
            continue
        texts = dict(zip(header, cells, strict=True))
        values = {
            column.name: _value(texts[column.name], column, line, found) for column in table.fields
        }
        _give_units(values, table)
        _check_order(values, table, line, found)
        if (date := values.get(table.sorted_by)) is not None:
            places.append((date.isoformat(), line))
        _check_repeats(texts, table, line, seen, found)
        rows.append((line, values))
    _check_places(places, table, found)
    return rows, found.problems()


def _sound_rows(
    table: Table, header: list[str], records: list[tuple[int, list[str]]]
) -> list[tuple[int, dict[str, Any]]] | None:
    """The rows of a file in which nothing is wrong; None for another, which is read row by row.

    Columns say the same again and again: each of their values is read once.
    """
    if header != [column.name for column in table.fields]:
        return None
    if any(len(cells) != len(header) or not any(cells) for _, cells in records):
        return None
    found = _Findings(table.path, len(records))
    columns = [
        (
            column.name,
            place,
            {
                text: _value(text, column, 1, found)
                for text in dict.fromkeys(cells[place] for _, cells in records)
            },
        )
        for place, column in enumerate(table.fields)
    ]
    if found.told or any(_repeated(key, header, records) for _, key in _keys(table)):
        return None
    rows: list[tuple[int, dict[str, Any]]] = []
    dates: list[tuple[str, int]] = []
    for line, cells in records:
        values = {name: known[cells[place]] for name, place, known in columns}
        _give_units(values, table)
        _check_order(values, table, line, found)
        if (date := values.get(table.sorted_by)) is not None:
            dates.append((date.isoformat(), line))
        rows.append((line, values))
    _check_places(dates, table, found)
    return None if found.told else rows


def _repeated(
    key: tuple[str, ...], header: list[str], records: list[tuple[int, list[str]]]
) -> bool:
    places = [header.index(name) for name in key]
    given = [tuple(cells[place] for place in places) for _, cells in records]
    given = [parts for parts in given if any(parts)]
    return len(set(given)) < len(given)


def _give_units(values: dict[str, Any], table: Table) -> None:
    """Some columns have their unit in another."""
    for column in table.fields:
        if column.unit_field and values[column.name] is not None:
            unit = values[column.unit_field] or ""
            values[column.name] = Quantity(values[column.name], unit)


class _Findings:
    """The problems of a file; those that most of its rows share become one."""

    def __init__(self, path: Path, rows: int) -> None:
        self._path, self._rows = path, rows
        self._filled: Counter[str] = Counter()
        self.told = 0
        self._by_kind: dict[tuple[str, str, str], list[Problem]] = defaultdict(list)

    def count(self, column: str) -> None:
        """One more row says something in this column."""
        self._filled[column] += 1

    def add(
        self,
        line: int,
        wrong: str,
        remedy: str,
        column: str = "",
        type_: str = "",
        cause: str = "",
    ) -> None:
        problem = Problem(self._path, line, wrong, remedy, cause)
        self.told += 1
        self._by_kind[type_, column, remedy].append(problem)

    def problems(self) -> list[Problem]:
        """In the order of the lines."""
        found: list[Problem] = []
        shared: dict[str | tuple[str, str, str], list[Problem]] = defaultdict(list)
        for kind, alike in self._by_kind.items():
            type_, column, _ = kind
            most = len(alike) > 2 and 2 * len(alike) > self._rows
            whole = len(alike) > 5 and 2 * len(alike) > self._filled.get(column, self._rows)
            if not most and not whole:
                found += alike
            else:  # a program that writes dates in its own way does so in every column
                shared["date" if "date" in type_ else kind] += alike
        for alike in shared.values():
            lines = ranges({problem.line for problem in alike[1:]} - {alike[0].line})
            wrong = f"{alike[0].wrong}, and so on lines {lines}"
            found.append(replace(alike[0], wrong=wrong))
        return sorted(found, key=lambda problem: problem.line)


def _check_length(line: int, cells: list[str], header: list[str], found: _Findings) -> None:
    remedy = "give each column one value; quote a value that holds a comma"
    if any(cell.lstrip().startswith(_TYPOGRAPHIC) for cell in cells):
        remedy = 'write " around a value that holds a comma: other quotation marks do not quote'
    found.add(line, f"{len(cells)} values under {len(header)} columns", remedy)


def _keys(table: Table) -> list[tuple[str, tuple[str, ...]]]:
    """What no two rows may have alike, by the name that a message gives it."""
    unique = [(column.name, (column.name,)) for column in table.fields if column.unique]
    return [("row", table.primary_key), *unique]


def _check_repeats(
    texts: dict[str, str],
    table: Table,
    line: int,
    seen: dict[tuple[str, tuple[str, ...]], int],
    found: _Findings,
) -> None:
    """No two rows have the same key, nor the same value in a column where each is unique."""
    for name, parts in _keys(table):
        key = tuple(texts[part].strip() for part in parts)
        first = seen.setdefault((name, key), line)
        if first != line and any(key):
            shown = ", ".join(key)
            found.add(
                line,
                f"a second row for {shown} (the first is on line {first})",
                "keep one of the two",
                column=shown,
            )
            return  # a key of one column is often unique as well


def _value(text: str, column: Field, line: int, found: _Findings) -> Any:
    """The typed value of one cell; None where it is blank or wrong."""

    def wrong(line: int, what: str, remedy: str, type_: str = "") -> None:
        found.add(line, what, remedy, column.name, type_)

    if sign := unseen(text):
        wrong(
            line,
            f"an invisible character ({sign}) stands in {column.name}",
            "delete it; write the value again if you cannot see it",
        )
        return None
    if len(text) > _LONGEST:
        wrong(line, f"{column.name} holds {len(text):,} characters", "shorten it")
        return None
    if not text.isprintable() and any(space in text for space in NO_BREAK_SPACES):
        wrong(
            line,
            f"{column.name} {text!r} holds a no-break space",
            "write the number without spaces, words with plain ones",
        )
        return None
    if not text.isascii() and (signs := _unreadable(text)):
        wrong(line, f"{column.name} holds {signs[0]}", signs[1])
    if text != text.strip():
        wrong(line, f"{column.name} {text!r} begins or ends with a space", "remove the space")
        text = text.strip()
    if text:
        found.count(column.name)
    else:
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
        value = parse(text, column)
    except ValueError:
        if "date" in column.type and _DATE.fullmatch(text):
            wrong(line, f"{column.name} is {text!r}, which no calendar has", "correct it")
        else:
            remedy = f"write {TYPE_WORDS[column.type]}"
            wrong(line, f"{column.name} is {text!r}", remedy, column.type)
        return None
    for breach, remedy in _breaches(text, value, column):
        wrong(line, f"{column.name} is {text!r}, {breach}", remedy)
    return value


def _unreadable(text: str) -> tuple[str, str] | None:
    """Letters of a cell that no reader could tell from others, or none could see."""
    if word := mixed(text):
        return f"the word {word!r}, which mixes letters of two alphabets", "write it in one"
    if letters := letters_unprinted(text):
        return (
            f"the letters {letters!r}, which no font of the book has",
            "write the words in Latin letters, or translate them",
        )
    return None


def parse(text: str, column: Field) -> Any:
    """The typed value of ``text``; ValueError where the column's type does not write it so."""
    if column.type in ("integer", "number") and not _NUMERAL.fullmatch(text):
        raise ValueError(text)  # Python reads nan, inf, 1_000 and digits of other scripts
    match column.type:
        case "integer":
            return int(text)
        case "number":
            if not math.isfinite(number := float(text)):
                raise ValueError(text)  # more digits than a float can hold
            return Quantity(number, column.unit)
        case "boolean":
            if text not in ("true", "false"):
                raise ValueError(text)
            return text == "true"
        case "date":
            return parse_day(text)
        case "partial-date":
            return PartialDate.parse(text)
        case _:
            return text


def _breaches(text: str, value: Any, column: Field) -> Iterator[tuple[str, str]]:
    if column.type == "string" and text.startswith(_FORMULA):
        yield "which a spreadsheet takes for a formula", "begin it with a letter or a digit"
    if column.enum and text not in column.enum:
        yield "which is not one of the allowed values", f"use one of {', '.join(column.enum)}"
    if column.pattern and not re.fullmatch(column.pattern, text):
        yield "which has the wrong form", f"write this: {column.description}"
    if column.minimum is not None and value < column.minimum:
        yield f"below the least that can be ({column.minimum:g})", "correct the number"
    if column.maximum is not None and value > column.maximum:
        yield f"above the most that can be ({column.maximum:g})", "correct the number"


def _check_order(values: dict[str, Any], table: Table, line: int, found: _Findings) -> None:
    for first, second in table.order:
        early, late = values.get(first), values.get(second)
        if early is None or late is None:
            continue
        wrong = early > late if isinstance(early, int) else _first_day(early) > _last_day(late)
        if wrong:
            side, remedy = (
                ("greater", "correct one of the two")
                if isinstance(early, int)
                else ("later", "correct one of the two dates")
            )
            found.add(line, f"{first} ({early}) is {side} than {second} ({late})", remedy)


def in_order(values: Sequence[Any]) -> list[int]:
    """The places of most of the values that stand in order, whatever stands between them.

    >>> in_order([1, 9, 2, 2, 3])
    [0, 2, 3, 4]
    """
    ends: list[Any] = []  # of the longest runs in order so far, by their length: the last value
    last: list[int] = []  # and the place that has it
    before: list[int] = []
    for place, value in enumerate(values):
        length = bisect_right(ends, value)
        before.append(last[length - 1] if length else -1)
        ends[length:] = [value, *ends[length + 1 :]]
        last[length:] = [place, *last[length + 1 :]]
    kept: list[int] = []
    place = last[-1] if last else -1
    while place >= 0:
        kept.append(place)
        place = before[place]
    return kept[::-1]


def _check_places(places: list[tuple[str, int]], table: Table, found: _Findings) -> None:
    """Of rows that are not in the order of their dates, the fewest that must move are told.

    So one wrong date is one problem, in its own row, and not one in each row below it.
    """
    kept = in_order([date for date, _ in places])
    dates = [places[place][0] for place in kept]
    for place in sorted(set(range(len(places))) - set(kept)):
        date, line = places[place]
        above = bisect_right(dates, date)
        where = f"below line {places[kept[above - 1]][1]}" if above else "to the top"
        found.add(
            line,
            f"the row of {date} is out of order",
            f"move it {where}, or correct its date: the rows are in the order of {table.sorted_by}",
            cause=f"order {table.name}",
        )


def _first_day(value: datetime.date | PartialDate) -> datetime.date:
    return value.first_day if isinstance(value, PartialDate) else value


def _last_day(value: datetime.date | PartialDate) -> datetime.date:
    return value.last_day if isinstance(value, PartialDate) else value


def check_references(package: dict[str, Table]) -> Iterator[Problem]:
    """Values that point at a row of another table which is not there.

    Keys into a table that has problems itself are not asked: they may only follow from those.
    """
    values: dict[tuple[str, str], set[Any]] = {}
    for table in package.values():
        rows, _ = read(table)
        found = _Findings(table.path, len(rows))
        for key in table.foreign_keys:
            others, broken = read(package[key.table])
            if broken:
                continue
            target = (key.table, key.key)
            if target not in values:
                values[target] = {row[key.key] for _, row in others}
            for line, row in rows:
                value = row[key.field]
                if value is not None and value not in values[target]:
                    near = difflib.get_close_matches(str(value), map(str, values[target]), 2, 0.6)
                    advice = f"; did you mean {' or '.join(near)}?" if near else ""
                    found.add(
                        line,
                        f"{key.field} {value!r} is not in {key.table}.csv",
                        f"correct it, or add a row to {key.table}.csv{advice}",
                        key.field,
                        cause=f"{key.table} {value}",
                    )
        yield from found.problems()
