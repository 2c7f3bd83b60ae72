"""Identities of the later editions: they fail when a figure is mistyped or editions mixed."""

from __future__ import annotations

from collections import Counter

import pytest

import allied
from allied.questions.spending import LATER
from allied.store.rows import NatoSpendingLater
from allied.store.tables import select

ROWS = select("nato_spending_later", NatoSpendingLater)

# Another transcription from NATO's workbook of 2025, as printed, from 2014 on.
PRINTED = {
    "Canada": "1.01 1.20 1.16 1.44 1.30 1.29 1.41 1.27 1.20 1.33 1.47 2.01",
    "France": "1.82 1.78 1.79 1.78 1.81 1.82 1.99 1.90 1.87 1.94 2.03 2.05",
    "Germany": "1.16 1.16 1.18 1.21 1.23 1.33 1.49 1.43 1.48 1.61 2.00",
    "Italy": "1.13 1.06 1.17 1.19 1.22 1.17 1.58 1.52 1.50 1.47 1.50 2.01",
    "Türkiye": "1.45 1.38 1.45 1.51 1.82 1.85 1.86 1.61 1.36 1.48 2.13 2.33",
    "United Kingdom": "2.14 2.03 2.09 2.08 2.10 2.08 2.35 2.29 2.27 2.25 2.33 2.40",
    "United States": "3.71 3.51 3.49 3.28 3.25 3.49 3.61 3.48 3.21 3.10 3.21 3.22",
}

# The press on 28 and 29 August 2025.
REPORTED = {
    "Poland": 4.48, "Lithuania": 4.00, "Latvia": 3.73, "Estonia": 3.38, "Norway": 3.35,
    "United States": 3.22, "Bulgaria": 2.06, "Italy": 2.01, "Canada": 2.01, "Albania": 2.01,
    "Portugal": 2.00, "North Macedonia": 2.00, "Belgium": 2.00, "Czechia": 2.00, "Spain": 2.00,
    "Luxembourg": 2.00,
}  # fmt: skip


def test_rows_by_edition() -> None:
    assert Counter((row.edition, row.reading) for row in ROWS) == {
        ("2025-08", "table copy"): 371,
        ("2025-08", "report"): 4,
        ("2026-07", "report"): 7,
    }


@pytest.mark.parametrize("year", range(2014, 2026))
def test_every_ally_with_forces_has_a_share(year: int) -> None:
    ranked = allied.spending.ranked("share_of_gdp", year, edition="2025-08")
    held = {ally.name for ally, _ in ranked}
    missing = {"Iceland"} | ({"Germany"} if year == 2025 else set())
    assert held == {ally.name for ally in allied.nato.members()} - missing


def test_a_row_is_of_a_state_or_a_group_and_says_something() -> None:
    for row in ROWS:
        assert (row.state is None) != (row.group is None)
        figures = (row.share_of_gdp, row.usd_current, row.usd_constant, row.equipment_share)
        assert any(figure is not None for figure in figures)
        core = row.edition == "2026-07"
        assert row.definition == ("core defence expenditure" if core else "defence expenditure")
        assert row.estimate == (row.year >= int(row.edition[:4]) - 1)


def test_no_figure_is_held_twice() -> None:
    measures = ("share_of_gdp", "usd_current", "usd_constant", "equipment_share")
    cells = [
        (row.edition, row.state, row.group, row.year, measure)
        for row in ROWS
        for measure in measures
        if getattr(row, measure) is not None
    ]
    assert len(cells) == len(set(cells))


@pytest.mark.parametrize("name", PRINTED)
def test_the_other_transcription_agrees(name: str) -> None:
    for year, figure in enumerate(PRINTED[name].split(), start=2014):
        assert f"{allied.spending.share(name, year, edition='2025-08'):.2f}" == figure


@pytest.mark.parametrize("name", REPORTED)
def test_the_press_agrees(name: str) -> None:
    assert round(allied.spending.share(name, 2025, "2025-08"), 2) == REPORTED[name]


def test_counts_at_the_guideline() -> None:
    assert len(allied.spending.at_least(2, "share_of_gdp", 2024, edition="2025-08")) == 18
    assert len(allied.spending.at_least(2, "share_of_gdp", 2025, edition="2025-08")) == 30
    top = allied.spending.at_least(3.5, "share_of_gdp", 2025, edition="2025-08")
    assert [ally.name for ally in top] == ["Latvia", "Lithuania", "Poland"]


def test_editions_differ() -> None:
    assert round(allied.spending.revision("Poland", 2024, "2024-06", "2025-08"), 2) == -0.33


def test_before_the_estimates_the_revision_is_small() -> None:
    for year in range(2014, 2023):
        for ally, _ in allied.spending.ranked("share_of_gdp", year, edition="2025-08"):
            assert abs(allied.spending.revision(ally, year, "2024-06", "2025-08")) < 0.14


def test_sweden_and_the_totals_of_2025() -> None:
    rows = {(row.state or row.group): row for row in ROWS if row.usd_constant is not None}
    america, others = rows["USA"], rows["NATO Europe and Canada"]
    assert america.usd_constant is not None
    assert others.usd_constant is not None
    part = allied.spending.part("United States", 2025, "usd_constant", edition="2025-08")
    assert part == 100 * america.usd_constant / (america.usd_constant + others.usd_constant)
    assert round(part, 1) == 60.2  # 60.18 in the press
    sweden = rows["SWE"]
    assert sweden.usd_current is not None
    assert sweden.usd_constant is not None
    assert sweden.usd_current > sweden.usd_constant


def test_what_is_not_held_is_refused() -> None:
    for name, year, edition in (
        ("Germany", 2025, "2025-08"),
        ("Iceland", 2025, "2025-08"),
        ("Poland", 2026, "2025-08"),
        ("Poland", 2025, "2024-06"),
        ("Poland", 2024, "2023-06"),
    ):
        with pytest.raises(LookupError):
            allied.spending.share(name, year, edition=edition)
    with pytest.raises(LookupError):
        allied.spending.at_least(2, "share_of_gdp", 2026, edition=LATER[1])
    for measure, year, edition in (
        ("usd_constant", 2025, LATER[0]),
        ("share_of_gdp", 2030, LATER[0]),
    ):
        with pytest.raises(LookupError):
            allied.spending.at_least(2, measure, year, edition=edition)
    with pytest.raises(LookupError):
        allied.spending.revision("Poland", 2025, "2026-07", "2025-08")
