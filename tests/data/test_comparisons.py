"""Identities of the figures from outside NATO, against one another and against NATO's own."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

import allied
from allied.store.rows import (
    AlliancesPerYear,
    Economy,
    Opinion,
    SipriExtract,
    UnDeclaration1942,
    UsForcesAbroad,
)
from allied.store.tables import select

HOSTS = ("AUS", "BEL", "DEU", "ESP", "GBR", "ITA", "JPN", "KOR", "PHL", "TUR")
PEAKS = {
    "AUS": (2019, 2858),
    "BEL": (1987, 3540),
    "DEU": (1962, 274119),
    "ESP": (1963, 13418),
    "GBR": (1957, 63008),
    "ITA": (1958, 18228),
    "JPN": (1954, 210250),
    "KOR": (1953, 326863),
    "PHL": (1968, 28444),
    "TUR": (1964, 11133),
}


def test_every_host_has_the_same_years_and_its_highest() -> None:
    rows = select("us_forces_abroad", UsForcesAbroad)
    assert len(rows) == 180
    for host in HOSTS:
        years = {row.year: row.troops for row in rows if row.host == host}
        assert set(years) == {*range(1950, 2026, 5), 2024, PEAKS[host][0]}
        assert max(years.items(), key=lambda pair: pair[1]) == PEAKS[host]
    assert {row.host for row in rows} == set(HOSTS)


def test_forces_are_counted_in_june_and_later_in_september() -> None:
    for row in select("us_forces_abroad", UsForcesAbroad):
        assert (row.counted.year, row.counted.month) == (row.year, 6 if row.year <= 1956 else 9)


@pytest.mark.parametrize(
    ("year", "total"), [(1950, 255_597), (1985, 413_585), (2024, 137_597), (2025, 143_032)]
)
def test_the_ten_hosts_add_up(year: int, total: int) -> None:
    assert sum(allied.states.us_forces(host, year) for host in HOSTS) == total


@pytest.mark.parametrize(
    ("year", "pairs", "mutual"),
    [
        (1815, 63, 63),
        (1914, 15, 12),
        (1939, 51, 50),
        (1945, 929, 927),
        (1948, 252, 251),
        (1949, 309, 309),
        (1955, 404, 403),
        (1989, 917, 912),
        (2018, 1707, 1705),
    ],
)
def test_pairs_with_a_pledge(year: int, pairs: int, mutual: int) -> None:
    assert allied.pacts.dyads(year) == pairs
    assert allied.pacts.dyads(year, mutual=True) == mutual


def test_every_year_has_its_pairs_and_mutual_ones_are_among_them() -> None:
    rows = select("alliances_per_year", AlliancesPerYear)
    assert [row.year for row in rows] == list(range(1815, 2019))
    assert all(row.mutual_dyads <= row.defence_dyads for row in rows)


def test_the_rise_of_1949_is_the_new_pairs_of_nato_and_two_pacts_in_the_east() -> None:
    pairs = set(combinations(sorted(state.code for state in allied.nato.founders()), 2))
    brussels = {*combinations(("BEL", "FRA", "GBR", "LUX", "NLD"), 2)}
    new = pairs - brussels - {("GBR", "PRT")}
    assert (len(pairs), len(new)) == (66, 55)
    assert allied.pacts.dyads(1949) - allied.pacts.dyads(1948) == len(new) + 2


def test_the_rise_of_1942_is_the_declaration_by_united_nations() -> None:
    states = {state.code for state in allied.un.signatories(1942)} - {"IND", "PHL"}
    pairs = len(states) * (len(states) - 1) // 2
    before, to_iran, ended = 1, 2, 12
    assert pairs - before + to_iran - ended == (allied.pacts.dyads(1942) - allied.pacts.dyads(1941))


def test_every_ally_has_a_population_and_a_product_in_every_year() -> None:
    rows = select("economy", Economy)
    assert len(rows) == 38 * 11
    for state in allied.nato.members():
        for year in range(2014, 2025):
            assert allied.states.population(state, year) > 300_000
            assert allied.states.gdp(state, year).unit == "million US dollars"
    assert [(row.state, row.year) for row in rows if row.gdp_per_head is None] == [("KOR", 2024)]


def test_the_economies_of_nato_and_the_world_bank_agree_in_the_base_year() -> None:
    for state in allied.nato.members():
        if state.code != "ISL":
            ratio = allied.spending.implied_gdp(state.name, 2015) / allied.states.gdp(state, 2015)
            assert ratio == pytest.approx(1, abs=0.036), state


def test_sipri_and_nato_agree_to_half_a_point() -> None:
    rows = select("sipri_extract", SipriExtract)
    assert Counter(row.year for row in rows) == {2014: 15, 2024: 15}
    allies = {state.code for state in allied.nato.members()}
    both = [row for row in rows if row.state in allies]
    assert len(both) == 20
    for row in both:
        nato = allied.spending.of(row.state, row.year).share_of_gdp
        assert abs(nato - row.share_of_gdp) < 0.5, row.state


def test_the_surveys() -> None:
    rows = select("opinion", Opinion)
    assert Counter(row.survey for row in rows) == {
        "Pew 2019": 7,
        "Pew 2024": 13,
        "Pew 2024, as given in 2025": 2,
        "Pew 2025": 3,
    }
    for row in rows:
        assert row.survey.startswith(f"Pew {row.fieldwork.year}")
    later = "Pew 2024, as given in 2025"
    assert allied.states.favourable("Netherlands", "Pew 2024") == allied.states.favourable(
        "Netherlands", later
    )
    assert (
        allied.states.favourable("Poland", "Pew 2024") - allied.states.favourable("Poland", later)
        == 3
    )


@pytest.mark.parametrize(
    ("day", "count"),
    [
        ("1941-12-31", 0),
        ("1942-01-01", 4),
        ("1942-01-02", 26),
        ("1942-12-31", 29),
        ("1943-12-31", 34),
        ("1944-12-31", 36),
        ("1945-02-05", 36),
        ("1945-12-31", 47),
    ],
)
def test_signatories_by_date(day: str, count: int) -> None:
    assert len(allied.un.signatories(day)) == count


def test_the_originals_are_those_who_signed_first() -> None:
    rows = select("un_declaration_1942", UnDeclaration1942)
    originals = {row.state for row in rows if row.founding}
    assert originals == {state.code for state in allied.un.signatories("1942-01-02")}
    assert len(rows) == len(allied.un.signatories()) == 47


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (lambda: allied.states.us_forces("Belgium", 1991), "the years are 1950, "),
        (lambda: allied.states.us_forces("Poland", 2024), "the years are none"),
        (lambda: allied.states.us_forces("Atlantis", 2024), "no state is called 'Atlantis'"),
        (lambda: allied.pacts.dyads(2019), "1815 to 2018, not 2019"),
        (lambda: allied.states.population("Poland", 2013), "2014 to 2024, not 2013"),
        (lambda: allied.states.population("China", 2024), "China"),
        (lambda: allied.states.gdp("South Korea", 2024), "no gross domestic product"),
        (lambda: allied.states.sipri_share("Poland", 2020), "fifteen states in 2014 and 2024"),
        (lambda: allied.states.favourable("Poland", "Gallup"), "there is no survey 'Gallup'"),
        (lambda: allied.states.favourable("Norway", "Pew 2024"), "no figure for Norway"),
        (lambda: allied.un.signatories("in the war"), "is not a date"),
    ],
)
def test_nonsense_about_comparisons_is_refused(question: object, message: str) -> None:
    with pytest.raises((LookupError, ValueError), match=message):
        question()  # type: ignore[operator]
