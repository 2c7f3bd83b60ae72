from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allied.store.dates import PartialDate, as_day, parse_day


@given(st.dates(datetime.date(1000, 1, 1)))
def test_parse_and_print_are_inverse(day: datetime.date) -> None:
    for precision in ("year", "month", "day"):
        date = PartialDate(day.year, day.month, day.day).cut(precision)
        assert PartialDate.parse(date.isoformat()) == date
        assert PartialDate.parse_words(str(date)) == date
        assert date.first_day <= day <= date.last_day
        assert date.precision == precision


@pytest.mark.parametrize("text", ["", "49", "1949-4", "1949-13", "1949-02-30", "1949/04/04", "x"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


def test_a_year_or_month_is_asked_at_its_end() -> None:
    assert as_day(1949) == datetime.date(1949, 12, 31)
    assert as_day("2024-02") == datetime.date(2024, 2, 29)
    assert as_day(datetime.date(2024, 1, 2)) == datetime.date(2024, 1, 2)


@pytest.mark.parametrize(
    "text", ["19490404", "1949-W14-1", "1949-W14", "1949-04", "1949", "1949-4-4", "\u0661949-04-04"]
)
def test_a_day_is_read_in_one_way_only(text: str) -> None:
    assert parse_day("1949-04-04") == datetime.date(1949, 4, 4)
    with pytest.raises(ValueError, match=r"."):
        parse_day(text)


@pytest.mark.parametrize("text", ["\u0661949", "1949-\u06604", "19490404", "1949-W14-1"])
def test_only_ascii_digits_make_a_date(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date like"):
        PartialDate.parse(text)
    with pytest.raises(ValueError, match="is not a date like"):
        PartialDate.parse_words("\u0664 April 1949")
