"""Writes ``rows.py``, the typed rows of every table, from the schema in ``datapackage.json``.

    python source/allied/store/generate.py            write it
    python source/allied/store/generate.py --check    say whether it is as the schema says

It runs as a file and imports nothing of ours: a new question asks for a row type that is not
there yet, and then the package cannot be imported.
"""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROWS = Path(__file__).with_name("rows.py")
PACKAGE = Path(__file__).parents[1] / "data" / "datapackage.json"
HEAD = '''"""The typed rows of every table. Field names are the columns of the CSV files.

Generated from data/datapackage.json by ``make fix``: change the schema, not this file.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from .bases import OperationMandate, Row, StateNames
from .dates import PartialDate
from .quantities import Quantity
'''
TYPES = {
    "string": "str",
    "integer": "int",
    "number": "Quantity",
    "boolean": "bool",
    "date": "datetime.date",
}
JOINED = {"State": "StateNames", "Operation": "OperationMandate"}
WIDTH = 100


def render(package: Any) -> str:
    """The text of ``rows.py`` for a data package, as ``ruff format`` would leave it.

    Raises KeyError where a table lacks what a type is made of.
    """
    resources = package["resources"]
    parts = [HEAD, *("\n".join(_row_type(resource)) + "\n" for resource in resources)]
    pairs = [(resource["name"], resource["schema"]["rowType"]) for resource in resources]
    table = "\n".join(f'    "{name}": {row_type},' for name, row_type in pairs)
    parts.append(f"ROW_TYPES: dict[str, type[Row]] = {{\n{table}\n}}\n")
    return "\n\n".join(parts)


def _row_type(resource: Any) -> Iterator[str]:
    schema = resource["schema"]
    name = schema["rowType"]
    bases = f"{JOINED[name]}, Row" if name in JOINED else "Row"
    yield "@dataclass(frozen=True, slots=True, kw_only=True)"
    yield f"class {name}({bases}):"
    description = resource["description"].replace("\\", "\\\\").replace('"', '\\"')
    yield f'    """One row of {resource["name"]}.csv.'
    yield ""
    yield textwrap.fill(description, WIDTH, initial_indent="    ", subsequent_indent="    ")
    yield '    """'
    yield ""
    for field in schema["fields"]:
        if field["name"] not in ("source", "locator"):
            yield f"    {field['name']}: {_annotation(field)}"
    if label := schema.get("label"):
        yield ""
        yield "    def __str__(self) -> str:"
        yield f"        return self.{label}"


def _annotation(field: Any) -> str:
    kind = "PartialDate" if "rdfType" in field else TYPES[field["type"]]
    return kind if field.get("constraints", {}).get("required") else f"{kind} | None"


def main(arguments: list[str]) -> int:
    """Write the file, or with ``--check`` only compare; 1 if it was not as the schema says."""
    try:
        text = render(json.loads(PACKAGE.read_text(encoding="utf-8-sig")))
    except (ValueError, KeyError, TypeError, OSError):
        return 0  # what is wrong with the description, the check says with its line
    if ROWS.is_file() and ROWS.read_text(encoding="utf-8") == text:
        return 0
    if "--check" in arguments:
        print(f"{ROWS}: not as datapackage.json says; run `make fix`")
        return 1
    beside = ROWS.with_suffix(".new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(ROWS)
    print(f"{ROWS.name}: written from {PACKAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
