"""The built site in a real browser: accessibility, narrow screens, no script, no network."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from axe import assert_axe_finds_nothing, assert_axe_finds_nothing_in_any_text
from conftest import ROOT

PAGES = sorted(
    path.relative_to(ROOT / "docs").with_suffix("").as_posix()
    for path in (ROOT / "docs").rglob("*.md")
)


def opened(page: Page, site: Path, name: str) -> Page:
    page.goto((site / f"{name}.html").as_uri())
    return page


LOOKS = [
    {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    for scheme, width in (("light", 1280), ("dark", 360))
]
KINDS = ("index", "debates/burden-sharing", "appendix/nato-members", "search")
SEEN: defaultdict[str, set[str]] = defaultdict(set)
"""The looks of text that axe found right, by colour scheme."""


@pytest.mark.parametrize("tab", LOOKS, indirect=True, ids=["light-1280", "dark-360"])
@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_axe_finds_nothing(
    tab: Page, site: Path, name: str, request: pytest.FixtureRequest
) -> None:
    """The second time without the rows after the 40th: they look as those before them do."""
    opened(tab, site, name)
    look = request.node.callspec.params["tab"]
    context = {"exclude": [["tbody tr:nth-child(n+41)"]]} if look == LOOKS[1] else None
    assert_axe_finds_nothing(tab, context, SEEN[look["color_scheme"]])


@pytest.mark.parametrize("tab", LOOKS, indirect=True, ids=["light-1280", "dark-360"])
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_in_any_text(tab: Page, site: Path, name: str) -> None:
    opened(tab, site, name)
    assert_axe_finds_nothing_in_any_text(tab)


@pytest.mark.parametrize(
    ("name", "item", "fault", "rule"),
    [
        ("appendix/nato-members", "tbody td", "color = '#999'", "color-contrast"),
        ("appendix/nato-members", "tbody td", "opacity = '0.5'", "color-contrast"),
        ("appendix/nato-members", "tbody td", "background = '#666'", "color-contrast"),
        (
            "glossary",
            "dd p a",
            "cssText = 'text-decoration: none; color: #003'",
            "link-in-text-block",
        ),
    ],
)
def test_a_text_that_looks_otherwise_is_asked_too(
    page: Page, site: Path, name: str, item: str, fault: str, rule: str
) -> None:
    """Of texts that look alike axe is asked one; the others are not, until one is unlike them."""
    opened(page, site, name)
    seen: set[str] = set()
    assert_axe_finds_nothing(page, None, seen)
    page.evaluate(f"document.querySelectorAll('{item}')[80].style.{fault}")
    with pytest.raises(AssertionError, match=rule):
        assert_axe_finds_nothing(page, None, seen)


def test_a_link_among_words_of_another_look_is_asked_again(page: Page, site: Path) -> None:
    """The link itself looks as it did when it was found right."""
    bare = "link = document.querySelectorAll('dd p a')[80]; link.style.textDecoration = 'none'"
    seen: set[str] = set()
    opened(page, site, "glossary").evaluate(bare)  # its colour is enough, among black words
    assert_axe_finds_nothing(page, None, seen)
    opened(page, site, "glossary").evaluate(bare)
    page.evaluate("link.closest('p').style.color = '#0b5c9d'")  # nearly the link's own
    with pytest.raises(AssertionError, match="link-in-text-block"):
        assert_axe_finds_nothing(page, None, seen)


@pytest.mark.parametrize(
    "tab", [{"viewport": {"width": 320, "height": 800}}], indirect=True, ids=["320"]
)
@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_page_does_not_scroll_sideways(tab: Page, site: Path, name: str) -> None:
    opened(tab, site, name)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.mark.parametrize(
    "page", [{"viewport": {"width": width, "height": 800}} for width in (360, 1440)], indirect=True
)
def test_nothing_moves_while_a_page_comes(page: Page, site: Path) -> None:
    """What a script adds has its place before it is there."""
    page.add_init_script(SHIFTS)
    moved = {}
    for name in (
        "appendix/evidence/debates/burden-sharing",
        "appendix/figures",
        "appendix/institutions",
        "bibliography/n",
        "cases/second-world-war",
        "frameworks/sanctions",
        "index",
        "search",
        "timeline",
    ):
        opened(page, site, name)
        if name == "search":
            page.locator("#search-field:focus").wait_for()
        page.evaluate(DRAWN)
        if (shift := page.evaluate("window.shifts")) > 0.01:
            moved[name] = shift
    assert moved == {}


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True, ids=["noscript"])
def test_without_script_everything_is_there(page: Page, site: Path) -> None:
    opened(page, site, "debates/burden-sharing")
    page.locator("a.fact").first.click()
    assert page.url.endswith("/appendix/evidence/debates/burden-sharing.html#fact-1")
    page.go_back()
    page.locator(".bibtex-citation a").first.click()
    assert "/bibliography/" in page.url
    page.go_back()
    page.locator("details.disclosure > summary").first.click()
    assert page.locator("details.disclosure pre").first.is_visible()
    assert page.locator(".chart svg.wide").first.is_visible()


@pytest.mark.parametrize("page", [{"color_scheme": "dark"}], indirect=True, ids=["dark"])
def test_pictures_follow_the_theme(page: Page, site: Path) -> None:
    def ink(selector: str) -> str:
        return str(page.locator(selector).first.evaluate("item => getComputedStyle(item).fill"))

    opened(page, site, "debates/burden-sharing")
    dark = ink(".chart svg.wide text")
    page.evaluate("document.body.dataset.theme = 'light'")
    assert ink(".chart svg.wide text") != dark
    opened(page, site, "frameworks/military-alliances")
    dark = ink(".diagram svg text")
    page.evaluate("document.body.dataset.theme = 'light'")
    assert ink(".diagram svg text") != dark
    opened(page, site, "challenges/enlargement")
    ground = "image => getComputedStyle(image).filter"
    picture = page.locator(".chart.map img").first
    assert picture.evaluate(ground).startswith("invert"), "a white sheet on a dark page"
    page.evaluate("document.body.dataset.theme = 'light'")
    assert picture.evaluate(ground) == "none"


def test_the_search_finds_a_term(browser: Browser, site: Path) -> None:
    """What it finds and how it is used is tested in test_search.py."""
    tab = browser.new_page()
    tab.goto((site / "search.html").as_uri() + "?q=interoperability")
    tab.locator("#search-page li a.hit").first.wait_for()
    tab.close()


@pytest.mark.parametrize(
    "page", [{"forced_colors": "active", "color_scheme": "dark"}], indirect=True, ids=["forced"]
)
def test_a_map_keeps_its_colours_where_others_are_forced(page: Page, site: Path) -> None:
    """Turned to the dark on a forced ground, its sea was white and its key could not be read."""
    page.goto((site / "appendix/battlegroups.html").as_uri())
    looks = page.locator(".chart.map img").evaluate(
        "item => [getComputedStyle(item).filter, getComputedStyle(item).backgroundColor]"
    )
    assert looks == ["none", "rgb(255, 255, 255)"]
