"""Lists of every kind."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from sphinx_typst_book.base import TranslatorBase, parted
from sphinx_typst_book.markup import Code, call, content

_COUNTERS = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}


class ListVisitor(TranslatorBase):
    """Bullets, numbers, definitions, fields, options, columns."""

    def _items(self, node: nodes.Element) -> list[Code]:
        return [
            content(self.anchored(item, self.content(item)))
            for item in node.children
            if isinstance(item, nodes.Element)
        ]

    def visit_bullet_list(self, node: nodes.bullet_list) -> None:
        tasks = any(
            "task-list-item" in item.get("classes", ())
            for item in node.children
            if isinstance(item, nodes.Element)
        )
        anchors = self._list_anchors(node)
        markup = call("tasks" if tasks else "bullets", *self._items(node), tight=_is_tight(node))
        self.add_block(node, anchors + markup)
        raise nodes.SkipNode

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        counter = _COUNTERS[node.get("enumtype", "arabic")]
        pattern = f"{node.get('prefix', '')}{counter}{node.get('suffix', '.')}"
        anchors = self._list_anchors(node)
        markup = call(
            "numbered",
            *self._items(node),
            pattern=pattern,
            start=node.get("start", 1),
            tight=_is_tight(node),
        )
        self.add_block(node, anchors + markup)
        raise nodes.SkipNode

    def _list_anchors(self, node: nodes.Element) -> str:
        return "".join(call("anchor", mark) for mark in self.anchors(node))

    def visit_definition_list(self, node: nodes.definition_list) -> None:
        anchors = self._list_anchors(node)
        entries = [
            self._definition(item)
            for item in node.findall(nodes.definition_list_item)
            if item.parent is node
        ]
        glossary = isinstance(node.parent, addnodes.glossary)
        self.add_block(node, anchors + call("glossary" if glossary else "definitions", *entries))
        raise nodes.SkipNode

    def _definition(self, item: nodes.definition_list_item) -> list[object]:
        terms, rest = parted(item, nodes.term, nodes.classifier)
        names: list[Code] = []
        for term in terms:
            body = self.content(term)
            if isinstance(term, nodes.classifier):
                names[-1] = content(f"{names[-1][1:-1]}{call('classifier', body=body)}")
            else:
                names.append(content(self.anchored(term, body)))
        parts = [part for part in rest if isinstance(part, nodes.Element)]
        body = "".join(self.anchored(part, self.content(part)) for part in parts)
        return [names, content(body)]

    def visit_glossary(self, node: nodes.Element) -> None:
        self.defer_anchors(node["ids"])

    def depart_glossary(self, node: nodes.Element) -> None:
        pass

    def visit_field_list(self, node: nodes.field_list) -> None:
        anchors = self._list_anchors(node)
        rows = []
        for field in node.findall(nodes.field):
            if field.parent is node:
                name, body = (child for child in field.children)
                rows.append([content(self.content(name)), content(self.content(body))])
        self.add_block(node, anchors + call("fields", *rows))
        raise nodes.SkipNode

    def visit_option_list(self, node: nodes.option_list) -> None:
        anchors = self._list_anchors(node)
        rows = []
        for item in node.findall(nodes.option_list_item):
            if item.parent is node:
                group, description = (child for child in item.children)
                options = [option.astext() for option in group.children]
                rows.append([options, content(self.content(description))])
        self.add_block(node, anchors + call("options", *rows))
        raise nodes.SkipNode

    def visit_hlist(self, node: addnodes.hlist) -> None:
        anchors = self._list_anchors(node)
        columns = [content(self.content(column)) for column in node.children]
        self.add_block(node, anchors + call("side-by-side", *columns))
        raise nodes.SkipNode


def _is_tight(node: nodes.Element) -> bool | None:
    """``True`` if no item holds more than one paragraph; nested lists do not count."""
    for item in node.children:
        blocks = [c for c in item.children if not isinstance(c, nodes.list_item | nodes.Invisible)]
        if any(not isinstance(c, nodes.bullet_list | nodes.enumerated_list) for c in blocks[1:]):
            return False
    return None
