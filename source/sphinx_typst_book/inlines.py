"""Text and inline markup."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.builders import Builder

from sphinx_typst_book.base import TranslatorBase
from sphinx_typst_book.markup import call, string
from sphinx_typst_book.nobreak import joined

_SPACE = re.compile(r"[ \t\r\n\f]+")


class InlineVisitor(TranslatorBase):
    """Text, emphasis, code, abbreviations."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self._explained: set[tuple[str, str]] = set()

    def visit_Text(self, node: nodes.Text) -> None:
        # No-break spaces and the like are text and stay.
        text = joined(_SPACE.sub(" ", node.astext()), self.config.language)
        if text:
            self.add(f"#{string(text)};")
        raise nodes.SkipNode

    def _wrap(self, function: str, node: nodes.Element) -> None:
        self.add(self.anchored(node, call(function, body=self.content(node))))
        raise nodes.SkipNode

    def visit_emphasis(self, node: nodes.Element) -> None:
        self._wrap("emph", node)

    visit_title_reference = visit_emphasis
    visit_literal_emphasis = visit_emphasis
    visit_manpage = visit_emphasis

    def visit_strong(self, node: nodes.Element) -> None:
        self._wrap("strong", node)

    visit_literal_strong = visit_strong

    def visit_subscript(self, node: nodes.Element) -> None:
        self._wrap("sub", node)

    def visit_superscript(self, node: nodes.Element) -> None:
        self._wrap("super", node)

    def visit_literal(self, node: nodes.Element) -> None:
        function = "kbd" if "kbd" in node["classes"] else "code"
        self.add(self.anchored(node, call(function, node.astext().replace("\t", "    "))))
        raise nodes.SkipNode

    def visit_inline(self, node: nodes.Element) -> None:
        """A span: only the classes of Sphinx's own roles have a look of their own."""
        classes = node["classes"]
        if "guilabel" in classes or "menuselection" in classes:
            self._wrap("guilabel", node)
        if "versionmodified" in classes:
            self._wrap("emph", node)
        self.add(self.anchored(node, self.content(node)))
        raise nodes.SkipNode

    def visit_generated(self, node: nodes.Element) -> None:
        self.add(self.content(node))
        raise nodes.SkipNode

    def visit_abbreviation(self, node: nodes.Element) -> None:
        """Print the explanation, which a screen shows on hover, where it is first needed."""
        explanation = node.get("explanation", "")
        body = self.content(node)
        key = (node.astext(), explanation)
        if explanation and not self.in_title and key not in self._explained:
            self._explained.add(key)
            paragraph = node.parent.astext().casefold() if node.parent else ""
            if explanation.casefold() not in paragraph:
                body += f"#{string(f' ({explanation})')};"
        self.add(body)
        raise nodes.SkipNode

    visit_acronym = visit_abbreviation
