"""The values of charts: under the pointer, under the finger, and by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from allied_sphinx.figures import CHARTS, NARROW, WIDE, drawn

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
BURDEN = "debates/burden-sharing"


def chart(page: Page, site: Path, name: str, key: str) -> Locator:
    page.goto((site / f"{name}.html").as_uri())
    found = page.locator(f'.chart[data-chart="{key}"]')
    found.scroll_into_view_if_needed()
    return found


def point_at(page: Page, picture: Locator, row: int, key: str, width: int) -> tuple[float, float]:
    """Where a row of a chart lies on the screen, scrolled to."""
    figure, _ = drawn(key, width)
    page.evaluate("scrollTo(0, 0)")
    frame = picture.evaluate("item => item.getBoundingClientRect().toJSON()")
    scale = frame["width"] / figure.width
    along = figure.places[row] * scale
    x, y = (along, 60) if figure.axis == "x" else (frame["width"] / 2, along)
    page.evaluate("y => scrollTo(0, y)", frame["top"] + y - 300)
    return frame["left"] + x, 300


@pytest.mark.parametrize(
    ("name", "key", "row"),
    [
        (BURDEN, "spending_share_by_ally", 0),
        (BURDEN, "spending_share_by_ally", 20),
        ("origins/concept", "alliances_per_year", 150),
        ("appendix/nato-spending", "allies_at_guideline", 3),
    ],
)
def test_a_value_stands_under_the_pointer(
    page: Page, site: Path, name: str, key: str, row: int
) -> None:
    found = chart(page, site, name, key)
    found.locator("svg.wide").hover(position={"x": 5, "y": 5})
    page.locator("#chart-popover").wait_for()
    x, y = point_at(page, found.locator("svg.wide"), row, key, WIDE)
    page.mouse.move(x, y)
    told = page.locator("#chart-popover").inner_text()
    for cell in drawn(key)[0].rows[row]:
        assert cell in told, told
    box = page.locator("#chart-popover").bounding_box()
    assert box is not None
    inside = box["x"] <= x <= box["x"] + box["width"] and box["y"] <= y <= box["y"] + box["height"]
    assert not inside, "it covers what it explains"
    page.keyboard.press("Escape")
    assert not page.locator("#chart-popover").count()


def test_by_keyboard_the_values_come_one_by_one(page: Page, site: Path) -> None:
    found = chart(page, site, BURDEN, "spending_share_by_ally")
    steps = found.get_by_role("slider", name="Values of the chart, one by one")
    steps.evaluate("item => item.focus()")
    page.keyboard.press("ArrowRight")
    page.locator("#chart-popover").wait_for()
    rows = drawn("spending_share_by_ally")[0].rows
    at = int(steps.input_value())
    assert at == 1
    assert rows[at][0] in page.locator("#chart-popover").inner_text()
    page.keyboard.press("End")
    assert rows[-1][0] in page.locator("#chart-popover").inner_text()
    told = steps.get_attribute("aria-valuetext")
    assert told is not None
    assert told.startswith(rows[-1][0])
    assert rows[-1][2] in told
    page.keyboard.press("Tab")
    assert not page.locator("#chart-popover").count()


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_a_finger_finds_a_value(page: Page, site: Path) -> None:
    key = "spending_share_by_ally"
    found = chart(page, site, BURDEN, key)
    picture = found.locator("svg.narrow")
    page.touchscreen.tap(*point_at(page, picture, 5, key, NARROW))
    page.locator("#chart-popover").wait_for()
    told = page.locator("#chart-popover").inner_text()
    assert drawn(key)[0].rows[5][0] in told
    box = page.locator("#chart-popover").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    page.touchscreen.tap(180, 700)


@pytest.mark.parametrize("key", sorted(CHARTS))
def test_every_row_of_a_chart_has_its_place(key: str) -> None:
    for width in (WIDE, NARROW):
        figure, _ = drawn(key, width)
        if figure.heavy:
            assert figure.axis == ""
            continue
        assert len(figure.places) == len(figure.rows) > 4
        assert list(figure.places) == sorted(figure.places)
        end = figure.width if figure.axis == "x" else figure.height
        assert 0 < figure.places[0] < figure.places[-1] <= end
