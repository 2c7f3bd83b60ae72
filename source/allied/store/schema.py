"""The contract of the tables, read from datapackage.json (Frictionless Table Schema).

Beyond the standard, five properties are used: ``unit`` of a field, ``digits`` (how many
decimals pages show), ``order`` of a schema
(pairs of fields of which the first may not be later than the second), ``rdfType`` for dates
of reduced precision, and ``bibliography`` of a field (its values are keys of references.bib).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF-level0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column: ``type`` is string, integer, number, boolean, date or partial-date."""

    name: str
    type: str
    title: str
    description: str
    unit: str = ""
    digits: int | None = None
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    bibliography: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    field: str
    table: str
    key: str


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

    def field(self, name: str) -> Field:
        """The column of that name; KeyError names the columns that exist."""
        for field in self.fields:
            if field.name == name:
                return field
        names = ", ".join(field.name for field in self.fields)
        raise KeyError(f"{self.name} has no column {name!r}; its columns are {names}")


def read_package(path: Path) -> dict[str, Table]:
    """The tables that a datapackage.json describes, by name."""
    package = json.loads(path.read_text(encoding="utf-8"))
    tables = (_table(resource, path.parent) for resource in package["resources"])
    return {table.name: table for table in tables}


def _table(resource: dict[str, Any], folder: Path) -> Table:
    schema = resource["schema"]
    licence = resource["licenses"][0]
    key = schema["primaryKey"]
    return Table(
        name=resource["name"],
        path=folder / resource["path"],
        title=resource["title"],
        description=resource["description"],
        edition=resource["edition"],
        read=resource["read"],
        licence=licence["title"],
        licence_url=licence.get("path", ""),
        fields=tuple(map(_field, schema["fields"])),
        primary_key=(key,) if isinstance(key, str) else tuple(key),
        foreign_keys=tuple(map(_foreign_key, schema.get("foreignKeys", ()))),
        order=tuple((first, second) for first, second in schema.get("order", ())),
    )


def _field(field: dict[str, Any]) -> Field:
    limits = field.get("constraints", {})
    return Field(
        name=field["name"],
        type="partial-date" if field.get("rdfType") == EDTF else field["type"],
        title=field["title"],
        description=field["description"],
        unit=field.get("unit", ""),
        digits=field.get("digits"),
        required=limits.get("required", False),
        enum=tuple(limits.get("enum", ())),
        pattern=limits.get("pattern", ""),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        bibliography=field.get("bibliography", False),
    )


def _foreign_key(key: dict[str, Any]) -> ForeignKey:
    reference = key["reference"]
    return ForeignKey(field=key["fields"], table=reference["resource"], key=reference["fields"])
