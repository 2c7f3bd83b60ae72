"""A part that is folded away in HTML and shown in print: native ``<details>``, no script."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


class disclosure(nodes.General, nodes.Element):  # noqa: N801
    """``summary`` is the visible line; with ``print`` false the part is left out of the PDF."""


def visit_html(translator: Any, node: disclosure) -> None:
    classes = " ".join(["disclosure", *node["classes"]])
    translator.body.append(f'<details class="{classes}">')
    translator.body.append(f"<summary>{translator.encode(node['summary'])}</summary>")


def depart_html(translator: Any, node: disclosure) -> None:
    translator.body.append("</details>\n")


def visit_typst(translator: Any, node: disclosure) -> None:
    if not node["print"]:
        raise nodes.SkipNode


def depart_typst(translator: Any, node: disclosure) -> None:
    pass


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_node(disclosure, html=(visit_html, depart_html), typst=(visit_typst, depart_typst))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
