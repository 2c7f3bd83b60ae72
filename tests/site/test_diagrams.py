"""A diagram that does not fit says so, and is enlarged to the whole screen and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
PAGE = "origins/concept"


def view(page: Page) -> tuple[float, float, float]:
    """Where the enlarged diagram lies, and its scale."""
    text = page.locator(".diagram-stage svg").evaluate("item => item.style.transform")
    x, y, scale = (float(number) for number in re.findall(r"-?[\d.]+(?:e-\d+)?", text))
    return x, y, scale


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_a_diagram_that_does_not_fit_is_enlarged(page: Page, site: Path) -> None:
    page.goto((site / f"{PAGE}.html").as_uri())
    button = page.get_by_role("button", name="Enlarge the diagram")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="The diagram, enlarged")
    dialog.wait_for()
    frame = dialog.bounding_box()
    assert frame is not None
    assert (frame["width"], frame["height"]) == (360, 740)
    x, y, scale = view(page)
    page.keyboard.press("+")
    assert view(page)[2] > scale
    page.keyboard.press("-")
    assert view(page)[2] == pytest.approx(scale)
    page.keyboard.press("ArrowRight")
    assert view(page)[0] == pytest.approx(x - 60)
    page.keyboard.press("0")
    assert view(page) == pytest.approx((x, y, scale))
    page.mouse.move(180, 300)
    page.mouse.wheel(0, -200)
    assert view(page)[2] > scale
    x, y, _ = view(page)
    page.mouse.down()
    page.mouse.move(130, 340)
    page.mouse.up()
    assert view(page)[:2] == pytest.approx((x - 50, y + 40))
    page.keyboard.press("Escape")
    assert not dialog.count()
    assert button.evaluate("item => item === document.activeElement")


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_two_fingers_enlarge_it(page: Page, site: Path) -> None:
    page.goto((site / f"{PAGE}.html").as_uri())
    page.get_by_role("button", name="Enlarge the diagram").tap()
    page.locator(".diagram-stage svg").wait_for()
    before = view(page)[2]
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *places: int) -> None:
        points = [{"x": place, "y": 300, "id": n} for n, place in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", 150, 200)
    fingers("touchMove", 120, 240)
    fingers("touchMove", 90, 270)
    fingers("touchEnd")
    assert view(page)[2] > 2 * before


@pytest.mark.parametrize("page", [{"viewport": {"width": 1440, "height": 900}}], indirect=True)
def test_one_that_fits_offers_nothing(page: Page, site: Path) -> None:
    page.goto((site / "frameworks/diplomacy.html").as_uri())
    for box in page.locator(".diagram").all():
        svg = box.locator("svg")
        shown = svg.evaluate("item => item.getBoundingClientRect().width")
        whole = float(svg.get_attribute("width") or 0)
        offered = box.evaluate("item => item.nextElementSibling.matches('.diagram-tools')")
        assert offered == (shown < whole - 8)
        assert box.get_attribute("tabindex") is None


def test_a_caption_stands_under_its_diagram_before_the_words(page: Page, site: Path) -> None:
    for name in (PAGE, "frameworks/sanctions", "frameworks/military-alliances"):
        page.goto((site / f"{name}.html").as_uri())
        figures = page.locator("article figure:has(.diagram)").all()
        assert figures
        for figure in figures:
            boxes = [
                figure.locator(part).bounding_box()
                for part in (".diagram", "figcaption", ".diagram-relations")
            ]
            tops = [box["y"] for box in boxes if box is not None]
            assert len(tops) == 3
            assert tops == sorted(tops), name
