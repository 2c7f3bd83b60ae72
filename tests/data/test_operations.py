"""Identities of the consultations, operations, battlegroups and exercises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import allied
from allied.store.rows import (
    Battlegroup,
    BattlegroupStrength,
    Consultation,
    ConsultationRequest,
    Exercise,
    KforTotal,
    Operation,
)
from allied.store.tables import select

YEARS = st.integers(1940, 2030)


@pytest.mark.parametrize(
    ("until", "times"),
    [(2002, 0), (2003, 1), (2012, 3), ("2023-07-18", 7), ("2025-09-10", 8), ("2025-09-23", 9)],
)
def test_article_4_as_often_as_nato_counts(until: int | str, times: int) -> None:
    """NATO counted seven in July 2023; the ninth was reported on 23 September 2025."""
    assert len(allied.consultations.listed(4, until=until)) == times


def test_article_5_was_used_once() -> None:
    (row,) = allied.consultations.listed(5)
    assert row.date == allied.event("article-5-invoked").date
    assert [str(state) for state in allied.consultations.attacked(row.id)] == ["United States"]
    assert allied.consultations.who_asked(row.id) == ()


def test_every_consultation_was_asked_for_by_members() -> None:
    for row in select("consultations", Consultation):
        states = allied.consultations.who_asked(row.id) + allied.consultations.attacked(row.id)
        assert bool(allied.consultations.who_asked(row.id)) == (row.article == 4)
        assert bool(states)
        assert set(states) <= set(allied.nato.members(on=row.date.first_day))
    assert len(select("consultation_requests", ConsultationRequest)) == 17


def test_who_asked_most() -> None:
    asked = {
        str(state): len(allied.consultations.asked_by(state)) for state in allied.nato.members()
    }
    assert asked["Türkiye"] == 5
    assert asked["Poland"] == 3
    assert asked["Estonia"] == 2
    assert sum(asked.values()) == 16


def test_an_operation_ends_after_it_begins() -> None:
    for row in select("operations", Operation):
        assert row.until is None or row.since.first_day <= row.until.last_day
        assert row in allied.operations.listed(during=row.since)
        assert all(1 <= number <= 2817 for number in row.resolutions)


@pytest.mark.parametrize(
    ("during", "going_on"),
    [
        ("2011-03-22", False),
        ("2011-03-23", True),
        ("2011-10-31", True),
        ("2011-11-01", False),
        ("2011-10", True),
        (2012, False),
    ],
)
def test_an_operation_goes_on_from_its_first_day_to_its_last(
    during: str | int, going_on: bool
) -> None:
    libya = allied.operation("unified-protector")
    assert (libya in allied.operations.listed(during=during)) == going_on


def test_one_force_hands_over_to_the_next() -> None:
    for before, after in (("ifor", "sfor"), ("sfor", "althea"), ("isaf", "resolute-support")):
        end, start = allied.operation(before).until, allied.operation(after).since
        assert end is not None
        assert abs((start.first_day - end.last_day).days) <= 31


def test_article_5_operations_follow_article_5() -> None:
    (invoked,) = allied.consultations.listed(5)
    rows = allied.operations.listed(article_5=True)
    assert [row.id for row in rows] == ["active-endeavour", "eagle-assist"]
    assert all(row.since.first_day > invoked.date.first_day for row in rows)


@given(YEARS)
def test_operations_of_a_year_are_those_of_its_days(year: int) -> None:
    whole = set(allied.operations.listed(during=year))
    for day in (f"{year}-01-01", f"{year}-12-31"):
        assert set(allied.operations.listed(during=day)) <= whole


def test_kfor_adds_up_to_what_nato_printed() -> None:
    rows = allied.kfor.contributors()
    assert len(rows) == 30
    assert sum(row.troops for row in rows) == 4273
    assert sum(row.deduced for row in rows) == 4
    (total,) = select("kfor_totals", KforTotal, lambda row: row.date == rows[0].date)
    assert (total.troops, total.nations) == (4273, 30)
    assert not total.approximate
    allies = set(allied.nato.members(on="2017-02"))
    assert sum(allied.state(row.state) in allies for row in rows) == 22
    assert {row.state for row in rows if allied.state(row.state) not in allies} == {
        *("ARM", "AUT", "FIN", "IRL", "MDA", "SWE", "CHE", "UKR")
    }


def test_kfor_was_never_larger_than_at_its_start() -> None:
    rows = allied.kfor.strengths()
    assert rows[0].troops == allied.operation("kfor").peak_strength
    assert max(row.troops for row in rows) == rows[0].troops
    assert [row.date.first_day for row in rows] == sorted(row.date.first_day for row in rows)


def test_battlegroups_add_up_to_what_nato_printed() -> None:
    rows = allied.battlegroups.strengths("2022-06-28")
    assert len(rows) == 8
    assert sum(row.troops for row in rows) == 9641
    assert {row.host for row in rows} == {row.host for row in allied.battlegroups.listed("2025-02")}


@pytest.mark.parametrize(("on", "count"), [(2016, 0), (2017, 4), (2022, 8), (2025, 8), (2026, 9)])
def test_battlegroups_by_year(on: int, count: int) -> None:
    assert len(allied.battlegroups.listed(on)) == count


def test_a_battlegroup_has_one_framework_nation_at_a_time() -> None:
    for year in range(2017, 2027):
        hosts = [row.host for row in allied.battlegroups.listed(year)]
        assert len(hosts) == len(set(hosts))
    assert allied.battlegroups.hosted_by("Slovakia", on="2024-06-30").framework_nation == "CZE"
    assert allied.battlegroups.hosted_by("Slovakia", on="2024-07-01").framework_nation == "ESP"


def test_hosts_and_framework_nations_are_members() -> None:
    for row in select("battlegroups", Battlegroup):
        members = allied.nato.members(on=row.since)
        assert {allied.state(row.host), allied.state(row.framework_nation)} <= set(members)
    hosts = {row.host for row in select("battlegroups", Battlegroup)}
    assert {row.host for row in select("battlegroup_strengths", BattlegroupStrength)} <= hosts


def test_exercises_are_of_their_year() -> None:
    for row in select("exercises", Exercise):
        assert row.id.endswith(f"-{row.year}")
        for date in (row.since, row.until):
            assert date is None or date.year == row.year
        assert (row.participants is None) == (row.counted is None)


def test_the_largest_exercises() -> None:
    assert allied.exercise("reforger-1988").participants == 125000
    assert allied.exercise("steadfast-defender-2024").participants == 90000
    since_1990 = [row for row in allied.exercises.listed() if row.year > 1990 and row.participants]
    assert max(since_1990, key=lambda row: row.participants or 0).id == "steadfast-defender-2024"
    steadfast = allied.exercise("steadfast-defender-2024")
    assert steadfast.nations == len(allied.nato.members(on="2024-03-07"))


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (lambda: allied.consultations.listed(6), "no uses of Article 6"),
        (lambda: allied.consultation("nothing"), "no 'nothing'"),
        (lambda: allied.consultations.who_asked("nothing"), "no 'nothing'"),
        (lambda: allied.consultations.asked_by("Atlantis"), "no state is called 'Atlantis'"),
        (lambda: allied.operations.listed(during="last year"), "is not a date"),
        (lambda: allied.operations.listed(led_by="ASEAN"), "no operations led by 'ASEAN'"),
        (lambda: allied.operation("nothing"), "no 'nothing'"),
        (lambda: allied.kfor.contributors(during=2020), "counted: February 2017"),
        (lambda: allied.battlegroups.hosted_by("Finland", on=2025), "Finland hosts no battlegroup"),
        (lambda: allied.battlegroups.hosted_by("France"), "France hosts no battlegroup"),
        (lambda: allied.battlegroups.strengths(2019), "no battlegroup was counted in 2019"),
        (
            lambda: allied.exercises.listed(series="Chess"),
            "no series of exercises is called 'Chess'",
        ),
        (lambda: allied.exercise("nothing"), "no 'nothing'"),
    ],
)
def test_nonsense_is_refused(question: object, message: str) -> None:
    with pytest.raises((LookupError, ValueError), match=message):
        question()  # type: ignore[operator]
