"""One PDF while it is written: which pages it holds, and what stands where in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.matching import Matcher

from sphinx_typst_book.base import Host, PageError, Place, place_of, target_of
from sphinx_typst_book.bookindex import Entry, index_markup
from sphinx_typst_book.config import Cut
from sphinx_typst_book.markup import Code, call, label
from sphinx_typst_book.structure import has_own_text
from sphinx_typst_book.translator import TypstTranslator

logger = logging.getLogger(__name__)

_LINE = 95
"""Characters of a line in the lists of contents, figures and tables."""


def pages_of(cut: Cut, below: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the pages of *cut* in the order in which they are set.

    *below* has for each page those that its toctrees name.
    """
    left_out = Matcher(cut.exclude)
    seen: set[str] = set()
    waiting = [*reversed(cut.append), cut.start]
    while waiting:
        docname = waiting.pop()
        if docname in seen or left_out(docname):
            continue
        seen.add(docname)
        yield docname
        waiting += reversed(below.get(docname, []))


class Library(Host, Protocol):
    """What a book asks of the builder."""

    def resolved(self, docname: str) -> nodes.document:
        """Return a page with all its references resolved."""

    def translator_for(self, doctree: nodes.document) -> TypstTranslator:
        """Return a translator for a page."""


class BookWriter:
    """Writes the pages of one :class:`Cut` as Typst source.

    What visitors ask of it is :class:`sphinx_typst_book.base.Book`.
    """

    def __init__(self, host: Library, cut: Cut) -> None:
        self.host = host
        self.cut = cut
        self.start = cut.start
        self.columns = 2 if cut.layout == "leaflet" else 1
        self.without = frozenset(cut.without)
        self.labels: set[str] = set()
        self.used: set[str] = set()
        self.indexed: set[str] = set()
        self.row_headers: list[list[int]] = []
        self._listed: list[tuple[str, int, str]] = []
        self.docnames = tuple(pages_of(cut, host.env.toctree_includes))
        self.failed = False
        self._written: set[str] = set()
        self._linked: dict[str, tuple[str, str]] = {}
        self._shown = {name: self._excerpt(name) for name in self.docnames} if cut.select else {}
        self.cited: frozenset[Place] = frozenset()
        self.sources: frozenset[Place] = frozenset()
        self._survey()

    # -- what is in it --------------------------------------------------------------------

    def _excerpt(self, docname: str) -> list[nodes.Element]:
        """Return the outermost nodes of a page that have one of the cut's classes."""
        wanted = set(self.cut.select)
        found: list[nodes.Element] = []

        def search(node: nodes.Element) -> None:
            for child in node.children:
                if isinstance(child, nodes.Element):
                    if wanted.isdisjoint(child.get("classes", ())):
                        search(child)
                    else:
                        found.append(child)

        search(self.host.resolved(docname))
        return found

    def _survey(self) -> None:
        """Find out what is a source, what is cited and what the index names."""
        sources: set[Place] = set()
        cited: set[Place] = set()
        self._entries: dict[str, list[Entry]] = {}
        for docname in self.docnames:
            doctree = self.host.resolved(docname)
            for index in doctree.findall(addnodes.index):
                self._entries.setdefault(docname, []).extend(index["entries"])
            for citation in doctree.findall(nodes.citation):
                sources.update((docname, node_id) for node_id in citation["ids"])
            for part in self._shown.get(docname, []) if self.cut.select else [doctree]:
                for reference in part.findall(nodes.reference):
                    if (place := target_of(reference, docname)) is not None:
                        cited.add(place)
        self.sources = frozenset(sources)
        self.cited = frozenset(cited)

    def holds(self, docname: str, node_id: str) -> bool:
        """Whether a link to this place finds it in this PDF."""
        if docname == "genindex":
            return True
        if docname not in self.docnames:
            return False
        if not self.cut.select:
            return True
        parts = self._shown[docname]
        if not node_id:
            return bool(parts)
        return any(node_id in node["ids"] for part in parts for node in part.findall(nodes.Element))

    def wants_source(self, docname: str, node_ids: Sequence[str]) -> bool:
        """Whether the list of sources shows this one."""
        if not self.cut.only_cited:
            return True
        return any((docname, node_id) in self.cited for node_id in node_ids)

    # -- writing --------------------------------------------------------------------------

    def markup(self) -> str:
        """Return the markup of all pages and of the index."""
        if self.cut.select:
            body = "".join(self.document_markup(name, 1, 1) for name in self.docnames)
        else:
            body = self.document_markup(self.cut.start, 1, 1)
            body += "".join(self.document_markup(name, 1, 1) for name in self.cut.append)
        index = (
            ""
            if self.cut.layout == "leaflet"
            else index_markup(self._entries, cast(Builder, self.host), self)
        )
        return f"{body}\n{index}\n{self._missing_labels(index != '')}{self._places()}"

    def _places(self) -> str:
        """Return the markup that tells the last step where the places are that links lead to."""
        marks = sorted(self.indexed.union(self._linked))
        return call("places", *map(Code, marks))

    def document_markup(
        self, docname: str, level: int, chapter_level: int, *, opens_part: bool = False
    ) -> str:
        """Return the markup of a document whose title stands at *level* (from 1) of the book.

        *chapter_level* is the level of chapters around it: 2 inside a part, else 1.  The first
        chapter of a part stands below its title, on the same page.

        Empty for a document that has been written before or is not in this PDF.  A document
        that cannot be set is logged as an error, so that one build names the faults of all.
        """
        if docname in self._written or docname not in self.docnames:
            return ""
        self._written.add(docname)
        doctree = self.host.resolved(docname)
        translator = self.host.translator_for(doctree)
        hides_title = docname == self.start and (
            not has_own_text(doctree) if not self.cut.select else True
        )
        translator.enter(
            self, docname, level, chapter_level, hides_title=hides_title, opens_part=opens_part
        )
        try:
            if self.cut.select:
                return translator.excerpt(self._shown[docname])
            doctree.walkabout(translator)
        except PageError as error:
            logger.error("%s", error)
            self.failed = True
            # The pages below may have faults of their own, which one build should name too.
            for child in self.host.env.toctree_includes.get(docname, []):
                self.document_markup(child, level, chapter_level)
            return ""
        translator.check_footnotes()
        markup = translator.markup()
        is_chapter = level <= chapter_level and docname != self.start
        return call("chapter", docname, body=markup) if is_chapter else markup

    def list_entry(self, kind: str, level: int, text: str) -> None:
        """Take note of what the list of contents, figures or tables will hold."""
        self._listed.append((kind, level, text))

    def expected(self) -> dict[str, int]:
        """Return about how much the lists in front hold, from which their height is guessed."""
        kinds = {kind for kind, _, _ in self._listed}
        depth = max(1, self.cut.contents_depth - ("part" not in kinds))
        listed = [entry for entry in self._listed if entry[1] <= depth]
        return {
            "lines": sum(1 + len(text) // _LINE for _, _, text in listed),
            "chapters": sum(kind == "chapter" for kind, _, _ in listed),
            "parts": sum(kind == "part" for kind, _, _ in listed),
            "lists": 1 + len(kinds & {"figure", "table"}),
        }

    def target(self, docname: str, node_id: str, origin: nodes.Node) -> Code:
        """Return the label of a place that a link at *origin* leads to."""
        mark = label(docname, node_id)
        self._linked.setdefault(mark, (docname, place_of(origin)))
        return mark

    def _missing_labels(self, has_index: bool) -> str:
        """Return labels for links whose place has turned out not to be there.

        The book would not compile without them.
        """
        lost = []
        placed = self.labels | ({label("genindex", "")} if has_index else set())
        for mark, (docname, origin) in sorted(self._linked.items()):
            if mark not in placed:
                lost.append(call("anchor", mark))
                if docname != "genindex":
                    logger.warning(
                        "typst: %s links to a place in %r that the PDF does not show: %s",
                        origin,
                        docname,
                        mark,
                        type="typst",
                        subtype="link",
                    )
        return "".join(lost)
