"""What a page offers to take away is there, and is what it says."""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from pybtex.database import parse_string
from pypdf import PdfReader

from allied import state
from allied_sphinx.repository import FORM
from conftest import EDITION, ROOT, sphinx
from small_site import small_project

PAGES = sorted(
    path.relative_to(ROOT / "docs").with_suffix("").as_posix()
    for path in (ROOT / "docs").rglob("*.md")
)
ATOM = "{http://www.w3.org/2005/Atom}"


def opened(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


kept = cache(opened)
"""For pages of the whole site, which no test changes."""


@cache
def length(pdf: Path) -> int:
    return PdfReader(pdf).get_num_pages()


@pytest.mark.parametrize("page", [*PAGES, "search", "genindex"])
def test_every_page_offers_the_pdfs_at_its_foot_and_in_the_sidebar(site: Path, page: str) -> None:
    path = site / f"{page}.html"
    tree = kept(path)
    for place in (".take-away", ".sidebar-downloads"):
        links = tree.select(f"{place} a[href$='.pdf']")
        assert len(links) == 3
        for link in links:
            pdf = (path.parent / str(link["href"])).resolve()
            pages, size = length(pdf), pdf.stat().st_size
            shown = f"{size / 1e6:.1f} MB" if size >= 950_000 else f"{round(size / 1000)} kB"
            assert link.get_text().lower().endswith(f"(pdf, {pages} pages, {shown.lower()})")


def test_the_front_page_tells_what_a_dotted_line_is_for(site: Path) -> None:
    told = [page for page in PAGES if "A dotted line marks" in kept(site / f"{page}.html").text]
    assert told == ["index"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_can_be_cited(site: Path, page: str) -> None:
    path = site / f"{page}.html"
    tree = kept(path)
    box = tree.select_one("#cite-this-page")
    assert box is not None
    title = tree.h1.get_text().removesuffix("\u00b6")  # type: ignore[union-attr]
    assert box.get_text().count(title) >= 2
    assert EDITION["ALLIED_COMMIT"] in box.get_text()
    files = {Path(str(link["href"])).suffix: link["href"] for link in box.select("dd a[href]")}
    assert set(files) == {".bib", ".ris", ".json"}
    texts = {kind: (path.parent / str(name)).read_text("utf-8") for kind, name in files.items()}
    (entry,) = parse_string(texts[".bib"], "bibtex").entries.values()
    assert entry.fields["title"].strip("{}") == title
    (item,) = json.loads(texts[".json"])
    assert item["title"] == title
    assert "".join(f"{part:02}" for part in item["issued"]["date-parts"][0]) == "20260921"
    lines = texts[".ris"].splitlines()
    assert lines[0] == "TY  - ENCYC"
    assert f"TI  - {title}" in lines
    assert lines[-1] == "ER  - "


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_as_markdown(site: Path, page: str) -> None:
    assert (site / f"_texts/{page}.md").read_bytes() == (ROOT / f"docs/{page}.md").read_bytes()
    listed = (site / "llms.txt").read_text(encoding="utf-8")
    description = kept(site / f"{page}.html").select_one("meta[name=description]")
    assert description is not None
    assert f"(_texts/{page}.md): {description['content']}\n" in listed


def linked(path: Path) -> Any:
    """What a page says of itself in the words of schema.org."""
    (script,) = opened(path).select("script[type='application/ld+json']")
    return json.loads(script.get_text())


def test_what_needs_an_address_is_there_only_with_one(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    page = folder / "build/html/part/first.html"
    assert sphinx(folder, "html", "build/html", "-q").stderr == ""
    plain = page.read_text(encoding="utf-8")
    assert 'rel="edit"' not in plain
    assert "canonical" not in plain
    assert ".pdf" not in plain, "no PDF was built: none is offered"
    assert "og:title" not in plain
    assert not (folder / "build/html/sitemap.xml").exists()
    assert not (folder / "build/html/_shared").exists()
    assert not list((folder / "build/html").glob("*.zip"))
    lost = opened(folder / "build/html/404.html")
    assert lost.h1 is not None
    assert lost.find("a", string="The search")["href"] == "search.html"  # type: ignore[index]
    address = ("-D", "html_baseurl=https://allied.example/")
    repository = ("-D", "site_repository=https://code.example/allied")
    done = sphinx(folder, "html", "build/html", "-q", *address, *repository)
    assert done.stderr == ""
    tree = opened(page)
    edit = tree.select_one("a[rel=edit]")
    assert edit is not None
    assert edit["href"] == "https://code.example/allied/edit/main/docs/part/first.md"
    form = tree.find("a", string="Suggest a correction")
    assert form["href"] == (  # type: ignore[index]
        "https://code.example/allied/issues/new?template=wrong-number.yml"
        "&page=https%3A%2F%2Fallied.example%2Fpart%2Ffirst.html"
    )
    assert "https://allied.example/part/first.html" in tree.select_one("#cite-this-page").get_text()  # type: ignore[union-attr]
    said = {tag["property"]: tag["content"] for tag in tree.select("meta[property]")}
    assert said["og:url"] == "https://allied.example/part/first.html"
    assert said["og:title"] == tree.h1.get_text().removesuffix("\u00b6")  # type: ignore[union-attr]
    assert said["og:image"].startswith("https://allied.example/_shared/part/first-")
    assert int(said["og:image:width"]) == 1200
    data = linked(page)
    assert (data["@type"], data["url"]) == ("Article", said["og:url"])
    glossary = linked(folder / "build/html/glossary.html")
    assert glossary["@type"] == "DefinedTermSet"
    first = glossary["hasDefinedTerm"][0]
    assert first["url"].startswith("https://allied.example/glossary.html#term-")
    assert opened(folder / "build/html/glossary.html").find(id=first["url"].partition("#")[2])
    canonical = tree.select_one("link[rel=canonical]")
    assert canonical is not None
    assert canonical["href"] == said["og:url"]
    site_map = (folder / "build/html/sitemap.xml").read_text(encoding="utf-8")
    assert site_map.count("<loc>") == len(list((folder / "docs").rglob("*.md")))
    assert "<loc>https://allied.example/part/first.html</loc>" in site_map
    assert tree.select_one("link[type='application/atom+xml']")["href"] == "../feed.xml"  # type: ignore[index]
    feed = ElementTree.parse(folder / "build/html/feed.xml").getroot()
    assert feed.findtext(f"{ATOM}title") == "Allied Cooperation"
    assert feed.findall(f"{ATOM}entry") == [], "without git no change is known"
    lost = opened(folder / "build/html/404.html")
    assert lost.find("a", string="The search")["href"] == "/search.html"  # type: ignore[index]
    assert lost.select_one("article form")["action"] == "/search.html"  # type: ignore[index]
    assert lost.html["data-content_root"] == "/"  # type: ignore[index]
    for tag in lost.find_all(["a", "link", "script"]):
        assert re.match(r"[#/]|https?:", str(tag.get("href") or tag.get("src") or "#")), tag
    offline = tree.find("a", string=re.compile("to read offline"))
    assert offline["href"] == "https://allied.example/allied-cooperation-site.zip"  # type: ignore[index]
    with zipfile.ZipFile(folder / "build/html/allied-cooperation-site.zip") as archive:
        packed = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2026, 9, 21)}
    beside = {
        path.relative_to(folder / "build/html").as_posix(): path.read_bytes()
        for path in (folder / "build/html").rglob("*")
        if path.is_file() and path.name not in (".buildinfo", "allied-cooperation-site.zip")
    }
    assert packed == {name: text for name, text in beside.items() if "_shared/" not in name}
    ris = (folder / "build/html/_cite/part/first.ris").read_text(encoding="utf-8")
    assert "UR  - https://allied.example/part/first.html" in ris


def test_each_page_has_a_picture_where_links_to_it_are_shared(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    address = ("-D", "html_baseurl=https://allied.example")

    def pictures() -> dict[str, bytes]:
        assert sphinx(folder, "html", "build/html", "-q", *address).stderr == ""
        root = folder / "build/html"
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.glob("_shared/**/*.png")
        }

    first = pictures()
    pages = sorted((folder / "docs").rglob("*.md"))
    assert len(first) == len(pages)
    for page in pages:
        built = folder / "build/html" / page.relative_to(folder / "docs").with_suffix(".html")
        (named,) = opened(built).select("meta[property='og:image']")
        picture = first[str(named["content"]).removeprefix("https://allied.example/")]
        assert picture[:8] == b"\x89PNG\r\n\x1a\n"
        width, height = struct.unpack(">II", picture[16:24])
        assert (width, height) == (1200, 630)

    page = folder / "docs/part/first.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r"(?m)^# .*", "# Another title", text, count=1), encoding="utf-8")
    second = pictures()
    changed = {name for name in first if "/part/first-" in name}
    assert changed
    assert changed.isdisjoint(second)
    assert {name: second[name] for name in first.keys() - changed} == {
        name: first[name] for name in first.keys() - changed
    }
    (folder / "build/html").rename(tmp_path / "before")
    assert pictures() == second, "drawn anew they are the same to the byte"


def test_the_feed_tells_the_last_changes_first(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(folder)]
    subprocess.run([*git, "init", "-q"], check=True)
    for name, day in (("index", 2), ("part/first", 20), ("glossary", 1)):
        when = {**os.environ, "GIT_COMMITTER_DATE": f"2026-11-{day:02}T12:00:00Z"}
        subprocess.run([*git, "add", f"docs/{name}.md"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", name], check=True, env=when)
    done = sphinx(folder, "html", "build/html", "-q", "-D", "html_baseurl=https://allied.example")
    assert done.stderr == ""
    feed = ElementTree.parse(folder / "build/html/feed.xml").getroot()
    assert feed.findtext(f"{ATOM}updated") == "2026-11-20T00:00:00Z"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated", "")[:10] for entry in entries] == [
        "2026-11-20",
        "2026-11-02",
        "2026-11-01",
    ]
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://allied.example/part/first.html"
    for parent in (feed, *entries):  # what RFC 4287 requires of each
        assert all(parent.findtext(f"{ATOM}{tag}") for tag in ("id", "title", "updated"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)


def test_the_glossary_begins_with_its_letters(site: Path) -> None:
    tree = opened(site / "glossary.html")
    links = tree.select("nav[aria-label='Terms from A to Z'] a")
    letters = [link.get_text() for link in links]
    assert len(letters) > 15
    assert letters == sorted(set(letters))
    for link in links:
        term = tree.select_one(str(link["href"]))
        assert term is not None
        assert term.get_text()[0].upper() == link.get_text()


def links(path: Path, start: str) -> list[str]:
    return [
        str(link["href"])
        for link in opened(path).select("a")
        if str(link["href"]).startswith(start)
    ]


def line_of(address: str, folder: Path) -> str:
    """The line of a file of the project that an address into the repository names."""
    path, _, line = address.removeprefix(f"{REPOSITORY}/blob/main/").partition("?plain=1#L")
    return (folder / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]


REPOSITORY = "https://code.example/allied"
TABLE = """\
---
myst:
  html_meta:
    description: A page.
---

# Members

```{data-table} nato_members
:name: tbl-nato-members
:columns: state, since
:sort: -since
```
"""


def test_statements_and_rows_lead_to_their_lines_where_there_is_a_repository(
    tmp_path: Path,
) -> None:
    folder = small_project(tmp_path / "project")
    page = folder / "docs/appendix/nato-members.md"
    page.write_text(TABLE, encoding="utf-8")
    index = folder / "docs/index.md"
    text = index.read_text(encoding="utf-8")
    index.write_text(
        text.replace("appendix/evidence\n", "appendix/evidence\nappendix/nato-members\n")
    )
    evidence = folder / "build/html/appendix/evidence/part/first.html"
    table = folder / "build/html/appendix/nato-members.html"
    assert sphinx(folder, "html", "build/html", "-q", ALLIED_REPOSITORY="").stderr == ""
    for built in (evidence, table):
        assert links(built, REPOSITORY) == []
        assert "suggest a correction" not in built.read_text(encoding="utf-8").lower()

    both = {"ALLIED_REPOSITORY": f"{REPOSITORY}/", "ALLIED_ADDRESS": "https://allied.example"}
    done = sphinx(folder, "html", "build/html", "-q", **both)
    assert done.stderr == ""
    data = linked(table)
    assert data["@type"] == "Dataset"
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    csv = data["distribution"]["contentUrl"].removeprefix("https://allied.example/")
    assert (folder / "build/html" / csv).exists()
    places = links(evidence, f"{REPOSITORY}/blob/")
    shown = [line_of(place, folder) for place in places]
    assert "?plain=1#L" in places[0]
    assert any("{fact}`twelve <" in line for line in shown)
    assert any(line.startswith("FIN,2023-04-04") for line in shown)
    forms = links(evidence, f"{REPOSITORY}/issues/new?template=wrong-number.yml&page=First")
    assert any(form.endswith("&said=4+April+2023") for form in forms)
    rows = opened(table).select("table tbody tr")
    assert len(rows) == 32
    assert rows[0].find("th").get_text().startswith("Sweden")  # type: ignore[union-attr]
    for row in rows:
        (link,) = row.select("a.edit-row")
        code = line_of(str(link["href"]), folder).split(",")[0]
        assert row.find("th").get_text().split(" edit")[0].strip() == str(state(code))  # type: ignore[union-attr]

    # taken away again, nothing is left
    assert sphinx(folder, "html", "build/html", "-q", ALLIED_REPOSITORY="").stderr == ""
    assert links(evidence, REPOSITORY) == links(table, REPOSITORY) == []


def test_the_form_has_the_fields_that_links_fill_in() -> None:
    import yaml

    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE" / FORM).read_text(encoding="utf-8"))
    assert {"page", "said"} <= {field["id"] for field in form["body"]}
