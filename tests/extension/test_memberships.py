"""The diagram of memberships: states that share them share a box."""

from __future__ import annotations

import re

import allied
from allied_sphinx.memberships import alike, grid, mermaid_source
from sphinx_pele import draw, problems

DESCRIPTION = "Three states and two pacts, of which one joins all of them."


def drawn(*groups: str, on: str = "2026-06-30") -> str:
    circles = {id: (allied.pact(id).name, allied.pacts.parties(id, on)) for id in groups}
    return mermaid_source("Who belongs to what", DESCRIPTION, circles)


def test_states_with_the_same_memberships_share_a_box_the_most_tied_first() -> None:
    text = drawn("anzus", "aukus", "ukusa")
    boxes = [line.strip() for line in text.splitlines() if line.startswith("    s")]
    assert boxes[:3] == [
        's0["Australia and United States"]',
        's1["United Kingdom"]',
        's2["Canada and New Zealand"]',
    ]
    assert len(boxes) == 3 + (3 + 2 + 1)
    assert list(problems(text)) == []


def test_the_relations_say_who_belongs_to_what() -> None:
    found = draw(drawn("anzus", "ukusa"), silent="belongs to").relations
    assert (
        "Canada, New Zealand and United Kingdom",
        "belongs to",
        "UKUSA Agreement (Five Eyes)",
    ) in found


def test_the_day_decides_who_is_drawn() -> None:
    assert "New Zealand" in drawn("anzus", on="1984-12-31")
    assert "Finland" not in drawn("north-atlantic-treaty", on="2022-12-31")


def test_the_grid_has_a_dot_for_each_membership() -> None:
    circles = {
        id: (allied.pact(id).name, allied.pacts.parties(id, "2026-06-30"))
        for id in ("anzus", "aukus")
    }
    body = grid(circles).body
    lines = alike(circles)
    assert body.count("<circle") == sum(len(ids) for ids in lines)
    assert [len(ids) for ids in lines] == [2, 1]
    assert set(re.findall(r"\$\w+", body)) == {"$line", "$accent"}
