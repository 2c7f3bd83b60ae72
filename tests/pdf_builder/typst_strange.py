"""An extension with a node that no builder knows."""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_typst_book.markup import call, string
from sphinx_typst_book.translator import TypstTranslator


class strange(nodes.General, nodes.Element):  # noqa: N801  # docutils' way of naming nodes
    """Nothing that anybody knows."""


class hidden(nodes.comment):  # noqa: N801
    """Derived from a node that prints nothing."""


class fact(nodes.inline):  # noqa: N801
    """An inline node with a link inside, as an extension may derive it."""


def fact_role(
    name: str, rawtext: str, text: str, lineno: int, inliner: object, *_: object, **__: object
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """``:fact:`text```, which links to the document ``other``."""
    link = nodes.reference("", text, internal=True, refuri="%other", classes=["quiet-link"])
    return [fact("", "", link)], []


class Strange(Directive):
    """``.. strange::``"""

    def run(self) -> list[nodes.Node]:
        node = strange()
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        return [node]


class Hidden(Directive):
    """``.. hidden::``"""

    def run(self) -> list[nodes.Node]:
        node = hidden()
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        return [node]


def visit(self: TypstTranslator, node: strange) -> None:
    """Show the node, with a drawing."""
    self.add_block(node, call("emph", body=f"#{string('known now')};"))
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><g/></svg>'
    self.svg_figure(svg, "A drawing of nothing.", 900, 900)


def depart(self: TypstTranslator, node: strange) -> None:
    """Do nothing: there is nothing to close."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register directive and role."""
    app.add_directive("strange", Strange)
    app.add_directive("hidden", Hidden)
    app.add_role("fact", fact_role)
    return {"parallel_read_safe": True}
