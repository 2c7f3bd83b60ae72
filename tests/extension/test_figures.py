"""Drawings: the same bytes whatever was drawn before, and names that stand on one page."""

from __future__ import annotations

import re
from typing import Any

import altair
import pytest
import vl_convert

from allied_sphinx.figures import CHARTS
from allied_sphinx.figures.drawing import NARROW, WIDE


@pytest.mark.parametrize("name", ["nato_by_accession", "kfor_strength"])
def test_a_drawing_does_not_tell_what_was_drawn_before(name: str) -> None:
    first, narrow, second = (CHARTS[name](width).svg for width in (WIDE, NARROW, WIDE))
    assert first == second
    clips = [set(re.findall(r'id="([^"]+)"', svg)) for svg in (first, narrow)]
    assert not clips[0] & clips[1]
    if name.endswith("accession"):
        assert clips[0]


@pytest.mark.parametrize("name", CHARTS)
def test_what_is_drawn_is_valid_for_vega_lite(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build draws without Altair's own validation, which costs more than the drawing."""
    drawn = []

    def validated(specification: dict[str, Any]) -> str:
        drawn.append(altair.Chart.from_dict(specification, validate=True))
        return draw(specification)

    draw = vl_convert.vegalite_to_svg
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", validated)
    CHARTS[name](WIDE)
    assert drawn


@pytest.mark.parametrize("name", CHARTS)
def test_a_share_is_no_more_than_the_whole(name: str) -> None:
    """A unit that a question changed once drew Denmark's aid as three million per cent."""
    chart = CHARTS[name](WIDE)
    for column, head in enumerate(chart.heads):
        if head.endswith("%"):
            shares = [float(row[column]) for row in chart.rows if row[column]]
            assert all(0 <= share <= 100 for share in shares), head
