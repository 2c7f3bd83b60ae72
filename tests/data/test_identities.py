"""Identities across the tables: they fail when a figure or a date is mistyped."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import allied
from allied.questions.spending import GROUPS, MEASURES, SUMMABLE
from allied.store.quantities import Quantity
from allied.store.rows import ROW_TYPES, Figure, NatoMember, Relation
from allied.store.tables import select, tables

DAYS = st.dates(datetime.date(1940, 1, 1), datetime.date(2030, 12, 31))
YEARS = range(2014, 2025)


@pytest.mark.parametrize(
    ("day", "count"),
    [
        ("1949-04-03", 0),
        ("1949-04-04", 12),
        ("1952-02-18", 14),
        ("1955-05-06", 15),
        ("1982-05-30", 16),
        ("1999-03-12", 19),
        ("2004-03-29", 26),
        ("2009-04-01", 28),
        ("2017-06-05", 29),
        ("2020-03-27", 30),
        ("2023-04-04", 31),
        ("2024-03-07", 32),
    ],
)
def test_members_by_date(day: str, count: int) -> None:
    assert len(allied.nato.members(on=day)) == count


def test_rounds_add_up_to_all_members() -> None:
    by_round = [0] * (allied.nato.rounds() + 1)
    for row in select("nato_members", NatoMember):
        by_round[row.round] += 1
        assert row.founding == (row.round == 0)
    assert by_round == [12, 2, 1, 1, 3, 7, 2, 1, 1, 1, 1]
    assert sum(by_round) == len(allied.nato.members())


@given(DAYS, DAYS)
def test_membership_never_shrinks(one: datetime.date, other: datetime.date) -> None:
    early, late = sorted((one, other))
    assert set(allied.nato.members(on=early)) <= set(allied.nato.members(on=late))


@given(DAYS)
def test_a_state_is_a_member_from_its_accession(day: datetime.date) -> None:
    for state in allied.nato.members():
        joined = allied.nato.accession(state) <= day
        assert (state in allied.nato.members(on=day)) == joined


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("measure", SUMMABLE)
@pytest.mark.parametrize("year", YEARS)
def test_members_times_spending_give_the_printed_totals(
    group: str, measure: str, year: int
) -> None:
    """31 rows of two (money) or three (personnel) decimals: at most 0.16 and 0.016 apart."""
    computed = allied.spending.total(group, year, measure)
    printed = allied.spending.printed(group, year, measure)
    digits = 3 if measure == "personnel" else 2
    assert abs(computed - printed) <= 32 * 0.5 * 10**-digits


@pytest.mark.parametrize(
    ("year", "share", "equipment"),
    list(
        zip(
            YEARS,
            (3, 5, 5, 4, 6, 7, 9, 6, 7, 10, 23),
            (8, 9, 10, 12, 13, 17, 17, 22, 24, 26, 29),
            strict=True,
        )
    ),
)
def test_how_many_keep_the_guidelines(year: int, share: int, equipment: int) -> None:
    assert len(allied.spending.at_least(2, "share_of_gdp", year)) == share
    assert len(allied.spending.at_least(20, "equipment_share", year)) == equipment


def test_every_ally_but_iceland_has_every_year() -> None:
    for state in allied.nato.members():
        for year in YEARS:
            if state.name == "Iceland":
                with pytest.raises(LookupError, match="no row for Iceland"):
                    allied.spending.of(state, year)
            else:
                assert allied.spending.of(state, year).estimate == (year >= 2023)


def test_a_quantity_of_the_tables_has_the_unit_of_the_schema() -> None:
    row = allied.spending.of("Poland", 2024)
    for measure in MEASURES:
        value = getattr(row, measure)
        assert isinstance(value, Quantity)
        assert value.unit == tables()["nato_spending"].field(measure).unit


def test_there_are_thirty_relations_of_nato_or_more() -> None:
    assert len(select("relations", Relation)) >= 30


def test_the_treaty_is_signed_before_it_is_in_force() -> None:
    signed, in_force = allied.event("treaty-signed"), allied.event("treaty-in-force")
    assert signed.date.last_day < in_force.date.first_day
    for state in allied.nato.founders():
        assert allied.nato.accession(state) == signed.date.first_day


@pytest.mark.parametrize("name", sorted(ROW_TYPES))
def test_every_row_is_frozen_and_sourced(name: str) -> None:
    rows = select(name, ROW_TYPES[name])
    assert rows
    for row in rows:
        assert row.source
        with pytest.raises(AttributeError):
            row.source = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (lambda: allied.nato.members(on="last year"), "is not a date"),
        (lambda: allied.spending.of("Atlantis", 2024), "no state is called 'Atlantis'"),
        (lambda: allied.spending.of("Poland", 2013), "2014 to 2024, not 2013"),
        (lambda: allied.spending.at_least(2, "courage", 2024), "'courage' is no measure"),
        (lambda: allied.spending.total("EU", 2024, "personnel"), "'EU' is no group"),
        (lambda: allied.spending.total("NATO Total", 2024, "share_of_gdp"), "adds up"),
        (lambda: allied.event("nothing"), "no 'nothing'"),
        (lambda: allied.guideline("nothing"), "no 'nothing'"),
        (lambda: allied.institution("nothing"), "no 'nothing'"),
        (lambda: allied.nato.accession("Russia"), "not a member of NATO"),
    ],
)
def test_nonsense_is_refused(question: object, message: str) -> None:
    with pytest.raises((LookupError, ValueError), match=message):
        question()  # type: ignore[operator]


def test_a_year_is_an_event_and_no_figure() -> None:
    """As a number it would be printed with a comma: 2,035."""
    rows = select("figures", Figure)
    assert [
        row.id
        for row in rows
        if re.match("(?:The )?(?:[Yy]ear|[Dd]ate|[Dd]ay) (?:in|by|from|on|of|until)\\b", row.title)
    ] == []
