"""An answer comes from the data, not from the question."""

from __future__ import annotations

from pathlib import Path

import pytest

from allied_check.doctests import evaluate, names
from allied_check.made_up import literal_answer
from allied_check.page import parse_page
from allied_check.rules import Site, check_bound

MADE_UP = """
len(nato.members()) and 31
len(nato.members()) or 31
31 if nato.members() else 0
nato.members()[0].name if False else "31"
min(31, len(nato.members()))
max(len(nato.members()), 33)
len(nato.members()) * 0 + 31
len(nato.members()) - 1 - 1
len(nato.members()) - 1
1 + len(nato.founders())
len(nato.members()) / 32 * 31
len(nato.members()) // 2
len(nato.members()[:31])
(31, len(nato.members()))[0]
[31 for row in nato.members()][0]
next(31 for row in nato.members())
sum(31 for row in nato.members())
sum(1 for row in (1, 2, 3) if nato.members())
len([row for row in (1, 2, 3) if nato.members()])
len([nato.members() for row in (1, 2, 3)][0]) + 31
{"a": 31, "b": len(nato.members())}.get("a")
{"b": len(nato.members())}.get("a", 31)
f"31 {nato.members()[0].name}"
"31 states".replace("x", nato.members()[0].name)
nato.members()[0].name.replace("Albania", "31")
percent_of(31, 100) + len(nato.members())
sum(nato.members(), 31)
range(31)[len(nato.members()) - 2]
sorted([31, len(nato.members())])[0]
-31 + len(nato.members())
tuple(x for x in (31, 5) if nato.members())[0]
round(31.4, 0) + len(nato.members())
""".strip().splitlines()
ANSWERED = """
len(nato.members())
len(nato.members(2024)) - len(nato.members(2014))
operation("unified-protector").mandate.split(";")[-1]
consultations.listed(4)[-1].date
next(row for row in kfor.strengths() if row.date.year == 2022).date
sum(n for _, n in programmes.a400m_orders())
sum(figure(f"oda-2024-{id}").value for id in ("us", "germany"))
figures.part("gsdb-failed", "gsdb-concluded")
sum(1 for row in nato.members() if row.name > "M")
sum("UK" in sanctions.issuers(row) for row in sanctions.targets("EU"))
set(nato.members(2024)) - {row[0] for row in spending.ranked("share_of_gdp", 2024)}
round(100 * spending.of("Poland", 2024).share_of_gdp / 100, 1)
max(count for _, count in sanctions.ranked(1))
len({row.state for row in spending.rows("2026-07")})
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
    page = parse_page("{fact}`31 <len(nato.members()) and 31>`", Path("page.md"))
    (problem,) = check_bound(page, Site(Path()))
    assert problem.wrong == ("the fact '31' may be answered by 31, which the question itself holds")
    assert "a column of a row" in problem.remedy
