"""No row tells of what came after its source was read."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from allied.store.dates import PartialDate
from allied.store.schema import read_package
from allied.store.tables import PACKAGE
from allied_check.bibliography import references
from allied_check.rules import check_days

BIB = """
@misc{one-2020, title = {A}, year = {2020}, urldate = {2026-11-22}}
@misc{two-2020, title = {B}, year = {2020}}
"""


@pytest.mark.parametrize(
    ("table", "values", "wrong"),
    [
        ("figures", {"as_of": PartialDate(2031, 4), "title": "Overrun"}, "as_of (April 2031)"),
        ("figures", {"as_of": PartialDate(2031, 4), "title": "Overrun planned for 2031"}, ""),
        ("figures", {"as_of": PartialDate(2026), "title": "Overrun"}, ""),
        ("figures", {"as_of": PartialDate(2031), "title": "A", "source": "two-2020"}, ""),
        ("events", {"date": PartialDate(2026, 11, 23), "name": "It begins"}, "date (23 November"),
        ("events", {"date": PartialDate(2026, 11, 22), "name": "It begins"}, ""),
        ("nato_members", {"since": datetime.date(2033, 4, 4)}, "since (2033-04-04)"),
        ("economy", {"year": 2027}, "year (2027)"),
        ("passages", {"date_read": datetime.date(2026, 11, 27)}, ""),
        ("events", {"sought": datetime.date(2026, 11, 28)}, ""),
        ("passages", {"date_read": datetime.date(2019, 11, 27)}, "earlier than its source"),
    ],
)
def test_a_day(tmp_path: Path, table: str, values: dict[str, object], wrong: str) -> None:
    path = tmp_path / "references.bib"
    path.write_text(BIB, encoding="utf-8")
    row = {"source": "one-2020", **values}
    found = list(check_days(read_package(PACKAGE)[table], 2, row, references(path)))
    assert [wrong in problem.wrong for problem in found] == ([True] if wrong else [])
