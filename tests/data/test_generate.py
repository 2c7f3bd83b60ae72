"""The types of rows are written from the schema, and nothing else is."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from allied.store import generate
from allied.store.generate import PACKAGE, ROWS, render
from allied_check.rules import check_row_types

DESCRIBED: Any = json.loads(PACKAGE.read_text(encoding="utf-8"))


def test_the_types_of_rows_are_as_the_schema_says() -> None:
    assert ROWS.read_text(encoding="utf-8") == render(DESCRIBED)


def test_a_type_is_made_of_its_columns() -> None:
    column = {"title": "T", "description": "D"}
    schema = {
        "rowType": "Thing",
        "label": "name",
        "fields": [
            {"name": "name", "type": "string", "constraints": {"required": True}, **column},
            {"name": "size", "type": "integer", **column},
            {"name": "day", "type": "date", "constraints": {"required": True}, **column},
            {"name": "since", "type": "string", "rdfType": "edtf", **column},
            {"name": "share", "type": "number", "constraints": {"required": False}, **column},
            {"name": "open", "type": "boolean", "constraints": {"required": True}, **column},
            {"name": "source", "type": "string", **column},
            {"name": "locator", "type": "string", **column},
        ],
    }
    made = {"name": "things", "description": 'Things "as they are" \\ were', "schema": schema}
    text = render({"resources": [made]})
    assert text.startswith('"""The typed rows of every table.')
    assert (
        '''
@dataclass(frozen=True, slots=True, kw_only=True)
class Thing(Row):
    """One row of things.csv.

    Things \\"as they are\\" \\\\ were
    """

    name: str
    size: int | None
    day: datetime.date
    since: PartialDate | None
    share: Quantity | None
    open: bool

    def __str__(self) -> str:
        return self.name


ROW_TYPES: dict[str, type[Row]] = {
    "things": Thing,
}
'''
        in text
    )
    compile(text, "rows.py", "exec")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the generator stands beside a schema and the types of its rows."""
    (tmp_path / "store").mkdir()
    (tmp_path / "data").mkdir()
    for path in (Path(generate.__file__), ROWS):
        shutil.copy2(path, tmp_path / "store")
    shutil.copy2(PACKAGE, tmp_path / "data")
    return tmp_path


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, str(folder / "store/generate.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_it_runs_where_nothing_can_be_imported(folder: Path) -> None:
    rows = folder / "store/rows.py"
    assert run(folder, "--check") == (0, "")
    assert run(folder) == (0, "")
    rows.write_text("not Python\n", encoding="utf-8")
    status, said = run(folder, "--check")
    assert (status, "run `make fix`" in said) == (1, True)
    assert rows.read_text(encoding="utf-8") == "not Python\n"
    assert run(folder) == (0, "rows.py: written from datapackage.json\n")
    assert rows.read_bytes() == ROWS.read_bytes()
    assert sorted(path.name for path in rows.parent.iterdir()) == ["generate.py", "rows.py"]


@pytest.mark.parametrize("text", ["{", '{"resources": [{}]}', "[]", ""])
def test_a_broken_description_changes_nothing(folder: Path, text: str) -> None:
    (folder / "data/datapackage.json").write_text(text, encoding="utf-8")
    assert run(folder) == (0, "")
    assert (folder / "store/rows.py").read_bytes() == ROWS.read_bytes()


def test_the_check_names_a_type_that_is_not_as_the_schema_says(tmp_path: Path) -> None:
    changed = json.loads(PACKAGE.read_text(encoding="utf-8"))
    changed["resources"][0]["schema"]["fields"][0]["name"] = "alpha3"
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps(changed), encoding="utf-8")
    (problem,) = check_row_types(path)
    assert str(problem) == (
        "source/allied/store/rows.py:1: the types of rows are not as datapackage.json says; "
        "run `make fix`, which writes them"
    )
    assert not list(check_row_types(PACKAGE))
