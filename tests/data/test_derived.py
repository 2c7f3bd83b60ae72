"""Figures that are made of others agree with the same figures made by hand."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import allied
from allied.store.dates import touches

NATO, EU = "north-atlantic-treaty", "eu-mutual-assistance"
DAYS = st.dates(datetime.date(1948, 1, 1), datetime.date(2026, 12, 31))


@pytest.mark.parametrize("measure", ["usd_current", "usd_constant", "personnel"])
def test_the_parts_of_all_allies_are_the_whole(measure: str) -> None:
    allies = [ally for ally in allied.nato.members(on=2024) if ally.code != "ISL"]
    parts = [allied.spending.part(ally, 2024, measure) for ally in allies]
    assert {part.unit for part in parts} == {"%"}
    assert sum(parts) == pytest.approx(100)
    assert allied.spending.part(allies, 2024, measure) == pytest.approx(100)
    america = allied.spending.part("USA", 2024, measure)
    whole = allied.spending.total("NATO Total", 2024, measure)
    others = allied.spending.total("NATO Europe and Canada", 2024, measure)
    assert america == pytest.approx(100 * (whole - others) / whole)


def test_a_change_is_that_of_the_same_members_where_it_is_asked_so() -> None:
    group, years, measure = "NATO Europe and Canada", (2014, 2024), "usd_constant"
    before = sum(
        allied.spending.of(ally, 2014).usd_constant
        for ally in allied.nato.members(on=2024)
        if ally.code not in ("USA", "ISL")
    )
    after = allied.spending.total(group, 2024, measure)
    change = allied.spending.change(group, *years, measure, membership=2024)
    assert change == pytest.approx(100 * (after / before - 1))
    assert allied.spending.change(group, *years, measure) > change
    assert allied.spending.change("Poland", *years, measure).unit == "%"


@given(DAYS)
def test_parties_are_also_those_of_another_pact_or_outside_it(day: datetime.date) -> None:
    both = allied.pacts.parties(EU, day, also=NATO)
    alone = allied.pacts.parties(EU, day, outside=NATO)
    assert set(both) | set(alone) == set(allied.pacts.parties(EU, day))
    assert set(both) == set(allied.pacts.parties(NATO, day, also=EU))
    assert not set(alone) & set(allied.nato.members(on=day))


@given(DAYS)
def test_who_joined_since_a_day_was_no_member_on_the_day_before(day: datetime.date) -> None:
    before = allied.nato.members(on=day - datetime.timedelta(days=1))
    assert set(allied.nato.joined(since=day)) == set(allied.nato.members()) - set(before)


def test_days_lie_between_two_events() -> None:
    days = allied.events.days("treaty-signed", "treaty-in-force")
    assert (days, days.unit) == (142, "days")
    assert datetime.date(1949, 4, 4) + datetime.timedelta(days=142) == datetime.date(1949, 8, 24)


def test_figures_are_set_beside_figures_of_their_unit() -> None:
    part = allied.figures.part(["oda-2024-us", "oda-2024-uk"], "oda-2024")
    assert part == 100 * (63.3 + 18.0) / 212.1
    assert allied.figures.times("oda-2024", ["oda-2024-us", "oda-2024-uk"]) == 212.1 / (63.3 + 18.0)


def test_the_two_sides_are_the_sums_of_their_parts() -> None:
    rows = {who: (product, spent) for who, product, spent in allied.rivals.compared(2024)}
    for number, measure in enumerate(("product", "spending")):
        amounts = {who: pair[number] for who, pair in rows.items()}
        other = amounts.pop("China") + amounts.pop("Russia")
        assert allied.rivals.times(measure, 2024) == sum(amounts.values()) / other
    assert rows["Russia"][0] == allied.states.gdp("Russia", 2024) / 1000
    assert {amount.unit for pair in rows.values() for amount in pair} == {"billion US dollars"}


@pytest.mark.parametrize(
    ("during", "since", "until", "whether"),
    [
        (1999, "1999-12-31", None, True),
        (1999, 2000, None, False),
        ("1999-03", "1998-01-01", "1999-03-01", True),
        ("1999-03", "1998-01-01", "1999-02", False),
        ("1999-03-31", "1999-03", "1999-03", True),
        (1999, 1999, 1999, True),
    ],
)
def test_a_time_touches_another(
    during: int | str, since: int | str, until: int | str | None, whether: bool
) -> None:
    assert touches(during, since, until) == whether


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (lambda: allied.spending.part("Japan", 2024, "usd_constant"), "no row for Japan"),
        (lambda: allied.spending.part("Poland", 2024, "share_of_gdp"), "adds up"),
        (lambda: allied.spending.part("Poland", 2025, "usd_constant", "2025-08"), "POL"),
        (lambda: allied.spending.change("Poland", 2014, 2024, "share_of_gdp"), "adds up"),
        (lambda: allied.events.days("treaty-signed", "lend-lease"), "was not later"),
        (lambda: allied.events.days("treaty-signed", "never"), "no 'never'"),
        (lambda: allied.figures.part("oda-2024-share", "oda-2024"), "cannot be set beside"),
        (lambda: allied.pacts.parties(EU, also="never"), "no 'never'"),
        (lambda: allied.rivals.times("people", 2024), "'people' is not compared"),
        (lambda: allied.rivals.compared(2023), "no 'china-gdp-2023'"),
        (lambda: allied.nato.joined(since="then"), "is not a date"),
    ],
)
def test_nonsense_is_refused(question: object, message: str) -> None:
    with pytest.raises((LookupError, ValueError), match=message):
        question()  # type: ignore[operator]
