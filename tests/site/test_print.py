"""On paper: nothing of the screen, nothing cut, pictures in the colours of print, sources told."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from conftest import ROOT

PAGES = sorted(
    path.relative_to(ROOT / "docs").with_suffix("").as_posix()
    for path in (ROOT / "docs").rglob("*.md")
)
SHEET = {"viewport": {"width": 672, "height": 980}, "color_scheme": "dark"}  # A4 within margins
LANDSCAPE = 1000  # a table of the class lies on a sheet of its own
CUT = """
(wide) => [...document.querySelectorAll("article :is(table, pre, .chart, .diagram, svg, img)")]
  .filter((item) => item.checkVisibility())
  .filter((item) => {
    const room = item.closest(".landscape") ? wide : innerWidth;
    return item.getBoundingClientRect().right > room + 1 || item.scrollWidth > item.clientWidth + 1
      && getComputedStyle(item).overflowX !== "visible";
  }).map((item) => item.outerHTML.slice(0, 90))
"""


@pytest.mark.parametrize("page", [SHEET], indirect=True, ids=["A4"])
def test_nothing_is_cut_at_the_edge_of_a_sheet(page: Page, site: Path) -> None:
    page.emulate_media(media="print")
    cut = {}
    for name in PAGES:
        page.goto((site / f"{name}.html").as_uri())
        if found := page.evaluate(CUT, LANDSCAPE):
            cut[name] = found
    assert cut == {}


@pytest.mark.parametrize("page", [SHEET], indirect=True, ids=["A4"])
@pytest.mark.parametrize("name", ["index", "appendix/events", "frameworks/sanctions", "glossary"])
def test_nothing_of_the_screen_is_on_paper(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf())).pages]
    for words in (
        "Skip to content",
        "Back to top",
        "On this page",
        "Filter this table",
        "Cite this",
    ):
        assert not any(words in sheet for sheet in sheets), words
    assert page.locator("h1").first.inner_text().rstrip("#\u00b6 ") in " ".join(sheets[0].split())


@pytest.mark.parametrize("page", [SHEET], indirect=True, ids=["A4"])
def test_pictures_are_whole_and_light(page: Page, site: Path) -> None:
    page.emulate_media(media="print")
    page.goto((site / "debates/burden-sharing.html").as_uri())
    assert page.locator(".chart svg.wide").first.is_visible()
    assert not page.locator(".chart svg.narrow").first.is_visible()
    dot = page.locator('.chart svg.wide [fill="#0b5cad"]').first
    assert dot.evaluate("item => getComputedStyle(item).fill") == "rgb(11, 92, 173)"


@pytest.mark.parametrize("page", [SHEET], indirect=True, ids=["A4"])
def test_what_popovers_say_is_printed_as_notes(page: Page, site: Path) -> None:
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto((site / "debates/burden-sharing.html").as_uri())
    page.keyboard.press("Control+p")
    page.wait_for_function("window.printed")
    text = " ".join(
        " ".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(page.pdf())).pages
    )
    assert "Sources cited" in text
    assert "Olson and Zeckhauser (1966), An Economic Theory of Alliances" in text
    assert "4.12 % Poland, 2024: share of GDP" in text
    assert not page.locator(".print-notes").is_visible(), "on the screen they are popovers"


@pytest.mark.parametrize("page", [SHEET], indirect=True, ids=["A4"])
@pytest.mark.parametrize("name", ["bibliography", "debates/domestic-politics", "glossary"])
def test_the_last_sheet_holds_more_than_the_edition(page: Page, site: Path, name: str) -> None:
    """Where to read on is a link, and no use on paper; with it a sheet more was printed."""
    page.goto((site / f"{name}.html").as_uri())
    assert page.locator(".related-pages").count() == 1
    page.emulate_media(media="print")
    assert not page.locator(".related-pages").is_visible()
    last = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages[-1]
    assert len(last.extract_text().replace("\n", " ").partition("Edition of")[0]) > 10


BROKEN = """
() => [...document.querySelectorAll(".dictionary code, table:not(:has(th:nth-child(6))) .date")]
  .filter((item) => {
    const range = document.createRange();
    range.selectNodeContents(item);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
  }).map((item) => item.textContent)
"""


@pytest.mark.parametrize("page", [SHEET], indirect=True, ids=["A4"])
@pytest.mark.parametrize("name", ["debates/entanglement", "appendix/programmes"])
def test_days_and_names_of_columns_are_whole_on_paper(page: Page, site: Path, name: str) -> None:
    page.emulate_media(media="print")
    page.goto((site / f"{name}.html").as_uri())
    assert page.evaluate(BROKEN) == []
