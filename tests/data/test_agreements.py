"""What the rows owe one another: a slip in one of them is told in its own row."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from allied.store.agreements import check_agreements
from allied.store.schema import read_agreements, read_package
from allied.store.tables import DATA, PACKAGE
from allied_check.rules import check_owed


def told(folder: Path) -> list[tuple[str, int, str]]:
    path = folder / "datapackage.json"
    problems = check_agreements(read_package(path), path)
    return [(problem.path.name, problem.line, problem.wrong) for problem in problems]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def test_the_rows_keep_all_of_it() -> None:
    package = read_package(PACKAGE)
    assert list(check_agreements(package, PACKAGE)) == []
    assert sum(len(table.rules) for table in package.values()) >= 20
    assert len(read_agreements(PACKAGE)) >= 100


@pytest.mark.parametrize(
    ("table", "old", "new", "wrong"),
    [
        (
            "nato_members",
            "DEU,1955-05-06,2,",
            "DEU,1955-05-06,3,",
            "round is 3, and by its date, 1955-05-06, it is 2",
        ),
        (
            "nato_members",
            "GRC,1952-02-18,1,false",
            "GRC,1952-02-18,1,true",
            "founding is true and round is 1",
        ),
        (
            "pact_members",
            "rio-1947,MEX,1947-09-02,2004-09-06,founding,withdrawal,",
            "rio-1947,MEX,1947-09-02,2004-09-06,founding,,",
            "until is '2004-09-06' and left is blank",
        ),
        (
            "pact_members",
            "rio-1947,PAN,1947-09-02,,founding,,",
            "rio-1947,PAN,1947-09-02,,founding,withdrawal,",
            "left is 'withdrawal' and until is blank",
        ),
        (
            "pact_members",
            "csto,AZE,1993-09-24",
            "csto,AZE,1991-09-24",
            "since (1991-09-24) is earlier than signed of csto (1992-05-15, pacts.csv:29)",
        ),
        (
            "pact_members",
            "baghdad-pact,IRN,1955-11-03,1979-03-12",
            "baghdad-pact,IRN,1955-11-03,1980-03-12",
            "until (1980-03-12) is later than ended of baghdad-pact (1979-10, pacts.csv:21)",
        ),
        (
            "pact_members",
            "arab-joint-defence,EGY,1989-05-22",
            "arab-joint-defence,EGY,1977-05-22",
            "arab-joint-defence, EGY stands already on line 49, until 1979-03-31",
        ),
        (
            "programme_partners",
            "awacs,DNK,1978-12",
            "awacs,DNK,1977-12",
            "since (1977-12) is earlier than agreed of awacs (1978-12, programmes.csv:2)",
        ),
        (
            "relations",
            "NATO,npg,part of,nato,1966-12-14",
            "NATO,npg,part of,nato,1956-12-14",
            "since (1956-12-14) is earlier than since of npg (1966-12-14, institutions.csv:4)",
        ),
        (
            "ukraine_support",
            "Germany,DEU,28.383,1.895,",
            "Germany,DEU,28.383,1.985,",
            "total is 34.912, and the sum of military, financial, humanitarian is 35.002",
        ),
        (
            "exercises",
            "Strong Resolve,2002,2002-03-01",
            "Strong Resolve,2003,2002-03-01",
            "year is 2003 and since is 2002-03-01",
        ),
        (
            "us_forces_abroad",
            "AUS,1955,1955-06",
            "AUS,1955,1956-06",
            "year is 1955 and counted is 1956-06",
        ),
        (
            "un_sanctions_regimes",
            "1994-05-25,919,sipri-nd-south-africa,false",
            "1994-05-25,919,sipri-nd-south-africa,true",
            "in_force is true and ended is 1994-05-25",
        ),
        (
            "un_sanctions_regimes",
            "1994-05-25,919,",
            "1994-05-25,1319,",
            "ended_by is 1319, which rows of other dates than 1994-05-25 lie between",
        ),
        (
            "pacts",
            "(NORAD),1958-05-12",
            "(NORAD),1958-05-10",
            "date is 1958-05-12, and 1958-05-10 in pacts.csv:23, where it stands too",
        ),
    ],
)
def test_a_slip_is_told_in_its_row(copy: Path, table: str, old: str, new: str, wrong: str) -> None:
    path = copy / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = [(name, at, re.sub(r"\S*/(?=pacts)", "", what)) for name, at, what in told(copy)]
    assert any(what == wrong for _, _, what in found), found
    if table != "pacts":  # that of two tables is told in the first
        assert (path.name, line, wrong) in found


def test_a_battlegroup_has_one_framework_nation_at_a_time(copy: Path) -> None:
    path = copy / "battlegroups.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("SVK,ESP,2024-07-01", "SVK,ESP,2023-07-01"), encoding="utf-8")
    assert [wrong for _, _, wrong in told(copy)] == [
        "SVK stands already on line 10, until 2024-07-01"
    ]


def test_a_cause_is_no_later_than_its_effect(copy: Path) -> None:
    path = copy / "events.csv"
    text = path.read_text(encoding="utf-8")
    old = "ANZUS Treaty signed,San Francisco,,"
    path.write_text(text.replace(old, old[:-1] + "aukus-announced,"), encoding="utf-8")
    ((_, _, wrong),) = told(copy)
    assert wrong.startswith("date (1951-09-01) is earlier than date of aukus-announced (2021-09-15")


def test_what_follows_from_a_broken_table_is_not_told(copy: Path) -> None:
    path = copy / "pacts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1958-05-12", "1958-05-32"))
    assert told(copy) == []


@pytest.mark.parametrize("said", ["events/norad-signed/date", 3, "a = b"])
def test_an_agreement_that_cannot_be_read_is_one_message(copy: Path, said: object) -> None:
    path = copy / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    described["agreements"] = [said]
    path.write_text(json.dumps(described), encoding="utf-8")
    assert [problem.wrong for problem in check_owed(path)] == [f"an agreement is {str(said)!r}"]


@pytest.mark.parametrize(
    "cell", ["events/nothing/date", "event/norad-signed/date", "pacts/norad/x"]
)
def test_an_agreement_on_a_cell_that_is_not_there_is_named(copy: Path, cell: str) -> None:
    path = copy / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    described["agreements"] = [f"{cell} = pacts/norad/signed"]
    path.write_text(json.dumps(described), encoding="utf-8")
    assert [wrong for _, _, wrong in told(copy)] == [
        f"the agreement speaks of {cell}, which does not exist"
    ]
