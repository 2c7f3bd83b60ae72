"""The data package keeps the standard that it names, and its files are in one form."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from dataclasses import replace
from pathlib import Path

import pytest

from allied.store.schema import read_package
from allied.store.tables import DATA, PACKAGE, read, tables
from allied_check.bibliography import references
from allied_check.rules import Site, check_package, unused_sources
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


def test_no_table_is_outside_the_package() -> None:
    assert {path.name for path in DATA.glob("*.csv")} == {
        table.path.name for table in tables().values()
    }


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


def test_a_second_source_is_another_one() -> None:
    twice = [
        table
        for table in tables().values()
        if any(field.name == "second_source" for field in table.fields)
    ]
    assert len(twice) == 5
    for table in twice:
        for line, row in read(table)[0]:
            if row["second_source"]:
                # One page under two keys is a single source: what was read, not what it is called.
                assert _page(row["second_source"]) != _page(row["source"]), (table.name, line)


def test_a_second_source_was_sought_in_vain_only_where_there_is_none() -> None:
    sought = {
        name: table
        for name, table in tables().items()
        if any(field.name == "sought" for field in table.fields)
    }
    assert set(sought) == {"events", "institutions", "operations", "pacts"}
    for name, table in sought.items():
        for line, row in read(table)[0]:
            assert not (row["sought"] and row["second_source"]), (name, line)


def _page(key: str) -> str:
    """Where a source was read, without what differs between two addresses of one page."""
    address = SOURCES[key].entry.fields.get("url", key)
    return re.sub(r"^https?://(www\.|m\.)?|[?#].*$|/+$", "", address)


def test_every_source_is_used() -> None:
    site = Site.read(ROOT / "docs")
    assert [str(problem) for problem in unused_sources(site, read_package(PACKAGE))] == []


def test_the_bibliography_is_in_order() -> None:
    keys = list(SOURCES)
    assert keys == sorted(keys)
    assert len(keys) >= 15


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
