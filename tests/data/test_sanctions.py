"""Identities of the sanctions tables, and what each correction promises."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import allied
from allied.questions.sanctions import ISSUERS, OWN_STATE
from allied.questions.un import KNOWN_TO
from allied.store.rows import (
    ROW_TYPES,
    Correction,
    SanctionsMeasure,
    SanctionsProgramme,
    SanctionsTarget,
    State,
    UnSanctionsRegime,
)
from allied.store.tables import select, tables
from allied_check.bibliography import references

BIBLIOGRAPHY = Path(__file__).parents[2] / "docs" / "references.bib"
UN_PAGE = datetime.date(2019, 9, 27)
"""The day of the United Nations' list of thirty regimes, fourteen of them ongoing."""


def _entry(key: str) -> str:
    """The text of one entry of the bibliography."""
    entries = ("\n" + BIBLIOGRAPHY.read_text(encoding="utf-8")).split("\n@")
    return next(entry for entry in entries if entry.partition("{")[2].startswith(f"{key},"))


@pytest.mark.parametrize(
    ("issuer", "everything", "current"),
    list(
        zip(
            ISSUERS,
            (15, 45, 33, 64, 36, 16, 6, 2),
            (15, 43, 32, 42, 29, 16, 5, 2),
            strict=True,
        )
    ),
)
def test_programmes_by_issuer(issuer: str, everything: int, current: int) -> None:
    assert len(allied.sanctions.programmes(issuer, everything=True)) == everything
    assert len(allied.sanctions.programmes(issuer)) == current


def test_programmes_add_up() -> None:
    rows = select("sanctions_programmes", SanctionsProgramme)
    assert len(rows) == 217
    assert sum(row.kind == "sanctions" for row in rows) == 197
    assert sum(row.status == "current" for row in rows) == 204
    assert len(allied.sanctions.programmes(everything=True)) == 217
    assert len(allied.sanctions.programmes()) == 184


def test_the_file_of_the_source_bears_the_name_of_the_programme() -> None:
    for row in select("sanctions_programmes", SanctionsProgramme):
        assert row.locator == f"meta/programs/{row.id}.yml"


def test_targets_and_measures_by_number() -> None:
    """199 target codes of the source: 167 rows, and 32 that stand for no state."""
    targets = select("sanctions_targets", SanctionsTarget)
    assert len(targets) == 199 - 32
    assert len({row.target for row in targets}) == 46
    assert len(select("sanctions_measures", SanctionsMeasure)) == 578
    assert {row.target for row in targets} <= {row.code for row in select("states", State)}


def test_every_measure_occurs() -> None:
    found = {row.measure for row in select("sanctions_measures", SanctionsMeasure)}
    assert found == set(tables()["sanctions_measures"].field("measure").enum)


@pytest.mark.parametrize(
    ("name", "everything", "missing"),
    [
        ("Iran", 7, "NZ"),
        ("Russia", 7, "UN"),
        ("North Korea", 6, "CA NZ"),
        ("Libya", 6, "CA NZ"),
        ("Belarus", 4, "UN AU CA NZ"),
        ("Venezuela", 4, "UN AU CA NZ"),
    ],
)
def test_how_many_issuers_target_a_state(name: str, everything: int, missing: str) -> None:
    found = allied.sanctions.issuers(name, everything=True)
    assert len(found) == everything
    assert set(ISSUERS) - set(found) == set(missing.split())


def test_canada_is_counted_against_iran_and_russia_by_a_list_for_grants_only() -> None:
    for name in ("Iran", "Russia"):
        lost = set(allied.sanctions.issuers(name, everything=True)) - set(
            allied.sanctions.issuers(name)
        )
        assert lost == {"CA"}
        canadian = [
            row.id for row in allied.sanctions.against(name, everything=True) if row.issuer == "CA"
        ]
        assert canadian == ["CA-NRO"]
    assert allied.sanctions.measures("CA-NRO") == ("debarment",)


def test_the_matrix_agrees_with_the_issuers() -> None:
    for name, *marks, count in allied.sanctions.matrix(["Iran", "Russia", "Cuba"]):
        assert [i for i, mark in zip(ISSUERS, marks, strict=True) if mark] == list(
            allied.sanctions.issuers(str(name))
        )
        assert count == sum(mark == "yes" for mark in marks)


def test_an_issuer_and_its_targets_agree() -> None:
    for issuer in ISSUERS:
        for state in allied.sanctions.targets(issuer):
            assert issuer in allied.sanctions.issuers(state)
            assert state.code != OWN_STATE.get(issuer)


def test_thirty_regimes_to_2019_and_fourteen_of_them_ongoing() -> None:
    early = [row for row in allied.un.regimes() if row.since.last_day <= UN_PAGE]
    assert len(early) == 30
    assert len(allied.un.regimes(UN_PAGE)) == 14
    assert len(allied.un.regimes()) == 31


@pytest.mark.parametrize(
    ("day", "count"),
    [
        ("1966-12-15", 0),
        ("1966-12-16", 1),
        ("1979-12-21", 2),
        ("1979-12-22", 1),
        ("1992-12-31", 6),
        ("2016-01-16", 16),
        ("2016-01-17", 15),
        ("2016-12-31", 13),
        ("2017-12-31", 14),
        ("2023-08-31", 15),
        ("2023-09-01", 14),
        ("2025-09-26", 14),
        ("2025-09-27", 15),
    ],
)
def test_regimes_by_day(day: str, count: int) -> None:
    assert len(allied.un.regimes(day)) == count


def test_the_regimes_in_force_are_the_programmes_of_the_un() -> None:
    regimes = select("un_sanctions_regimes", UnSanctionsRegime)
    in_force = [row for row in regimes if row.in_force]
    assert tuple(in_force) == allied.un.regimes(KNOWN_TO)
    assert sorted(row.programme or "" for row in in_force) == sorted(
        row.id for row in allied.sanctions.programmes("UN")
    )
    for row in regimes:
        assert row.in_force == (row.ended is None) == (row.ended_source is None)
        assert row.in_force == (row.programme is not None)
        if row.programme not in (None, "UN-SCISIL"):
            assert row.programme == f"UN-SC{row.committee}"


def test_regimes_and_programmes_name_the_same_states() -> None:
    """This fails while DR Congo bears the code of the Republic of the Congo."""
    by_programme: dict[str, set[str]] = {}
    for row in select("sanctions_targets", SanctionsTarget):
        by_programme.setdefault(row.programme, set()).add(row.target)
    without = set()
    for regime in allied.un.regimes(KNOWN_TO):
        assert regime.programme
        named = by_programme.get(regime.programme, set())
        if not named:
            without.add(regime.programme)
        elif regime.target:
            assert named == {regime.target}
    assert without == {"UN-SC1636", "UN-SC2713", "UN-SCISIL"}


def test_resolutions_follow_the_calendar() -> None:
    rows = allied.un.regimes()
    pairs = [(row.since.first_day, row.resolution) for row in rows]
    assert [number for _, number in sorted(pairs)] == sorted(number for _, number in pairs)
    for row in rows:
        assert row.committee >= row.resolution
        assert row.ended_by is None or row.ended_by > row.resolution


def test_successive_regimes_meet() -> None:
    for first, second in (
        ("liberia-1992", "liberia-2001"),
        ("liberia-2001", "liberia-2003"),
        ("iraq-1990", "iraq-2003"),
    ):
        assert allied.regime(first).ended == allied.regime(second).since
        assert allied.regime(first).ended_by == allied.regime(second).resolution


@given(st.dates(datetime.date(1960, 1, 1), KNOWN_TO))
def test_a_regime_is_in_force_from_its_first_day_to_its_last(day: datetime.date) -> None:
    found = allied.un.regimes(day)
    for row in select("un_sanctions_regimes", UnSanctionsRegime):
        begun = row.since.first_day <= day
        over = row.ended is not None and row.ended.last_day < day
        assert (row in found) == (begun and not over)


CORRECTIONS = select("corrections", Correction)


@pytest.mark.parametrize("row", CORRECTIONS, ids=[f"{r.table}-{r.key}" for r in CORRECTIONS])
def test_a_correction_holds(row: Correction) -> None:
    """The table has the right value at the key and not the wrong one, and the version that was
    read is still the one in the bibliography: whoever reads a newer one must look again."""
    schema = tables()[row.table]
    schema.field(row.column)
    assert row.table in ROW_TYPES
    assert row.old != row.new
    rest = [part for part in schema.primary_key if part != row.column]
    with schema.path.open(encoding="utf-8", newline="") as handle:
        cells = [
            line[row.column]
            for line in csv.DictReader(handle)
            if "/".join(line[part] for part in rest) == row.key
        ]
    assert row.new in cells, f"{row.table} does not hold {row.new} at {row.key}"
    assert row.old not in cells, f"{row.table} still holds {row.old} at {row.key}"
    assert row.upstream in references(BIBLIOGRAPHY)
    assert row.version in _entry(row.upstream), (
        f"{row.upstream} is no longer at version {row.version}: "
        f"read {row.key} in the new one; remove the correction if it is mended, "
        "or give it the new version"
    )


def test_the_edition_of_the_tables_is_the_version_that_was_corrected() -> None:
    (row,) = allied.sources.corrections("sanctions_targets")
    for name in ("sanctions_programmes", "sanctions_targets", "sanctions_measures"):
        assert row.version[:7] in tables()[name].edition


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (lambda: allied.sanctions.programmes("JP"), "'JP' is no issuer"),
        (lambda: allied.sanctions.targets("Britain"), "'Britain' is no issuer"),
        (lambda: allied.sanctions.against("Atlantis"), "no state is called 'Atlantis'"),
        (lambda: allied.sanctions.issuers("Iran", "stern words"), "is no measure"),
        (
            lambda: allied.sanctions.measures("UN-SC1"),
            "no 'UN-SC1' in sanctions_programmes.csv; did you mean",
        ),
        (lambda: allied.sanctions.matrix(["Nowhere"]), "no state is called"),
        (lambda: allied.sanctions.ranked(9), "ask for 1 to 8"),
        (lambda: allied.regime("nothing"), "no 'nothing'"),
        (lambda: allied.un.regimes("2030"), "are known to 2026-08-22"),
        (lambda: allied.un.regimes("soon"), "is not a date"),
        (lambda: allied.sources.corrections("nothing"), "no table 'nothing'"),
    ],
)
def test_nonsense_is_refused(question: object, message: str) -> None:
    with pytest.raises((LookupError, ValueError), match=message):
        question()  # type: ignore[operator]
