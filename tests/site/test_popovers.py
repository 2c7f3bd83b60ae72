"""What a reader sees who points at a fact, a citation, a term or a footnote, by every means."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from axe import assert_axe_finds_nothing

BURDEN = "debates/burden-sharing"
PHONE = {"has_touch": True, "viewport": {"width": 360, "height": 740}}
phone = pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
LOOKS = [
    {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    for scheme, width in (("light", 1280), ("dark", 360))
]
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'"


def opened(page: Page, site: Path, name: str = BURDEN) -> Page:
    page.goto((site / f"{name}.html").as_uri())
    return page


def popover(page: Page) -> Locator:
    found = page.locator("#popover")
    found.wait_for(state="visible")
    return found


def covers(page: Page, link: Locator) -> bool:
    """True if the popover lies over any part of what it explains."""
    return bool(
        link.evaluate(
            """item => {
              const box = document.getElementById("popover").getBoundingClientRect();
              return [...item.getClientRects()].some((at) =>
                at.left < box.right && box.left < at.right &&
                at.top < box.bottom && box.top < at.bottom);
            }"""
        )
    )


def test_a_fact_tells_where_it_comes_from(page: Page, site: Path) -> None:
    opened(page, site)
    fact = page.locator("a.fact", has_text="4.12 %")
    fact.hover()
    shown = popover(page)
    text = shown.inner_text()
    assert text.startswith("4.1202 %")
    assert "Poland, 2024: share of GDP" in text
    assert "Source: NATO (2024), Defence Expenditure of NATO Countries" in text
    assert "Edition: NATO, 17 June 2024" in text
    addresses = [link.get_attribute("href") for link in shown.locator("a").all()]
    assert addresses[0] is None or addresses[0].startswith("../appendix/nato-spending.html")
    assert any(str(address).startswith("https://") for address in addresses)
    assert not shown.locator("code").is_visible()
    shown.locator("summary").click()
    assert shown.locator("code").inner_text() == 'spending.ranked("share_of_gdp", 2024)[0][1]'


def test_the_pointer_may_enter_and_leave(page: Page, site: Path) -> None:
    opened(page, site)
    fact = page.locator("a.fact").nth(8)
    fact.hover()
    shown = popover(page)
    assert not covers(page, fact)
    shown.hover()
    page.wait_for_timeout(500)
    assert shown.is_visible()
    page.mouse.move(2, 2)
    shown.wait_for(state="detached")


def test_nothing_is_loaded_before_it_is_needed(page: Page, site: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    opened(page, site)
    page.wait_for_timeout(300)
    assert not [url for url in asked if "/popovers/" in url]
    page.locator("a.fact").first.hover()
    popover(page)
    assert len([url for url in asked if "/popovers/" in url]) == 1


def test_the_keyboard_opens_enters_and_closes(page: Page, site: Path) -> None:
    opened(page, site)
    page.keyboard.press("Tab")
    fact = page.locator("a.fact").first
    fact.focus()
    shown = popover(page)
    assert fact.get_attribute("aria-describedby") == shown.get_attribute("id")
    page.keyboard.press("Tab")  # the popover is the next stop
    assert page.evaluate("document.getElementById('popover').contains(document.activeElement)")
    page.keyboard.press("Escape")
    shown.wait_for(state="detached")
    assert fact.evaluate("item => item === document.activeElement")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    popover(page)
    for _ in range(12):  # no trap: the stops after it close it
        page.keyboard.press("Tab")
    assert fact.get_attribute("aria-describedby") is None
    assert page.locator("#popover").count() <= 1


def test_a_citation_shows_the_passage_that_is_quoted(page: Page, site: Path) -> None:
    opened(page, site)
    link = page.locator('.bibtex-citation a[href$="#cite-nato-1949-treaty"]').first
    link.hover()
    shown = popover(page)
    text = shown.inner_text()
    assert "The North Atlantic Treaty" in text
    assert "Primary source" in text
    assert "Article 3" in text
    marked = shown.locator("mark").all_inner_texts()
    assert "self-help and mutual aid" in marked
    assert "maintain and develop their individual and collective capacity" in marked[-1]
    assert not covers(page, link)


def test_a_term_shows_its_first_sentence(page: Page, site: Path) -> None:
    opened(page, site, "frameworks/military-alliances")
    page.keyboard.press("Tab")
    page.locator("a.term").first.focus()
    assert len(popover(page).inner_text()) > 40


def test_a_footnote_shows_its_text(page: Page, site: Path, tmp_path: Path) -> None:
    text = (site / f"{BURDEN}.html").read_text(encoding="utf-8")
    note = (
        '<p>As said <a class="footnote-reference brackets" href="#note">1</a>.</p>'
        '<aside class="footnote" id="note"><span class="label">1</span>'
        "<p>What the <em>note</em> says.</p></aside>"
    )
    path = site / "debates/with-a-note.html"
    path.write_text(text.replace("</article>", f"{note}</article>"), encoding="utf-8")
    try:
        page.goto(path.as_uri())
        page.locator("a.footnote-reference").hover()
        assert popover(page).inner_text().strip() == "What the note says."
    finally:
        path.unlink()


@phone
def test_the_first_touch_explains_and_the_second_follows(page: Page, site: Path) -> None:
    opened(page, site)
    for link in (page.locator("a.fact").nth(8), page.locator(".bibtex-citation a").nth(12)):
        before = page.url
        link.scroll_into_view_if_needed()
        link.tap()
        shown = popover(page)
        box = shown.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert not covers(page, link)
        assert page.url == before
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.touchscreen.tap(5, 60)  # a touch elsewhere closes it
    page.locator("#popover").wait_for(state="detached")
    link = page.locator("a.fact").nth(8)
    link.tap()
    popover(page)
    link.tap()
    page.wait_for_url("**/appendix/evidence/debates/burden-sharing.html#fact-9")


@phone
def test_without_its_file_a_touch_follows_the_link(page: Page, site: Path) -> None:
    page.route("**/popovers/**", lambda route: route.abort())
    opened(page, site)
    page.locator("a.fact").first.tap()
    page.wait_for_url("**/appendix/evidence/debates/burden-sharing.html#fact-1")


@pytest.mark.parametrize("page", LOOKS, indirect=True, ids=["light-1280", "dark-360"])
@pytest.mark.parametrize("selector", ["a.fact", ".bibtex-citation a", "a.term"])
def test_axe_finds_nothing_in_an_open_popover(page: Page, site: Path, selector: str) -> None:
    opened(page, site)
    page.keyboard.press("Tab")
    link = page.locator(selector).nth(2)
    link.focus()
    shown = popover(page)
    assert not covers(page, link)
    if shown.locator("summary").count():
        shown.locator("summary").click()
    assert_axe_finds_nothing(page)


@pytest.mark.parametrize("page", LOOKS, indirect=True, ids=["light-1280", "dark-360"])
@pytest.mark.parametrize("name", [f"appendix/evidence/{BURDEN}", "bibliography/n"])
def test_axe_finds_nothing_on_generated_pages(page: Page, site: Path, name: str) -> None:
    anchor = "#cite-nato-1949-treaty" if "bibliography" in name else "#fact-9"
    page.goto((site / f"{name}.html").as_uri() + anchor)
    assert_axe_finds_nothing(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


def test_what_is_jumped_to_is_marked_and_there_at_once(page: Page, site: Path) -> None:
    for name, anchor in (
        (f"appendix/evidence/{BURDEN}", "fact-30"),
        ("bibliography/u", "cite-un-2019-sanctions"),
        ("appendix/nato-spending", "row-pol-2024"),
    ):
        page.goto((site / f"{name}.html").as_uri() + f"#{anchor}")
        target = page.locator(f"#{anchor}")
        plain = page.locator("body").evaluate("item => getComputedStyle(item).backgroundColor")
        cell = target.locator("td").first if "row" in anchor else target
        assert cell.evaluate("item => getComputedStyle(item).backgroundColor") != plain
        top = target.evaluate("item => item.getBoundingClientRect().top")
        assert 0 <= top < 900, name


def test_a_list_can_be_filtered(page: Page, site: Path) -> None:
    opened(page, site, "bibliography/n")
    field = page.get_by_role("searchbox", name="Filter this list")
    field.fill("north atlantic treaty 1949")
    count = page.locator("output").inner_text()
    kept, whole = (int(part) for part in count.split(" of "))
    assert 0 < kept < whole
    assert page.locator("ul.sources > li:visible").count() == kept
    field.fill("")
    assert page.locator("ul.sources > li:visible").count() == whole


def test_a_popover_needs_no_inline_script_or_style(page: Page, site: Path) -> None:
    """Under a policy that refuses both, it works and nothing of it is refused."""
    source = (site / f"{BURDEN}.html").read_text(encoding="utf-8")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY} file:">'
    path = site / "debates/under-a-policy.html"
    path.write_text(source.replace("<head>", f"<head>{meta}", 1).replace("'self'", "'self' file:"))
    refused: list[str] = []
    try:
        page.goto(path.as_uri())
        page.on("console", lambda message: refused.append(message.text))
        page.locator("a.fact").first.hover()
        popover(page)
    finally:
        path.unlink()
    assert refused == []
