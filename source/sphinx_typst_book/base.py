"""What every visitor needs: the output, the place in the sources, anchors, refusals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NoReturn, Protocol

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from sphinx_typst_book.compiler import source_mark
from sphinx_typst_book.markup import Code, call, label

logger = logging.getLogger(__name__)

URI_PREFIX = "%"
"""What the builder's URIs of documents start with: ``%docname#id``."""

Place = tuple[str, str]
"""A page and an id on it; the empty id is the page itself."""


class Book(Protocol):
    """What visitors ask of the PDF that they write for."""

    start: str
    """The page that comes first."""
    without: frozenset[str]
    """Classes of nodes that it leaves out."""
    columns: int
    """Columns of a page: a drawing for a narrow one fits two of them better."""
    labels: set[str]
    """The labels placed so far."""
    used: set[str]
    """The labels of the places that say where they are referred to, as far as any is."""
    indexed: set[str]
    """The labels of the places that the index leads to."""
    row_headers: list[list[int]]
    """For each table placed so far, the cells of its body that head their rows."""
    sources: frozenset[Place]
    """Where the entries of its lists of sources are."""

    def list_entry(self, kind: str, level: int, text: str) -> None:
        """Take note of what the list of contents, figures or tables will hold."""

    def holds(self, docname: str, node_id: str) -> bool:
        """Whether a link to this place finds it in this PDF."""

    def wants_source(self, docname: str, node_ids: Sequence[str]) -> bool:
        """Whether the list of sources shows this one."""

    def target(self, docname: str, node_id: str, origin: nodes.Node) -> Code:
        """Return the label of a place that a link at *origin* leads to."""

    def document_markup(
        self, docname: str, level: int, chapter_level: int, *, opens_part: bool = False
    ) -> str:
        """Return the markup of a page below the one at hand."""


class Host(Protocol):
    """What visitors ask of the builder."""

    config: Config
    env: BuildEnvironment
    images: dict[str, str]
    imagedir: str

    def store_image(self, data: bytes, suffix: str) -> str:
        """Write an image and return its path for Typst."""

    def web_address(self, docname: str, node_id: str) -> str | None:
        """Return the address of a place on the website, if the site has one."""

    def elsewhere(self, docname: str, node_id: str) -> tuple[str, str | None] | None:
        """Return what another PDF with this page is called, and the page's address on the web."""


class PageError(SphinxError):
    """A page holds something that the PDF cannot show; the message starts with its place."""

    category = "Typst"


class TranslatorBase(SphinxTranslator):
    """Collects the Typst markup of one document.

    Visitors either add markup and leave the children to docutils, or fetch their children's
    markup with :meth:`content` and raise :class:`docutils.nodes.SkipNode`.
    """

    book: Book

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self.host: Host = builder  # type: ignore[assignment]  # only TypstBuilder creates one
        self.docname = ""
        self.level = 1
        self.chapter_level = 1
        self.hides_title = False
        self.opens_part = False
        self.depth = 0
        """How many sections are open."""
        self._body: list[str] = []
        self._pending_anchors: list[Code] = []
        self._plain = 0

    def enter(
        self,
        book: Book,
        docname: str,
        level: int,
        chapter_level: int,
        *,
        hides_title: bool,
        opens_part: bool,
    ) -> None:
        """Say which document is translated, and where in which book it stands.

        *level* is that of the document's own title, *chapter_level* that of the chapters
        around it, both from 1.  The page of a document that opens a part begins with the part.
        """
        self.book = book
        self.docname = docname
        self.level = level
        self.chapter_level = chapter_level
        self.hides_title = hides_title
        self.opens_part = opens_part

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Leave out what the PDF does without."""
        if isinstance(node, nodes.Element) and not self.book.without.isdisjoint(node["classes"]):
            raise nodes.SkipNode
        super().dispatch_visit(node)

    # -- output ---------------------------------------------------------------------------

    def add(self, markup: str) -> None:
        """Add *markup* to the output."""
        self._body.append(markup)

    def add_block(self, node: nodes.Element, markup: str) -> None:
        """Add *markup* as a block of its own, marked with the place of *node*."""
        self.add(f"{source_mark(self.docname, self.line_of(node))}{markup}\n\n")

    def markup(self) -> str:
        """Return all markup of the document."""
        return "".join(self._body)

    def content(self, node: nodes.Node, children: Iterable[nodes.Node] | None = None) -> str:
        """Return the markup of the children of *node* (or only of *children*)."""
        outer, self._body = self._body, []
        try:
            for child in node.children if children is None else children:
                child.walkabout(self)
            return self.markup()
        finally:
            self._body = outer

    def plain_content(self, node: nodes.Node) -> str:
        """Return the markup of a title or caption.

        Such text is repeated in the contents and in running heads, so it carries no page
        numbers of references.
        """
        self._plain += 1
        try:
            return self.content(node)
        finally:
            self._plain -= 1

    @property
    def in_title(self) -> bool:
        """Whether the text at hand belongs to a title or caption."""
        return self._plain > 0

    # -- places ---------------------------------------------------------------------------

    def line_of(self, node: nodes.Node) -> int | None:
        """Return the line of *node*, or of its nearest forebear that knows its line."""
        return line_of(node)

    def refuse(self, node: nodes.Node, why: str) -> NoReturn:
        """Raise :class:`PageError` for *node*, naming file and line."""
        place = str(self.host.env.doc2path(self.docname))
        line = self.line_of(node)
        raise PageError(f"{place}:{line}: {why}" if line else f"{place}: {why}")

    def leave_out(self, node: nodes.Node, why: str) -> None:
        """Refuse *node*, or say in a warning that it is left out or replaced.

        ``typst_lenient`` decides: nothing may be lost in silence.
        """
        if not self.config.typst_lenient:
            self.refuse(node, why)
        place = (self.docname, self.line_of(node))
        logger.warning("typst: %s", why, location=place, type="typst", subtype="left_out")

    def unknown_visit(self, node: nodes.Node) -> None:
        """Refuse a node that no visitor knows, or set what it holds."""
        self.leave_out(
            node,
            f"the builder typstbook does not know the node {type(node).__name__!r}; give it a "
            f"visitor with app.add_node({type(node).__name__}, typst=(visit, depart))",
        )
        if isinstance(node, nodes.Element):
            self.add(self.anchored(node, self.content(node)))
        raise nodes.SkipNode

    # -- anchors --------------------------------------------------------------------------

    def anchors(self, node: nodes.Element) -> list[Code]:
        """Return the labels that belong in front of *node*, each of them only once."""
        return self.take_anchors() + self.labels(node.get("ids", ()))

    def take_anchors(self) -> list[Code]:
        """Return the labels that wait for the next block."""
        waiting, self._pending_anchors = self._pending_anchors, []
        return waiting

    def labels(self, ids: Sequence[str]) -> list[Code]:
        """Return the labels of *ids* in this document that have not been placed yet."""
        fresh = []
        for node_id in ids:
            mark = label(self.docname, node_id)
            if mark not in self.book.labels:
                self.book.labels.add(mark)
                fresh.append(mark)
        return fresh

    def defer_anchors(self, ids: Sequence[str]) -> None:
        """Leave the labels of *ids* to the next block.

        A label between two blocks would stay on the first one's page when the next starts a
        new page.
        """
        self._pending_anchors += self.labels(ids)

    def flush_anchors(self) -> str:
        """Return markup for the labels that found no block to follow them."""
        return "".join(call("anchor", mark) for mark in self.take_anchors())

    def anchored(self, node: nodes.Element, markup: str) -> str:
        """Return *markup* with the labels of *node* in front."""
        return "".join(call("anchor", mark) for mark in self.anchors(node)) + markup


def line_of(node: nodes.Node) -> int | None:
    """Return the line of *node*, or of its nearest forebear that knows its line."""
    current: nodes.Node | None = node
    while current is not None:
        if current.line is not None:
            return current.line
        current = current.parent
    return None


def place_of(node: nodes.Node) -> str:
    """Return file and line of *node*, as far as they are known."""
    source = node.source or (node.document.get("source") if node.document else None) or "a page"
    line = line_of(node)
    return f"{source}:{line}" if line else str(source)


def target_of(node: nodes.Element, docname: str) -> Place | None:
    """Return the place inside the project that a reference on *docname* leads to."""
    if "refid" in node:
        return docname, node["refid"]
    uri = node.get("refuri", "")
    if not uri.startswith(URI_PREFIX):
        return None
    name, _, node_id = uri.removeprefix(URI_PREFIX).partition("#")
    return name, node_id


def is_block_level(node: nodes.Node) -> bool:
    """Whether *node* stands among blocks, not inside a line of text."""
    return not isinstance(node.parent, nodes.TextElement | addnodes.compact_paragraph)


def parted(
    node: nodes.Element, *kinds: type[nodes.Node]
) -> tuple[list[nodes.Element], list[nodes.Node]]:
    """Split the children of *node* into those of *kinds* and the others."""
    of_kind: list[nodes.Element] = []
    others: list[nodes.Node] = []
    for child in node.children:
        if isinstance(child, kinds) and isinstance(child, nodes.Element):
            of_kind.append(child)
        else:
            others.append(child)
    return of_kind, others


def plain_text(node: nodes.Element) -> str:
    """Return the text of a title or caption, without the marks of its footnotes."""
    parts = [
        text.astext()
        for text in node.findall(nodes.Text)
        if not isinstance(text.parent, nodes.footnote_reference)
    ]
    return " ".join("".join(parts).split())
