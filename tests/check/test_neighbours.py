"""Weekdays and parts of a year beside a date, and states joined to a list, are as the data say."""

from __future__ import annotations

import pytest

from allied.questions.pacts import parties
from allied.store.dates import PartialDate
from allied_check.neighbours import false_neighbour
from allied_check.page import parse_page
from allied_check.rules import check_surroundings
from conftest import ROOT

DAY = PartialDate(1949, 4, 4)
AUKUS = "Australia, the United Kingdom and the United States"


@pytest.mark.parametrize(
    ("before", "shown", "after", "value", "wrong"),
    [
        ("on Tuesday ", "4 April 1949", "", DAY, "a Monday"),
        ("on Tuesday, ", "4 April 1949", "", DAY.first_day, "a Monday"),
        ("on ", "4 April 1949", ", a Sunday", DAY, "a Monday"),
        ("on ", "4 April 1949", " (Sunday)", DAY, "a Monday"),
        ("on Monday, ", "4 April 1949", ", a Monday", DAY, ""),
        ("on ", "4 April 1949", ", and on Sunday they met", DAY, ""),
        ("on Sunday in ", "June 2010", "", PartialDate(2010, 6), ""),
        ("on Sunday, ", "June 2010", "", PartialDate(2010, 6), "no day"),
        ("in late ", "April 1949", "", DAY, "4 April 1949"),
        ("in early ", "April 1949", "", DAY, ""),
        ("late in ", "1949", "", DAY, "4 April 1949"),
        ("at the end of ", "1949", "", DAY, "4 April 1949"),
        ("in the second half of ", "1949", "", DAY, "4 April 1949"),
        ("in the autumn of\n", "1949", "", DAY, "4 April 1949"),
        ("in the spring of ", "1949", "", DAY, ""),
        ("at the end of ", "1949", "", PartialDate(1949), "and no more"),
        ("in ", "1949", "", DAY, ""),
        ("the end of ", "4 April 1949", "", DAY, ""),
        ("it is ", AUKUS, " and Canada.", "AUKUS", "'Canada'"),
        ("it is ", AUKUS, ", Canada and Japan.", "AUKUS", "'Canada'"),
        ("it is ", AUKUS, ", as well as Japan.", "AUKUS", "'Japan'"),
        ("it is ", AUKUS, ", and Japan too, that agreed.", "AUKUS", "'Japan'"),
        ("its members are Japan, ", AUKUS, ".", "AUKUS", "'Japan'"),
        ("it is ", AUKUS, ", and Japan objected.", "AUKUS", ""),
        ("it is ", AUKUS, " and Canadian ships.", "AUKUS", ""),
        ("in Japan, ", AUKUS, " met.", "AUKUS", ""),
        ("it has ", "32", ", Monday", 32, ""),
    ],
)
def test_a_neighbour(before: str, shown: str, after: str, value: object, wrong: str) -> None:
    value = parties("aukus") if value == "AUKUS" else value
    found = false_neighbour(before, shown, after, value)
    assert (wrong in found) if found else not wrong
    assert bool(found) == bool(wrong)


def test_it_is_told_at_its_line() -> None:
    text = '# A\n\nIt was signed late in\n{fact}`1949 <event("treaty-signed").date>`.\n'
    page = parse_page(text, ROOT / "docs/debates/made-up.md")
    (problem,) = check_surroundings(page)
    assert str(problem) == (
        "docs/debates/made-up.md:4: it says 'late' 1949, and the data say 4 April 1949; "
        "say what the data say, or put it into the question"
    )
