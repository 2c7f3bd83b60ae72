"""The built site, as files: links, anchors, names, and that nothing was lost on the way."""

from __future__ import annotations

import csv
import gzip
import itertools
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import furo
import pytest
import sphinx_design
from bs4 import BeautifulSoup

from allied.store.tables import tables
from allied_check.doctests import run_examples
from allied_check.page import SAMPLES, read_page
from allied_check.prose import is_article
from allied_check.rules import Site
from allied_sphinx.sheets import DROPPED, rules
from conftest import ROOT

PAGES = sorted(
    path.relative_to(ROOT / "docs").with_suffix("").as_posix()
    for path in (ROOT / "docs").rglob("*.md")
)
ARTICLE = [page for page in PAGES if is_article(ROOT / "docs" / f"{page}.md")]


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


def test_figures_and_tables_are_numbered_in_the_order_of_reading(site: Path) -> None:
    """Every one with a caption, from page to page: Sphinx numbers the outlines of pages."""
    numbers: dict[str, list[int]] = {"Figure": [], "Table": []}
    page: Path | None = site / "index.html"
    while page:
        captions = [
            *article(site, page.relative_to(site).with_suffix("").as_posix()).select(
                "figcaption .caption-text, table > caption > .caption-text"
            )
        ]
        assert all(it.find_previous_sibling(class_="caption-number") for it in captions), page
        for it in soup(page).select("article .caption-number"):
            kind, number = it.get_text().split()
            numbers[kind].append(int(number))
        following = soup(page).find("link", rel="next")
        page = page.parent / str(following["href"]) if following else None  # type: ignore[index]
        page = page and page.resolve()
    assert min(map(len, numbers.values())) > 20
    for found in numbers.values():
        assert found == [*range(1, len(found) + 1)]


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
        assert table.find("caption") or in_details, table
        for cell in table.find_all("th"):
            assert cell.get("scope") in ("col", "row"), cell
        assert table.find_parent(class_="table-wrapper")
        for row in table.select("tbody tr"):
            assert row.find("th", scope="row"), row


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
    for item in evidence["statements"]:
        if item["kind"] != "fact":
            continue
        path = site / f"{item['page']}.html"
        link = soup(path).find(id=item["anchor"])
        assert link is not None
        assert link.get_text() == item["shown"]  # type: ignore[union-attr]
        href, target = urldefrag(str(link["href"]))  # type: ignore[index]
        entry = soup((path.parent / href).resolve()).find(id=target)
        assert entry is not None
        assert entry.find("a", href=re.compile(f"{path.name}#{item['anchor']}$"))  # type: ignore[union-attr]
        assert item["origin"]["lines"], item
        assert set(item["origin"]["lines"]) <= set(item["rows"][item["origin"]["table"]])


def test_figures_of_spending_name_their_own_source_first(site: Path) -> None:
    evidence = json.loads((site / "data/evidence.json").read_text(encoding="utf-8"))
    found = [item for item in evidence["statements"] if item["page"] == "debates/burden-sharing"]
    shown = {item["shown"]: item for item in found}
    assert shown["4.12 %"]["sources"][0] == "nato-2024-expenditure"
    assert len(shown["4.12 %"]["sources"]) > 5
    assert len(shown["4.12 %"]["origin"]["lines"]) == 1


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
        known = popovers(site, page)["terms"]
        for link in links:
            sentence = known[str(link["href"]).partition("#")[2]]
            assert sentence.endswith((".", "!", "?")), link


def test_data_are_beside_the_pages(site: Path) -> None:
    for table in tables().values():
        copy = site / "data" / table.path.name
        assert copy.read_bytes() == table.path.read_bytes()
        page = article(site, f"appendix/{table.name.replace('_', '-')}")
        assert page.find("a", href=f"../data/{table.path.name}")
    assert json.loads((site / "data/datapackage.json").read_text(encoding="utf-8"))


def rows_of(name: str) -> list[dict[str, str]]:
    with tables()[name].path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("name", sorted(tables()))
def test_a_data_table_shows_every_row_it_promises(site: Path, name: str) -> None:
    rows = rows_of(name)
    page = read_page(ROOT / f"docs/appendix/{name.replace('_', '-')}.md")
    block = next(block for block in page.blocks if block.kind == "data-table")
    for condition in filter(None, block.options.get("where", "").split(";")):
        column, value = map(str.strip, condition.split("="))
        rows = [
            row
            for row in rows
            if row[column] == ("" if value == "(blank)" else value)
            or (value == "(filled)" and row[column])
        ]
    body = article(site, f"appendix/{name.replace('_', '-')}")
    (shown,) = body.select(f"table#{block.options['name']} tbody")
    assert len(shown.find_all("tr")) == len(rows)


def test_the_pages_of_one_table_show_each_row_once(site: Path) -> None:
    pages = ("appendix/figures", "appendix/figures-counts")
    shown = [row["id"] for page in pages for row in article(site, page).select("tr[id]")]
    assert len(shown) == len(set(shown)) == len(rows_of("figures"))


def popovers(site: Path, page: str) -> Any:
    """What the popovers of a page show, from its file."""
    text = (site / f"popovers/{page}.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("window.popovers = ").removesuffix(";\n"))


@pytest.mark.parametrize("page", ARTICLE)
def test_each_fact_citation_and_term_has_its_popover(site: Path, page: str) -> None:
    body, known = article(site, page), popovers(site, page)
    for link in body.select("a.fact"):
        fact = known["facts"][link["id"]]
        assert fact["v"]
        assert fact["s"]
        assert fact["t"] in known["tables"]
    for link in body.select(".bibtex-citation a"):
        key = str(link["href"]).partition("#")[2].removeprefix("cite-")
        name, title, kind, address, *_ = known["sources"][key]
        assert name
        assert title
        assert kind
        assert not address or address.startswith(("http://", "https://"))
    for span, by_key in known.get("passages", {}).items():
        node = body.find(id=span)
        assert node is not None
        for key, passages in by_key.items():
            assert node.find("a", href=re.compile(f"#cite-{key}$"))  # type: ignore[union-attr]
            for _, parts in passages:
                assert len(parts) > 1
                assert all(len(parts[n]) > 1 for n in range(1, len(parts), 2))


@pytest.mark.parametrize("page", ARTICLE)
def test_the_links_of_popovers_lead_to_rows(site: Path, page: str) -> None:
    facts = popovers(site, page).get("facts", {})
    there = 0
    for fact in facts.values():
        for _, address in fact["r"]:
            href, anchor = urldefrag(address)
            target = (site / f"{page}.html").parent / href
            assert target.resolve().exists(), address
            if anchor:
                row = soup(target.resolve()).find("tr", id=anchor)
                assert row is not None, address
                there += 1
    assert there or not article(site, page).select(".fact"), page


def test_passages_stand_with_the_quotations_of_the_site(site: Path) -> None:
    found = sum(len(popovers(site, page).get("passages", ())) for page in ARTICLE)
    assert found > 300


def test_no_page_is_too_long_for_a_telephone(site: Path) -> None:
    """A table that grows past this is shown on two pages, as figures are."""
    sizes = {path: len(soup(path).find_all()) for path in site.rglob("*.html")}
    assert len(sizes) > 150
    assert {path.name: size for path, size in sizes.items() if size >= 3000} == {}


def test_every_page_is_described_and_may_be_found(site: Path) -> None:
    """A search engine shows the description; an address that leads nowhere has none to show."""
    pages = {path for path in site.rglob("*.html") if "_static" not in path.parts}
    assert len(pages) > 150
    for name in pages - {site / "404.html"}:
        head = soup(name).head
        assert head is not None
        if head.find("meta", attrs={"http-equiv": "refresh"}):  # the old address of a page
            continue
        assert head.find("meta", attrs={"name": "description"}), name
        assert not head.find("meta", attrs={"name": "robots"}), name


GENERATED = ("appendix/evidence", "bibliography")


@pytest.mark.parametrize("folder", GENERATED)
def test_generated_pages_are_sound(site: Path, folder: str) -> None:
    pages = sorted((site / folder).rglob("*.html"))
    assert len(pages) > 20
    linked = {
        (site / f"{folder}.html").parent / tag["href"]
        for tag in article(site, folder).find_all("a", href=True)
    }
    for path in pages:
        tree = soup(path)
        assert path in {link.resolve() for link in linked}, path
        ids = [tag["id"] for tag in tree.find_all(id=True)]
        assert len(ids) == len(set(ids)), path
        assert len(tree.find_all("h1")) == 1
        assert tree.find("meta", attrs={"name": "description"})
        for tag in tree.find_all("a", href=True):
            href, anchor = urldefrag(str(tag["href"]))
            if not re.match(r"[a-z]+:", href):
                target = (path.parent / unquote(href)).resolve() if href else path
                assert target.exists(), tag
                assert not anchor or soup(target).find(id=anchor), tag


def test_a_source_says_where_it_is_cited(site: Path) -> None:
    entry = soup(site / "bibliography/n.html").find(id="cite-nato-1949-treaty")
    assert entry is not None
    cited = [tag["href"] for tag in entry.find_all("a", href=True)]  # type: ignore[union-attr]
    assert "../debates/burden-sharing.html" in cited
    assert "../appendix/events.html" in cited


@pytest.mark.parametrize("page", ARTICLE)
def test_first_view_is_small(site: Path, page: str) -> None:
    files = first_view(site, page)
    assert sum(len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files) < 35 * 1024
    assert len(files) <= 9


def first_view(site: Path, page: str) -> list[Path]:
    """What a first visit loads: the page, its styles, its scripts and its icon."""
    path = site / f"{page}.html"
    tree = soup(path)
    files = [tag["src"] for tag in tree.find_all("script", src=True)]
    files += [tag["href"] for tag in tree.find_all("link", rel=["stylesheet", "icon"])]
    return [path, *((path.parent / str(name).split("?")[0]).resolve() for name in files)]


def test_the_cut_sheet_of_the_theme_loses_no_rule_that_a_page_needs(site: Path) -> None:
    """What was left out names a class, an id or an element that no page has."""
    whole = Path(furo.__file__).parent / "theme/furo/static/styles/furo.css"
    names, classes, tags = set(), set(), set()
    for path in site.rglob("*.html"):
        for tag in soup(path).find_all(True):
            classes.update(tag.get("class", ()))
            names.add(tag.get("id"))
            tags.add(tag.name)
    for script in (ROOT / "_static").glob("*.js"):  # what scripts add
        given = r'(?:className = |classList\.\w+\(|make\("\w+", )"([\w -]+)"'
        for text in re.findall(given, script.read_text(encoding="utf-8")):
            classes.update(text.split())
    left = 0
    for head, body in selectors(whole.read_text(encoding="utf-8")):
        if not DROPPED.search(head):
            continue
        left += 1
        bare = re.sub(r":(?:not|is|where)\([^()]*\)|\[[^]]*\]|::?[\w-]+(?:\([^()]*\))?", "", head)
        needed = (
            set(re.findall(r"\.([\w-]+)", bare)) <= classes
            and set(re.findall(r"#([\w-]+)", bare)) <= names
            and set(re.findall(r"(?:^|[\s>+~])([a-z]\w*)", bare)) <= tags
        )
        assert not needed or KNOWN.search(head), (head, body)
    assert left > 100


# Left out though pages have them: the project's own sheets give their look, or they have none.
KNOWN = re.compile(
    r"svg|^dl\[class\]|-moz-focus|^legend|hr\.docutils|admonition|table\.docutils|:target[>~ ]*h\d"
    r"|related-pages|rubric|-moz-placeholder|:not\(\.caption\)|type=(?:reset|radio)"
    r"|-spin-button|file-upload|overlay-icon \.icon|header-\w+ label|external:after"
)


def selectors(css: str) -> Iterator[tuple[str, str]]:
    for head, body in rules(css):
        if head.startswith("@"):
            yield from selectors(body)
        else:
            yield from ((one.strip(), body) for one in re.split(r",(?![^()]*\))", head))


def test_the_cut_sheet_of_cards_loses_no_rule_that_a_page_needs(site: Path) -> None:
    whole = Path(sphinx_design.__file__).with_name("static") / "sphinx-design.min.css"
    cut = (site / "_static/sphinx-design.min.css").read_text(encoding="utf-8")
    used = set()
    for page in PAGES:
        for tag in soup(site / f"{page}.html").find_all(class_=re.compile("^sd-")):
            used |= {name for name in tag["class"] if name.startswith("sd-")}
    known = set(re.findall(r"\.(sd-[\w-]+)", whole.read_text(encoding="utf-8")))
    assert used & known
    assert used & known == used & set(re.findall(r"\.(sd-[\w-]+)", cut))
    assert cut.count("{") == cut.count("}")
    assert len(cut) < whole.stat().st_size / 3
