"""Words that compare with a fact say what the data bear out."""

from __future__ import annotations

import pytest

from allied.store.quantities import Quantity
from allied_check.comparatives import false_comparison, false_noun
from allied_check.page import parse_page
from allied_check.rules import check_surroundings
from conftest import ROOT

SHARE = Quantity(2.7127, "%")
EUROS = Quantity(149976, "million euros")


@pytest.mark.parametrize(
    ("before", "shown", "counted", "value", "wrong"),
    [
        # a count is exact
        ("It has more than ", "32", True, 32, "just that"),
        ("It has fewer than the ", "32", True, 32, "just that"),
        ("Nearly ", "thirty-two", True, 32, "just that"),
        ("It has over\n", "32", True, 32, "just that"),
        ("The number is above ", "32", True, 32, "just that"),
        ("It exceeds ", "32", True, 32, "just that"),
        ("It is short of ", "32", True, 32, "just that"),
        ("It has at least ", "32", True, 32, ""),
        ("It has up to ", "32", True, 32, ""),
        ("It has as many as ", "32", True, 32, ""),
        ("It has no more than ", "32", True, 32, ""),
        # a figure is as vague as its source, but not against its own number
        ("It spent more than ", "2.7 %", False, Quantity(2.7, "%"), ""),
        ("It spent more than ", "2.7 %", False, SHARE, ""),
        ("It spent less than ", "2.7 %", False, SHARE, "more than that"),
        ("It spent almost ", "2.7 %", False, SHARE, "more than that"),
        ("It spent at most ", "2.7 %", False, SHARE, "more than that"),
        ("It spent at least ", "2.7 %", False, Quantity(2.68, "%"), "less than that"),
        ("It spent nearly ", "2.7 %", False, Quantity(2.68, "%"), ""),
        ("It lent just under ", "150 billion", False, EUROS, ""),
        ("It lent well over ", "150 billion", False, EUROS, "less than that"),
        ("It rose by more than ", "a third", False, Quantity(33, "%"), "less than that"),
        ("It rose by almost ", "a third", False, Quantity(33, "%"), ""),
        # something else is less than a figure, whatever was rounded of that
        ("It spent less than the ", "2.7 %", False, SHARE, ""),
        # no comparison, or with something that is no number
        ("It has ", "32", True, 32, ""),
        ("The more, then ", "32", True, 32, ""),
        ("It has moreover ", "32", True, 32, ""),
        ("More than ", "Poland", False, "Poland", ""),
        ("More than ", "yes", False, True, ""),
        ("More than ", "31", True, 32, ""),  # told as what it is: not the number of the data
    ],
)
def test_a_comparison(before: str, shown: str, counted: bool, value: object, wrong: str) -> None:
    found = false_comparison(before, shown, "", counted, value)
    assert (wrong in found) if found else not wrong
    assert bool(found) == bool(wrong)


@pytest.mark.parametrize(
    ("after", "counted", "wrong"),
    [
        (" or more members", True, "'or more'"),
        ("-odd members", True, "'odd'"),
        (" plus members", True, "'plus'"),
        (" or more members", False, ""),
        (" members, or more", True, ""),
    ],
)
def test_a_count_is_not_vague(after: str, counted: bool, wrong: str) -> None:
    found = false_comparison("It has ", "32", after, counted, 32)
    assert (wrong in found) if found else not wrong
    assert bool(found) == bool(wrong)


@pytest.mark.parametrize(
    ("expression", "after", "wrong"),
    [
        ("len(nato.members())", " founders", "'founders'"),
        ("len(nato.members(1949))", " founding members", "'founding members'"),
        ("len(nato.members())", " years old", "'years'"),
        ("len(nato.members())", " times the members", "'times the'"),
        ("len(consultations.listed(5))", " times, as before", ""),
        ('figure("x").value', " times the sum", ""),
        ("len(nato.founders())", " founders", ""),
        ('len(pacts.parties("anzus"))', " founders", ""),
        ("len(set(nato.founders()) & set(nato.members()))", " founders", ""),
    ],
)
def test_what_is_counted(expression: str, after: str, wrong: str) -> None:
    found = false_noun(expression, "32", after)
    assert (wrong in found) if found else not wrong
    assert bool(found) == bool(wrong)


def test_it_is_told_at_its_line() -> None:
    text = (
        "# A\n\nNATO has more than\n"
        "{fact}`32 <len(nato.members())>` members, at least {fact}`32 <len(nato.members())>`.\n"
    )
    page = parse_page(text, ROOT / "docs/debates/made-up.md")
    (problem,) = check_surroundings(page)
    assert str(problem) == (
        "docs/debates/made-up.md:4: it says 'more than' 32, and the data say just that; "
        "compare with what is so: the data say 32"
    )
