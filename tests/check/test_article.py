"""The form that every page of the article keeps."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from allied.store.dates import PartialDate
from allied.store.markdown import cells, is_row
from allied_check.page import Page
from allied_check.prose import is_article
from allied_check.rules import Site
from conftest import ROOT

ARTICLE = {
    page.path.relative_to(ROOT / "docs").with_suffix("").as_posix(): page
    for page in Site.read(ROOT / "docs").pages.values()
    if is_article(page.path)
}
SHOWN = ("checked-table", "data-table", "institutions-diagram", "memberships-diagram")
SHOWN += ("mermaid", "chart")


def words(page: Page) -> int:
    """The words that a reader meets in the prose of a page: those of its roles as shown."""
    kinds = ("paragraph", "heading", "cell", "caption", "title")
    text = " ".join(part.shown for part in page.prose if part.kind in kinds)
    return len(re.findall(r"[^\W_]+(?:[-'.,][^\W_]+)*", text))


@pytest.mark.parametrize("page", ARTICLE)
def test_the_box_in_brief_comes_first_and_has_three_to_five_sentences(page: str) -> None:
    box = ARTICLE[page].blocks[0]
    assert (box.kind, box.argument) == ("admonition", "In brief")
    assert not any(line.startswith("## ") for line in ARTICLE[page].lines[: box.line])
    assert 3 <= sum(bool(line.strip()) for line in box.body) <= 5
    # Each is a paragraph: a block of fifteen lines is not read on a telephone.
    assert not any(line.strip() and after.strip() for line, after in pairwise(box.body))


@pytest.mark.parametrize("page", sorted(set(ARTICLE) - {"index"}))
def test_a_page_shows_something_and_leads_on(page: str) -> None:
    assert any(block.kind in SHOWN for block in ARTICLE[page].blocks)
    *_, last = [line for line in ARTICLE[page].lines if line.startswith("## ")]
    assert last == "## Related pages"
    end = ARTICLE[page].lines.index(last)
    links = [line for line in ARTICLE[page].lines[end + 1 :] if line]
    assert 2 <= len(links) <= 6
    assert all(re.fullmatch(r"- \{doc\}`/[\w/-]+`", line) for line in links), links


@pytest.mark.parametrize("page", ARTICLE)
def test_what_happened_is_told_in_its_order(page: str) -> None:
    for block in ARTICLE[page].blocks:
        rows = [cells(line) for line in block.body if is_row(line)]
        if rows and rows[0][0] == "Date":
            dates = [PartialDate.parse_words(row[0]).first_day for row in rows[2:]]
            assert dates == sorted(dates), block.argument


@pytest.mark.parametrize("page", ARTICLE)
def test_a_page_can_be_read_at_one_sitting(page: str) -> None:
    assert 900 <= words(ARTICLE[page]) <= 2000
