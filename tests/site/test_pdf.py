"""The built PDF: standards, structure, and that no word of the pages is missing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import pypdf
import pytest
from bs4 import BeautifulSoup
from page import ValidationProfile, validate_pdf

from conftest import ROOT

PAGES = sorted((ROOT / "docs").rglob("*.md"))


@cache
def reader(path: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(path)


@cache
def words_of_pdf(path: Path) -> frozenset[str]:
    text = "\n".join(page.extract_text() for page in reader(path).pages)
    joined = re.sub(r"[-\u2010\u00ad]\s*\n\s*", "", text)
    return frozenset(words(text) | words(joined))


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text)))


@pytest.mark.parametrize("profile", [ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A])
def test_it_keeps_the_standard(pdf: Path, profile: ValidationProfile) -> None:
    report = validate_pdf(pdf, profile=profile)
    assert report.is_compliant, report.failures[:10]


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


def test_every_page_of_the_site_is_a_bookmark(pdf: Path, site: Path) -> None:
    def titles(items: list[object]) -> list[str]:
        found: list[str] = []
        for item in items:
            found += titles(item) if isinstance(item, list) else [str(item["/Title"])]  # type: ignore[index]
        return found

    bookmarks = " | ".join(titles(reader(pdf).outline))  # type: ignore[arg-type]
    for path in PAGES:
        if path.name == "index.md" and path.parent == ROOT / "docs":
            continue
        html = site / path.relative_to(ROOT / "docs").with_suffix(".html")
        heading = BeautifulSoup(html.read_text(encoding="utf-8"), "html.parser").h1
        assert heading is not None
        for link in heading.select("a.headerlink"):
            link.decompose()
        title = heading.get_text().replace("\u2019", "'")
        assert title in bookmarks.replace("\u2019", "'"), title


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_word_of_a_page_is_missing(pdf: Path, site: Path, path: Path) -> None:
    html = site / path.relative_to(ROOT / "docs").with_suffix(".html")
    body = BeautifulSoup(html.read_text(encoding="utf-8"), "html.parser").find("article")
    assert body is not None
    for left_out in body.select(  # type: ignore[union-attr]
        ".headerlink, svg, details.disclosure, details.diagram-relations, p.origin a"
    ):
        left_out.decompose()
    missing = words(body.get_text(" ")) - words_of_pdf(pdf)
    long_enough = {word for word in missing if len(word) > 1}
    assert long_enough == set()
