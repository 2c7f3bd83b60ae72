"""What the reader of tables says of files as spreadsheets, editors and tired people leave them.

Each file has one thing wrong with it, and each way in which a row can be wrong has its row.
"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allied.store import tables as store
from allied.store.cells import read_cells
from allied.store.problems import DataError
from allied.store.rows import ROW_TYPES, NatoMember
from allied.store.schema import read_package
from allied.store.tables import check_references, read, select
from conftest import FUZZ

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF-level0"
HEADER = "id,kind,code,size,share,open,since,until,source"
GOOD = [
    HEADER,
    "one,big,AB1,5,2.5,true,1949-04-04,,s",
    "two,small,,,,,1949,1950-05,s",
    'three,small,,-3,0,false,1949-04,1949-04-04,"s, t"',
]
WORDS = {"title": "Title", "description": "two capitals and a digit, such as AB1"}


def column(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, **WORDS, **more}


THINGS: dict[str, Any] = {
    "fields": [
        column("id", constraints={"required": True}),
        column("kind", constraints={"enum": ["big", "small"]}),
        column("code", constraints={"pattern": "[A-Z]{2}\\d", "unique": True}),
        column("size", "integer", constraints={"minimum": -3, "maximum": 9}),
        column("share", "number"),
        column("open", "boolean"),
        column("since", rdfType=EDTF),
        column("until", rdfType=EDTF),
        column("source", bibliography=True, constraints={"required": True}),
    ],
    "primaryKey": "id",
    "order": [["since", "until"]],
    "rowType": "Thing",
    "label": "kind",
    "validity": {"since": "since", "until": "until"},
}
PARTS: dict[str, Any] = {
    "fields": [
        column("thing", constraints={"required": True}),
        column("day", "date"),
        column("source", bibliography=True),
    ],
    "primaryKey": ["thing", "day"],
    "rowType": "Part",
    "foreignKeys": [{"fields": "thing", "reference": {"resource": "things", "fields": "id"}}],
}


def resource(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    more = {"edition": "e", "read": "2026-11-22", "licenses": [{"title": "l"}]}
    return {"name": name, "path": f"{name}.csv", **WORDS, **more, "schema": schema}


PACKAGE = {"name": "p", "resources": [resource("things", THINGS), resource("parts", PARTS)]}


def package(
    folder: Path, things: bytes | str | None, parts: str = "thing,day,source\none,,\n"
) -> Path:
    """A folder with two tables; without the first if it is None."""
    path = folder / "datapackage.json"
    path.write_text(json.dumps(PACKAGE, indent=1), encoding="utf-8")
    (folder / "parts.csv").write_text(parts, encoding="utf-8")
    if things is not None:
        data = things if isinstance(things, bytes) else things.encode()
        (folder / "things.csv").write_bytes(data)
    return path


def said(folder: Path, things: bytes | str | None) -> list[tuple[int, str, str]]:
    problems = read(read_package(package(folder, things))["things"])[1]
    assert all(problem.path == folder / "things.csv" for problem in problems)
    return [(problem.line, problem.wrong, problem.remedy) for problem in problems]


def csv(*rows: str) -> str:
    return "\n".join([*GOOD, *rows]) + "\n"


# -- whole files -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        csv().encode(),
        csv().encode("utf-8-sig"),
        csv().replace("\n", "\r\n").encode(),
        csv().replace("\n", "\r\n").encode("utf-8-sig"),
        csv().replace("\n", "\r").encode(),
        csv().rstrip("\n").encode(),
    ],
    ids=["plain", "mark", "CRLF", "mark and CRLF", "CR", "no last line end"],
)
def test_what_editors_do_to_a_good_file_changes_nothing(tmp_path: Path, data: bytes) -> None:
    rows, problems = read(read_package(package(tmp_path, data))["things"])
    assert problems == []
    assert [(line, row["id"], row["size"]) for line, row in rows] == [
        (2, "one", 5),
        (3, "two", None),
        (4, "three", -3),
    ]
    assert rows[2][1]["source"] == "s, t"


ACCENT = csv("four,big,,,,,,,é")
BROKEN: dict[str, tuple[bytes | str | None, int, str, str]] = {
    "missing": (None, 1, "there is no such file", "restore it"),
    "empty": ("", 1, "the file is empty", f"begin with a header: {HEADER}"),
    "blank": ("\n\n", 1, "the file is empty", "begin with a header"),
    "header only": (HEADER + "\n", 1, "a header and no rows", "add one"),
    "Latin-1": (
        ACCENT.encode("latin-1"),
        5,
        "not in UTF-8: the byte 0xe9 stands alone, as 'é' does in Windows-1252",
        "save it as UTF-8",
    ),
    "Windows-1252": (csv("four,big,,,,,,,“").encode("cp1252"), 5, "0x93", "save it as UTF-8"),
    "UTF-16": (csv().encode("utf-16"), 1, "the file is in UTF-16", "save it as UTF-8"),
    "UTF-16 without mark": (csv().encode("utf-16-le"), 1, "a NUL byte", "save the file as UTF-8"),
    "NUL byte": (csv("four,b\0ig,,,,,,,s"), 5, "a NUL byte: it is damaged", "remove the byte"),
    "semicolons": (
        csv().replace(",", ";"),
        1,
        "this file is separated by semicolons, as Excel writes it in some countries",
        "save it as CSV UTF-8 with commas",
    ),
    "quoted semicolons": (
        csv().replace(HEADER, ";".join(f'"{name}"' for name in HEADER.split(","))),
        1,
        "separated by semicolons",
        "with commas",
    ),
    "tabs": (csv().replace(",", "\t"), 1, "this file is separated by tabs", "with commas"),
    "instruction to Excel": ("sep=;\n" + csv(), 1, "an instruction to Excel", "without that line"),
    "conflict": (
        csv("<<<<<<< HEAD", "four,big,,,,,,,s", "=======", "four,small,,,,,,,s", ">>>>>>> theirs"),
        5,
        "a conflict of two versions is left here (<<<<<<<)",
        "keep one of the two",
    ),
    "rest of a conflict": (csv("=======", "four,big,,,,,,,s"), 5, "a conflict", "keep one"),
    "quote that is never closed": (
        csv('four,big,,,,,,,"s', "five,big,,,,,,,s", "six,big,,,,,,,s"),
        5,
        'a quote (") in this row is not closed',
        "close it before the comma",
    ),
    "quote that the next one closes": (
        csv('four,big,,,,,,,"s', 'five,big,,,,,,,"s, t"', "six,big,,,,,,,s"),
        5,
        'a quote (") in this row is not closed',
        "close it",
    ),
    "column missing": (
        csv().replace(",until", ""),
        1,
        "the header has no column 'until'",
        "restore 'until' in the header and in each row",
    ),
    "header cut": (
        csv().replace("open,since,until,source", ""),
        1,
        "no column 'open' and 'since' and 'until' and 'source', but has ''",
        "restore 'open'",
    ),
    "column misspelt": (
        csv().replace("since", "sinse"),
        1,
        "the header has no column 'since', but has 'sinse'",
        "rename 'sinse' to 'since'",
    ),
    "column in capitals": (
        csv().replace("since,", " Since,"),
        1,
        "the header has no column 'since', but has ' Since'",
        "rename ' Since' to 'since'",
    ),
    "column all in capitals": (
        csv().replace("since", "SINCE"),
        1,
        "the header has no column 'since', but has 'SINCE'",
        "rename 'SINCE' to 'since'",
    ),
    "one name like two": (
        csv().replace("size", "sinze").replace("since,", ""),
        1,
        "the header has no column 'size' and 'since', but has 'sinze'",
        "rename 'sinze' to 'size' and restore 'since' in the header",
    ),
    "conflict in a file of an old Macintosh": (
        csv("<<<<<<< HEAD").replace("\n", "\r"),
        5,
        "a conflict of two versions",
        "keep one",
    ),
    "two misspelt": (
        csv().replace("since,until", "sinse,untill"),
        1,
        "no column 'since' and 'until', but has 'sinse' and 'untill'",
        "rename 'sinse' to 'since' and rename 'untill' to 'until'",
    ),
    "column twice": (
        csv().replace("share,open", "share,open,open"),
        1,
        "the header names 'open' twice",
        "remove one",
    ),
    "no header": (
        csv().replace(HEADER + "\n", ""),
        1,
        "the file does not begin with its header",
        "put this",
    ),
    "a folder": (None, 1, "it cannot be read", "let it be read, as a file"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_one_message_at_its_cause(tmp_path: Path, name: str) -> None:
    data, line, wrong, remedy = BROKEN[name]
    if name == "a folder":
        (tmp_path / "things.csv").mkdir()
    (found,) = said(tmp_path, data)
    assert found[0] == line
    assert wrong in found[1]
    assert remedy in found[2]
    known = read_package(tmp_path / "datapackage.json")
    assert list(check_references(known)) == [], "what only follows from it is named too"


# -- rows --------------------------------------------------------------------------------

ROWS = {
    "four,big,,12,,,,,s": "size is '12', above the most that can be (9)",
    "four,big,,-4,,,,,s": "size is '-4', below the least that can be (-3)",
    "four,huge,,,,,,,s": "kind is 'huge', which is not one of the allowed values",
    "four,,AB12,,,,,,s": "code is 'AB12', which has the wrong form",
    "four,,xAB1,,,,,,s": "code is 'xAB1', which has the wrong form",
    ",big,,,,,,,s": "id is blank",
    "four,big,,,,,,,": "the row has no source",
    "four, big,,,,,,,s": "kind ' big' begins or ends with a space",
    "four,big ,,,,,,,s": "kind 'big ' begins or ends with a space",
    "four,big,,,1\u00a0200,,,,s": "share '1\\xa0200' holds a no-break space",
    "fo\u202fur,big,,,,,,,s": "id 'fo\\u202fur' holds a no-break space",
    "four,big,,2.5,,,,,s": "size is '2.5'",
    "four,big,,\u0661,,,,,s": "size is '\u0661'",
    "four,big,,1_0,,,,,s": "size is '1_0'",
    'four,big,,,"2,5",,,,s': "share is '2,5'",
    "four,big,,,nan,,,,s": "share is 'nan'",
    "four,big,,," + "9" * 400 + ",,,,s": "share is '999",
    "four,big,,,,TRUE,,,s": "open is 'TRUE'",
    "four,big,,,,1,,,s": "open is '1'",
    "four,big,,,,,4 April 1949,,s": "since is '4 April 1949'",
    "four,big,,,,,1949-13,,s": "since is '1949-13'",
    "four,big,,,,,1949-05,1949-04,s": "since (May 1949) is later than until (April 1949)",
    "four,big,,,,,1949-05-01,1949-04,s": "since (1 May 1949) is later than until (April 1949)",
    "one,big,,,,,,,s": "a second row for one (the first is on line 2)",
    "four,big,AB1,,,,,,s": "a second row for AB1 (the first is on line 2)",
    "four,big,,,,,,s": "8 values under 9 columns",
    "four,big,,,,,,,s,": "10 values under 9 columns",
    ",,,,,,,,": "the row is blank",
    "": "the row is blank",
}


@pytest.mark.parametrize("row", ROWS)
def test_each_way_in_which_a_row_can_be_wrong_is_said(tmp_path: Path, row: str) -> None:
    found = said(tmp_path, csv(row, "last,big,,,,,,,s"))
    assert {line for line, _, _ in found} == {5}
    assert found[0][1].startswith(ROWS[row])
    assert found[0][2]
    assert len(found) == 1


@pytest.mark.parametrize(
    "day",
    [
        "19490404",
        "1949-W14-1",
        "1949-W14",
        "1949-04",
        "1949",
        "1949-4-4",
        "\u0661949-04-04",
        "04/04/1949",
    ],
)
def test_a_day_is_written_in_one_way(tmp_path: Path, day: str) -> None:
    path = package(tmp_path, csv(), f"thing,day,source\none,{day},\ntwo,1949-04-04,\nthree,,\n")
    problems = read(read_package(path)["parts"])[1]
    assert [(p.line, p.wrong) for p in problems] == [(2, f"day is {day!r}")]


@pytest.mark.parametrize("day", ["1949-04-31", "1949-02-29", "1949-13-01"])
def test_a_day_that_no_calendar_has_is_named(tmp_path: Path, day: str) -> None:
    path = package(tmp_path, csv(), f"thing,day,source\none,{day},\ntwo,1949-04-04,\nthree,,\n")
    problems = read(read_package(path)["parts"])[1]
    assert [(p.line, p.wrong) for p in problems] == [(2, f"day is {day!r}, which no calendar has")]


@pytest.mark.parametrize("number", ["1,234", "1.234,5", "1 234", "32 %", "NaN", "1e999"])
def test_a_number_is_written_in_one_way(tmp_path: Path, number: str) -> None:
    found = said(tmp_path, csv(f'four,,,,"{number}",,,,s'))
    assert [(line, wrong) for line, wrong, _ in found] == [(5, f"share is {number!r}")]
    assert "a point before decimals, and no more" in found[0][2]


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\x07", "\x1b", "\u2028", "\ufeff"])
def test_a_cell_shows_all_that_it_holds(tmp_path: Path, sign: str) -> None:
    found = said(tmp_path, csv(f"fo{sign}ur,,,,,,,,s"))
    wrong = f"an invisible character (U+{ord(sign):04X}) stands in id"
    assert [(line, wrong) for line, wrong, _ in found] == [(5, wrong)]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("N\u043erth", "the word 'N\u043erth', which mixes letters of two alphabets"),
        ("the East (\u6771\u65b9)", "the letters '\u6771\u65b9', which no font of the book has"),
        ("\u00c9lys\u00e9e, \u0414\u043e\u043c, \u039a\u03cd\u03c0\u03c1\u03bf\u03c2 \u20ac", ""),
    ],
)
def test_the_letters_of_a_cell_can_be_printed_and_told_apart(
    tmp_path: Path, words: str, wrong: str
) -> None:
    found = said(tmp_path, csv(f"four,{words},,,,,,,s"))
    held = [told for _, told, _ in found if "holds" in told]
    assert [told.partition(" holds ")[2] for told in held] == ([wrong] if wrong else [])


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\uff1d1", '"=HYPERLINK(""x"",""y"")"']
)
def test_no_cell_is_a_formula(tmp_path: Path, cell: str) -> None:
    found = said(tmp_path, csv(f"{cell},,,-3,-2.5,,,,s"))
    assert len(found) == 1
    assert found[0][1].endswith("which a spreadsheet takes for a formula")


@pytest.mark.parametrize(("signs", "wrong"), [(2_000, []), (2_001, ["id holds 2,001 characters"])])
def test_a_cell_is_not_endless(tmp_path: Path, signs: int, wrong: list[str]) -> None:
    assert [it for _, it, _ in said(tmp_path, csv(f"{'x' * signs},,,,,,,,s"))] == wrong


def test_no_value_may_precede_what_it_may_equal(tmp_path: Path) -> None:
    """A year may hold both ends: it is not later than a month within it."""
    assert said(tmp_path, csv("four,,,,,,1949,1949-04,s", "five,,,,,,1949-04,1949,s")) == []


def test_a_column_that_the_schema_does_not_name_hides_nothing_else(tmp_path: Path) -> None:
    text = "\n".join(row + (",x" if n else ",colour") for n, row in enumerate(GOOD))
    found = said(tmp_path, text.replace("2.5", "two"))
    assert [(line, wrong) for line, wrong, _ in found] == [
        (1, "the schema names no column 'colour'"),
        (2, "share is 'two'"),
    ]


def test_what_most_rows_have_wrong_is_said_once(tmp_path: Path) -> None:
    rows = [f"n{n},big,,,,TRUE,,,s" for n in range(9)]
    assert [(line, wrong) for line, wrong, _ in said(tmp_path, csv(*rows))] == [
        (5, "open is 'TRUE', and so on lines 6-13")
    ]
    few = [row.replace("TRUE", "true") for row in rows]
    few[0] = few[0].replace("true", "TRUE")
    few[4] = few[4].replace("true", "FALSE")
    (tmp_path / "few").mkdir()
    assert [line for line, _, _ in said(tmp_path / "few", csv(*few))] == [5, 9]


def test_problems_stand_in_the_order_of_the_lines_also_below_a_value_of_two_lines(
    tmp_path: Path,
) -> None:
    rows = [
        'four,big,,,,,,,"two\nlines"',
        "five,big,,,x,,,,s",
        "six,big,,x,,,,,s",
        "7,big,,,x,,,,s",
    ]
    assert [line for line, _, _ in said(tmp_path, csv(*rows))] == [7, 8, 9]


def test_a_value_that_points_at_no_row_is_named(tmp_path: Path) -> None:
    known = read_package(package(tmp_path, csv(), "thing,day,source\none,,\nnone,,\n"))
    assert [(p.line, p.wrong) for p in check_references(known)] == [
        (3, "thing 'none' is not in things.csv")
    ]


def test_a_broken_row_in_the_target_holds_back_what_may_follow(tmp_path: Path) -> None:
    known = read_package(
        package(tmp_path, csv("fo ur,BIG,,,,,,,s"), "thing,day,source\none,,\nfour,,\n")
    )
    assert len(read(known["things"])[1]) == 1
    assert list(check_references(known)) == []


# -- questions ---------------------------------------------------------------------------


@pytest.fixture
def empty_caches() -> Any:
    caches = (store.tables, store._rows)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.usefixtures("empty_caches")
def test_a_question_to_a_broken_table_names_its_problems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PACKAGE", package(tmp_path, csv("four,huge,,,,,,,s")))
    with pytest.raises(DataError) as caught:
        select("things", NatoMember)
    assert [problem.line for problem in caught.value.problems] == [5]


@pytest.mark.usefixtures("empty_caches")
def test_a_schema_that_rows_py_does_not_know_is_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PACKAGE", package(tmp_path, csv()))
    monkeypatch.setitem(ROW_TYPES, "things", NatoMember)
    with pytest.raises(DataError, match=r"differ on the column things\.code; run `make fix`"):
        select("things", NatoMember)


@pytest.mark.usefixtures("empty_caches")
def test_tables_that_cannot_be_described_are_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PACKAGE", tmp_path / "datapackage.json")
    with pytest.raises(DataError, match=r"datapackage\.json:1: there is no such file; restore it"):
        store.tables()


@pytest.mark.parametrize(
    ("days", "lines"),
    [
        (("1949", "1949-04", "1949-04-04", "1949-04-04", "1950-01"), []),
        (("1949-04", "1949", "1950"), [2]),
        (("1950", "1949", "1949-05", "1951", "1952", "1950-12"), [2, 7]),
        (("1949", "2949", "1950", "", "1951", "1952"), [3]),
        (("1950", "1951", "", "1949"), [5]),
    ],
)
def test_rows_stand_in_the_order_that_the_schema_names(
    tmp_path: Path, days: tuple[str, ...], lines: list[int]
) -> None:
    path = package(tmp_path, csv())
    described = json.loads(path.read_text(encoding="utf-8"))
    schema = described["resources"][1]["schema"]
    schema["sortedBy"] = "day"
    schema["fields"][1]["rdfType"] = EDTF
    path.write_text(json.dumps(described), encoding="utf-8")
    text = "thing,day,source\n" + "".join(f"one,{day},{n}\n" for n, day in enumerate(days))
    (tmp_path / "parts.csv").write_text(text, encoding="utf-8")
    problems = [it for it in read(read_package(path)["parts"])[1] if "second row" not in it.wrong]
    assert [problem.line for problem in problems] == lines
    if lines:
        assert "is out of order" in problems[-1].wrong
        assert problems[-1].remedy.endswith("the rows are in the order of day")


@pytest.mark.parametrize(
    ("days", "where"),
    [
        (("1949", "1950", "1955", "1960", "1951"), "below line 3,"),
        (("1949", "1950", "1955", "1948"), "to the top,"),
    ],
)
def test_a_row_out_of_order_is_told_where_it_belongs(
    tmp_path: Path, days: tuple[str, ...], where: str
) -> None:
    path = package(tmp_path, csv())
    described = json.loads(path.read_text(encoding="utf-8"))
    described["resources"][1]["schema"]["sortedBy"] = "day"
    path.write_text(json.dumps(described), encoding="utf-8")
    text = "thing,day,source\n" + "".join(f"one,{day}-01-01,{n}\n" for n, day in enumerate(days))
    (tmp_path / "parts.csv").write_text(text, encoding="utf-8")
    problems = [it for it in read(read_package(path)["parts"])[1] if "second row" not in it.wrong]
    assert [problem.remedy.startswith(f"move it {where}") for problem in problems] == [True]


# -- the description -----------------------------------------------------------------------


def described(folder: Path, text: str) -> list[tuple[int, str]]:
    path = folder / "datapackage.json"
    path.write_text(text, encoding="utf-8")
    try:
        read_package(path)
    except DataError as error:
        return [(problem.line, problem.wrong) for problem in error.problems if problem.remedy]
    return []


def test_a_description_that_is_no_json_is_one_message(tmp_path: Path) -> None:
    text = json.dumps(PACKAGE, indent=1)
    (found,) = described(tmp_path, text.replace('"parts.csv",', '"parts.csv"'))
    line = text.split('"parts.csv"')[0].count("\n") + 1
    assert found == (line + 1, "the file is not JSON from column 4 on: Expecting ',' delimiter")
    (found,) = described(tmp_path, f"<<<<<<< HEAD\n{text}\n=======\n{text}\n>>>>>>> x\n")
    assert found[0] == 1
    assert "conflict" in found[1]
    assert "nested too deeply" in described(tmp_path, "[" * 100_000)[0][1]


def changed(*path: str | int, to: Any = ...) -> str:
    """The description with one value removed, or replaced."""
    new = deepcopy(PACKAGE)
    *way, last = path
    place: Any = new
    for step in way:
        place = place[step]
    if to is ...:
        del place[last]
    else:
        place[last] = to
    return json.dumps(new, indent=1)


T, F = ("resources", 1), ("resources", 1, "schema", "fields", 1)
LACKS = [
    (changed("resources"), "it has no 'resources'"),
    (changed("resources", to={}), "a list is missing"),
    (changed(*T, to=3), "a table is not an object {...}"),
    (changed(*T, "name"), "a table has no 'name'"),
    (changed(*T, "title"), "the table 'parts' has no 'title'"),
    (changed(*T, "title", to=3), "'title' of the table 'parts' is not a text"),
    (changed(*T, "licenses", to=[]), "the table 'parts' has no licence"),
    (changed(*T, "schema"), "the table 'parts' has no 'schema'"),
    (changed(*T, "schema", "primaryKey"), "the table 'parts' has no 'primaryKey'"),
    (changed(*T, "schema", "primaryKey", to="x"), "the table 'parts' speaks of parts.x"),
    (changed(*T, "schema", "order", to=[["day"]]), "'order' of the table 'parts'"),
    (changed(*T, "name", to="things"), "two tables have the name 'things'"),
    (changed(*F, "name"), "a column of 'parts' has no 'name'"),
    (changed(*F, "description"), "the column parts.day has no 'description'"),
    (changed(*F, "type", to="datum"), "the column parts.day has the type 'datum'"),
    (changed(*F, "constraints", to=[]), "'constraints' of the column parts.day"),
    (changed(*F, "constraints", to={"minimum": 1}), "the minimum of the column parts.day"),
    (changed(*F, "constraints", to={"enum": [1]}), "'enum' of the column parts.day"),
    (changed(*F, "digits", to="x"), "'digits' of the column parts.day"),
    (
        changed(*T, "schema", "order", to=[["day", "thing"]]),
        "the order of 'parts' names 'day' and 'thing'",
    ),
    (changed(*F, "constraints", to={"pattern": "("}), "the pattern of the column parts.day"),
    *(
        (
            changed(*F, "constraints", to={"pattern": pattern}),
            "the pattern of the column parts.day could be tried without end",
        )
        for pattern in (
            "(.+)+!",
            ".*.*.*!",
            "(a|a)*",
            "((a)*)*",
            "(-[a-z-]+)+",
            "(?=a+)",
            "(a){500}",
        )
    ),
    (changed(*T, "path", to="/etc/hostname"), "the table 'parts' has the path '/etc/hostname'"),
    (changed(*T, "path", to="../parts.csv"), "the table 'parts' has the path '../parts.csv'"),
    (changed(*T, "name", to="../parts"), "the table '../parts' has a name that is none"),
    (
        changed(*T, "licenses", 0, "path", to="javascript:alert(1)"),
        "the licence of the table 'parts' leads to 'javascript:alert(1)'",
    ),
    (
        changed(*T, "schema", "foreignKeys", 0, "reference", "resource", to="x"),
        "the table 'parts' speaks of x.id",
    ),
    (changed(*T, "schema", "rowType"), "the table 'parts' has no 'rowType'"),
    (changed(*T, "schema", "rowType", to="part"), "'rowType' of 'parts' is 'part'"),
    (changed(*T, "schema", "rowType", to="Thing"), "more than one table has the 'rowType'"),
    (changed(*T, "schema", "label", to="x"), "the table 'parts' speaks of parts.x"),
    (changed(*F, "unitField", to="x"), "the table 'parts' speaks of parts.x"),
    (changed(*T, "schema", "sortedBy", to="x"), "the table 'parts' speaks of parts.x"),
    (
        changed(*T, "schema", "sortedBy", to="thing"),
        "the sorting or validity of 'parts' names 'thing', which is no date",
    ),
    (changed(*T, "schema", "validity", to=3), "'validity' of 'parts' is not an object"),
    (changed(*T, "schema", "validity", to={}), "'validity' of 'parts' has no 'since'"),
    (
        changed(*T, "schema", "validity", to={"since": "thing"}),
        "the sorting or validity of 'parts' names 'thing', which is no date",
    ),
    (
        changed(*T, "schema", "validity", to={"since": "day", "end": "never"}),
        "'end' of 'validity' of 'parts' is 'never'",
    ),
    (
        changed(*T, "schema", "validity", to={"since": "day", "undated": "maybe"}),
        "'undated' of 'validity' of 'parts' is 'maybe'",
    ),
    (changed(*T, "schema", "foreignKeys", 0, "fields"), "a foreign key of 'parts' has no 'fields'"),
    (changed(*T, "schema", "rules", to={}), "a list is missing"),
    *(
        (changed(*T, "schema", "rules", to=[rule]), wrong)
        for rule, wrong in (
            (["together"], "a rule of 'parts' is not an object"),
            ({"apart": ["thing", "day"]}, "a rule of 'parts' is 'apart'"),
            ({"together": ["day"]}, "'together', a rule of 'parts', names 1 columns"),
            ({"together": "day"}, "'together', a rule of 'parts', is not a list of texts"),
            ({"together": ["day", "x"]}, "'together', a rule of 'parts', names a column 'x'"),
            ({"sum of": ["day", "thing"]}, "'sum of', a rule of 'parts', names 'day', which is no"),
            ({"alone": ["thing"]}, "'alone', a rule of 'parts', needs a 'validity'"),
            (
                {"not before": ["day", "day", "id"]},
                "'not before', a rule of 'parts', goes by 'day', which is no foreign key",
            ),
            (
                {"not before": ["day", "thing", "id"]},
                "'not before', a rule of 'parts', names things.id, which is no date",
            ),
        )
    ),
]


@pytest.mark.parametrize(("text", "wrong"), LACKS)
def test_what_the_description_lacks_is_one_message(tmp_path: Path, text: str, wrong: str) -> None:
    ((line, found),) = described(tmp_path, text)
    assert found.startswith(wrong)
    named = text.split("\n")[line - 1]
    assert (
        line == 1 or '"parts"' in named or '"day"' in named or '"thing' in named or "../" in named
    )


def places(value: Any, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, inner in items:
        found.append((*way, key))
        if isinstance(inner, dict | list):
            found += places(inner, (*way, key))
    return found


@settings(deadline=None, max_examples=300 * FUZZ)
@given(
    st.sampled_from(places(PACKAGE)),
    st.sampled_from([..., None, 3, "x", [], {}, [[]], [{}], True, "(", -1.5]),
)
def test_no_change_of_the_description_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, way: tuple[str | int, ...], value: Any
) -> None:
    folder = tmp_path_factory.mktemp("p")
    package(folder, csv())
    if len(described(folder, changed(*way, to=value))) == 0:
        known = read_package(folder / "datapackage.json")
        for table in known.values():
            for problem in read(table)[1]:
                assert str(problem)
        assert all(map(str, check_references(known)))


@settings(deadline=None, max_examples=300 * FUZZ)
@given(
    st.one_of(st.binary(), st.text().map(str.encode), st.text('one,\n"big;AB1\r ').map(str.encode))
)
def test_no_bytes_end_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("p")
    last = data.count(b"\n") + data.count(b"\r") + 1
    assert all(1 <= line <= last for line, _, _ in said(folder, data)) or not data
    begun = csv().encode() + data
    said(tmp_path_factory.mktemp("q"), begun)


def test_a_table_in_which_nothing_is_wrong_is_read_the_same_by_columns_and_by_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by_columns = {name: store.read.__wrapped__(table) for name, table in store.tables().items()}
    asked: list[str] = []
    monkeypatch.setattr(store, "_sound_rows", lambda table, *_: asked.append(table.name))
    for name, table in store.tables().items():
        assert store.read.__wrapped__(table) == by_columns[name]
    assert asked == list(by_columns)


@pytest.mark.parametrize("change", ["repeat", "order", "blank", "cell", "length", "header"])
def test_a_table_in_which_something_is_wrong_is_read_by_rows(change: str) -> None:
    table = store.tables()["nato_members"]
    header = [column.name for column in table.fields]
    _, records = read_cells(table.path, header)
    assert store._sound_rows(table, header, records)
    broken = [(line, list(cells)) for line, cells in records]
    match change:
        case "repeat":
            broken.append((99, broken[0][1]))
        case "blank":
            broken.append((99, [""] * len(header)))
        case "cell":
            broken[3][1][header.index("since")] = "long ago"
        case "length":
            broken[3][1].append("more")
        case "header":
            header = [*header, "more"]
            broken = [(line, [*cells, ""]) for line, cells in broken]
        case "order":
            table = replace(table, sorted_by="since")
            broken.reverse()
    assert store._sound_rows(table, header, broken) is None
