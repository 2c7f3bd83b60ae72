"""Descriptions of objects: functions, classes, data."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from sphinx_typst_book.base import TranslatorBase, parted
from sphinx_typst_book.markup import call, content, string


class DescriptionVisitor(TranslatorBase):
    """Signatures and what is said of them."""

    def visit_desc(self, node: addnodes.desc) -> None:
        signatures, rest = parted(node, addnodes.desc_signature)
        marks = [mark for signature in signatures for mark in self.anchors(signature)]
        lines = [content(self.plain_content(signature)) for signature in signatures]
        body = "".join(self.content(part) for part in rest)
        self.add_block(node, call("description", lines, anchors=marks or None, body=body))
        raise nodes.SkipNode

    def visit_desc_name(self, node: nodes.Element) -> None:
        self.add(call("strong", body=self.content(node)))
        raise nodes.SkipNode

    def _visit_list(self, node: nodes.Element, opens: str, closes: str) -> None:
        inner = self._parameters(node, first=True)
        self.add(f"#{string(opens)};{inner}#{string(closes)};")
        raise nodes.SkipNode

    def _parameters(self, node: nodes.Element, *, first: bool) -> str:
        """Return parameters with commas between them; an optional one has its comma inside."""
        parts = []
        for child in node.children:
            if isinstance(child, addnodes.desc_optional):
                parts.append(
                    f"#{string('[')};{self._parameters(child, first=first)}#{string(']')};"
                )
            else:
                parts.append(("" if first else f"#{string(', ')};") + self.content(child))
            first = False
        return "".join(parts)

    def visit_desc_parameterlist(self, node: nodes.Element) -> None:
        self._visit_list(node, "(", ")")

    def visit_desc_type_parameter_list(self, node: nodes.Element) -> None:
        self._visit_list(node, "[", "]")

    def visit_desc_returns(self, node: nodes.Element) -> None:
        self.add(f"#{string(' → ')};{self.content(node)}")
        raise nodes.SkipNode

    def _visit_part(self, node: nodes.Element) -> None:
        self.add(self.content(node))
        raise nodes.SkipNode

    visit_desc_addname = _visit_part
    visit_desc_optional = _visit_part
    visit_desc_type_parameter = _visit_part
    visit_desc_annotation = _visit_part
    visit_desc_inline = _visit_part
    visit_desc_parameter = _visit_part
    visit_desc_signature_line = _visit_part
    visit_desc_type = _visit_part
