"""The rows that gave a value are told apart from those that were only read on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from allied.store.tables import recording, tables
from allied_check.doctests import evaluate
from allied_check.origins import Origin, origin, read_lines, second_sources, sources
from allied_check.page import read_page
from conftest import ROOT

NATO = "nato-2024-expenditure"


def asked(expression: str) -> tuple[Origin, list[str]]:
    result = evaluate(expression)
    assert result.error == ""
    found = origin(result.value, expression, result.record)
    assert found is not None
    return found, sources(found, result.record)


@pytest.mark.parametrize(
    ("expression", "table", "rows", "columns", "source"),
    [
        (
            'spending.ranked("share_of_gdp", 2024)[0][1]',
            "nato_spending",
            1,
            ("share_of_gdp",),
            NATO,
        ),
        (
            'spending.ranked("share_of_gdp", 2024)[-1][0]',
            "nato_spending",
            1,
            ("share_of_gdp",),
            NATO,
        ),
        (
            'spending.total("NATO Total", 2014, "usd_current")',
            "nato_spending",
            27,
            ("usd_current",),
            NATO,
        ),
        (
            'percent_of(spending.of("Canada", 2024).usd_constant, '
            'spending.total("NATO Total", 2024, "usd_constant"))',
            *("nato_spending", 31, ("usd_constant",), NATO),
        ),
        (
            'len(spending.at_least(2, "share_of_gdp", 2014))',
            "nato_spending",
            3,
            ("share_of_gdp",),
            NATO,
        ),
        ('spending.at_least(2, "share_of_gdp", 2014)', "nato_spending", 3, ("share_of_gdp",), NATO),
        ("len(nato.members(1949))", "nato_members", 12, (), "nara-nd-treaty"),
        ('nato.accession("Sweden")', "nato_members", 1, ("since",), NATO),
        (
            'set(nato.members(2024)) - {row[0] for row in spending.ranked("share_of_gdp", 2024)}',
            *("nato_members", 1, (), "nara-nd-treaty"),
        ),
        ('event("treaty-signed").date', "events", 1, ("date",), "nato-1949-treaty"),
        ('guideline("hague-2025").by', "guidelines", 1, ("by",), "nato-2025-hague"),
        ('len(programmes.partners("gcap"))', "programme_partners", 3, (), "gcap-2022-statement"),
        ("safe.share(3)", "safe_allocation", 19, (), "efe-2025-safe"),
        ('figure("a400m-orders-2003").value', "figures", 1, ("value",), "airbus-2003-a400m"),
        (
            'len(institutions.related(object="nac", relation="part of", alliance="NATO"))',
            "relations",
            0,
            (),
            "",
        ),
    ],
)
def test_the_rows_that_gave_a_value(
    expression: str, table: str, rows: int, columns: tuple[str, ...], source: str
) -> None:
    found, cited = asked(expression)
    assert (found.table, len(found.rows), found.columns) == (table, rows, columns)
    assert cited[:1] == ([source] if source else [])


def test_figures_of_spending_name_their_own_source_first() -> None:
    """Those whose question also asks who was a member then."""
    seen = 0
    for name in ("debates/burden-sharing", "index"):
        for role in read_page(ROOT / f"docs/{name}.md").facts:
            _, expression = role.split()
            record = evaluate(expression).record
            if {"nato_spending", "nato_members"} <= set(record.tables):
                found, cited = asked(expression)
                if found.table == "nato_spending":
                    assert cited[0] == NATO, role
                    seen += 1
                assert next(iter(read_lines(found, record))) == found.table
                assert set(cited[1:]) >= {"nara-nd-treaty"} - set(cited[:1])
    assert seen >= 15


def test_a_look_up_for_an_error_is_no_evidence_but_a_dependency() -> None:
    record = evaluate('len(programmes.partners("gcap"))').record
    assert record.evidence == ("programme_partners",)
    assert "programmes" in record.tables
    record = evaluate('exercises.listed(series="REFORGER")').record
    assert len(record.rows["exercises"]) < 27


def test_a_second_source_is_told_apart() -> None:
    expression = 'consultation("article-5-2001").date'
    result = evaluate(expression)
    found = origin(result.value, expression, result.record)
    assert sources(found, result.record) == ["nac-2001-statement"]
    assert second_sources(found, result.record) == ["rferl-2001-article5"]


def test_every_column_that_names_a_source_counts() -> None:
    expression = "un.regimes()"
    result = evaluate(expression)
    found = origin(result.value, expression, result.record)
    ended = {row.ended_source for row in result.value if row.ended_source}
    assert ended
    assert ended <= set(sources(found, result.record))


def test_nothing_read_has_no_origin() -> None:
    with recording() as record:
        pass
    assert origin(2, "1 + 1", record) is None
    assert sources(None, record) == []


def test_every_fact_of_the_site_has_an_origin_among_what_it_read() -> None:
    for path in sorted((ROOT / "docs").rglob("*.md")):
        for role in read_page(Path(path)).facts:
            _, expression = role.split()
            result = evaluate(expression)
            found = origin(result.value, expression, result.record)
            assert found is not None, role
            assert found.rows, role
            assert set(found.lines) <= result.record.lines[found.table], role
            assert {field.name for field in tables()[found.table].fields} >= set(found.columns)
