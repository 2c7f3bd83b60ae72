"""Links, targets, footnotes and citations."""

from __future__ import annotations

import posixpath
from itertools import takewhile
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util import logging

from sphinx_typst_book.base import Place, TranslatorBase, is_block_level, target_of
from sphinx_typst_book.markup import Code, call, content, label, value
from sphinx_typst_book.nobreak import breakable

logger = logging.getLogger(__name__)

PAGED = frozenset({"std-ref", "std-doc", "std-numref", "doc", "myst"})
"""Classes of the cross references that print a page number.

A list of what does rather than of what does not: terms, citations and the links of other
extensions come in without an entry here.
"""


class ReferenceVisitor(TranslatorBase):
    """Everything that leads elsewhere."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self._placed_notes: set[nodes.footnote] = set()
        self._in_source = False

    # -- links ----------------------------------------------------------------------------

    def visit_reference(self, node: nodes.Element) -> None:
        self.add(self.anchored(node, self.link(node, self.content(node))))
        raise nodes.SkipNode

    visit_number_reference = visit_reference

    def link(self, node: nodes.Element, body: str, *, paged: bool = False) -> str:
        """Return *body* as the link that the reference *node* describes."""
        look = _look(node)
        place = target_of(node, self.docname)
        if place is None:
            uri = node.get("refuri")
            if not uri:
                return body
            if self._in_source and node.astext() in uri:
                # On paper the site alone leads nowhere.
                short = uri.split("://", 1)[-1].removeprefix("www.").rstrip("/")
                shown = uri if node.astext() == uri else short
                body = call("address-of", breakable(shown))
            return call("href", uri, look=look, body=body)
        paged = not self.in_title and (paged or _is_paged(node))
        if not self.book.holds(*place):
            return self._link_elsewhere(node, place, body, look, paged)
        target = self.book.target(*place, node)
        if self.in_title:
            return call("xref", target, look=look, body=body)
        # The page that is led to says where it is used.
        counted = place in self.book.sources or look == "term"
        used = counted and place[0] != self.docname
        if used:
            self.book.used.add(target)
        paged = paged and place[0] != self.docname
        return call("xref", target, look=look, paged=paged or None, used=used or None, body=body)

    def _link_elsewhere(
        self, node: nodes.Element, place: Place, body: str, look: str | None, paged: bool
    ) -> str:
        """Return the link to a page that this PDF does not hold."""
        found = self.host.elsewhere(*place)
        if found is None:
            logger.warning(
                "typst: the link leads to %r, which is in no PDF",
                place[0],
                location=node,
                type="typst",
                subtype="link",
            )
            return body
        called, address = found
        shown = called if paged and called else None
        return call("elsewhere", address, called=shown, look=look, body=body)

    def visit_download_reference(self, node: nodes.Element) -> None:
        """Print the file's name: paper and PDF/A carry no attachment."""
        body = self.content(node)
        target = node.get("refuri") or node.get("reftarget", "")
        if urlsplit(target).scheme:
            body = call("href", target, body=body)
        name = posixpath.basename(urlsplit(target).path)
        shown = None if not name or name in node.astext() else name
        self.add(self.anchored(node, call("download", shown, body=body)))
        raise nodes.SkipNode

    def visit_target(self, node: nodes.Element) -> None:
        if node.children or not is_block_level(node):
            self.add(self.anchored(node, self.content(node)))
        else:
            self.defer_anchors(node.get("ids", ()))
        raise nodes.SkipNode

    def visit_index(self, node: nodes.Element) -> None:
        """Place nothing: the targets of index entries are nodes of their own."""
        raise nodes.SkipNode

    # -- footnotes ------------------------------------------------------------------------

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        """Print the note at the foot of the page, where it is referred to first."""
        refid = node["refid"]
        note = self.document.ids.get(refid)
        if not isinstance(note, nodes.footnote):
            self.refuse(node, f"no footnote {node.astext()!r}")
        if self.in_title:
            # A caption's note cannot be referred to again: the label would be copied along
            # wherever the caption is.
            self.add(call("footnote", body=self._note_body(note)))
        elif mark := self.labels([refid]):
            self.add(f"{call('footnote', body=self._note_body(note)).rstrip(';')}#{mark[0]};")
        else:
            self.add(call("footnote", label(self.docname, refid)))
        raise nodes.SkipNode

    def _note_body(self, note: nodes.footnote) -> str:
        self._placed_notes.add(note)
        return self.content(note, [c for c in note.children if not isinstance(c, nodes.label)])

    def visit_footnote(self, node: nodes.footnote) -> None:
        raise nodes.SkipNode

    def check_footnotes(self) -> None:
        """Warn of footnotes that nothing refers to, which the page therefore lost."""
        for note in self.document.findall(nodes.footnote):
            if note not in self._placed_notes:
                logger.warning(
                    "typst: nothing refers to the footnote %r",
                    note.astext()[:60],
                    location=note,
                    type="typst",
                    subtype="footnote",
                )

    # -- citations ------------------------------------------------------------------------

    def visit_citation(self, node: nodes.citation) -> None:
        """Set all sources that follow one another as one list, with the first of them."""
        siblings = node.parent.children
        first = siblings.index(node)
        if not first or not isinstance(siblings[first - 1], nodes.citation):
            run = takewhile(lambda child: isinstance(child, nodes.citation), siblings[first:])
            entries = [entry for child in run if (entry := self._source(child))]
            if entries:
                # Each on a line of its own, which is what Typst shows with an error.
                lines = (Code(f"\n{value(entry)}") for entry in entries)
                self.add_block(node, call("sources", *lines))
        raise nodes.SkipNode

    def _source(self, node: nodes.citation) -> tuple[object, ...] | None:
        """Return name, places, labels and text of a source that the list shows."""
        if not self.book.wants_source(self.docname, node["ids"]):
            return None
        head, *body = node.children
        name = head.astext() if isinstance(head, nodes.label) else ""
        rest = body if isinstance(head, nodes.label) else node.children
        uses = [label(self.docname, node_id) for node_id in node["ids"]]
        anchors = self.anchors(node)
        self._in_source = True
        body_markup = self.content(node, rest)
        self._in_source = False
        return name, uses, anchors, content(body_markup)

    def visit_label(self, node: nodes.label) -> None:
        raise nodes.SkipNode


def _child_classes(node: nodes.Element) -> set[str]:
    classes: set[str] = set(node.get("classes", ()))
    for child in node.children:
        if isinstance(child, nodes.Element):
            classes.update(child.get("classes", ()))
    return classes


def _is_paged(node: nodes.Element) -> bool:
    if isinstance(node, addnodes.number_reference):
        return True
    return not PAGED.isdisjoint(_child_classes(node))


def _look(node: nodes.Element) -> str | None:
    classes = _child_classes(node)
    if "std-term" in classes:
        return "term"
    if "hairline-link" in classes:
        return "hairline"
    if "quiet-link" in classes:
        return "quiet"
    if "sd-btn" in classes:
        return "button"
    if "sd-badge" in classes:
        return "badge"
    return None
