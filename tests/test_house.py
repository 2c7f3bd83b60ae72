"""The rooms: what each package may import, and that its README says so."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from allied import belonging
from allied.store.rows import ROW_TYPES
from allied.store.tables import read, tables
from conftest import ROOT

SOURCE = ROOT / "source"
OURS = {
    "allied",
    "allied_check",
    "allied_review",
    "allied_sphinx",
    "sphinx_pele",
    "sphinx_typst_book",
}
ARROWS: dict[str, set[str]] = {
    "allied": set(),
    "allied_check": {"allied", "sphinx_pele"},
    "allied_review": {"allied", "allied_check", "allied_sphinx"},
    "allied_sphinx": {"allied", "allied_check", "sphinx_pele", "sphinx_typst_book"},
    "sphinx_pele": set(),
    "sphinx_typst_book": set(),
}
FLOORS = ("store", "questions")


def imports(path: Path) -> set[str]:
    """The full names of the modules that a file imports, ``__future__`` apart."""
    found: set[str] = set()
    package = path.relative_to(SOURCE).parent.as_posix().replace("/", ".")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1]
            prefix = ".".join(base) if node.level else ""
            module = ".".join(part for part in (prefix, node.module) if part)
            found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return {name for name in found if not name.startswith("__future__")}


def test_the_packages_are_those_of_the_map() -> None:
    assert {path.name for path in SOURCE.iterdir() if path.is_dir()} - {"__pycache__"} == OURS


@pytest.mark.parametrize("package", ARROWS)
def test_an_arrow_never_runs_back_up(package: str) -> None:
    for path in (SOURCE / package).rglob("*.py"):
        used = {name.split(".")[0] for name in imports(path)} & OURS
        assert used - {package} <= ARROWS[package], path
        if package == "allied":
            tops = {name.split(".")[0] for name in imports(path)}
            assert tops <= sys.stdlib_module_names | {"allied"}, path


def test_the_store_knows_no_question() -> None:
    for path in (SOURCE / "allied/store").rglob("*.py"):
        assert not any(name.startswith("allied.questions") for name in imports(path)), path


def test_the_checks_know_no_table_by_name() -> None:
    # "relations" is an option of a diagram, "passages" what quotations are held against
    names = {path.stem for path in (SOURCE / "allied/data").glob("*.csv")}
    names -= {"passages", "relations"}
    for path in (SOURCE / "allied_check").rglob("*.py"):
        assert not any(name.startswith("allied.questions") for name in imports(path)), path
    for path, node in check_nodes():
        if isinstance(node, ast.Constant):
            assert node.value not in names, f"{path}: {node.value}"


def test_the_checks_know_no_row_by_its_type_its_key_or_its_name() -> None:
    types = {kind.__name__ for kind in ROW_TYPES.values()}
    known = set(belonging())
    for table in tables().values():
        for _, row in read(table)[0] if len(table.primary_key) == 1 else ():
            known.add(str(row[table.primary_key[0]]))
    known = {word for word in known if len(word) > 2 and not word.isdigit()}
    assert {"Pact", "State"} <= types and {"NATO", "anzus", "USA"} <= known  # noqa: PT018
    for path, node in check_nodes():
        match node:
            case ast.Constant(value=str(word)):
                assert word not in known, f"{path}:{node.lineno}: {word}"
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                assert name not in types, f"{path}:{node.lineno}: {name}"


def check_nodes() -> Iterator[tuple[Path, ast.AST]]:
    """Every part of the programs of the checks, with its file."""
    for path in (SOURCE / "allied_check").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield path, node


@pytest.mark.parametrize("package", ARROWS)
def test_a_package_says_what_it_may_import(package: str) -> None:
    text = (SOURCE / package / "README.md").read_text(encoding="utf-8")
    for name in ARROWS[package]:
        assert f"`{name}`" in text
