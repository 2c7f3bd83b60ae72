"""An answer comes from the data, not from the question."""

from __future__ import annotations

from pathlib import Path

import pytest

from allied_check.doctests import evaluate, names
from allied_check.made_up import literal_answer
from allied_check.page import parse_page
from allied_check.rules import Site, check_bound

MADE_UP = """
len(members("NATO")) and 31
len(members("NATO")) or 31
31 if members("NATO") else 0
members("NATO")[0].name if False else "31"
min(31, len(members("NATO")))
max(len(members("NATO")), 33)
len(members("NATO")) * 0 + 31
len(members("NATO")) - 1 - 1
len(members("NATO")) - 1
1 + len(founders("NATO"))
len(members("NATO")) / 32 * 31
len(members("NATO")) // 2
len(members("NATO")[:31])
(31, len(members("NATO")))[0]
[31 for row in members("NATO")][0]
next(31 for row in members("NATO"))
sum(31 for row in members("NATO"))
sum(1 for row in (1, 2, 3) if members("NATO"))
len([row for row in (1, 2, 3) if members("NATO")])
len([members("NATO") for row in (1, 2, 3)][0]) + 31
{"a": 31, "b": len(members("NATO"))}.get("a")
{"b": len(members("NATO"))}.get("a", 31)
f"31 {members('NATO')[0].name}"
"31 states".replace("x", members("NATO")[0].name)
members("NATO")[0].name.replace("Albania", "31")
percent_of(31, 100) + len(members("NATO"))
sum(members("NATO"), 31)
range(31)[len(members("NATO")) - 2]
sorted([31, len(members("NATO"))])[0]
-31 + len(members("NATO"))
tuple(x for x in (31, 5) if members("NATO"))[0]
round(31.4, 0) + len(members("NATO"))
""".strip().splitlines()
ANSWERED = """
len(members("NATO"))
len(members("NATO", 2024)) - len(members("NATO", 2014))
operation("unified-protector").mandate.split(";")[-1]
consultations(4)[-1].date
next(row for row in strengths("KFOR") if row.date.year == 2022).date
sum(n for _, n in a400m_orders())
sum(figure(f"oda-2024-{id}").value for id in ("us", "germany"))
percent_of(figure("gsdb-failed").value, figure("gsdb-concluded").value)
sum(1 for row in members("NATO") if row.name > "M")
sum("UK" in issuers_against(row) for row in sanctioned_by("EU"))
set(members("NATO", 2024)) - {row[0] for row in ranked("share_of_gdp", 2024)}
round(100 * spending("Poland", 2024).share_of_gdp / 100, 1)
max(count for _, count in most_sanctioned(1))
len({row.state for row in later_figures("2026-07")})
""".strip().splitlines()


@pytest.mark.parametrize("question", MADE_UP)
def test_what_the_question_itself_holds_is_no_answer(question: str) -> None:
    assert literal_answer(question, names()) in question
    assert literal_answer(question, names())


@pytest.mark.parametrize("question", ANSWERED)
def test_what_only_chooses_is_let_through(question: str) -> None:
    assert literal_answer(question, names()) == ""
    result = evaluate(question)
    assert result.record.lines
    assert not result.error


def test_a_fact_that_ignores_what_it_reads_is_told() -> None:
    page = parse_page('{fact}`31 <len(members("NATO")) and 31>`', Path("page.md"))
    (problem,) = check_bound(page, Site(Path()))
    assert problem.wrong == ("the fact '31' may be answered by 31, which the question itself holds")
    assert "a column of a row" in problem.remedy
