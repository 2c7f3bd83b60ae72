"""By keyboard at every width: no stop that cannot be seen, and drawers that open and close."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from axe import assert_axe_finds_nothing

WIDTHS = [{"viewport": {"width": width, "height": 740}} for width in (360, 640, 1000, 1440)]
KINDS = ("index", "debates/burden-sharing", "appendix/nato-spending", "bibliography/n", "search")
# Where the focus is: its name, and whether it can be seen (and is not under something else),
# once the page has been drawn: a note follows what it explains when the page is scrolled.
HERE = """
async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(done));
  await drawn();
  await drawn();
  if (document.activeElement === document.body) return null;
  const link = document.activeElement;
  const item = link.matches(".sd-stretched-link") ? link.closest(".sd-card") : link;
  if (item !== link && getComputedStyle(item).outlineStyle === "none") return ["a card", false];
  const box = item.getClientRects()[0] ?? new DOMRect();
  const [x, y] = [box.left + Math.min(box.width / 2, 8), box.top + box.height / 2];
  const top = document.elementFromPoint(x, y);
  const seen = box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth
    && box.bottom > 0 && box.top < innerHeight
    && (item.contains(top) || top?.contains(item) || item.labels?.[0]?.contains(top));
  return [item.outerHTML.slice(0, 100), Boolean(seen)];
}
"""


@pytest.mark.parametrize("page", WIDTHS, indirect=True, ids=["360", "640", "1000", "1440"])
@pytest.mark.parametrize("name", KINDS)
def test_every_stop_of_the_keyboard_can_be_seen(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    hidden, stops = [], 0
    page.keyboard.press("Tab")
    while stops < 120 and (here := page.evaluate(HERE)) is not None:
        stops += 1
        if not here[1]:
            hidden.append(here[0])
        page.keyboard.press("Tab")
    assert stops > 8
    assert hidden == []


@pytest.mark.parametrize("page", WIDTHS[:2], indirect=True, ids=["360", "640"])
@pytest.mark.parametrize("which", ["Contents of the site", "Contents of this page"])
def test_a_drawer_opens_by_its_button_and_gives_the_focus_back(
    page: Page, site: Path, which: str
) -> None:
    page.goto((site / "frameworks/sanctions.html").as_uri())
    button = page.get_by_role("button", name=which)
    drawer = page.locator(f"#{button.get_attribute('aria-controls')}")
    assert button.get_attribute("aria-expanded") == "false"
    assert not drawer.is_visible()
    button.focus()
    page.keyboard.press("Enter")
    assert drawer.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    page.wait_for_function(
        "id => document.getElementById(id).contains(document.activeElement)",
        arg=drawer.get_attribute("id"),
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not drawer.is_visible()
    assert button.get_attribute("aria-expanded") == "false"
    assert button.evaluate("item => item === document.activeElement")
    button.click()
    drawer.locator("a[href^='#'], a[href$='.html']").last.click()
    page.wait_for_load_state()
    page.locator(":popover-open").wait_for(state="detached")


@pytest.mark.parametrize("page", [WIDTHS[3]], indirect=True)
@pytest.mark.parametrize("name", ["appendix/methods", "challenges/flashpoints"])
def test_the_sidebar_shows_the_page_that_is_read(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    place = page.locator(".sidebar-tree .current-page > a").bounding_box()
    assert place is not None
    assert 0 < place["y"] < 700


@pytest.mark.parametrize("page", [WIDTHS[0] | {"java_script_enabled": False}], indirect=True)
def test_drawers_need_no_script(page: Page, site: Path) -> None:
    page.goto((site / "frameworks/sanctions.html").as_uri())
    page.get_by_role("button", name="Contents of the site").click()
    assert page.locator("#site-contents a").first.is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#site-contents").is_visible()


@pytest.mark.parametrize("page", [WIDTHS[0]], indirect=True, ids=["360"])
@pytest.mark.parametrize(
    "opens", ["Contents of the site", "Contents of this page", "Enlarge the diagram"]
)
def test_axe_finds_nothing_where_something_is_open(page: Page, site: Path, opens: str) -> None:
    page.goto((site / "frameworks/sanctions.html").as_uri())
    page.get_by_role("button", name=opens).first.click()
    page.locator(":popover-open, dialog[open]").wait_for()
    assert_axe_finds_nothing(page)


def test_the_field_of_the_search_shows_its_focus(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    field = page.locator(".sidebar-search")
    outline = "item => getComputedStyle(item).outlineStyle"
    assert field.evaluate(outline) == "none"
    for _ in range(3):
        page.keyboard.press("Tab")
    assert field.evaluate("item => item === document.activeElement")
    assert field.evaluate(outline) == "solid"
