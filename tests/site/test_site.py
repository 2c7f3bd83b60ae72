"""The built site, as files: links, anchors, names, and that nothing was lost on the way."""

from __future__ import annotations

import csv
import gzip
import itertools
import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from bs4 import BeautifulSoup

from allied.store.tables import tables
from allied_check.doctests import run_examples
from allied_check.page import SAMPLES, read_page
from allied_check.prose import is_article
from allied_check.rules import Site
from conftest import ROOT

PAGES = sorted(
    path.relative_to(ROOT / "docs").with_suffix("").as_posix()
    for path in (ROOT / "docs").rglob("*.md")
)
ARTICLE = [page for page in PAGES if is_article(read_page(ROOT / "docs" / f"{page}.md"))]


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def article(site: Path, page: str) -> BeautifulSoup:
    found = soup(site / f"{page}.html").find("article")
    assert found is not None
    return found  # type: ignore[return-value]


def test_every_page_is_built(site: Path) -> None:
    for page in PAGES:
        assert (site / f"{page}.html").exists()


@pytest.mark.parametrize("page", [*PAGES, "search", "genindex"])
def test_a_page_asks_nothing_of_others(site: Path, page: str) -> None:
    tree = soup(site / f"{page}.html")
    for tag in tree.find_all(["script", "img", "iframe", "source", "object", "embed"]):
        assert not re.match(r"(https?:)?//", tag.get("src") or tag.get("data") or "")
    for tag in tree.find_all("link"):
        assert not re.match(r"(https?:)?//", tag["href"])
    assert not any("//" in tag.get_text() for tag in tree.find_all("script"))


def test_styles_and_scripts_ask_nothing_of_others(site: Path) -> None:
    for path in [*site.rglob("*.css"), *site.rglob("*.js")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(url\(|import|fetch\()\s*[\"'(]?\s*(https?:)?//", text), path


@pytest.mark.parametrize("page", PAGES)
def test_ids_are_unique(site: Path, page: str) -> None:
    ids = [tag["id"] for tag in soup(site / f"{page}.html").find_all(id=True)]
    assert {name for name in ids if ids.count(name) > 1} == set()


@pytest.mark.parametrize("page", [*PAGES, "genindex"])
def test_links_lead_somewhere(site: Path, page: str) -> None:
    path = site / f"{page}.html"
    for tag in soup(path).find_all("a", href=True):
        href, anchor = urldefrag(tag["href"])
        if re.match(r"[a-z]+:", href):
            continue
        target = (path.parent / unquote(href)).resolve() if href else path
        assert target.exists(), f"{page}: {tag['href']}"
        if anchor and target.suffix == ".html":
            assert soup(target).find(id=anchor), f"{page}: {tag['href']}"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_it_is(site: Path, page: str) -> None:
    tree = soup(site / f"{page}.html")
    assert tree.html is not None
    assert tree.html["lang"] == "en"
    description = tree.find("meta", attrs={"name": "description"})
    assert description is not None
    assert 40 <= len(str(description["content"])) <= 200  # type: ignore[index]
    assert len(tree.find_all("h1")) == 1
    assert tree.find("link", rel="icon")


@pytest.mark.parametrize("page", PAGES)
def test_headings_go_down_one_level_at_a_time(site: Path, page: str) -> None:
    levels = [int(tag.name[1]) for tag in article(site, page).find_all(re.compile(r"h[1-6]$"))]
    for above, below in itertools.pairwise(levels):
        assert below <= above + 1


@pytest.mark.parametrize("page", PAGES)
def test_tables_have_captions_and_headers_with_scope(site: Path, page: str) -> None:
    for table in article(site, page).find_all("table"):
        in_details = table.find_parent("details")
        evidence = "evidence" in table.get("class", [])
        assert table.find("caption") or in_details or evidence, table
        for cell in table.find_all("th"):
            assert cell.get("scope") in ("col", "row"), cell
        region = table.find_parent(class_="table-wrapper")
        assert region is not None
        assert region["tabindex"] == "0"


@pytest.mark.parametrize("page", PAGES)
def test_pictures_have_words(site: Path, page: str) -> None:
    body = article(site, page)
    for image in body.find_all("img"):
        assert image.get("alt")
    for svg in body.select(".diagram svg, .chart svg"):
        assert svg["role"] == "img"
        named = svg.get("aria-label") or svg.get("aria-labelledby")
        assert named, page
    for diagram in body.select(".diagram"):
        assert diagram.find("desc")
        assert body.select(".diagram-relations li"), f"{page}: a diagram without its relations"


def test_every_statement_of_the_pages_is_in_the_evidence(site: Path) -> None:
    evidence = json.loads((site / "data/evidence.json").read_text(encoding="utf-8"))
    statements = evidence["statements"]
    pages = Site.read(ROOT / "docs").pages.values()
    shown = sum(len(page.facts) for page in pages) - sum(_in_samples(page.path) for page in pages)
    kinds = [item["kind"] for item in statements]
    assert kinds.count("fact") == shown > 50
    for kind, directives in (
        ("table", ("checked-table",)),
        ("data table", ("data-table",)),
        ("diagram", ("institutions-diagram", "memberships-diagram")),
        ("chart", ("chart",)),
    ):
        written = sum(
            block.directive and block.kind in directives and not _is_sample(page.path, block.line)
            for page in pages
            for block in page.blocks
        )
        assert kinds.count(kind) == written > 0, kind
    for item in statements:
        if item["kind"] != "example":
            assert item["rows"], item
            assert item["sources"], item


def _samples(path: Path) -> list[range]:
    return [
        range(block.line, block.body_line + len(block.body) + 1)
        for block in read_page(path).blocks
        if block.kind in SAMPLES and not block.directive
    ]


def _is_sample(path: Path, line: int) -> bool:
    return any(line in lines for lines in _samples(path))


def _in_samples(path: Path) -> int:
    return sum(_is_sample(path, role.line) for role in read_page(path).facts)


def test_every_fact_leads_to_its_evidence_and_back(site: Path) -> None:
    evidence = json.loads((site / "data/evidence.json").read_text(encoding="utf-8"))
    rows = soup(site / "appendix/evidence.html")
    for item in evidence["statements"]:
        if item["kind"] != "fact":
            continue
        link = soup(site / f"{item['page']}.html").find(id=item["anchor"])
        assert link is not None
        assert link.get_text() == item["shown"]  # type: ignore[union-attr]
        assert "Source: " in str(link["title"])  # type: ignore[index]
        target = str(link["href"]).partition("#")[2]  # type: ignore[index]
        row = rows.find(id=target)
        assert row is not None
        back = row.find("a", href=re.compile(f"#{item['anchor']}$"))  # type: ignore[union-attr]
        assert back is not None


def test_every_example_of_the_pages_is_run() -> None:
    """Each prompt of a page is an example that was collected; none is merely shown."""
    for path, page in Site.read(ROOT / "docs").pages.items():
        prompts = sum(
            line.lstrip("> ").startswith(">>> ") or bool(re.match(r"\s*>>> ", line))
            for block in page.blocks
            if block.kind in ("doctest", "pycon")
            for line in block.body
        )
        outputs = sum(block.kind == "testoutput" for block in page.blocks)
        assert run_examples(page).count == prompts + outputs, path


def test_terms_explain_themselves(site: Path) -> None:
    for page in ARTICLE:
        links = article(site, page).select("a.term")
        assert links
        for link in links:
            assert str(link["title"]).endswith((".", "!", "?")), link


def test_data_are_beside_the_pages(site: Path) -> None:
    for table in tables().values():
        copy = site / "data" / table.path.name
        assert copy.read_bytes() == table.path.read_bytes()
        page = article(site, f"appendix/{table.name.replace('_', '-')}")
        assert page.find("a", href=f"../data/{table.path.name}")
    assert json.loads((site / "data/datapackage.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(tables()))
def test_a_data_table_shows_every_row_it_promises(site: Path, name: str) -> None:
    with tables()[name].path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    page = read_page(ROOT / f"docs/appendix/{name.replace('_', '-')}.md")
    block = next(block for block in page.blocks if block.kind == "data-table")
    for condition in filter(None, block.options.get("where", "").split(";")):
        column, _, value = condition.partition("=")
        rows = [row for row in rows if row[column.strip()] == value.strip()]
    found = article(site, f"appendix/{name.replace('_', '-')}").select("table tbody")
    shown = next(table for table in found if not table.find_parent("details"))
    assert len(shown.find_all("tr")) == len(rows)


@pytest.mark.parametrize("page", ARTICLE)
def test_first_view_is_small(site: Path, page: str) -> None:
    assert first_view(site, page) < 40_000


def first_view(site: Path, page: str) -> int:
    """Bytes of a page with its styles and scripts, each compressed as a server would."""
    path = site / f"{page}.html"
    tree = soup(path)
    files = [tag["src"] for tag in tree.find_all("script", src=True)]
    files += [tag["href"] for tag in tree.find_all("link", rel="stylesheet")]
    paths = [path, *((path.parent / str(name).split("?")[0]).resolve() for name in files)]
    return sum(len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in paths)
