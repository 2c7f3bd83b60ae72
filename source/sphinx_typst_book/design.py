"""sphinx-design's cards, grids, tabs, dropdowns, badges, and containers in general."""

from __future__ import annotations

from docutils import nodes

from sphinx_typst_book.base import parted
from sphinx_typst_book.figures import FigureVisitor
from sphinx_typst_book.markup import Code, call, content, string
from sphinx_typst_book.references import ReferenceVisitor
from sphinx_typst_book.structure import StructureVisitor

# sphinx-design is not imported: its components are containers told apart by this attribute.
_COMPONENT = "design_component"


class DesignVisitor(StructureVisitor, FigureVisitor, ReferenceVisitor):
    """Containers, of which sphinx-design's components are a kind."""

    def visit_container(self, node: nodes.container) -> None:
        if node.get("literal_block"):
            self.listing(node)
        match node.get(_COMPONENT):
            case "card":
                self._card(node)
            case "grid-row":
                self._grid(node)
            case "tab-item":
                titles, rest = parted(node, nodes.rubric)
                self._titled_block(node, "tab", titles, rest)
            case "dropdown" | "aside":
                titles, rest = parted(node, nodes.rubric)
                self._titled_block(node, "disclosure", titles, rest)
        self.defer_anchors(node["ids"])
        self.add(self.content(node))
        raise nodes.SkipNode

    def _titled_block(
        self,
        node: nodes.Element,
        function: str,
        titles: list[nodes.Element],
        rest: list[nodes.Node],
    ) -> None:
        for part in (node, *titles):
            self.defer_anchors(part["ids"])
        anchors = self.take_anchors() or None
        title = content(self.content(titles[0])) if titles else None
        body = self.content(node, rest)
        self.add_block(node, call(function, anchors=anchors, title=title, body=body))
        raise nodes.SkipNode

    # -- cards ----------------------------------------------------------------------------

    def _grid(self, node: nodes.container) -> None:
        """Cards of a row side by side; anything else of a grid one below the other."""
        anchors = self.anchors(node)
        cells = [child for child in node.children if isinstance(child, nodes.Element)]
        if not all(_holds_card(cell) for cell in cells):
            self._pending_anchors += anchors
            self.add(self.content(node))
        else:
            self.add_block(
                node,
                call(
                    "cards",
                    *(content(self.content(cell)) for cell in cells),
                    anchors=anchors or None,
                ),
            )
        raise nodes.SkipNode

    def _card(self, node: nodes.container) -> None:
        anchors = self.anchors(node) or None
        parts: dict[str, Code] = {}
        before: list[str] = []
        body: list[str] = []
        for child in _flat(node):
            component = child.get(_COMPONENT) if isinstance(child, nodes.Element) else None
            if component in {"card-header", "card-footer"}:
                parts[component.removeprefix("card-")] = content(self.content(child))
            elif component == "card-body":
                titles = [c for c in child.children if _is_component(c, "card-title")]
                if titles:
                    parts["title"] = content(self.content(titles[0]))
                body.append(self.content(child, [c for c in child.children if c not in titles]))
            elif link := _stretched_link(child):
                parts["link"] = content(self._card_link(link))
            else:
                (body if body else before).append(self.content(node, [child]))
        if before:
            parts["top"] = content("".join(before))
        self.add_block(node, call("card", anchors=anchors, **parts, body="".join(body)))
        raise nodes.SkipNode

    def _card_link(self, node: nodes.Element) -> str:
        """Return what stands for a link that a screen lays over the whole card."""
        body = f"#{string(node.astext())};"
        return self.link(node, body, paged=True)

    def visit_PassthroughTextElement(self, node: nodes.Element) -> None:
        self.add(self.content(node))
        raise nodes.SkipNode

    # -- inline components ----------------------------------------------------------------

    def visit_sd_badge(self, node: nodes.Element) -> None:
        self.add(self.anchored(node, call("badge", body=self.content(node))))
        raise nodes.SkipNode

    def visit_sd_line_break(self, node: nodes.Element) -> None:
        self.add("#linebreak();")
        raise nodes.SkipNode

    def visit_sd_icon(self, node: nodes.Element) -> None:
        """Print nothing: icons decorate a text that says the same."""
        raise nodes.SkipNode


def _is_component(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Element) and node.get(_COMPONENT) == name


def _flat(card: nodes.container) -> list[nodes.Node]:
    """The parts of a card; those laid over a background image count as the card's own."""
    parts: list[nodes.Node] = []
    for child in card.children:
        parts += child.children if _is_component(child, "card-overlay") else [child]
    return parts


def _holds_card(cell: nodes.Element) -> bool:
    children = [c for c in cell.children if not isinstance(c, nodes.comment | nodes.target)]
    return len(children) == 1 and _is_component(children[0], "card")


def _stretched_link(node: nodes.Node) -> nodes.Element | None:
    for reference in node.findall(nodes.reference):
        if "sd-stretched-link" in reference["classes"] and "sd-btn" not in reference["classes"]:
            return reference
    return None
