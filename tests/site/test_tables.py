"""Long tables can be searched and put in another order; what scrolls can be reached by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from conftest import ROOT

PAGES = sorted(
    path.relative_to(ROOT / "docs").with_suffix("").as_posix()
    for path in (ROOT / "docs").rglob("*.md")
)


def opened(page: Page, site: Path, name: str) -> Page:
    page.goto((site / f"{name}.html").as_uri())
    return page


def column(page: Page, number: int) -> list[str]:
    table = page.locator("article table", has=page.locator("button.sort")).first
    return table.locator(f"tbody tr:not([hidden]) > :nth-child({number})").all_inner_texts()


def test_a_long_table_is_filtered_by_every_word(page: Page, site: Path) -> None:
    opened(page, site, "appendix/events")
    field = page.get_by_label("Filter this table").first
    field.fill("treaty signed")
    shown = [text.lower() for text in column(page, 2) if text]
    assert "treaty" in shown[0]
    assert page.locator("label.filter output").first.inner_text().startswith(f"{len(shown)} of ")
    field.fill("")
    assert len(column(page, 2)) > 400


def test_a_head_sorts_by_what_the_column_holds(page: Page, site: Path) -> None:
    opened(page, site, "appendix/nato-spending")
    heads = page.locator("article .table-wrapper thead th", has=page.locator("button.sort"))
    share = heads.filter(has_text="Share of GDP").first
    place = share.evaluate("head => head.cellIndex + 1")
    share.get_by_role("button").click()
    assert share.get_attribute("aria-sort") == "ascending"
    table = share.locator("xpath=ancestor::table")
    cells = table.locator(f"tbody tr > :nth-child({place})").all_inner_texts()
    values = [float(text) for text in cells if text.strip()]
    assert values == sorted(values)
    share.get_by_role("button").click()
    assert share.get_attribute("aria-sort") == "descending"


@pytest.mark.parametrize("page", [{"viewport": {"width": 360, "height": 740}}], indirect=True)
def test_only_what_scrolls_is_a_stop_of_the_keyboard(page: Page, site: Path) -> None:
    opened(page, site, "appendix/events")
    boxes = page.locator("article .table-wrapper")
    for box in boxes.all():
        scrolls = box.evaluate("box => box.scrollWidth > box.clientWidth")
        assert (box.get_attribute("tabindex") == "0") == scrolls


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_the_script_a_table_is_whole(page: Page, site: Path) -> None:
    opened(page, site, "appendix/events")
    assert page.locator("label.filter").count() == 0
    assert page.locator("article table tbody tr").count() > 400


@pytest.mark.parametrize("page", [{"viewport": {"width": 360, "height": 740}}], indirect=True)
def test_the_head_and_the_first_column_stay_in_sight(page: Page, site: Path) -> None:
    opened(page, site, "appendix/events")
    box = page.locator("article .table-wrapper").first
    cell, head = box.locator("tbody tr:nth-child(30) > th"), box.locator("thead th").first
    box.evaluate("box => box.scrollTo(0, 900)")
    box.evaluate("box => box.scrollBy(120, 0)")
    frame = box.bounding_box()
    for part, along in ((cell, "x"), (head, "y")):
        place = part.bounding_box()
        assert frame is not None
        assert place is not None
        assert abs(place[along] - frame[along]) < 2  # type: ignore[literal-required]


def test_the_row_that_a_link_leads_to_is_marked_whole(page: Page, site: Path) -> None:
    page.goto((site / "appendix/events.html").as_uri() + "#row-lend-lease-settled")
    grounds = page.locator("tr:target, tr:target > *").evaluate_all(
        "parts => parts.map((part) => getComputedStyle(part).backgroundColor)"
    )
    assert len(grounds) >= 3  # blank cells at the end of a row are left out
    assert set(grounds) == {"rgb(255, 241, 184)"}


def test_a_row_is_found_on_the_other_page_of_its_table(page: Page, site: Path) -> None:
    page.goto((site / "appendix/figures.html").as_uri() + "#row-a400m-orders-2003")
    page.wait_for_url("**/figures-counts.html#row-a400m-orders-2003")
    assert page.locator("tr:target").inner_text().startswith("A400M aircraft")


SQUEEZED = """
() => [...document.querySelectorAll("article table")].flatMap((table) =>
  [...table.querySelectorAll("tbody tr:not([hidden])")].flatMap((row) => [...row.cells])
    .filter((cell) => table.tHead?.rows[0].cells.length > 3 && cell.textContent.length > 60)
    .filter((cell) => cell.checkVisibility() && cell.clientWidth < 105)
    .map((cell) => `${cell.clientWidth} px: ${cell.textContent}`))
"""


@pytest.mark.parametrize("tab", [{"viewport": {"width": 360, "height": 740}}], indirect=True)
def test_a_sentence_in_a_table_is_not_squeezed_into_a_word(tab: Page, site: Path) -> None:
    """A browser shrinks a column to its longest word before it lets the table scroll."""
    squeezed = {}
    for name in PAGES:
        opened(tab, site, name)
        if found := tab.evaluate(SQUEEZED):
            squeezed[name] = found
    assert squeezed == {}


@pytest.mark.parametrize("tab", [{"viewport": {"width": 1280, "height": 900}}], indirect=True)
@pytest.mark.parametrize("name", ["challenges/flashpoints", "frameworks/sanctions"])
def test_the_arrow_of_a_head_stays_with_its_word(tab: Page, site: Path, name: str) -> None:
    opened(tab, site, name)
    heads = tab.locator("button.sort").evaluate_all(
        """heads => heads.filter((head) => !head.textContent.includes(" "))
          .map((head) => head.offsetHeight / parseFloat(getComputedStyle(head).lineHeight))"""
    )
    assert heads
    assert max(heads) < 1.5


def test_a_name_that_is_a_sentence_is_not_bold(page: Page, site: Path) -> None:
    opened(page, site, "appendix/figures")
    weigh = "cell => getComputedStyle(cell).fontWeight"
    assert page.locator("#tbl-figures tbody th").first.evaluate(weigh) == "400"
    opened(page, site, "appendix/nato-spending")
    assert page.locator("#tbl-nato-spending tbody th").first.evaluate(weigh) == "600"
