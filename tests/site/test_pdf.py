"""The built PDFs: standards, structure, and that no word of the pages is missing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from bs4 import BeautifulSoup, SoupStrainer
from page import ValidationProfile, validate_pdf

from allied_sphinx.names import listed_names
from conftest import ROOT

# The validator takes a carriage return that ends a stream's data (one in 256 does) for a part of
# the line's end after it; the lengths are looked up here instead.
MISREAD = "PDFA2A-STREAM-LENGTH-001"
BOOK = "allied-cooperation.pdf"
ANNEX = "allied-cooperation-data.pdf"
BRIEF = "allied-cooperation-brief.pdf"
NAMES = (BOOK, ANNEX, BRIEF)


def cut_of(path: Path) -> str | None:
    """The PDF that shows a page; how to contribute is of no use on paper."""
    room = path.relative_to(ROOT / "docs").parts[0]
    return {"appendix": ANNEX, "contribute": None}.get(room, BOOK)


PAGES = [path for path in sorted((ROOT / "docs").rglob("*.md")) if cut_of(path)]
# Each PDF lists the sources that it cites: see below.
SET_WHOLE = [path for path in PAGES if path.stem != "bibliography"]


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
    text = html.read_text(encoding="utf-8")
    heading = BeautifulSoup(text, "html.parser", parse_only=SoupStrainer("h1")).h1
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
                title = unicodedata.normalize("NFKC", str(item["/Title"])).replace("\u2019", "'")
                number = reader(path).get_destination_page_number(item)
                assert number is not None
                # The evidence is listed under the titles of the pages, after them.
                found.setdefault(title, number)

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


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("profile", [ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A])
def test_it_keeps_the_standard(pdfs: Path, name: str, profile: ValidationProfile) -> None:
    failures = validate_pdf(pdfs / name, profile=profile).failures
    assert [failure for failure in failures if failure.rule_id != MISREAD] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_stream_has_the_length_that_it_declares(pdfs: Path, name: str) -> None:
    data = (pdfs / name).read_bytes()
    found = 0
    for match in re.finditer(rb"/Length (\d+)(?! \d+ R)[^\n]*?>>\r?\nstream\r?\n", data):
        end = match.end() + int(match[1])
        assert re.match(rb"\r?\nendstream", data[end : end + 11]), match[0]
        found += 1
    assert found == data.count(b"endstream") > 20


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is(pdfs: Path, name: str) -> None:
    pdf = reader(pdfs / name)
    assert pdf.metadata is not None
    assert str(pdf.metadata.title).startswith("Allied Cooperation")
    assert pdf.metadata.author
    assert pdf.trailer["/Root"]["/Lang"].startswith("en")  # type: ignore[index]
    cover = pdf.pages[0].extract_text()
    for text in ("Allied Cooperation", "0123456789ab", "2026"):
        assert text in cover


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_page_of_the_site_is_a_bookmark(pdfs: Path, site: Path, path: Path) -> None:
    assert title_of(site, path) in bookmarks(pdfs / (cut_of(path) or ""))


@pytest.mark.parametrize("path", SET_WHOLE, ids=lambda path: path.stem)
def test_no_word_of_a_page_is_missing(pdfs: Path, site: Path, path: Path) -> None:
    """Each word of a page is on that page's leaves of the PDF as often as in HTML."""
    html = site / path.relative_to(ROOT / "docs").with_suffix(".html")
    body = BeautifulSoup(html.read_text(encoding="utf-8"), "html.parser").find("article")
    assert body is not None
    for left_out in body.select(
        ".headerlink, svg, .disclosure, .diagram-relations, .toctree-wrapper, .downloads, .leads, "
        "section#related-pages, section#ways-into-the-article, section#begin-with-a-question"
    ):
        left_out.decompose()
    name = cut_of(path)
    pdf = pdfs / (name or "")
    starts = sorted({bookmarks(pdf)[title_of(site, p)] for p in PAGES if cut_of(p) == name})
    first = bookmarks(pdf)[title_of(site, path)]
    after = [start for start in starts if start > first]
    last = after[0] if after else len(reader(pdf).pages) - 1
    printed = words_between(pdf, first, last)
    missing = words(body.get_text(" ")) - printed
    lost = {word for word in missing if not is_broken_at_a_page_end(word, printed)}
    assert lost == set()


def without_folded(html: Path) -> str:
    """A page without what only HTML folds away."""
    body = BeautifulSoup(html.read_text("utf-8"), "html.parser")
    for folded in body.select(".disclosure"):
        folded.decompose()
    return str(body)


@pytest.mark.parametrize("name", [BOOK, ANNEX])
def test_it_lists_the_sources_that_it_cites(pdfs: Path, site: Path, name: str) -> None:
    cited = set()
    for path in PAGES:
        if cut_of(path) == name:
            html = site / path.relative_to(ROOT / "docs").with_suffix(".html")
            cited |= set(
                re.findall(r'href="[^"]*bibliography/[^"]*#([^"]+)"', without_folded(html))
            )
    if name == ANNEX:  # it lists the evidence, which HTML has on pages of their own
        for html in sorted((site / "appendix/evidence").rglob("*.html")):
            cited |= set(
                re.findall(r'href="[^"]*bibliography/[^"]*#([^"]+)"', without_folded(html))
            )
    source = (pdfs / "_typst" / name.removesuffix(".pdf") / "book.typ").read_text("utf-8")
    listed = re.findall(r'", \(label\("bibliography:([^"]+)"\),\), \(', source)
    assert len(listed) > 50
    assert sorted(listed) == sorted(cited)


def test_it_does_not_speak_of_files_beside_the_site(pdfs: Path) -> None:
    pdf = pdfs / ANNEX
    text = " ".join(leaf(pdf, number) for number in range(len(reader(pdf).pages)))
    for words_of_a_link in ("Download nato", "Download every table", "list for programs"):
        assert words_of_a_link not in " ".join(text.split())


def is_broken_at_a_page_end(word: str, printed: Counter[str]) -> bool:
    """Between the two halves stand the foot of one page and the head of the next."""
    return any(word[:at] in printed and word[at:] in printed for at in range(2, len(word) - 1))


def test_the_index_holds_every_name_that_is_listed_for_it(pdfs: Path) -> None:
    source = (pdfs / "_typst" / BOOK.removesuffix(".pdf") / "book.typ").read_text("utf-8")
    headings = set(re.findall(r'"name": "([^"]+)", "depth": 0', source))
    assert {"France", "Warsaw Pact", "Acheson, Dean", "NATO"} < headings
    unused = [name.heading for name in listed_names() if name.heading not in headings]
    assert unused == [], "no page names them: take them out of source/allied_sphinx/names.txt"


def test_no_entry_of_the_index_is_a_string_of_numbers(pdfs: Path) -> None:
    """A reader looks up a few pages, or the main one; not forty that are all alike."""
    source = (pdfs / "_typst" / BOOK.removesuffix(".pdf") / "book.typ").read_text("utf-8")
    with_main = set(re.findall(r'"name": "([^"]+)", "depth": \d, "main": \(label', source))
    first = bookmarks(pdfs / BOOK)["Index"]
    count = len(reader(pdfs / BOOK).pages)
    text = "\n".join(leaf(pdfs / BOOK, number) for number in range(first, count))
    text = re.sub(r",\s*\n(?=\d)", ", ", text)
    entries = re.findall(r"^(.*?), ((?:\d+(?:\u2013\d+)?(?:, )?)+)$", text, re.M)
    assert len(entries) > 500
    long = [name for name, pages in entries if pages.count(",") > 8]
    assert "deterrence" in long
    assert [name for name in long if name not in with_main] == []
