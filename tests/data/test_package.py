"""The data package keeps the standard that it names, and its files are in one form."""

from __future__ import annotations

import csv
import io
import json
import shutil
import warnings
from dataclasses import replace
from pathlib import Path

import pytest

from allied.store.schema import read_package
from allied.store.tables import DATA, PACKAGE, read, tables
from allied_check.bibliography import references
from allied_check.rules import Site, check_alphabet, check_package, unused_sources
from conftest import ROOT

SOURCES = references(ROOT / "docs/references.bib")


def test_the_package_is_valid_for_frictionless() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its dependencies' own deprecations
        from frictionless import Package

        report = Package(str(PACKAGE)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_the_data_keep_their_schema() -> None:
    assert [str(problem) for problem in check_package(PACKAGE, SOURCES)] == []


@pytest.mark.parametrize("name", sorted(tables()))
def test_a_table_has_a_page(name: str) -> None:
    page = ROOT / "docs/appendix" / f"{name.replace('_', '-')}.md"
    text = page.read_text(encoding="utf-8")
    for part in (f"{{data-table}} {name}", f"{{data-dictionary}} {name}", "weakest point"):
        assert part in text, f"{page}: {part} is missing"


@pytest.mark.parametrize("name", sorted(tables()))
def test_a_file_is_written_in_one_form(name: str) -> None:
    text = tables()[name].path.read_bytes().decode("utf-8")
    rewritten = io.StringIO()
    writer = csv.writer(rewritten, lineterminator="\n")
    writer.writerows(csv.reader(io.StringIO(text, newline="")))
    assert text == rewritten.getvalue()


def written(folder: Path, table: str, old: str, new: str) -> Path:
    """A copy of the package in which one row is changed."""
    shutil.copytree(DATA, folder / "data")
    path = folder / f"data/{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder / "data/datapackage.json"


def test_a_second_source_is_another_one(tmp_path: Path) -> None:
    old = "wikipedia-nd-dunkirk,evening-star-1947-alliance,"
    path = written(tmp_path, "pacts", old, "wikipedia-nd-dunkirk,wikipedia-nd-dunkirk,")
    assert [problem.wrong for problem in check_package(path, SOURCES)] == [
        "second_source 'wikipedia-nd-dunkirk' is the page of the first, 'wikipedia-nd-dunkirk'"
    ]


def test_a_file_that_no_table_is_would_not_be_checked(tmp_path: Path) -> None:
    path = written(tmp_path, "pacts", "dunkirk-treaty,", "dunkirk-treaty,")
    (path.parent / "treaties.csv").write_text("id\n", encoding="utf-8")
    assert [(p.path.name, p.wrong) for p in check_package(path, SOURCES)] == [
        ("treaties.csv", "no table of datapackage.json is this file, and nothing in it is checked")
    ]


def test_every_source_is_used() -> None:
    site = Site.read(ROOT / "docs")
    assert [str(problem) for problem in unused_sources(site, read_package(PACKAGE))] == []


def test_the_bibliography_is_in_order() -> None:
    site = Site.read(ROOT / "docs")
    assert list(check_alphabet(site)) == []
    first, second, third, *rest = site.sources
    site.sources = {key: site.sources[key] for key in (second, third, first, *rest)}
    (problem,) = check_alphabet(site)
    assert problem.wrong == f"the source {first!r} is out of order"
    assert problem.remedy == "move it to the top: the keys stand in alphabetical order"
    site.sources = {key: site.sources[key] for key in (*rest, first, second, third)}
    told = [problem.remedy for problem in check_alphabet(site)]
    assert len(told) == 3
    assert told[1] == "move it to the top: the keys stand in alphabetical order"


def test_every_table_says_what_it_is() -> None:
    for resource in json.loads(PACKAGE.read_text(encoding="utf-8"))["resources"]:
        for key in ("title", "description", "edition", "read", "licenses"):
            assert resource[key], f"{resource['name']} has no {key}"
        for field in resource["schema"]["fields"]:
            assert field["title"], field["name"]
            assert field["description"], field["name"]


@pytest.mark.parametrize("text", ["nan", "inf", "1_000", "1e3", "\u0663", "+5", "1,000", "1."])
def test_what_only_a_program_takes_for_a_number_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "nato_totals.csv"
    rows = tables()["nato_totals"].path.read_text(encoding="utf-8").splitlines()[:2]
    group, year, _, *rest = rows[1].split(",")
    path.write_text("\n".join([rows[0], ",".join([group, year, f'"{text}"', *rest])]) + "\n")
    _, problems = read(replace(tables()["nato_totals"], path=path))
    assert [problem.wrong for problem in problems] == [f"share_of_gdp is {text!r}"]
