"""Identities of the pacts and their parties: they fail when a date or a party is mistyped."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import allied
from allied.store.dates import as_day
from allied.store.rows import Pact, PactMember
from allied.store.tables import select

DAYS = st.dates(datetime.date(1940, 1, 1), datetime.date(2030, 12, 31))
PACTS = select("pacts", Pact)
SPELLS = select("pact_members", PactMember)
NO_SPELLS = {"north-atlantic-treaty", "declaration-by-united-nations"}
SOME = st.sampled_from(
    [allied.state(code) for code in ("AUS", "CHN", "DEU", "EGY", "FIN", "FRA", "GBR", "USA")]
)


@pytest.mark.parametrize(
    ("id", "counts"),
    [
        ("seato", {1953: 0, 1954: 8, 1972: 7, 1974: 6, 1976: 6, 1977: 0}),
        ("anzus", {1950: 0, 1951: 3, 1985: 3, 1986: 2, 2025: 2}),
        ("fpda", {1970: 0, 1971: 5, 2025: 5}),
        ("jef", {2013: 0, 2014: 7, 2016: 7, 2017: 9, 2021: 10, 2025: 10}),
        ("brussels-treaty", {1947: 0, 1948: 5, 1954: 7, 1990: 9, 1995: 10, 2010: 10, 2011: 0}),
        ("warsaw-pact", {1954: 0, 1955: 8, 1967: 8, 1968: 7, 1989: 7, 1990: 6, 1991: 0}),
        ("rio-1947", {1947: 19, 1948: 20, 1949: 21, 1962: 20, 1967: 21, 1982: 22, 2003: 22,
                      2004: 21, 2014: 19, 2015: 18, 2016: 17, 2025: 17}),
        ("csto", {1992: 6, 1993: 9, 1998: 9, 1999: 6, 2005: 6, 2006: 7, 2011: 7, 2012: 6}),
        ("baghdad-pact", {1955: 5, 1958: 5, 1959: 4, 1978: 4, 1979: 0}),
        ("eu-mutual-assistance", {2009: 27, 2013: 28, 2019: 28, 2020: 27, 2025: 27}),
        ("arab-joint-defence", {1950: 5, 1952: 7, 1971: 18, 1978: 20, 1979: 19, 1989: 20,
                                1990: 19, 1993: 20, 2011: 19, 2023: 20}),
        ("essi", {2021: 0, 2022: 15, 2023: 19, 2024: 21}),
        ("ukusa", {1945: 0, 1946: 2, 1948: 3, 1956: 5, 2025: 5}),
        ("guam", {1997: 4, 1999: 5, 2005: 4}),
        ("occar-convention", {1998: 4, 2003: 5, 2005: 6}),
        ("gcc-joint-defence", {2000: 6}),
        ("nordefco", {2009: 5}),
        ("quad", {2004: 4}),
        ("north-atlantic-treaty", {1949: 12, 2024: 32}),
    ],
)  # fmt: skip
def test_parties_at_the_end_of_a_year(id: str, counts: dict[int, int]) -> None:
    assert {year: len(allied.pacts.parties(id, on=year)) for year in counts} == counts


@pytest.mark.parametrize(
    ("id", "ever"),
    [("seato", 8), ("anzus", 3), ("fpda", 5), ("jef", 10), ("brussels-treaty", 10),
     ("warsaw-pact", 8), ("rio-1947", 23), ("csto", 9), ("eu-mutual-assistance", 28),
     ("arab-joint-defence", 21), ("essi", 21), ("baghdad-pact", 5), ("north-atlantic-treaty", 32)],
)  # fmt: skip
def test_parties_ever(id: str, ever: int) -> None:
    assert len(allied.pacts.parties(id)) == ever


def test_there_are_enough_pacts_and_none_is_without_parties() -> None:
    assert len(PACTS) >= 35
    assert {row.pact for row in SPELLS} == {row.id for row in PACTS} - NO_SPELLS
    bilateral = {"us-philippines-treaty", "us-korea-treaty", "us-taiwan-treaty", "norad"}
    for id in bilateral:
        assert len(allied.pacts.parties(id)) == 2


@pytest.mark.parametrize("row", PACTS, ids=lambda row: row.id)
def test_a_pact_is_signed_then_in_force_then_ended(row: Pact) -> None:
    dates = [date for date in (row.signed, row.in_force, row.ended) if date is not None]
    assert [as_day(date) for date in dates] == sorted(as_day(date) for date in dates)
    assert not (row.unconfirmed and row.in_force)
    assert not row.unconfirmed or row.signed.year >= 2020


@pytest.mark.parametrize("row", SPELLS, ids=lambda row: f"{row.pact}-{row.state}-{row.line}")
def test_no_party_before_a_pact_is_signed_or_after_it_ends(row: PactMember) -> None:
    pact = allied.pact(row.pact)
    assert as_day(row.since) >= as_day(pact.signed)
    assert (row.until is None) == (row.left is None)
    last = row.until or row.since
    assert pact.ended is None or as_day(last) <= as_day(pact.ended)
    assert row.until is None or as_day(row.since) < as_day(row.until)
    if row.how == "founding" and row.pact != "arab-joint-defence" and row.state != "NIC":
        assert row.since == pact.signed


def test_spells_of_a_state_in_a_pact_do_not_overlap() -> None:
    for one in SPELLS:
        for other in SPELLS:
            if one.line < other.line and (one.pact, one.state) == (other.pact, other.state):
                assert one.until is not None
                assert as_day(one.until) <= as_day(other.since)


def test_a_state_that_ended_is_followed_where_the_pact_goes_on() -> None:
    ends = Counter(row.pact for row in SPELLS if row.left == "dissolution")
    heirs = Counter(row.pact for row in SPELLS if row.how == "succession")
    assert ends - heirs == Counter({"arab-joint-defence": 1})  # YMD
    assert heirs - ends == Counter()


def test_the_soviet_union_is_party_to_nothing_after_1991() -> None:
    assert allied.pacts.of("SUN", on=1992) == ()
    assert allied.pacts.partners("SUN", on=1992) == ()


@given(DAYS)
def test_what_is_in_force_was_signed_and_has_not_ended(day: datetime.date) -> None:
    for row in allied.pacts.in_force(day):
        assert as_day(row.signed) <= day
        assert row.ended is None or day < as_day(row.ended)
        assert not row.unconfirmed


@given(DAYS, SOME)
def test_partnership_is_mutual(day: datetime.date, state: object) -> None:
    for other in allied.pacts.partners(state, on=day):  # type: ignore[arg-type]
        assert other != state
        assert state in allied.pacts.partners(other, on=day)


@given(DAYS)
def test_nato_allies_are_partners_once_the_treaty_is_in_force(day: datetime.date) -> None:
    allies = set(allied.nato.members(on=day))
    treaty = allied.pact("north-atlantic-treaty")
    if treaty in allied.pacts.in_force(day):
        for ally in allies:
            assert allies - {ally} <= set(allied.pacts.partners(ally, on=day))


def test_dates_shared_with_other_tables() -> None:
    treaty = allied.pact("north-atlantic-treaty")
    assert treaty.signed == allied.event("treaty-signed").date
    assert treaty.in_force == allied.event("treaty-in-force").date
    assert allied.pact("anzus").signed == allied.event("anzus-signed").date
    assert allied.pact("ukusa").signed == allied.event("ukusa-signed").date
    assert allied.pact("atlantic-charter").signed == allied.event("atlantic-charter").date
    assert allied.pact("aukus").signed == allied.event("aukus-announced").date
    assert allied.pact("brussels-treaty").signed == allied.event("brussels-treaty-signed").date


def test_the_rio_treaty_is_read_with_the_month_first() -> None:
    rio = allied.pact("rio-1947")
    assert rio.in_force is not None
    assert rio.in_force.isoformat() == "1948-12-03"
    assert rio not in allied.pacts.in_force("1948-03-12")


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (lambda: allied.pact("nothing"), "no 'nothing'"),
        (lambda: allied.pacts.parties("nothing"), "no 'nothing'"),
        (lambda: allied.pacts.parties("declaration-by-united-nations"), "un_declaration_1942"),
        (lambda: allied.pacts.of("Atlantis"), "no state is called 'Atlantis'"),
        (lambda: allied.pacts.partners("Atlantis", on=1990), "no state is called 'Atlantis'"),
        (lambda: allied.pacts.in_force("some day"), "is not a date"),
        (lambda: allied.pacts.parties("seato", on="some day"), "is not a date"),
    ],
)
def test_nonsense_is_refused(question: object, message: str) -> None:
    with pytest.raises((LookupError, ValueError), match=message):
        question()  # type: ignore[operator]


def test_a_pact_is_found_by_each_of_its_names() -> None:
    assert allied.pact_named("NATO") == "north-atlantic-treaty"
    assert allied.pact_named("the Warsaw Pact") == "warsaw-pact"
    assert allied.pact_named("the three") == ""
    belonging = allied.belonging()
    assert belonging["NATO"] == belonging["North Atlantic Treaty"]
    assert belonging["SEATO"] == belonging["Southeast Asia Collective Defense Treaty"]
    assert all(belonging.values())


def test_the_members_of_a_pact_that_has_ended_belong_to_it_no_more() -> None:
    spells = allied.belonging()["Warsaw Pact"]
    albania = next(spell for spell in spells if spell.state.name == "Albania")
    assert (albania.since, albania.until) == (1955, 1968)
    assert {spell.until for spell in spells} == {1968, 1990, 1991}
