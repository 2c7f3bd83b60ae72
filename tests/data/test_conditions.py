"""The conditions of data tables: values as the CSV writes them, and none that selects nothing."""

from __future__ import annotations

import datetime

import pytest

from allied.store.bases import Row
from allied.store.conditions import condition, written
from allied.store.dates import PartialDate
from allied.store.quantities import Quantity
from allied.store.rows import Figure, NatoMember, NatoSpending
from allied.store.tables import recording, select, tables

MEMBERS = tables()["nato_members"]


def lines(table: str, row_type: type[Row], text: str) -> int:
    return len(select(table, row_type, condition(tables()[table], text)))


def test_values_are_as_the_csv_writes_them() -> None:
    assert lines("nato_members", NatoMember, "founding=true") == 12
    assert lines("nato_members", NatoMember, "since=1949-04-04") == 12
    assert lines("nato_members", NatoMember, "since = 1952-02-18; founding=false ;") == 2
    assert lines("nato_members", NatoMember, "round=0") == 12
    assert lines("nato_members", NatoMember, "") == 32
    blank, filled = (lines("figures", Figure, f"unit=({word})") for word in ("blank", "filled"))
    assert min(blank, filled) > 100
    assert blank + filled == lines("figures", Figure, "")
    some = select("nato_spending", NatoSpending)[0]
    share = f"{float(some.share_of_gdp):g}"
    assert lines("nato_spending", NatoSpending, f"share_of_gdp={share}") >= 1


def test_the_question_what_there_is_is_not_recorded_as_an_answer() -> None:
    with recording() as record:
        where = condition(MEMBERS, "state=BEL")
    assert record.tables == (), "a value would rest on rows that the page does not show"
    with recording() as record:
        select("nato_members", NatoMember, where)
    assert {len(found) for found in record.lines.values()} == {1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("founding", "a condition reads column=value, not 'founding'; correct it"),
        ("founding=True", "founding is 'True'; write true or false"),
        ("founding=yes", "founding is 'yes'; write true or false"),
        ("since=4 April 1949", "since is '4 April 1949'; write a date such as 1949-04-04"),
        ("since=19490404", "since is '19490404'; write a date such as 1949-04-04"),
        ("round=one", "round is 'one'; write a whole number such as 32"),
        ("state=BLE", "no row has state=BLE; did you mean BEL?"),
        (
            "state=qq",
            "no row has state=qq; the values are BEL, CAN, DNK, FRA, ISL, ITA, LUX, NLD, ...",
        ),
        ("state=(blank)", "no row has state=(blank); the values are BEL, CAN, DNK"),
        ("round=99; state=BEL", "no row has round=99; the values are 0, 1, 2, 3"),
        ("state=BEL; founding=false", "no row has all of 'state=BEL; founding=false'; leave one"),
    ],
)
def test_a_condition_that_selects_nothing_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        condition(MEMBERS, text)
    assert str(caught.value).startswith(message)


def test_values_are_named_as_they_are_written() -> None:
    values = [True, None, PartialDate(1949, 4), datetime.date(1949, 4, 4), Quantity(2.5, "%"), "x"]
    assert [written(value) for value in values] == [
        *("true", "(blank)", "1949-04", "1949-04-04", "2.5", "x")
    ]
    with pytest.raises(ValueError, match="the values are 1949-04-04, 1952-02-18, 1955-05-0"):
        condition(MEMBERS, "since=1900-01-01")


def test_an_unknown_column_is_told_the_nearest_name() -> None:
    with pytest.raises(KeyError) as caught:
        condition(MEMBERS, "sinse=1949-04-04")
    assert caught.value.args == ("nato_members has no column 'sinse'; did you mean 'since'?",)
    with pytest.raises(KeyError) as caught:
        condition(MEMBERS, "qq=1")
    assert "its columns are state, since, round" in caught.value.args[0]
