"""Nodes of the extensions that come with Sphinx: mathematics, to-dos, summaries, Graphviz.

None of these extensions is imported: a visitor is found by the name of its node.
"""

from __future__ import annotations

import shutil
import subprocess

from docutils import nodes

from sphinx_typst_book.base import is_block_level
from sphinx_typst_book.figures import FigureVisitor
from sphinx_typst_book.markup import call, content, string
from sphinx_typst_book.math import MathError, to_typst
from sphinx_typst_book.structure import StructureVisitor


class ExtensionVisitor(StructureVisitor, FigureVisitor):
    """What ``sphinx.ext`` adds."""

    # -- mathematics ----------------------------------------------------------------------

    def visit_math(self, node: nodes.Element) -> None:
        self.add(self.anchored(node, self._equation(node, block=False)))
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.Element) -> None:
        self.add_block(node, self.anchored(node, self._equation(node, block=True)))
        raise nodes.SkipNode

    def _equation(self, node: nodes.Element, *, block: bool) -> str:
        latex = " ".join(node.astext().split())
        try:
            formula = to_typst(latex)
        except MathError as error:
            self.leave_out(node, f"the formula {latex!r} cannot be set: {error}")
            return call("code", latex)
        number = node.get("number")
        shown = f"({number})" if block and number else None
        return call("equation", formula, latex, block=block or None, number=shown)

    # -- to-dos, summaries, grammars ------------------------------------------------------

    def visit_todo_node(self, node: nodes.Element) -> None:
        if not getattr(self.config, "todo_include_todos", False):
            raise nodes.SkipNode
        self.visit_admonition(node)

    def visit_autosummary_table(self, node: nodes.Element) -> None:
        """A table inside a node that Sphinx derives from a comment."""
        self.defer_anchors(node.get("ids", ()))
        self.add(self.content(node))
        raise nodes.SkipNode

    def visit_autosummary_toc(self, node: nodes.Element) -> None:
        """Set the pages that the summary names, as those of any toctree."""
        for child in node.children:
            child.walkabout(self)
        raise nodes.SkipNode

    def visit_productionlist(self, node: nodes.Element) -> None:
        anchors = self.anchors(node)
        lines = [child for child in node.children if isinstance(child, nodes.Element)]
        markup = [content(self.anchored(line, self.content(line))) for line in lines]
        self.add_block(node, call("productions", *markup, anchors=anchors or None))
        raise nodes.SkipNode

    # -- Graphviz -------------------------------------------------------------------------

    def visit_graphviz(self, node: nodes.Element) -> None:
        self._draw(node, node["code"], node.get("alt"))

    def visit_inheritance_diagram(self, node: nodes.Element) -> None:
        graph = node["graph"]
        names = ", ".join(sorted(info[0] for info in graph.class_info))
        code = graph.generate_dot("inheritance", env=self.host.env)
        self._draw(node, code, f"Inheritance diagram of {names}")

    def _draw(self, node: nodes.Element, code: str, alt: str | None) -> None:
        dot = getattr(self.config, "graphviz_dot", "dot")
        if shutil.which(dot) is None:
            self.leave_out(
                node,
                f"the drawing needs Graphviz, and there is no program {dot!r}; install it "
                "(Debian: apt-get install graphviz), or draw the picture once and show the file",
            )
            raise nodes.SkipNode
        if not alt:
            self.leave_out(node, "the drawing has no alternative text (:alt:)")
            alt = "A drawing without a description."
        made = subprocess.run([dot, "-Tsvg"], input=code.encode(), capture_output=True, check=False)
        if made.returncode:
            self.refuse(node, f"Graphviz cannot draw this: {made.stderr.decode().strip()}")
        path = self.host.store_image(made.stdout, ".svg")
        markup = call("picture", path, alt)
        if is_block_level(node):
            self.add_block(node, self.anchored(node, markup))
        else:
            self.add(self.anchored(node, markup))
        raise nodes.SkipNode

    # -- what docutils knows and few write ------------------------------------------------

    def visit_problematic(self, node: nodes.Element) -> None:
        """Show what could not be read; Sphinx has said what is wrong with it."""
        self.add(f"#{string(node.astext())};")
        raise nodes.SkipNode

    def visit_acks(self, node: nodes.Element) -> None:
        self.add(self.content(node))
        raise nodes.SkipNode
