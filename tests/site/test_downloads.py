"""What readers take away: every table in every format, the workbook and the zip."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import os
import re
import stat
import subprocess
import sys
import warnings
import zipfile
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from allied.store.dates import PartialDate
from allied.store.tables import PACKAGE, tables
from allied_sphinx import workbook as workbook_module
from allied_sphinx.packages import Edition, readme, write_if_changed, zipped
from allied_sphinx.workbook import workbook
from conftest import EDITION, ROOT

NAMES = sorted(tables())
RESOURCES = {
    resource["name"]: resource
    for resource in json.loads(PACKAGE.read_text(encoding="utf-8"))["resources"]
}
STAMP = datetime.datetime.fromtimestamp(int(EDITION["SOURCE_DATE_EPOCH"]), tz=datetime.UTC)
SAMPLE = Edition(
    article="Article", author="Authors", date=datetime.date(2026, 9, 21), commit="0123456789ab"
)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def columns(name: str) -> list[str]:
    return [field["name"] for field in RESOURCES[name]["schema"]["fields"]]


def expected(name: str) -> list[dict[str, Any]]:
    """The CSV file read by its schema, without the project's own reader."""
    types = {field["name"]: field["type"] for field in RESOURCES[name]["schema"]["fields"]}
    readers = {"integer": int, "number": float, "boolean": {"true": True, "false": False}.get}
    with tables()[name].path.open(encoding="utf-8", newline="") as handle:
        return [
            {
                column: readers.get(types[column], str)(text) if text else None  # type: ignore[operator]
                for column, text in row.items()
            }
            for row in csv.DictReader(handle)
        ]


# --- Links -----------------------------------------------------------------------------------


def links(site: Path, page: str) -> dict[str, str]:
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    article = BeautifulSoup(text, "html.parser").find("article")
    assert article is not None
    return {tag["href"]: tag.get_text() for tag in article.find_all("a", href=True)}  # type: ignore[union-attr]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_table_links_its_files(site: Path, name: str) -> None:
    found = links(site, f"appendix/{name.replace('_', '-')}")
    for suffix, words in (("csv", "CSV"), ("json", "JSON"), ("schema.json", "schema")):
        assert found[f"../data/{name}.{suffix}"] == words
        assert (site / "data" / f"{name}.{suffix}").stat().st_size > 0


def test_the_appendix_links_the_workbook_and_the_archive(site: Path) -> None:
    found = links(site, "appendix/index")
    for suffix, words in (("xlsx", "the workbook"), ("zip", "the archive")):
        assert found[f"../data/allied-cooperation.{suffix}"] == words


def test_nothing_else_lies_beside_them(site: Path) -> None:
    formats = ("csv", "json", "schema.json")
    assert {path.name for path in (site / "data").iterdir()} == {
        *(f"{name}.{suffix}" for name in NAMES for suffix in formats),
        "datapackage.json",
        "evidence.json",
        "allied-cooperation.xlsx",
        "allied-cooperation.zip",
    }


# --- JSON and schema -------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_json_holds_what_the_csv_file_holds(site: Path, name: str) -> None:
    text = (site / f"data/{name}.json").read_text(encoding="utf-8")
    rows = json.loads(text)
    assert rows == expected(name)
    for row, other in zip(rows, expected(name), strict=True):
        assert list(row) == columns(name)
        assert [type(value) for value in row.values()] == [type(value) for value in other.values()]
    assert text.count("\n") == len(rows) + 2  # one row a line: a change is one line of a diff


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_is_that_of_the_package(site: Path, name: str) -> None:
    schema = json.loads((site / f"data/{name}.schema.json").read_text(encoding="utf-8"))
    assert schema == RESOURCES[name]["schema"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its dependencies' own deprecations
        from frictionless import Schema

        assert Schema.from_descriptor(schema).field_names == columns(name)


def test_the_package_beside_the_pages_is_valid(site: Path) -> None:
    validate(site / "data/datapackage.json")


def validate(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its dependencies' own deprecations
        from frictionless import Package

        report = Package(str(path)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    assert len(report.tasks) == len(NAMES)


# --- The workbook ----------------------------------------------------------------------------


class Book:
    """A workbook as its XML says it, without a library that might mend it in reading."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as handle:
            self.parts = {name: handle.read(name) for name in handle.namelist()}
        links = {
            item.get("Id"): "xl/" + str(item.get("Target"))
            for item in self.xml("xl/_rels/workbook.xml.rels")
        }
        self.sheets = {
            str(sheet.get("name")): links[sheet.get(f"{RELATION}id")]
            for sheet in self.xml("xl/workbook.xml").iter(f"{MAIN}sheet")
        }
        self.texts = [
            "".join(part.text or "" for part in item.iter(f"{MAIN}t"))
            for item in self.xml("xl/sharedStrings.xml").iter(f"{MAIN}si")
        ]

    def xml(self, part: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts[part])

    def sheet(self, name: str) -> ElementTree.Element:
        return self.xml(self.sheets[name])

    def cells(self, name: str) -> dict[str, Any]:
        """The values by cell: text, float or bool."""
        found: dict[str, Any] = {}
        for cell in self.sheet(name).iter(f"{MAIN}c"):
            value = cell.find(f"{MAIN}v")
            assert cell.find(f"{MAIN}f") is None, "a formula"
            if value is None:
                continue
            kind, text = cell.get("t", "n"), value.text or ""
            assert kind in ("s", "n", "b"), kind
            found[str(cell.get("r"))] = (
                self.texts[int(text)]
                if kind == "s"
                else float(text)
                if kind == "n"
                else bool(int(text))
            )
        return found

    def style(self, sheet: str, cell: str) -> tuple[str, bool]:
        """The number format of a cell, and whether it is bold."""
        styles = self.xml("xl/styles.xml")
        place = self.sheet(sheet).find(f".//{MAIN}c[@r='{cell}']")
        assert place is not None
        formats = styles.find(f"{MAIN}cellXfs")
        fonts = styles.find(f"{MAIN}fonts")
        assert formats is not None
        assert fonts is not None
        look = formats[int(place.get("s", "0"))]
        codes = {
            item.get("numFmtId"): str(item.get("formatCode"))
            for item in styles.iter(f"{MAIN}numFmt")
        }
        bold = fonts[int(look.get("fontId", "0"))].find(f"{MAIN}b") is not None
        return codes.get(look.get("numFmtId"), str(look.get("numFmtId"))), bold

    def tables(self, sheet: str) -> list[ElementTree.Element]:
        """The Excel tables of a sheet."""
        part = self.sheets[sheet].replace("worksheets/", "worksheets/_rels/") + ".rels"
        targets = [str(item.get("Target")) for item in self.xml(part)]
        return [self.xml("xl/" + target.removeprefix("../")) for target in targets]


@cache
def book(site: Path) -> Book:
    return Book((site / "data/allied-cooperation.xlsx").read_bytes())


def letter(number: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]


def serial(day: datetime.date) -> float:
    """The number by which Excel knows a day after February 1900."""
    return float((day - datetime.date(1899, 12, 30)).days)


def test_the_workbook_has_a_sheet_a_table_and_no_macro(site: Path) -> None:
    assert list(book(site).sheets) == ["Cover", "Notes", *tables()]
    for part in book(site).parts:
        assert part.endswith((".xml", ".rels")), part
        book(site).xml(part)
        assert b"mergeCell" not in book(site).parts[part]


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_holds_what_the_csv_file_holds(site: Path, name: str) -> None:
    types = {field["name"]: field["type"] for field in RESOURCES[name]["schema"]["fields"]}
    wanted: dict[str, Any] = {
        f"{letter(number)}1": column for number, column in enumerate(columns(name))
    }
    for line, row in enumerate(expected(name), 2):
        for number, (column, value) in enumerate(row.items()):
            if value is not None:
                date = types[column] == "date"
                wanted[f"{letter(number)}{line}"] = (
                    serial(datetime.date.fromisoformat(value)) if date else value
                )
    cells = book(site).cells(name)
    assert cells == wanted
    for cell, value in wanted.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        assert type(cells[cell]) is (float if number else type(value)), cell


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_is_one_named_table_under_a_frozen_bold_header(site: Path, name: str) -> None:
    sheet = book(site).sheet(name)
    pane = sheet.find(f".//{MAIN}pane")
    assert pane is not None
    assert (pane.get("ySplit"), pane.get("xSplit"), pane.get("state")) == ("1", None, "frozen")
    (table,) = book(site).tables(name)
    reach = f"A1:{letter(len(columns(name)) - 1)}{len(expected(name)) + 1}"
    assert (table.get("displayName"), table.get("ref")) == (name, reach)
    assert table.find(f"{MAIN}autoFilter").get("ref") == reach  # type: ignore[union-attr]
    assert [item.get("name") for item in table.iter(f"{MAIN}tableColumn")] == columns(name)
    assert RESOURCES[name]["title"] in ElementTree.tostring(table, encoding="unicode")
    assert len(sheet.findall(f".//{MAIN}cols/{MAIN}col")) > 0
    for number in range(len(columns(name))):
        assert book(site).style(name, f"{letter(number)}1")[1], "the header is not bold"


def test_a_date_looks_like_one_and_a_number_keeps_its_decimals(site: Path) -> None:
    assert book(site).style("nato_members", "B2")[0] == "yyyy-mm-dd"
    assert book(site).style("nato_spending", "C2")[0] == "#,##0.00"
    assert book(site).cells("nato_spending")["C2"] == 1.3465


def test_the_cover_says_what_the_workbook_is(site: Path) -> None:
    cells = book(site).cells("Cover")
    words = " ".join(value for value in cells.values() if isinstance(value, str))
    package = json.loads(PACKAGE.read_text(encoding="utf-8"))
    assert cells["A1"] == package["title"]
    assert serial(STAMP.date()) in cells.values()
    assert EDITION["ALLIED_COMMIT"] in words
    assert "How to cite" in words
    for table in tables().values():
        assert table.licence in words
        assert table.name in words
    inside = [
        str(link.get("location")) for link in book(site).sheet("Cover").iter(f"{MAIN}hyperlink")
    ]
    assert inside == [f"'{name}'!A1" for name in ("Notes", *tables())]


def test_the_notes_explain_every_table_and_every_column(site: Path) -> None:
    cells = book(site).cells("Notes")
    rows = [
        [cells.get(f"{letter(number)}{line}") for number in range(8)]
        for line in range(1, 2 + max(int(re.sub(r"\D", "", cell)) for cell in cells))
    ]
    for name, resource in RESOURCES.items():
        (row,) = [row for row in rows if row[0] == name and row[2] == resource["description"]]
        assert row[1] == resource["title"]
        assert row[3] == resource["edition"]
        assert row[4] == serial(datetime.date.fromisoformat(resource["read"]))
        assert row[5] == resource["licenses"][0]["title"]
        assert row[7] == len(expected(name))
        for field in resource["schema"]["fields"]:
            (row,) = [row for row in rows if row[:2] == [name, field["name"]]]
            assert row[2] == field["description"] + "."
            assert (row[6] or "") == field.get("unit", "")
    names = [table.get("displayName") for table in book(site).tables("Notes")]
    assert names == ["about_tables", "about_columns"]


def test_the_workbook_has_its_properties(site: Path) -> None:
    properties = {
        item.tag.partition("}")[2]: item.text for item in book(site).xml("docProps/core.xml")
    }
    midnight = f"{STAMP:%Y-%m-%d}T00:00:00Z"
    assert (properties["created"], properties["modified"]) == (midnight, midnight)
    for name in ("title", "subject", "creator", "keywords", "description"):
        assert properties[name], name


def made_of(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> dict[str, Any]:
    """The cells of nato_members, were these the values of its first row."""
    values = workbook_module.values

    def altered(table: Any) -> list[dict[str, Any]]:
        rows = values(table)
        return [{**rows[0], **changed}, *rows[1:]] if table.name == "nato_members" else rows

    monkeypatch.setattr(workbook_module, "values", altered)
    return Book(workbook(SAMPLE)).cells("nato_members")


@pytest.mark.parametrize(
    "text", ["=1+1", "https://example.org", "008", "1e5", "{=A1}", " x ", "é\x07"]
)
def test_a_text_stays_a_text(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    assert made_of(monkeypatch, locator=text)["F2"] == text.replace("\x07", "_x0007_")


@pytest.mark.parametrize(
    ("date", "cell"),
    [
        (datetime.date(1900, 3, 1), 61.0),
        (datetime.date(1900, 2, 28), "1900-02-28"),
        (datetime.date(1648, 10, 24), "1648-10-24"),
        (PartialDate(1949), "1949"),
        (PartialDate(1949, 4, 4), "1949-04-04"),
    ],
)
def test_a_date_that_excel_would_falsify_stays_a_text(
    monkeypatch: pytest.MonkeyPatch, date: Any, cell: Any
) -> None:
    assert made_of(monkeypatch, since=date)["B2"] == cell


def test_what_excel_cannot_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="row 2, column 6 of the sheet nato_members"):
        made_of(monkeypatch, locator="x" * 32_768)


def test_only_a_build_of_the_site_waits_for_the_library() -> None:
    code = (
        "import sys, allied_sphinx.workbook as w; print({'xlsxwriter', 'sphinx'} & {*sys.modules})"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "source")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


# --- The zip ---------------------------------------------------------------------------------


def test_the_zip_holds_every_file_dated_and_readable(site: Path) -> None:
    with zipfile.ZipFile(site / "data/allied-cooperation.zip") as handle:
        assert handle.testzip() is None
        assert handle.namelist() == [
            "README.txt",
            "datapackage.json",
            *(f"{name}.csv" for name in tables()),
            "references.bib",
            "SHA256SUMS",
        ]
        for info in handle.infolist():
            assert info.date_time == (STAMP.year, STAMP.month, STAMP.day, 0, 0, 0)
            assert (info.create_system, info.external_attr >> 16) == (3, stat.S_IFREG | 0o644)
        for name in ("datapackage.json", *(f"{name}.csv" for name in tables())):
            assert handle.read(name) == (site / "data" / name).read_bytes()
        assert handle.read("references.bib") == (ROOT / "docs/references.bib").read_bytes()


def test_the_checksums_of_the_zip_are_right_and_complete(site: Path) -> None:
    with zipfile.ZipFile(site / "data/allied-cooperation.zip") as handle:
        lines = handle.read("SHA256SUMS").decode().splitlines()
        sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
        assert set(sums) == {*handle.namelist()} - {"SHA256SUMS"}
        for name, digest in sums.items():
            assert hashlib.sha256(handle.read(name)).hexdigest() == digest


def test_the_unpacked_zip_is_a_valid_package(site: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(site / "data/allied-cooperation.zip") as handle:
        handle.extractall(tmp_path)
    validate(tmp_path / "datapackage.json")


def test_the_readme_says_what_the_zip_is(site: Path) -> None:
    with zipfile.ZipFile(site / "data/allied-cooperation.zip") as handle:
        text = handle.read("README.txt").decode()
        words = " ".join(text.split())
        for name in handle.namelist():
            assert name == "README.txt" or name in words
    assert f"Edition of {STAMP.day} {STAMP:%B %Y}, commit {EDITION['ALLIED_COMMIT']}." in words
    for table in tables().values():
        assert table.licence in words
        assert table.licence_url in words
        assert " ".join(f"{table.title}. {table.description}".split()) in words
    assert all(len(line) <= 78 or line.startswith("https://") for line in text.splitlines())


def test_an_address_is_cited_where_one_is_known() -> None:
    placed = Edition(
        article="A", author="B", date=SAMPLE.date, commit="c", address="https://example.org/"
    )
    assert placed.citation.endswith("commit c. https://example.org/")
    assert SAMPLE.citation.endswith("commit 0123456789ab.")
    assert "https://example.org/" in readme(placed)


def test_a_zip_knows_no_time_before_1980() -> None:
    content = zipped({"a.txt": b"a"}, datetime.date(1970, 1, 1))
    with zipfile.ZipFile(io.BytesIO(content)) as handle:
        assert handle.getinfo("a.txt").date_time == (1980, 1, 1, 0, 0, 0)


def test_a_file_that_holds_the_same_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    assert write_if_changed(path, b"one")
    os.utime(path, (0, 0))
    assert not write_if_changed(path, b"one")
    assert path.stat().st_mtime == 0
    assert write_if_changed(path, b"two")
    assert path.read_bytes() == b"two"
