"""Documents, sections, toctrees and the plain blocks of text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NoReturn

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.locale import admonitionlabels
from sphinx.util import url_re

from sphinx_typst_book.base import TranslatorBase, is_block_level, parted, plain_text
from sphinx_typst_book.markup import call, content, string

LONG_CODE = 40
"""Characters of code within a line from which on a paragraph is set ragged."""


class StructureVisitor(TranslatorBase):
    """Blocks from the document down to the paragraph."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self._toctrees: list[tuple[int, addnodes.toctree]] = []

    # -- documents and sections -----------------------------------------------------------

    def visit_document(self, node: nodes.document) -> None:
        # The link to a whole document leads to its title, so its label waits for it.
        self.defer_anchors([""])

    def depart_document(self, node: nodes.document) -> None:
        self.add(self.flush_anchors())
        self._add_toctrees(0)

    def excerpt(self, parts: Sequence[nodes.Element]) -> str:
        """Return the page's title and only these *parts* of it; nothing if there are none."""
        if not parts:
            return ""
        self.visit_document(self.document)
        self.depth = 1
        titles = [s[0] for s in self.document.children if isinstance(s, nodes.section)]
        shown: list[nodes.Node] = list(titles[:1])
        for part in parts:
            if isinstance(part, nodes.admonition):  # the title of the page stands over it
                self._pending_anchors += self.labels(part["ids"])
                shown += parted(part, nodes.title)[1]
            else:
                shown.append(part)
        markup = self.content(self.document, shown)
        return markup + self.flush_anchors()

    def visit_section(self, node: nodes.section) -> None:
        if self._is_omitted(node):
            # Links to it lead to what follows, and its pages stay.
            for inner in node.findall(nodes.Element):
                self.defer_anchors(inner.get("ids", ()))
                if isinstance(inner, addnodes.toctree):
                    self._toctrees.append((self.depth, inner))
            raise nodes.SkipNode
        self.depth += 1
        self._pending_anchors += self.labels(node["ids"])

    def _is_omitted(self, section: nodes.section) -> bool:
        if "print-skip" in section["classes"]:
            return True
        omitted = self.config.typst_omit_sections
        return bool(omitted) and plain_text(section[0]) in omitted  # type: ignore[arg-type]

    def depart_section(self, node: nodes.section) -> None:
        # The root's pages are chapters beside it, so they wait for the end of the document.
        if not self._is_root:
            self._add_toctrees(self.depth)
        self.depth -= 1

    def visit_title(self, node: nodes.title) -> None:
        section = node.parent
        if not isinstance(section, nodes.section):
            self._add_rubric(node)
        if self.depth == 1 and self.hides_title:
            raise nodes.SkipNode
        level = self.level + self.depth - 1
        kind = "chapter" if level <= self.chapter_level else "section"
        self.book.list_entry(kind, level, plain_text(node))
        self.add_block(
            node,
            call(
                "section",
                level,
                rank=level - self.chapter_level,
                joins=(self.depth == 1 and self.opens_part) or None,
                number=self._section_number(section),
                short=plain_text(node),
                anchors=self.anchors(node) or None,
                body=self.plain_content(node),
            ),
        )
        raise nodes.SkipNode

    def _section_number(self, section: nodes.section) -> str | None:
        numbers = self.host.env.toc_secnumbers.get(self.docname, {})
        # Sphinx files the number of a document's own title under the empty anchor.
        anchors = [f"#{node_id}" for node_id in section["ids"]]
        if self.depth == 1:
            anchors.append("")
        for anchor in anchors:
            number = numbers.get(anchor)
            if number:
                return ".".join(map(str, number))
        return None

    def visit_toctree(self, node: addnodes.toctree) -> None:
        """Leave the pages of a toctree to the end of its section.

        In its own place, they would swallow what the section says after the toctree.
        """
        self._toctrees.append((self.depth, node))
        raise nodes.SkipNode

    def _add_toctrees(self, depth: int) -> None:
        """Add the pages of the toctrees that wait at *depth* or deeper."""
        due = [toctree for at, toctree in self._toctrees if at >= depth]
        self._toctrees = [(at, toctree) for at, toctree in self._toctrees if at < depth]
        for toctree in due:
            links = [
                content(call("href", target, body=f"#{string(title or target)};"))
                for title, target in toctree["entries"]
                if url_re.match(target)
            ]
            if links:
                self.add_block(toctree, call("bullets", *links))
        for toctree in due:
            level, chapter_level = self.level + depth, self.chapter_level
            if self._is_root:
                level = chapter_level = 1
                caption = toctree.get("caption")
                if not any(self.book.holds(name, "") for name in toctree["includefiles"]):
                    continue
                if caption and not self._is_title_of_all(caption, toctree["includefiles"]):
                    self.book.list_entry("part", 1, caption)
                    self.add_block(toctree, call("part", caption))
                    level = chapter_level = 2
            opens = level == 2 and self._is_root
            for docname in toctree["includefiles"]:
                markup = self.book.document_markup(docname, level, chapter_level, opens_part=opens)
                self.add(markup)
                opens = opens and not markup

    def _is_title_of_all(self, caption: str, docnames: list[str]) -> bool:
        """Whether a part would only repeat the title of its one chapter."""
        return [self.host.env.titles[name].astext() for name in docnames] == [caption]

    @property
    def _is_root(self) -> bool:
        return self.docname == self.book.start

    # -- paragraphs and their like --------------------------------------------------------

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        markup = self.anchored(node, self.content(node))
        if any(len(code.astext()) > LONG_CODE for code in node.findall(nodes.literal)):
            markup = call("ragged", body=markup)
        if _leads_to_code(node):
            markup = call("lead-in", body=markup)
        self.add_block(node, markup)
        raise nodes.SkipNode

    visit_compact_paragraph = visit_paragraph

    def visit_centered(self, node: nodes.Element) -> None:
        self.add_block(node, self.anchored(node, call("centered", body=self.content(node))))
        raise nodes.SkipNode

    def visit_rubric(self, node: nodes.rubric) -> None:
        self._add_rubric(node)

    def visit_subtitle(self, node: nodes.subtitle) -> None:
        self._add_rubric(node)

    def _add_rubric(self, node: nodes.Element) -> NoReturn:
        """Add a heading below that of the section at hand, which the contents do not list."""
        level = self.level + self.depth
        if self.depth <= 1 and self.hides_title:
            level -= 1
        anchors = self.anchors(node) or None
        body = self.plain_content(node)
        head = plain_text(node) if level <= self.chapter_level + 1 else None
        self.add_block(node, call("rubric", max(level, 1), head=head, anchors=anchors, body=body))
        raise nodes.SkipNode

    def visit_compound(self, node: nodes.compound) -> None:
        self.defer_anchors(node["ids"])

    def depart_compound(self, node: nodes.compound) -> None:
        pass

    def visit_transition(self, node: nodes.transition) -> None:
        # MyST draws a line above its footnotes, which are not there in print.
        if "footnotes" not in node["classes"]:
            self.add_block(node, call("transition"))
        raise nodes.SkipNode

    def visit_block_quote(self, node: nodes.block_quote) -> None:
        attributions, rest = parted(node, nodes.attribution)
        by = content(self.content(attributions[0])) if attributions else None
        self.add_block(
            node,
            self.anchored(
                node,
                call(
                    "blockquote",
                    attribution=by,
                    epigraph=True if "epigraph" in node["classes"] else None,
                    body=self.content(node, rest),
                ),
            ),
        )
        raise nodes.SkipNode

    def visit_line_block(self, node: nodes.line_block) -> None:
        lines = content(self._lines(node, 0))
        self.add_block(node, self.anchored(node, call("verse", lines)))
        raise nodes.SkipNode

    def _lines(self, block: nodes.line_block, depth: int) -> str:
        """Return the lines of a block one after the other, those of inner blocks indented."""
        parts = []
        for child in block.children:
            if isinstance(child, nodes.line_block):
                parts.append(self._lines(child, depth + 1))
            else:
                parts.append(call("line-of-verse", depth, body=self.content(child)))
        return "".join(parts)

    # -- admonitions ----------------------------------------------------------------------

    def admonition(
        self, node: nodes.Element, kind: str, title: str, children: list[nodes.Node]
    ) -> None:
        """Add a box of one *kind* with the markup *title* and leave *node*."""
        # The box's labels come first, or the first paragraph inside would take them.
        anchors = self.anchors(node) or None
        body = self.content(node, children)
        self.add_block(node, call("admonition", kind, content(title), anchors=anchors, body=body))
        raise nodes.SkipNode

    def visit_admonition(self, node: nodes.Element) -> None:
        titles, rest = parted(node, nodes.title)
        kinds = [name for name in node["classes"] if name in admonitionlabels]
        title = self.content(titles[0]) if titles else ""
        self.admonition(node, kinds[0] if kinds else "note", title, rest)

    def visit_topic(self, node: nodes.Element) -> None:
        titles, rest = parted(node, nodes.title)
        self.admonition(node, "topic", self.content(titles[0]) if titles else "", rest)

    visit_sidebar = visit_topic

    def _visit_named(self, node: nodes.Element) -> None:
        kind = type(node).__name__
        title = f"#{string(str(admonitionlabels[kind]))};"
        self.admonition(node, kind, title, list(node.children))

    visit_attention = _visit_named
    visit_caution = _visit_named
    visit_danger = _visit_named
    visit_error = _visit_named
    visit_hint = _visit_named
    visit_important = _visit_named
    visit_note = _visit_named
    visit_seealso = _visit_named
    visit_tip = _visit_named
    visit_warning = _visit_named

    def visit_versionmodified(self, node: nodes.Element) -> None:
        self.add_block(node, self.anchored(node, call("version-change", body=self.content(node))))
        raise nodes.SkipNode

    # -- raw and what prints nothing ------------------------------------------------------

    def visit_raw(self, node: nodes.raw) -> None:
        """Pass Typst, skip what is marked as of no use in print, refuse everything else."""
        formats = node.get("format", "").split()
        text = node.astext()
        if "html" not in formats and "typst" not in formats:
            # Meant for LaTeX or another builder: a reader of the site misses it as well.
            raise nodes.SkipNode
        if not _NO_TEXT.sub("", text).strip():
            raise nodes.SkipNode
        if _LINE_BREAK.fullmatch(text):
            self.add("#linebreak();")
        elif "typst" in formats:
            if is_block_level(node):
                self.add_block(node, text)
            else:
                self.add(text)
        elif "task-list-item-checkbox" in text:
            self.add(call("checkbox", "checked" in text))
        elif "print-skip" not in node["classes"] and not node.get("print-skip"):
            self.leave_out(
                node,
                f"raw {' '.join(formats)!r} is not for print: give it the class 'print-skip' "
                "if the reader of the PDF misses nothing, or a raw 'typst' beside it",
            )
        raise nodes.SkipNode

    def _visit_silent(self, node: nodes.Element) -> None:
        # A node of an extension may derive from one of these for other builders to drop it.
        if type(node) not in _PRINTS_NOTHING:
            self.unknown_visit(node)
        raise nodes.SkipNode

    visit_comment = _visit_silent
    visit_highlightlang = _visit_silent
    visit_meta = _visit_silent
    visit_substitution_definition = _visit_silent
    visit_tabular_col_spec = _visit_silent
    # Sphinx has already logged it.
    visit_system_message = _visit_silent


# Comments, and marks for links.
_NO_TEXT = re.compile(r"<!--.*?-->|</?(?:span|a|div|p)(?:\s[^>]*)?>", re.DOTALL)
_LINE_BREAK = re.compile(r"\s*<br\s*/?>\s*")

_PRINTS_NOTHING = frozenset(
    {
        nodes.comment,
        nodes.meta,
        nodes.substitution_definition,
        nodes.system_message,
        addnodes.highlightlang,
        addnodes.tabular_col_spec,
    }
)


def _leads_to_code(node: nodes.Element) -> bool:
    """Whether a paragraph asks or announces what the block of code after it shows."""
    if not node.astext().rstrip().endswith(("?", ":")):
        return False
    after = node.next_node(descend=False, siblings=True)
    while isinstance(after, nodes.Invisible):
        after = after.next_node(descend=False, siblings=True)
    if isinstance(after, nodes.container) and after.get("literal_block"):
        return True
    return isinstance(after, nodes.literal_block | nodes.doctest_block)


_SILENT = (
    nodes.Invisible,
    nodes.meta,
    nodes.target,
    addnodes.highlightlang,
    addnodes.index,
    addnodes.toctree,
)


def has_own_text(document: nodes.document) -> bool:
    """Whether a document says anything besides its own title and its toctrees."""

    def speaks(node: nodes.Node) -> bool:
        if isinstance(node, nodes.title):
            section = node.parent
            return not isinstance(section.parent, nodes.document)
        if isinstance(node, _SILENT):
            return False
        if isinstance(node, nodes.section | nodes.compound):
            return any(speaks(child) for child in node.children)
        return True

    return any(speaks(child) for child in document.children)
