"""The contract of the tables, read from datapackage.json (Frictionless Table Schema).

Beyond the standard, a field may have ``unit``, or ``unitField`` (the column that gives it),
``digits`` (how many decimals pages show), ``rdfType`` for dates of reduced precision, and
``bibliography`` (its values are keys of references.bib); a schema has ``rowType`` (the class of
its rows, see `generate`) and may have ``label`` (the column that a row is called by), ``order``
(pairs of fields of which the first may not be later than the second), ``sortedBy`` (a date by
which the rows are in order), ``validity`` (see `Validity`) and ``rules`` (see `Rule`). The package
may have ``agreements``: cells of two tables that hold one date, as ``table/key/column``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import Any

from .files import source_text
from .problems import DataError, Problem

TYPES = ("string", "integer", "number", "boolean", "date", "partial-date")
_KINDS: dict[Any, str] = {str: "a text", dict: "an object {...}", list: "a list [...]"}
_TABLE = re.compile(r"[a-z][a-z0-9_]*")
_TURN = re.compile(
    r"(?:\?:)?(?:-(?:\[(?:\w(?:-\w)?)+\]|\\d|[+*])*|[;, /](?:\[[\w-]+\]|\\[dw]|[+*])*)"
)
_REPEATED = r"[+*]|\{[0-9]*,\}|\{[0-9]{3,}"
_DATES = ("date", "partial-date")
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF-level0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column: ``type`` is one of `TYPES`."""

    name: str
    type: str
    title: str
    description: str
    unit: str = ""
    digits: int | None = None
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    bibliography: bool = False
    unit_field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    field: str
    table: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """How a row says when it holds: the columns since and until when.

    ``last_day`` says whether ``until`` names the last day or the first on which the row no
    longer holds; ``undated`` whether a row without a beginning holds at all.
    """

    since: str
    until: str = ""
    last_day: bool = True
    undated: bool = False


_RULES = {
    "alone": "columns",
    "not after": "bound",
    "not before": "bound",
    "not both": "pair",
    "numbered by": "pair",
    "rising by": "pair",
    "sum of": "columns",
    "together": "pair",
    "true where": "value",
    "year of": "pair",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the rows of a table owe one another; in the schema ``{kind: [columns]}``.

    ``together``: both are filled or neither. ``not both``: at most one is. ``true where``: the
    first is true exactly where the second reads as ``value``. ``numbered by``: the first numbers
    the different dates of the second in order, from 0. ``rising by``: the first never falls as the
    second goes on. ``year of``: the first is the year of the second. ``sum of``: the first is the
    sum of the others. ``alone``: of rows alike in these columns only one holds at a time.
    ``not before``, ``not after``: the first lies within what the column ``value`` gives for the row
    of another table which the second, a foreign key, names.
    """

    kind: str
    columns: tuple[str, ...]
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One CSV file and what it promises."""

    name: str
    path: Path
    title: str
    description: str
    edition: str
    read: str
    licence: str
    licence_url: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    order: tuple[tuple[str, str], ...]
    row_type: str
    rules: tuple[Rule, ...] = ()
    label: str = ""
    validity: Validity | None = None
    sorted_by: str = ""

    def field(self, name: str) -> Field:
        """The column of that name; KeyError names the nearest, or all that exist."""
        for field in self.fields:
            if field.name == name:
                return field
        names = [field.name for field in self.fields]
        near = get_close_matches(name, names, n=1)
        remedy = f"did you mean {near[0]!r}?" if near else f"its columns are {', '.join(names)}"
        raise KeyError(f"{self.name} has no column {name!r}; {remedy}")


def read_package(path: Path) -> dict[str, Table]:
    """The tables that a datapackage.json describes, by name.

    Raises DataError with one problem if it is no JSON, or if it does not say what a table needs.
    """
    text = source_text(path)
    try:
        package = json.loads(text)
    except json.JSONDecodeError as error:
        wrong = f"the file is not JSON from column {error.colno} on: {error.msg}"
        raise DataError(
            [Problem(path, error.lineno, wrong, "correct the line, or the one above")]
        ) from None
    except RecursionError:
        raise DataError([Problem(path, 1, "the file is nested too deeply", "restore it")]) from None
    try:
        tables = [_table(item, path.parent) for item in _list(_key(package, "resources", "it"))]
        _check(tables)
    except _Broken as broken:
        where = _line(text, broken.trail)
        raise DataError([Problem(path, where, broken.wrong, broken.remedy)]) from None
    return {table.name: table for table in tables}


class _Broken(Exception):
    """What the description lacks; ``trail`` are the names that lead to it, outermost first."""

    def __init__(self, wrong: str, remedy: str, *trail: str) -> None:
        super().__init__(wrong)
        self.wrong, self.remedy, self.trail = wrong, remedy, trail


def _line(text: str, trail: tuple[str, ...]) -> int:
    """The line on which the last of the names is given."""
    at = 0
    for name in trail:
        match = re.compile(rf'"name"\s*:\s*{re.escape(json.dumps(name))}').search(text, at)
        at = match.start() if match else at
    return text.count("\n", 0, at) + 1


def _key(mapping: Any, key: str, what: str, *trail: str, kind: type[Any] | None = None) -> Any:
    if not isinstance(mapping, dict):
        raise _Broken(f"{what} is not an object {{...}}", "write it as one", *trail)
    if key not in mapping:
        raise _Broken(f"{what} has no {key!r}", f'add a line "{key}": ...', *trail)
    value = mapping[key]
    if kind is not None and not isinstance(value, kind):
        raise _Broken(f"{key!r} of {what} is not {_KINDS[kind]}", "correct it", *trail)
    return value


def _list(value: Any, *trail: str) -> list[Any]:
    if not isinstance(value, list):
        raise _Broken("a list is missing", "write it between [ and ]", *trail)
    return value


def _texts(value: Any, what: str, *trail: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _Broken(f"{what} is not a list of texts", "correct it", *trail)
    return tuple(value)


def _table(resource: Any, folder: Path) -> Table:
    name = _key(resource, "name", "a table", kind=str)
    what = f"the table {name!r}"

    def text(key: str) -> str:
        value: str = _key(resource, key, what, name, kind=str)
        return value

    schema = _key(resource, "schema", what, name, kind=dict)
    if not _TABLE.fullmatch(name):  # it becomes the name of files
        raise _Broken(f"{what} has a name that is none", "write small letters and _ only", name)
    licences = _key(resource, "licenses", what, name, kind=list)
    if not licences:
        raise _Broken(f"{what} has no licence", "add one to 'licenses'", name)
    licence = _key(licences[0], "title", f"the licence of {what}", name, kind=str)
    if not re.fullmatch(r"[a-z0-9_]+\.csv", text("path")):
        wrong = f"{what} has the path {text('path')!r}"
        raise _Broken(wrong, "name a file beside datapackage.json, such as events.csv", name)
    if not re.fullmatch(r"(?:https?://[^\s<>\"']+)?", str(licences[0].get("path", ""))):
        wrong = f"the licence of {what} leads to {licences[0]['path']!r}"
        raise _Broken(wrong, "write an address that begins with https://", name)
    key = _key(schema, "primaryKey", what, name)
    orders = [
        _texts(pair, f"a pair in 'order' of {what}", name)
        for pair in _list(schema.get("order", []), name)
    ]
    if not all(len(pair) == 2 for pair in orders):
        raise _Broken(f"'order' of {what} is not a list of pairs", "correct it", name)
    return Table(
        name=name,
        path=folder / text("path"),
        title=text("title"),
        description=text("description"),
        edition=text("edition"),
        read=text("read"),
        licence=licence,
        licence_url=str(licences[0].get("path", "")),
        fields=tuple(_field(item, name) for item in _key(schema, "fields", what, name, kind=list)),
        primary_key=(key,)
        if isinstance(key, str)
        else _texts(key, f"'primaryKey' of {what}", name),
        foreign_keys=tuple(
            _foreign_key(item, name) for item in _list(schema.get("foreignKeys", []), name)
        ),
        order=tuple((first, second) for first, second in orders),
        row_type=_key(schema, "rowType", what, name, kind=str),
        label=str(schema.get("label", "")),
        validity=_validity(schema["validity"], name) if "validity" in schema else None,
        sorted_by=str(schema.get("sortedBy", "")),
        rules=tuple(_rule(item, name) for item in _list(schema.get("rules", []), name)),
    )


def _rule(rule: Any, table: str) -> Rule:
    what = f"a rule of {table!r}"
    if not isinstance(rule, dict) or len(rule) != 1:
        raise _Broken(f"{what} is not an object {{kind: [columns]}}", "write it as one", table)
    ((kind, said),) = rule.items()
    if kind not in _RULES:
        raise _Broken(f"{what} is {kind!r}", f"use one of {', '.join(_RULES)}", table)
    names = _texts(said, f"{kind!r}, {what},", table)
    form = _RULES[kind]
    count = {"pair": 2, "value": 3, "bound": 3}.get(form, max(len(names), 1))
    if len(names) != count:
        raise _Broken(f"{kind!r}, {what}, names {len(names)} columns", f"name {count}", table)
    if form in ("value", "bound"):
        return Rule(kind=kind, columns=names[:2], value=names[2])
    return Rule(kind=kind, columns=names)


def read_agreements(path: Path) -> list[tuple[int, tuple[str, str]]]:
    """The line of each agreement of a package, and the two cells that are to hold one date.

    Raises DataError where one cannot be read; the tables of the package are told by themselves.
    """
    text = source_text(path)
    found, wrong = [], []
    said = json.loads(text).get("agreements", [])
    for item in said if isinstance(said, list) else [said]:
        line = text.count("\n", 0, max(text.find(json.dumps(item, ensure_ascii=False)), 0)) + 1
        cells = item.split(" = ") if isinstance(item, str) else []
        if len(cells) == 2 and all(cell.count("/") > 1 for cell in cells):
            found.append((line, (cells[0], cells[1])))
        else:
            remedy = "write it as table/key/column = table/key/column"
            wrong.append(Problem(path, line, f"an agreement is {str(item)[:60]!r}", remedy))
    if wrong:
        raise DataError(wrong)
    return found


def _field(field: Any, table: str) -> Field:
    name = _key(field, "name", f"a column of {table!r}", table, kind=str)
    what = f"the column {table}.{name}"
    limits = field.get("constraints", {})
    kind = (
        "partial-date" if field.get("rdfType") == EDTF else _key(field, "type", what, table, name)
    )
    if kind not in TYPES:
        raise _Broken(
            f"{what} has the type {kind!r}", f"use one of {', '.join(TYPES)}", table, name
        )
    if not isinstance(limits, dict):
        raise _Broken(
            f"'constraints' of {what} is not an object {{...}}", "correct it", table, name
        )
    for bound in ("minimum", "maximum"):
        number = limits.get(bound)
        if number is not None and (
            not isinstance(number, int | float) or kind not in ("integer", "number")
        ):
            wrong = f"the {bound} of {what} is no number, or its type is none"
            raise _Broken(wrong, "correct one of the two", table, name)
    if not isinstance(field.get("digits"), int | None):
        raise _Broken(f"'digits' of {what} is no number", "write how many decimals", table, name)
    pattern = limits.get("pattern", "")
    try:
        re.compile(pattern)
    except (re.error, TypeError) as error:
        wrong = f"the pattern of {what} cannot be read ({error})"
        raise _Broken(wrong, "write a regular expression", table, name) from None
    if _endless(pattern):
        wrong = f"the pattern of {what} could be tried without end: {pattern!r}"
        raise _Broken(
            wrong,
            "repeat + and * twice at most, and no group but after a sign of its own",
            table,
            name,
        )
    return Field(
        name=name,
        type=kind,
        title=_key(field, "title", what, table, name, kind=str),
        description=_key(field, "description", what, table, name, kind=str),
        unit=str(field.get("unit", "")),
        digits=field.get("digits"),
        required=bool(limits.get("required")),
        unique=bool(limits.get("unique")),
        enum=_texts(limits.get("enum", []), f"'enum' of {what}", table, name),
        pattern=pattern,
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        bibliography=bool(field.get("bibliography")),
        unit_field=str(field.get("unitField", "")),
    )


def _endless(pattern: str) -> bool:
    """True for a regular expression that may try a text in more ways than anyone waits for.

    Repetitions multiply: two are bearable, a repeated group only where each turn begins with a
    sign that the rest of it does not match, so that there is one way to cut a text into turns.
    """
    group = rf"\(([^()]*)\)(?:{_REPEATED})"
    turns = [_TURN.fullmatch(turn) for turn in re.findall(group, pattern)]
    rest = re.sub(group, "", pattern)
    return (
        bool(re.search(rf"\(\?(?!:)|\\[1-9]|\)+(?:{_REPEATED})", rest))
        or len(re.findall(_REPEATED, rest)) > 2
        or not all(turns)
    )


def _validity(said: Any, table: str) -> Validity:
    what = f"'validity' of {table!r}"
    choices = {"end": ("last day", "day after"), "undated": ("holds", "does not hold")}
    for key, allowed in choices.items():
        if isinstance(said, dict) and said.get(key, allowed[0]) not in allowed:
            remedy = f"write one of {', '.join(allowed)}"
            raise _Broken(f"{key!r} of {what} is {said[key]!r}", remedy, table)
    return Validity(
        since=_key(said, "since", what, table, kind=str),
        until=str(said.get("until", "")),
        last_day=said.get("end", "last day") == "last day",
        undated=said.get("undated") == "holds",
    )


def _foreign_key(key: Any, table: str) -> ForeignKey:
    what = f"a foreign key of {table!r}"
    reference = _key(key, "reference", what, table, kind=dict)
    return ForeignKey(
        field=_key(key, "fields", what, table, kind=str),
        table=_key(reference, "resource", what, table, kind=str),
        key=_key(reference, "fields", what, table, kind=str),
    )


def _check(tables: list[Table]) -> None:
    """Names that the description uses are names that it gives."""
    columns = {table.name: {part.name: part.type for part in table.fields} for table in tables}
    if len(columns) < len(tables):
        names = [table.name for table in tables]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Broken(f"two tables have the name {twice!r}", "rename one of them", twice, twice)
    for table in tables:
        own = [*table.primary_key, *(key.field for key in table.foreign_keys), *chain(*table.order)]
        own += [part.unit_field for part in table.fields]
        own += [table.label, *_dates(table)]
        used = [(table.name, name) for name in own if name]
        used += [(key.table, key.key) for key in table.foreign_keys]
        for other, name in used:
            if name not in columns.get(other, ()):
                wrong = f"the table {table.name!r} speaks of {other}.{name}, which does not exist"
                raise _Broken(wrong, "correct the name in its schema", table.name)
        for name in _dates(table):
            if columns[table.name][name] not in _DATES:
                what = f"the sorting or validity of {table.name!r}"
                wrong = f"{what} names {name!r}, which is no date"
                raise _Broken(wrong, "name two dates", table.name, name)
        for pair in table.order:
            of = {columns[table.name][name] for name in pair}
            if not (of <= {*_DATES} or of == {"integer"}):
                wrong = f"the order of {table.name!r} names {' and '.join(map(repr, pair))}"
                raise _Broken(wrong, "name two dates or two whole numbers", table.name, pair[0])
        for rule in table.rules:
            _check_rule(rule, table, columns)
        if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", table.row_type):
            wrong = f"'rowType' of {table.name!r} is {table.row_type!r}"
            raise _Broken(wrong, "write a name such as NatoMember", table.name)
    types = [table.row_type for table in tables]
    for table in tables:
        if types.count(table.row_type) > 1:
            wrong = f"more than one table has the 'rowType' {table.row_type!r}"
            raise _Broken(wrong, "give each its own", table.name)


_TYPED: dict[str, tuple[tuple[str, ...], ...]] = {
    "not after": (_DATES,),
    "not before": (_DATES,),
    "numbered by": (("integer",), _DATES),
    "rising by": (("integer",), _DATES),
    "true where": (("boolean",),),
    "year of": (("integer",), _DATES),
}


def _check_rule(rule: Rule, table: Table, columns: dict[str, dict[str, str]]) -> None:
    """A rule speaks of columns that there are, and of the kind that it needs."""
    own = columns[table.name]
    what = f"a rule of {table.name!r}"

    def wrong(said: str, remedy: str) -> _Broken:
        return _Broken(f"{rule.kind!r}, {what}, {said}", remedy, table.name)

    for name in rule.columns:
        if name not in own:
            raise wrong(f"names a column {name!r}", "correct the name")
    kinds = _TYPED.get(rule.kind, ())
    if rule.kind == "sum of":
        kinds = (("number",),) * len(rule.columns)
    for name, types in zip(rule.columns, kinds, strict=False):
        if own[name] not in types:
            raise wrong(f"names {name!r}, which is no {' or '.join(types)}", "name another")
    if rule.kind == "alone" and table.validity is None:
        raise wrong("needs a 'validity' that says when a row holds", "add one to the schema")
    if rule.kind in ("not before", "not after"):
        there = [key.table for key in table.foreign_keys if key.field == rule.columns[1]]
        if not there:
            raise wrong(f"goes by {rule.columns[1]!r}, which is no foreign key", "name one")
        if columns.get(there[0], {}).get(rule.value) not in _DATES:
            raise wrong(f"names {there[0]}.{rule.value}, which is no date", "name a date there")


def _dates(table: Table) -> tuple[str, ...]:
    """The columns that say when a row holds, or where it stands."""
    meant = table.validity
    named = (meant.since, meant.until, table.sorted_by) if meant else (table.sorted_by,)
    return tuple(filter(None, named))
