"""The built site in a real browser: accessibility, narrow screens, no script, no network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from browser_setup import HELP, find
from conftest import ROOT

PAGES = sorted(
    path.relative_to(ROOT / "docs").with_suffix("").as_posix()
    for path in (ROOT / "docs").rglob("*.md")
)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    if path is None:
        pytest.fail(HELP)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page; every request that leaves the machine fails the test."""
    options = getattr(request, "param", {})
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    outside: list[str] = []
    context.on("request", lambda sent: outside.append(sent.url))
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    yield tab
    context.close()
    assert [url for url in outside if not url.startswith(("file:", "data:"))] == []
    assert faults == []


def opened(page: Page, site: Path, name: str) -> Page:
    page.goto((site / f"{name}.html").as_uri())
    return page


LOOKS = [
    {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    for scheme, width in (("light", 1280), ("dark", 360))
]


@pytest.mark.parametrize("page", LOOKS, indirect=True, ids=["light-1280", "dark-360"])
@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_axe_finds_nothing(page: Page, site: Path, name: str) -> None:
    opened(page, site, name)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": {"type": "tag", "values": tags}}
    results = Axe().run(page, options=options)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize(
    "page", [{"viewport": {"width": 320, "height": 800}}], indirect=True, ids=["320"]
)
@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_page_does_not_scroll_sideways(page: Page, site: Path, name: str) -> None:
    opened(page, site, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True, ids=["noscript"])
def test_without_script_everything_is_there(page: Page, site: Path) -> None:
    opened(page, site, "debates/burden-sharing")
    fact = page.locator("a.fact").first
    assert "Source: " in str(fact.get_attribute("title"))
    fact.click()
    assert "/appendix/evidence.html#debates-burden-sharing-fact-" in page.url
    page.go_back()
    page.locator("details.disclosure > summary").first.click()
    assert page.locator("details.disclosure pre").first.is_visible()
    assert page.locator(".chart svg").is_visible()


def test_a_fact_tells_its_source_to_the_keyboard(page: Page, site: Path) -> None:
    opened(page, site, "index")
    fact = page.locator("a.fact").first
    fact.focus()
    tip = page.get_by_role("tooltip")
    assert "Source: " in tip.inner_text()
    assert fact.get_attribute("aria-describedby") == tip.get_attribute("id")
    page.keyboard.press("Escape")
    assert not page.locator("#tip").is_visible()


def test_a_fact_tells_its_source_to_the_pointer(page: Page, site: Path) -> None:
    opened(page, site, "index")
    page.locator("a.fact").first.hover()
    tip = page.locator("#tip")
    assert tip.is_visible()
    tip.hover()  # the text can be reached, selected and read at leisure
    page.wait_for_timeout(400)
    assert tip.is_visible()
    page.mouse.move(0, 0)
    tip.wait_for(state="hidden")


@pytest.mark.parametrize(
    "page",
    [{"has_touch": True, "viewport": {"width": 360, "height": 740}}],
    indirect=True,
    ids=["touch"],
)
def test_a_fact_tells_its_source_to_touch(page: Page, site: Path) -> None:
    opened(page, site, "index")
    fact = page.locator("a.fact").first
    fact.scroll_into_view_if_needed()
    before = page.url
    fact.tap()
    assert page.locator("#tip").is_visible()
    box = page.locator("#tip").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert page.url == before
    fact.tap()
    page.wait_for_url("**/appendix/evidence.html#*")


def test_a_term_explains_itself(page: Page, site: Path) -> None:
    opened(page, site, "frameworks/military-alliances")
    term = page.locator("a.term").first
    term.focus()
    assert len(page.get_by_role("tooltip").inner_text()) > 20


@pytest.mark.parametrize("page", [{"color_scheme": "dark"}], indirect=True, ids=["dark"])
def test_pictures_follow_the_theme(page: Page, site: Path) -> None:
    def ink(selector: str) -> str:
        return str(page.locator(selector).first.evaluate("item => getComputedStyle(item).fill"))

    opened(page, site, "debates/burden-sharing")
    dark = ink(".chart svg text")
    page.evaluate("document.body.dataset.theme = 'light'")
    assert ink(".chart svg text") != dark
    opened(page, site, "frameworks/military-alliances")
    dark = ink(".diagram svg text")
    page.evaluate("document.body.dataset.theme = 'light'")
    assert ink(".diagram svg text") != dark


def test_the_search_finds_a_term(browser: Browser, site: Path) -> None:
    """What it finds and how it is used is tested in test_search.py."""
    tab = browser.new_page()
    tab.goto((site / "search.html").as_uri() + "?q=interoperability")
    tab.locator("#search-page li a.hit").first.wait_for()
    tab.close()
