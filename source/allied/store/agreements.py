"""What the rows of the tables owe one another, as datapackage.json says it.

A schema of columns cannot see a member that is older than its pact, a sum that is none, or two
tables that give one day differently. A table lists such rules under ``rules`` of its schema, and
the package, under ``agreements``, the dates that stand in more than one table.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from .conditions import written
from .dates import PartialDate
from .problems import Problem, display_path
from .schema import Rule, Table, read_agreements
from .tables import in_order, read

Rows = Sequence[tuple[int, dict[str, Any]]]
Told = Iterator[tuple[int, str, str]]
"""The line, what is wrong, and what to do."""
_ROUNDED = 0.002  # of sums of figures with three decimals, as their sources print them


def check_agreements(package: Mapping[str, Table], path: Path) -> Iterator[Problem]:
    """The rows keep the rules of their tables, and dates that two tables hold are the same.

    What rests on a table that breaks its schema is not asked: it may only follow from that.
    """
    sound = {name: read(table)[0] for name, table in package.items() if not read(table)[1]}
    for name, rows in sound.items():
        table = package[name]
        for rule in table.rules:
            if rule.kind in ("not before", "not after"):
                told = _bounded(rule, table, rows, sound)
            else:
                told = _KINDS[rule.kind](rule, table, rows)
            for line, wrong, remedy in told:
                yield Problem(table.path, line, wrong, remedy)
    cells = _Cells(package, sound)
    for number, (one, other) in read_agreements(path):
        yield from _same(cells, one, other, path, number)


def _text(value: Any) -> str:
    """A value as the CSV writes it; nothing for None."""
    return "" if value is None else written(value)


def _together(rule: Rule, table: Table, rows: Rows) -> Told:
    first, second = rule.columns
    for line, row in rows:
        if (row[first] is None) != (row[second] is None):
            given, blank = (second, first) if row[first] is None else (first, second)
            wrong = f"{given} is {_text(row[given])!r} and {blank} is blank"
            words = table.field(blank).description
            yield line, wrong, f"fill in both or neither; {blank}: {words}"


def _not_both(rule: Rule, table: Table, rows: Rows) -> Told:
    first, second = rule.columns
    for line, row in rows:
        if row[first] is not None and row[second] is not None:
            yield line, f"the row says something in {first} and in {second}", "remove one of them"


def _true_where(rule: Rule, table: Table, rows: Rows) -> Told:
    column, other = rule.columns
    meant = rule.value or "blank"
    for line, row in rows:
        if row[column] != (_text(row[other]) == rule.value):
            wrong = (
                f"{column} is {_text(row[column])} and {other} is {_text(row[other]) or 'blank'}"
            )
            remedy = f"correct one of the two: {column} is true where {other} is {meant}, "
            yield line, wrong, remedy + "and nowhere else"


def _numbered(rule: Rule, table: Table, rows: Rows) -> Told:
    column, by = rule.columns
    dates = sorted({_text(row[by]) for _, row in rows})
    for line, row in rows:
        right = dates.index(_text(row[by]))
        if row[column] != right:
            wrong = f"{column} is {row[column]}, and by its date, {_text(row[by])}, it is {right}"
            remedy = f"correct one of the two: {column} numbers the dates of {by} from 0 on"
            yield line, wrong, remedy


def _sum(rule: Rule, table: Table, rows: Rows) -> Told:
    total, *parts = rule.columns
    for line, row in rows:
        if any(row[name] is None for name in rule.columns):
            continue
        added = sum(float(row[name]) for name in parts)
        if abs(added - row[total]) > _ROUNDED:
            wrong = f"{total} is {float(row[total]):.12g}, and the sum of {', '.join(parts)} is "
            yield line, f"{wrong}{added:.12g}", "correct the one that the source gives otherwise"


def _year_of(rule: Rule, table: Table, rows: Rows) -> Told:
    column, by = rule.columns
    for line, row in rows:
        if row[by] is not None and row[column] is not None and row[by].year != row[column]:
            wrong = f"{column} is {row[column]} and {by} is {_text(row[by])}"
            yield line, wrong, "correct one of the two"


def _rising(rule: Rule, table: Table, rows: Rows) -> Told:
    """Numbers that are given one after another: of those out of step, the fewest are told."""
    column, by = rule.columns
    pairs = sorted(
        (_text(row[by]), row[column], line)
        for line, row in rows
        if row[by] is not None and row[column] is not None
    )
    kept = set(in_order([number for _, number, _ in pairs]))
    for place, (date, number, line) in enumerate(pairs):
        if place not in kept:
            wrong = f"{column} is {number}, which rows of other dates than {date} lie between"
            yield line, wrong, f"correct one of the two: {column} rises with {by}"


def _alone(rule: Rule, table: Table, rows: Rows) -> Told:
    """Rows for one thing of which only one holds at a time; known only to a year, they may meet."""
    meant = table.validity
    assert meant is not None  # the schema is refused without it
    alike: dict[tuple[str, ...], list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for line, row in rows:
        alike[tuple(_text(row[name]) for name in rule.columns)].append((line, row))
    for key, same in alike.items():
        spells = sorted(same, key=lambda item: _text(item[1][meant.since]))
        for (first, early), (line, late) in pairwise(spells):
            end, start = early.get(meant.until), late[meant.since]
            if end is not None and (start is None or _first(end) <= _last(start)):
                continue
            until = f"until {_text(end)}" if end is not None else "without an end"
            wrong = f"{', '.join(key)} stands already on line {first}, {until}"
            yield line, wrong, "correct the dates: only one of the two rows can hold at a time"


def _bounded(rule: Rule, table: Table, rows: Rows, sound: Mapping[str, Rows]) -> Told:
    column, through = rule.columns
    key = next(key for key in table.foreign_keys if key.field == through)
    others = {row[key.key]: (line, row) for line, row in sound.get(key.table, ())}
    for line, row in rows:
        there = others.get(row[through])
        if there is None or row[column] is None or there[1][rule.value] is None:
            continue
        here, bound = row[column], there[1][rule.value]
        early = rule.kind == "not before"
        if _last(here) < _first(bound) if early else _first(here) > _last(bound):
            wrong = f"{column} ({_text(here)}) is {'earlier' if early else 'later'} than "
            wrong += f"{rule.value} of {row[through]} ({_text(bound)}, {key.table}.csv:{there[0]})"
            yield line, wrong, "correct one of the two dates"


_KINDS: dict[str, Callable[[Rule, Table, Rows], Told]] = {
    "together": _together,
    "not both": _not_both,
    "true where": _true_where,
    "numbered by": _numbered,
    "sum of": _sum,
    "year of": _year_of,
    "rising by": _rising,
    "alone": _alone,
}


def _first(value: datetime.date | PartialDate) -> datetime.date:
    return value.first_day if isinstance(value, PartialDate) else value


def _last(value: datetime.date | PartialDate) -> datetime.date:
    return value.last_day if isinstance(value, PartialDate) else value


class _Cells:
    """The cells of tables by their names: table/key/column."""

    def __init__(self, package: Mapping[str, Table], sound: Mapping[str, Rows]) -> None:
        self._package, self._sound = package, sound
        self._by_key: dict[str, dict[str, tuple[int, dict[str, Any]]]] = {}

    def cell(self, name: str) -> tuple[Path, int, Any] | None:
        """The file, the line and the value of a cell; None where its table breaks its schema.

        Raises LookupError where there is no such cell.
        """
        table, rest = name.split("/", 1)
        key, _, column = rest.rpartition("/")
        if table in self._package and table not in self._sound:
            return None
        if table not in self._by_key:
            parts = self._package[table].primary_key
            self._by_key[table] = {
                "/".join(_text(row[part]) for part in parts): (line, row)
                for line, row in self._sound[table]
            }
        line, row = self._by_key[table][key]
        return self._package[table].path, line, row[column]


def _same(cells: _Cells, one: str, other: str, path: Path, number: int) -> Iterator[Problem]:
    """Two cells that are to hold one date."""
    found = []
    for name in (one, other):
        try:
            cell = cells.cell(name)
        except LookupError:
            wrong = f"the agreement speaks of {name}, which does not exist"
            yield Problem(path, number, wrong, "write table/key/column as the rows have them")
            return
        if cell is None:
            return
        found.append(cell)
    (here, line, value), (there, second, same) = found
    if _text(value) != _text(same):
        wrong = f"{one.rpartition('/')[2]} is {_text(value) or 'blank'}, and "
        wrong += f"{_text(same) or 'blank'} in {display_path(there)}:{second}, where it stands too"
        yield Problem(here, line, wrong, "correct the one that its source gives otherwise")
