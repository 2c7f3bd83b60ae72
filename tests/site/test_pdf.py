"""The built PDF: standards, structure, and that no word of the pages is missing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from bs4 import BeautifulSoup
from page import ValidationProfile, validate_pdf

from conftest import ROOT

# The validator takes a carriage return that ends a stream's data (one in 256 does) for a part of
# the line's end after it; the lengths are looked up here instead.
MISREAD = "PDFA2A-STREAM-LENGTH-001"
PAGES = sorted((ROOT / "docs").rglob("*.md"))


@cache
def reader(path: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(path)


def words(text: str) -> Counter[str]:
    """How often each word occurs, ligatures dissolved."""
    return Counter(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text)))


@cache
def title_of(site: Path, path: Path) -> str:
    """The title of a page, as its bookmark has it."""
    html = site / path.relative_to(ROOT / "docs").with_suffix(".html")
    heading = BeautifulSoup(html.read_text(encoding="utf-8"), "html.parser").h1
    assert heading is not None
    for link in heading.select("a.headerlink"):
        link.decompose()
    return heading.get_text().replace("\u2019", "'")


@cache
def bookmarks(path: Path) -> dict[str, int]:
    """Each bookmark with the index of the page on which it stands."""
    found: dict[str, int] = {}

    def collect(items: list[Any]) -> None:
        for item in items:
            if isinstance(item, list):
                collect(item)
            else:
                title = str(item["/Title"]).replace("\u2019", "'")
                number = reader(path).get_destination_page_number(item)
                assert number is not None
                found[title] = number

    collect(reader(path).outline)
    return found


@cache
def leaf(path: Path, number: int) -> str:
    """The text of one page of the PDF."""
    return reader(path).pages[number].extract_text()


@cache
def words_between(path: Path, first: int, last: int) -> Counter[str]:
    """The words of a run of pages; a word that is broken at a line's end counts whole."""
    text = "\n".join(leaf(path, number) for number in range(first, last + 1))
    joined = re.sub(r"[-\u2010\u00ad]\s*\n\s*", "", text)
    return words(text) | words(joined)


@pytest.mark.parametrize("profile", [ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A])
def test_it_keeps_the_standard(pdf: Path, profile: ValidationProfile) -> None:
    failures = validate_pdf(pdf, profile=profile).failures
    assert [failure for failure in failures if failure.rule_id != MISREAD] == []


def test_every_stream_has_the_length_that_it_declares(pdf: Path) -> None:
    data = pdf.read_bytes()
    found = 0
    for match in re.finditer(rb"/Length (\d+)(?! \d+ R)[^\n]*?>>\r?\nstream\r?\n", data):
        end = match.end() + int(match[1])
        assert re.match(rb"\r?\nendstream", data[end : end + 11]), match[0]
        found += 1
    assert found == data.count(b"endstream") > 50


def test_it_says_what_it_is(pdf: Path) -> None:
    info = reader(pdf).metadata
    assert info is not None
    assert info.title == "Allied Cooperation"
    assert info.author
    assert reader(pdf).trailer["/Root"]["/Lang"].startswith("en")  # type: ignore[index]
    cover = reader(pdf).pages[0].extract_text()
    assert "Allied Cooperation" in cover
    assert "0123456789ab" in cover
    assert "2026" in cover


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_page_of_the_site_is_a_bookmark(pdf: Path, site: Path, path: Path) -> None:
    assert title_of(site, path) in bookmarks(pdf)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_word_of_a_page_is_missing(pdf: Path, site: Path, path: Path) -> None:
    """Each word of a page is on that page's leaves of the PDF as often as in HTML."""
    html = site / path.relative_to(ROOT / "docs").with_suffix(".html")
    body = BeautifulSoup(html.read_text(encoding="utf-8"), "html.parser").find("article")
    assert body is not None
    for left_out in body.select(
        ".headerlink, svg, .disclosure, .diagram-relations, .toctree-wrapper, .downloads"
    ):
        left_out.decompose()
    starts = sorted({bookmarks(pdf)[title_of(site, other)] for other in PAGES})
    first = bookmarks(pdf)[title_of(site, path)]
    after = [start for start in starts if start > first]
    last = after[0] if after else len(reader(pdf).pages) - 1
    printed = words_between(pdf, first, last)
    missing = words(body.get_text(" ")) - printed
    lost = {word for word in missing if not is_broken_at_a_page_end(word, printed)}
    assert lost == set()


def test_it_does_not_speak_of_files_beside_the_site(pdf: Path) -> None:
    text = " ".join(leaf(pdf, number) for number in range(len(reader(pdf).pages)))
    for words_of_a_link in ("Download nato", "Download every table", "list for programs"):
        assert words_of_a_link not in " ".join(text.split())


def is_broken_at_a_page_end(word: str, printed: Counter[str]) -> bool:
    """Between the two halves stand the foot of one page and the head of the next."""
    return any(word[:at] in printed and word[at:] in printed for at in range(2, len(word) - 1))
