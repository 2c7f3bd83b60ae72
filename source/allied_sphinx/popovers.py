"""What facts, citations and terms show where they stand: one small script file a page.

The file holds data and no markup; `_static/popovers.js` loads it when a reader first points at
something, with `popover.js`, which makes text of it. A script works from ``file://`` too, where
a browser loads no data. Without script the links lead to the same in the appendix.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri
from sphinx.util.typing import ExtensionMetadata

import allied
from allied.store.bases import Row
from allied.store.dates import PartialDate
from allied.store.schema import Table
from allied.store.tables import tables
from allied_check.bibliography import Reference, plain, references
from allied_check.page import Page
from allied_check.quotations import Support, by_source, citations, places, supports

from .charts import chart, values
from .figures import drawn
from .rowwords import column_words, row_anchor, row_name, rows_on
from .site import of_site
from .statements import Statement, bibliography, depend, shown_rows, statements, table_page

FOLDER = "popovers"
CODE = (
    ("code", "popover.js"),
    ("style", "popover.css"),
    ("notes", "notes.js"),
    ("charts", "charts.js"),
)
"""What shows the contents; loaded with them."""
KIND_WORDS = {
    "primary": "Primary source",
    "scholarship": "Scholarship",
    "reference": "Work of reference",
    "press": "Press",
    "web": "Web page",
}
EXTENT_WORDS = {
    "whole": "Read whole",
    "part": "Read in part",
    "abstract": "Its abstract read",
    "quoted elsewhere": "Read as another text quotes it",
    "not read again": "Could not be read again",
}
NAMED = 3
"""So many rows are named one by one, and so many sources."""
NOTE = 240
"""So many characters of a note on what was read."""
AROUND = 180
"""So many characters of a passage stand before and after the words that are quoted."""


def note_passages(env: BuildEnvironment, doctree: nodes.document, page: Page) -> None:
    """Keep with a page which passages the quotations beside each of its citations rest on."""
    found: dict[int, list[Support]] = {}
    for support in supports(page, by_source(allied.sources.passages())):
        found.setdefault(id(support.role), []).append(support)
    if not found:
        return
    depend(env, ("passages",))
    waiting: dict[str, list[list[Support]]] = {}
    for role in citations(page.prose):
        if not role.sample:
            waiting.setdefault(role.text, []).append(found.get(id(role), []))
    doctree["passages"] = {
        node["ids"][0]: _passages(supported)
        for node in doctree.findall(addnodes.pending_xref)
        if node["refdomain"] == "cite" and not _generated(node)
        for supported in [waiting[node["reftarget"]].pop(0)]
        if supported
    }


def _generated(node: nodes.Node | None) -> bool:
    while node is not None:
        if isinstance(node, nodes.Element) and node.get("generated"):
            return True
        node = node.parent
    return False


def _passages(supported: Sequence[Support]) -> dict[str, list[tuple[str, list[str]]]]:
    """By source: the place in it, and the passage cut where the quoted words begin and end."""
    marks: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    texts: dict[str, str] = {}
    for item in supported:
        text, spans = places(item.passage.passage, item.words)
        marks.setdefault((item.key, item.passage.locator or "", text), []).extend(spans)
        texts[item.passage.passage] = text
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for (key, locator, text), spans in marks.items():
        found.setdefault(key, []).append((locator, cut(text, spans)))
    return found


def cut(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The text in parts, by turns plain and quoted; what is far from a quotation is left out.

    >>> cut("An armed attack", [(3, 8)])
    ['An ', 'armed', ' attack']
    """
    joined: list[list[int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([start, end])
    parts, at = [], 0
    for start, end in joined:
        parts += [_short(text[at:start], first=at == 0), text[start:end]]
        at = end
    return [*parts, _short(text[at:], last=True)]


def _short(text: str, *, first: bool = False, last: bool = False) -> str:
    """A text without its middle; of the first part only the end is kept, of the last the start."""
    keep = AROUND if first or last else 2 * AROUND
    if len(text) <= keep + 20:
        return text
    begin = "" if first else text[:AROUND].rsplit(" ", 1)[0] + " "
    end = "" if last else " " + text[-AROUND:].split(" ", 1)[-1]
    return f"{begin}\u2026{end}"


class Contents:
    """The contents of the popovers of one page."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        self.app, self.env, self.docname = app, app.env, docname
        self.known = references(bibliography(app.env))
        self.sources: dict[str, list[str]] = {}
        self.tables: dict[str, list[str]] = {}

    def of(self, doctree: nodes.document) -> dict[str, Any]:
        """By kind, and within it by the anchor at which the script looks."""
        facts = {item.anchor: self.fact(item) for item in self._facts(doctree)}
        terms = dict(self._terms(doctree))
        self._cited(doctree)
        quoted: dict[str, dict[str, Any]] = doctree.get("passages", {})
        for by_key in quoted.values():
            for key in by_key:
                self.source(key)
        parts = {
            "facts": facts,
            "terms": terms,
            "passages": quoted,
            "tables": self.tables,
            "sources": self.sources,
            "charts": {
                node["name"]: values(node["name"])
                for node in doctree.findall(chart)
                if drawn(node["name"])[0].axis
            },
        }
        return {name: part for name, part in parts.items() if part}

    def _facts(self, doctree: nodes.document) -> Iterator[Statement]:
        here = {
            name
            for node in doctree.findall(nodes.reference)
            if "fact" in node["classes"]
            for name in node["ids"]
        }
        for item in statements(self.env).pages.get(self.docname, []):
            if item.kind == "fact" and item.anchor in here:
                yield item

    def fact(self, item: Statement) -> dict[str, Any]:
        """Value, rows, source and question of a fact, under names of one letter."""
        name = item.origin["table"]
        table = tables()[name]
        rows = rows_on(name, item.origin["lines"])
        address = self._table(name)
        homes = shown_rows(self.env, name)
        shown = rows if len(rows) <= NAMED else rows[: NAMED - 1]
        entry: dict[str, Any] = {"v": item.value, "t": name, "q": item.expression}
        entry["r"] = [
            [row_name(table, row), self._row(table, row, homes) or address] for row in shown
        ]
        if len(rows) > len(shown):
            entry["n"] = len(rows)
        columns = [column_words(table.field(column)) for column in item.origin["columns"]]
        if columns:
            entry["c"] = " and ".join(columns)
        locators = {row.locator for row in rows}
        if len(locators) == 1 and (locator := locators.pop()):
            entry["l"] = locator
        entry["s"] = item.sources[:1]
        given = {row.source for row in rows}
        if 1 < len(given) <= NAMED:
            entry["s"] = [key for key in item.sources if key in given]
        if more := len(item.sources) - len(entry["s"]):
            entry["m"] = more
        if item.second_sources:
            entry["x"] = item.second_sources[:NAMED]
        for key in (*entry["s"], *entry.get("x", ())):
            self.source(key)
        return entry

    def _row(self, table: Table, row: Row, homes: dict[int, str]) -> str:
        """Where a row stands, from here; nothing where no page shows it."""
        if row.line not in homes:
            return ""
        page = self.app.builder.get_relative_uri(self.docname, homes[row.line])
        return f"{page}#{row_anchor(table, row)}"

    def _table(self, name: str) -> str:
        """Where its page is, from here; noted with its title, edition and day of reading."""
        table, page = tables()[name], table_page(name)
        address = ""
        if page in self.env.found_docs:
            address = self.app.builder.get_relative_uri(self.docname, page)
        read = str(PartialDate.parse(table.read))
        self.tables[name] = [table.title, table.edition, read, address]
        return address

    def source(self, key: str) -> None:
        """Name, title, kind, address, what was read, and note of a source."""
        if key in self.known:
            self.sources.setdefault(key, source_words(self.known[key]))

    def _terms(self, doctree: nodes.document) -> Iterator[tuple[str, str]]:
        for node in doctree.findall(nodes.reference):
            if "term" in node["classes"] and node.get("definition"):
                yield node.get("refid") or node["refuri"].partition("#")[2], node["definition"]

    def _cited(self, doctree: nodes.document) -> None:
        for node in doctree.findall(nodes.Element):  # one alone in its cell is the cell's
            if "bibtex-citation" in node["classes"]:
                for link in node.findall(nodes.reference):
                    anchor = link.get("refid") or link.get("refuri", "").partition("#")[2]
                    self.source(anchor.removeprefix("cite-"))


def source_words(reference: Reference) -> list[str]:
    """Name, title, kind, address, what was read, and note of a source, as the script shows them."""
    fields = reference.entry.fields
    author = reference.author
    name = f"{author} ({reference.year or 'n.d.'})" if author else f"({reference.year or 'n.d.'})"
    extent = plain(fields.get("extent", ""))
    return [
        name,
        reference.title,
        KIND_WORDS.get(reference.kind, ""),
        address(reference),
        EXTENT_WORDS.get(extent, extent),
        _begin(plain(fields.get("note", "")).rstrip(".")),
    ]


def _begin(note: str) -> str:
    """The beginning of a note; the bibliography has all of it."""
    return note if len(note) <= NOTE else note[:NOTE].rsplit(" ", 1)[0] + " \u2026"


def address(reference: Reference) -> str:
    """Where a source can be read, if that is known; only addresses of the web."""
    fields = reference.entry.fields
    found = f"https://doi.org/{fields['doi']}" if "doi" in fields else fields.get("url", "")
    return found if urlsplit(found).scheme in ("http", "https") else ""


def add_popovers(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Write the file of a page, and let the page name it."""
    if doctree is None:
        return
    found = Contents(app, pagename).of(doctree)
    path = Path(app.outdir) / FOLDER / f"{pagename}.js"
    if not found and not any(True for _ in doctree.findall(nodes.footnote_reference)):
        path.unlink(missing_ok=True)
        return
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"window.popovers = {text};\n", encoding="utf-8")
    base = app.builder.get_target_uri(pagename)
    files = [("contents", path, Path(app.outdir))]
    files += [(kind, Path(app.confdir, "_static", name), Path(app.confdir)) for kind, name in CODE]
    attributes: dict[str, Any] = {"defer": "defer"}
    for kind, file, root in files:
        version = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
        uri = relative_uri(base, file.relative_to(root).as_posix())
        attributes[f"data-{kind}"] = f"{uri}?v={version}"
    app.add_js_file("popovers.js", **attributes)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("html-page-context", of_site(add_popovers))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
