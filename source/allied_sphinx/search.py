"""What the search reads: an index of the words of every place, and the texts page by page.

The words of a page are taken when it is read and kept with the environment, so a build that reads
one page again writes the index that a clean build writes. All files are scripts, because a page
opened from a disk may load scripts and nothing else. _static/finder.js reads them, and it alone
says which words are the same: here words are only cut apart.

What only lists hold is in a file of its own, which would double a first query; so a word that no
page says is looked for in a small file, of all that the lists say in words that begin like it.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
import string
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata
from sphinxcontrib.bibtex.nodes import raw_latex

from allied.store.rows import ROW_TYPES
from allied.store.tables import select
from allied_check.parts import begun

from .charts import chart
from .disclosure import disclosure
from .figures import drawn
from .pagewise import PagewiseDomain
from .site import of_site
from .sources import letter_pages
from .statements import EVIDENCE, table_of, table_page

FOLDER = "search"
SAID = Path(__file__).with_name("said.txt")
# What only lists what other pages tell comes last, and is loaded when a reader asks for it.
LAST = ("bibliography", EVIDENCE)
LAST_TABLES = ("events", "figures", "relations")
# How the project is changed and came to be as it is, and what was once wrong in it: a contributor
# finds the guide by what it is called and is about; its words would stand in a reader's way.
GUIDES = (
    table_page("sentences_drawn"),
    *(
        f"contribute/{name}"
        for name in (
            "add-a-chart",
            "add-a-diagram",
            "add-a-page",
            "add-a-row",
            "add-a-rule",
            "add-a-source",
            "add-a-table",
            "correct-a-number",
            "decisions",
            "hosting",
            "questions",
            "reference",
            "release",
            "review",
            "style",
        )
    ),
)
LATER = ("contribute/", table_page("states"))
# They speak of everything in few words, and lead to the pages that tell it.
LEADING = ("index", "timeline", "further-reading")

# Left out of the index: a word that is on every page finds nothing.
COMMON = frozenset(
    """a about against all also among an and another any are as at be because been before between
    both but by call called calls came can come comes could did do does each either even ever
    every find finds for found from gave get gets give given gives go goes had has have he held
    her his hold holds how if in into is it its keep keeps kept least let like made make makes
    many may mean means meant more most much neither no nor not of often on one only or other
    others out over own put puts read reads said same say says see set sets she should show
    shown shows since so some still such take taken takes than that the their them themselves
    then there these they think thinks this those though thought through to told too took under
    until up upon use used uses was way well went were what when where whether which while who
    whom whose why will with within without would write writes written wrote yet""".split()
)
# "Article 5" is one word here, or the 5 would be lost among all other numbers.
_WORD = re.compile(r"[Aa]rticles? (?:\d+|[IVX]+)\b|per cent\b|[^\W_](?:[\w.,'\u2019-]*[^\W_])?|%")
_OWN = re.compile(r"['\u2019]s?$")
_HYPHEN = re.compile(r"(?<!\d)-(?!\d)")  # not that of F-35
_OFTEN = 3
LISTED = 3
OTHER = "0"
_BASE, _FIRST = 45, 35  # numbers in printable characters: one range where more follow, one to end
SILENT = (
    nodes.Invisible,
    nodes.raw,
    nodes.literal_block,
    nodes.doctest_block,
    nodes.title,
    nodes.caption,
    addnodes.toctree,
    disclosure,
    raw_latex,
)
_GAP = re.compile(r"\s+([,.;:)\]])")


class Place(NamedTuple):
    """Where a hit may lead: ``kind`` is page, section, term, figure, table or source.

    The texts of a table are its rows, their cells divided by ``|``; others have one text. The
    anchor of a source is its key, of which the script makes ``cite-key``; 1 is the usual anchor.
    """

    kind: str
    anchor: str
    heading: str
    texts: list[str]


class SearchDomain(PagewiseDomain):
    """The places of each page."""

    name = "search"
    label = "words for the search"
    data_version = 1
    initial_data: ClassVar = {"pages": {}}

    @property
    def pages(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = self.data["pages"]
        return found


def places(doctree: nodes.document) -> Iterator[Place]:
    """The places of a page from top to bottom; every word that a reader sees is in one of them."""
    body = next(iter(doctree.findall(nodes.section)), doctree)
    yield from _places(body, _about(doctree))


def _about(doctree: nodes.document) -> Place:
    metas = doctree.findall(nodes.meta)
    texts = [node["content"] for node in metas if node.get("name") == "description"]
    return Place("page", "", "", texts)


def _places(node: nodes.Element, place: Place) -> Iterator[Place]:
    """``place`` takes the words of ``node`` that have no place of their own."""
    inner: list[Place] = []
    words = list(place.texts)
    for child in node.children:
        if isinstance(child, SILENT):
            continue
        if isinstance(child, nodes.section):
            title = next(iter(child.findall(nodes.title)))
            inner += _places(child, Place("section", _anchor(child), title.astext(), []))
        elif isinstance(child, nodes.table):
            inner += _table(child)
        elif isinstance(child, nodes.figure):
            inner.append(_figure(child))
        elif isinstance(child, addnodes.glossary):
            inner += map(_term, child.findall(nodes.definition_list_item))
        elif _nests(child):
            for found in _places(child, Place("", "", "", [])):  # type: ignore[arg-type]
                if found.kind:
                    inner.append(found)
                else:
                    words += found.texts
        else:
            words.append(_words(child))
    text = _GAP.sub(r"\1", " ".join(" ".join(words).split()))
    if text or inner or place.kind == "page":
        yield place._replace(texts=[text])
    yield from inner


def _nests(node: nodes.Node) -> bool:
    """A node that is only read further in: it may hold tables, figures and code."""
    return isinstance(node, nodes.Element) and any(
        isinstance(child, nodes.Body | nodes.Part) for child in node.children
    )


def _words(node: nodes.Node) -> str:
    """The words that a reader sees of a node, without those that a later build step replaces."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, SILENT) or (isinstance(node, nodes.paragraph) and node.get("generated")):
        return ""
    if isinstance(node, chart):
        return drawn(node["name"])[0].alt
    if isinstance(node, addnodes.pending_xref) and _unnamed(node):
        return ""
    between = " " if not isinstance(node, nodes.TextElement) else ""
    return between.join(map(_words, node.children))


def _unnamed(node: addnodes.pending_xref) -> bool:
    """A citation, or a link that shows a title or number known once all pages are read."""
    if "cite" in (node["refdomain"], *node["classes"]):
        return True
    return not node.get("refexplicit") and node["reftype"] in ("doc", "numref", "ref", "myst")


def _line(node: nodes.Node) -> str:
    return _GAP.sub(r"\1", " ".join(_words(node).split()))


def _anchor(node: nodes.Element) -> str:
    return str(node["ids"][0]) if node["ids"] else ""


def _table(node: nodes.table) -> Iterator[Place]:
    if "dictionary" in node["classes"]:
        return  # what columns mean is looked up beside the table
    title = next(iter(node.findall(nodes.title)), None)
    caption = "" if title is None else " ".join(title.astext().split())
    rows = ["|".join(map(_line, row.findall(nodes.entry))) for row in node.findall(nodes.row)]
    yield Place("table", _anchor(node), caption, rows)


def _figure(node: nodes.figure) -> Place:
    title = next(iter(node.findall(nodes.caption)), None)
    caption = "" if title is None else " ".join(title.astext().split())
    return Place("figure", _anchor(node), caption, [_line(node)])


def _term(node: nodes.definition_list_item) -> Place:
    names = [" ".join(term.astext().split()) for term in node.findall(nodes.term)]
    anchor = next(anchor for term in node.findall(nodes.term) for anchor in term["ids"])
    body = next(iter(node.findall(nodes.definition)))
    return Place("term", anchor, " | ".join(names), [_line(body)])


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the places of the page that was read."""
    domain = app.env.domains["search"]
    assert isinstance(domain, SearchDomain)
    guide = app.env.docname in GUIDES
    domain.pages[app.env.docname] = [_about(doctree)] if guide else list(places(doctree))


def known_names() -> Iterator[list[str]]:
    """Names of one and the same thing, from the tables: nothing is typed here.

    A name in parentheses is another name, unless it says to which state a body belongs.
    """
    states = {str(row) for row in select("states", ROW_TYPES["states"])}
    for table in ("states", "institutions", "pacts", "operations", "programmes"):
        for row in select(table, ROW_TYPES[table]):
            name = str(getattr(row, "name", ""))
            known = [name]
            if match := re.match(r"(.+?) \(([^()]+)\)", name):
                known = [match[1], *re.split(r", (?:from \d+ )?", match[2])]
            known += [
                getattr(row, "short", None) or "",
                *(getattr(row, "also", None) or "").split(";"),
            ]
            found = [other for other in dict.fromkeys(known[1:]) if other and other not in states]
            found = [other for other in found if other not in known[0]]  # its words find it already
            if found:
                yield [known[0], *found]


def typed_words() -> Iterator[list[str]]:
    """What the article says, and what readers type in its place: the lines of said.txt."""
    for line in SAID.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            said, typed = line.split(": ")
            yield [said, *typed.split(", ")]


def sources(env: BuildEnvironment) -> dict[str, list[Place]]:
    """The sources that are cited somewhere, by the page that lists them."""
    domain: Any = env.domains["cite"]
    cited = {target.key for reference in domain.citation_refs for target in reference.targets}
    pages = {item.key: page for page, (_, items) in letter_pages(env).items() for item in items}
    found: dict[str, list[Place]] = {}
    for item in domain.citations:
        if item.key in cited:
            title = re.sub(r"[{}]", "", item.entry.fields["title"])
            place = Place("source", item.key, f"{item.formatted_entry.label}: {title}", [])
            found.setdefault(pages[item.key], []).append(place)
    return {page: sorted(places, key=lambda place: place.heading) for page, places in found.items()}


def _rank(page: str) -> int:
    """0 if a page tells, 1 if it leads or is a table, 2 if few look for it, LISTED for a list."""
    if page in LAST or page.startswith("bibliography/") or table_of(page) in LAST_TABLES:
        return LISTED
    if page.startswith(LATER):
        return 2
    return 1 if page in LEADING or page.startswith("appendix/") else 0


class Index:
    """The files of the search, which a copy of this process makes while this one writes pages."""

    def __init__(self) -> None:
        self.asked: Callable[[], list[dict[str, str]]] | None = None

    def begin(self, app: Sphinx, builder: Builder) -> None:
        """What pages say is settled before they are written."""
        self.asked = begun(index_files, [builder])

    def write(self, app: Sphinx, error: Exception | None) -> None:
        if error is not None:
            return
        (files,) = self.asked() if self.asked else [index_files(app.builder)]
        folder = Path(app.outdir) / FOLDER
        shutil.rmtree(folder, ignore_errors=True)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def index_files(builder: Builder) -> dict[str, str]:
    """The indexes and the texts from the places of all pages: what stands in each file."""
    env = builder.env
    domain = env.domains["search"]
    assert isinstance(domain, SearchDomain)
    cited = sources(env)
    titles = {page: title.astext() for page, title in env.titles.items()}
    titles |= {page: title for page, (title, _) in letter_pages(env).items()}
    names = sorted(domain.pages.keys() | cited.keys())
    shown = {page: [*domain.pages.get(page, ()), *cited.get(page, ())] for page in names}
    files = {}
    for page, found in shown.items():
        texts = [place.texts for place in found if place.texts]
        files[f"text/{page}.js"] = _script("text", texts, page)
    told = {page: places for page, places in shown.items() if _rank(page) < LISTED}
    lists = {page: places for page, places in shown.items() if _rank(page) == LISTED}
    indexes = {"index": told, "more": lists}
    indexes |= {f"rare/{letter}": places for letter, places in rare(told, lists)}
    for name, parts in indexes.items():
        pages = [(page, titles[page], _rank(page), *_uri(builder, page)) for page in parts]
        content = {"pages": pages, **indexed(parts)}
        if name == "index":
            content["names"] = [*known_names(), *_terms(domain)]
            content["said"] = [*typed_words()]
            content["common"] = " ".join(sorted(COMMON))
        files[f"{name}.js"] = _script(name, content)
    return files


def rare(
    told: dict[str, list[Place]], lists: dict[str, list[Place]]
) -> Iterator[tuple[str, dict[str, list[Place]]]]:
    """For each first letter, what the lists say in words that begin so and that no page says."""
    known = {word for places in told.values() for place in places for word in _said(place)}
    beginning: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for page, places in lists.items():
        for place in places:
            rows = place.texts[1:] if place.kind == "table" else []
            once = place.texts[: len(place.texts) - len(rows)]
            whole = _letters(" ".join([place.heading, *once]), known)
            kept: dict[str, list[str]] = dict.fromkeys(whole, rows)
            for row in rows:
                for letter in _letters(_cells(row), known) - whole:
                    kept.setdefault(letter, []).append(row)
            for letter, some in kept.items():
                beginning[letter][page].append(place._replace(texts=[*once, *some]))
    for letter in (*string.ascii_lowercase, OTHER):
        yield letter, dict(beginning[letter])


def _said(place: Place) -> Iterator[str]:
    """The words of a place as the index has them."""
    texts = place.texts
    if place.kind == "table":
        texts = [texts[0], *map(_cells, texts[1:])]
    return (word for text in (place.heading, *texts) for word in _counted(text))


def _letters(text: str, known: set[str]) -> set[str]:
    return {first_letter(word) for word in _counted(text) if word not in known}


def first_letter(word: str) -> str:
    """Without its accent; what is no letter of the alphabet is all one."""
    letter = unicodedata.normalize("NFD", word.casefold())[0]
    return letter if letter in string.ascii_lowercase else OTHER


def _uri(builder: Builder, page: str) -> tuple[str, ...]:
    """The address of a page; nothing where it is its name and ``.html``."""
    uri = builder.get_target_uri(page)
    return () if uri == f"{page}.html" else (uri,)


def _script(*call: Any) -> str:
    """A script that hands over what it holds."""
    what = ",".join(json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in call)
    return f"searchLoaded({what});\n"


def indexed(pages: dict[str, list[Place]]) -> dict[str, Any]:
    """Places and words of pages.

    Places are numbered from the first of the first page. Rows have no number: they come with
    their cells of words, since they are their own index.
    """
    places: list[list[tuple[Any, ...]]] = []
    found: dict[str, list[int]] = defaultdict(list)
    number = 0
    for page in pages.values():
        places.append([])
        for kind, full, heading, texts in page:
            anchor = 1 if full and full == _usual(kind, heading) else full
            rows = [_cells(text) for text in texts[1:]] if kind == "table" else []
            places[-1].append((kind, anchor, heading, rows) if rows else (kind, anchor, heading))
            for word, count in _counted(texts[0] if kind == "table" else " ".join(texts)).items():
                found[word].append(number * 2 + (count >= _OFTEN))
            number += 1
    return {"places": places, "words": packed(found)}


def _usual(kind: str, heading: str) -> str:
    """The anchor that most sections and terms have; finder.js makes it too."""
    name = re.sub("[^a-z0-9]+", "-", heading.partition(" | ")[0].lower()).strip("-")
    return f"term-{name}" if kind == "term" else name


def _cells(row: str) -> str:
    """The cells that hold words; numbers alone are shown and not searched."""
    return "|".join(cell for cell in row.split("|") if re.search(r"[^\W\d_]", cell))


@cache  # what lists say is counted for two files
def _counted(text: str) -> Counter[str]:
    words = (_OWN.sub("", match[0].casefold()) for match in _WORD.finditer(text))
    # The script cuts them at their hyphens anyway, and parts are compressed better.
    parts = (part for word in words for part in _HYPHEN.split(word))
    return Counter(part for part in parts if part and part not in COMMON)


def packed(words: dict[str, list[int]]) -> tuple[str, str]:
    """Words in order, each without what it shares with the one before, and where they stand.

    A line of the first text is the number of letters shared, in base 36, and the other letters;
    that of the second, the steps from one number to the next. Apart they are compressed better.
    """
    lines, numbers, before = [], [], ""
    for word in sorted(words):
        same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(before, word, strict=False))
        shared = min(len(list(same)), 35)
        steps = [b - a for a, b in itertools.pairwise([0, *words[word]])]
        numbers.append("".join(map(_digits, steps)))
        lines.append(f"{_DIGITS[shared]}{word[shared:]}")
        before = word
    return "\n".join(lines), "\n".join(numbers)


_DIGITS = string.digits + string.ascii_lowercase


def _digits(number: int) -> str:
    """A number in characters, the last of them from the upper range."""
    last = chr(_FIRST + _BASE + number % _BASE)
    head = ""
    while number := number // _BASE:
        head = chr(_FIRST + number % _BASE) + head
    return head + last


def _terms(domain: SearchDomain) -> Iterator[list[str]]:
    """Terms that share a definition."""
    for page in sorted(domain.pages):
        for place in domain.pages[page]:
            if place.kind == "term" and "|" in place.heading:
                yield place.heading.split(" | ")


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield "search", {}, "search.html"


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_domain(SearchDomain)
    app.connect("doctree-read", collect, priority=900)  # after diagrams have been put into words
    app.connect("html-collect-pages", of_site(search_page))
    index = Index()
    app.connect("write-started", of_site(index.begin))
    app.connect("build-finished", of_site(index.write))
    app.add_js_file("search.js", loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
