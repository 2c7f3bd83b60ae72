"""The setting of pages: measure, numbers with their units, heads over their columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from conftest import ROOT

PAGES = sorted(
    path.relative_to(ROOT / "docs").with_suffix("").as_posix()
    for path in (ROOT / "docs").rglob("*.md")
)
# In a table on a narrow screen the year of a day may stand under the day.
BROKEN = r"""
() => [...document.querySelectorAll("article a.fact, article :is(td, th)")]
  .filter((item) => /\d/.test(item.textContent) && item.textContent.length <= 18)
  .filter((item) => item.checkVisibility() && item.textContent.includes(" "))
  .filter((item) => {
    const range = document.createRange();
    range.selectNodeContents(item);
    const text = document.createTreeWalker(item, NodeFilter.SHOW_TEXT).nextNode();
    const day = /^\d{1,2} [A-Z][a-z]+(?= \d{4}$)/.exec(item.textContent);
    if (day && item.matches("td.date, th.date")) range.setEnd(text, day[0].length);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top / 8))).size > 1;
  }).map((item) => item.textContent)
"""


@pytest.mark.parametrize("page", [{"viewport": {"width": 360, "height": 740}}], indirect=True)
def test_numbers_keep_their_units_and_dates_their_years(page: Page, site: Path) -> None:
    broken = {}
    for name in PAGES:
        page.goto((site / f"{name}.html").as_uri())
        if found := page.evaluate(BROKEN):
            broken[name] = found
    assert broken == {}


@pytest.mark.parametrize("page", [{"viewport": {"width": 1440, "height": 900}}], indirect=True)
@pytest.mark.parametrize("name", ["index", "debates/burden-sharing", "glossary", "timeline"])
def test_a_line_has_some_seventy_letters(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    lines = page.evaluate(
        """() => {
          const found = [];
          for (const item of document.querySelectorAll("article section > p, dl.glossary dd > p")) {
            const style = getComputedStyle(item);
            const height = parseFloat(style.lineHeight);
            const count = Math.round(item.getBoundingClientRect().height / height);
            if (count > 3) found.push(item.textContent.length / (count - 0.5));
          }
          return found.sort((a, b) => a - b);
        }"""
    )
    assert lines
    assert 60 <= lines[len(lines) // 2] <= 78


@pytest.mark.parametrize("page", [{"viewport": {"width": 1440, "height": 900}}], indirect=True)
@pytest.mark.parametrize("name", ["timeline", "appendix/nato-spending", "appendix/events"])
def test_heads_stand_over_their_columns(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    apart = page.evaluate(
        """() => [...document.querySelectorAll("article table")].flatMap((table) => {
          const side = (cell) => getComputedStyle(cell).textAlign.replace("start", "left");
          const cells = [...(table.tBodies[0]?.rows[0]?.cells ?? [])];
          return [...(table.tHead?.rows[0].cells ?? [])]
            .filter((head, at) => cells[at] && side(head) !== side(cells[at]))
            .map((head) => head.textContent);
        })"""
    )
    assert apart == []


def test_headings_are_smaller_on_a_phone(page: Page, site: Path) -> None:
    page.goto((site / "challenges/hybrid-and-cyber.html").as_uri())
    size = "item => parseFloat(getComputedStyle(item).fontSize)"
    wide = [page.locator(f"article {head}").first.evaluate(size) for head in ("h1", "h2")]
    page.set_viewport_size({"width": 360, "height": 740})
    narrow = [page.locator(f"article {head}").first.evaluate(size) for head in ("h1", "h2")]
    assert all(few < many for few, many in zip(narrow, wide, strict=True))
