"""What the theme and docutils leave out for readers who use a keyboard or a screen reader."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from .site import SITE, of_site

_WIDTH = re.compile(r'style="width: ([\d.]+%)"')
MENDED = {
    "<pre><span></span>": '<pre tabindex="0"><span></span>',
}


WHOLE = "whole"
"""The class of what is not broken over two lines: a number with its unit, a date."""


def is_one(text: str) -> bool:
    """True for a short text with a figure in it.

    >>> is_one("2 %"), is_one("12 December 2025"), is_one("2025-08"), is_one("Greece and Spain")
    (True, True, True, False)
    """
    if _DIGITS.fullmatch(text):
        return True
    return len(text) <= 18 and any(map(str.isdigit, text)) and " " in text


DATE = "date"
"""The class of a day in a cell, which a narrow screen breaks before its year and nowhere else."""
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
_DIGITS = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def is_day(text: str) -> bool:
    """True for a day as a reader writes it, and nothing else."""
    return _DAY.fullmatch(text) is not None


def bare(cell: nodes.entry) -> None:
    """Take the words of a cell out of its only paragraph: a third of a long table's elements.

    So with the one citation of a cell: its class and its name go to the cell.
    """
    match cell.children:
        case [nodes.paragraph() as paragraph]:
            paragraph["bare"] = True
        case _:
            return
    match paragraph.children:
        case [nodes.inline() as citation] if citation["classes"] == ["bibtex-citation"]:
            cell["classes"] += citation["classes"]
            cell["ids"] += citation["ids"]
            paragraph[:] = citation.children


def visit_paragraph(translator: HTML5Translator, node: nodes.paragraph) -> None:
    if "bare" not in node:
        HTML5Translator.visit_paragraph(translator, node)


def depart_paragraph(translator: HTML5Translator, node: nodes.paragraph) -> None:
    if "bare" not in node:
        HTML5Translator.depart_paragraph(translator, node)


def _is_blank(cell: nodes.Element) -> bool:
    inner = (node for node in cell.findall() if node is not cell)
    plain = all(isinstance(node, nodes.paragraph | nodes.Text) for node in inner)
    return plain and not cell.astext() and "morerows" not in cell


def visit_row(translator: HTML5Translator, node: nodes.row) -> None:
    """Blank cells at the end of a row are left out: thousands stand in the longest tables."""
    if translator.builder.name == SITE and isinstance(node.parent, nodes.tbody):
        while len(cells := list(node.findall(nodes.entry))) > 1 and _is_blank(cells[-1]):
            node.remove(cells[-1])
    HTML5Translator.visit_row(translator, node)


def depart_row(translator: HTML5Translator, node: nodes.row) -> None:
    HTML5Translator.depart_row(translator, node)


def visit_entry(translator: HTML5Translator, node: nodes.entry) -> None:
    """A header cell says what it is the header of."""
    if translator.builder.name == SITE:
        bare(node)
    HTML5Translator.visit_entry(translator, node)
    scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
    translator.body[-1] = translator.body[-1].replace("<th ", f'<th scope="{scope}" ', 1)
    if translator.builder.name == SITE and is_one(node.astext()):
        name = DATE if is_day(node.astext()) else WHOLE
        tag = translator.body[-1]
        classed = tag.replace('class="', f'class="{name} ', 1)
        if classed == tag:
            classed = re.sub(r"<(t[hd])", rf'<\1 class="{name}"', tag, count=1)
        translator.body[-1] = classed


def depart_entry(translator: HTML5Translator, node: nodes.entry) -> None:
    HTML5Translator.depart_entry(translator, node)


def visit_colspec(translator: HTML5Translator, node: nodes.colspec) -> None:
    HTML5Translator.visit_colspec(translator, node)


def depart_colspec(translator: HTML5Translator, node: nodes.colspec) -> None:
    """The widths of columns as attributes: a strict policy refuses docutils' styles."""
    written = len(translator.body)
    HTML5Translator.depart_colspec(translator, node)
    if translator.builder.name == SITE:
        translator.body[written:] = [
            _WIDTH.sub(r'width="\1"', tag) for tag in translator.body[written:]
        ]


class RowHeaders(SphinxTransform):
    """The first cell of a row is its header in a table written by hand too.

    Markdown knows heads of columns alone; read to the fourth column, a row has lost its name.
    """

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        for group in self.document.findall(nodes.tgroup):
            columns = [child for child in group.children if isinstance(child, nodes.colspec)]
            if len(columns) > 1 and not any(column.get("stub") for column in columns):
                columns[0]["stub"] = 1


LONG = 20  # rows: above so many stands a field that filters them


class WrappedTables(SphinxPostTransform):
    """Mend Furo's wrapper (priority 500): the table alone keeps its ids, and a long one is told.

    The page keeps a place for the field above a long table before its last rows are read.
    """

    default_priority = 501
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for node in self.document.findall(nodes.container):
            if "table-wrapper" in node["classes"]:
                node["ids"], node["names"] = [], []
                if _is_long(node):
                    node["classes"].append("long")


def _is_long(table: nodes.Element) -> bool:
    """Whether the rows of a table are many and stand each for itself."""
    heads = sum(len(head) for head in table.findall(nodes.thead))
    rows = sum(len(body) for body in table.findall(nodes.tbody))
    spans = any("morerows" in entry for entry in table.findall(nodes.entry))
    return heads == 1 and rows >= LONG and not spans


def mend_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Put right what checkers of accessibility find in the markup of theme and docutils."""
    tree = context.get("furo_navigation_tree")
    if tree:  # Sphinx gives the captions of the contents a heading's role without a level
        context["furo_navigation_tree"] = tree.replace(
            'role="heading">', 'role="heading" aria-level="2">'
        ).replace('<svg><use href="#svg-arrow-right"></use></svg>', "")
    for wrong, right in MENDED.items():
        context["body"] = context.get("body", "").replace(wrong, right)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_node(nodes.row, override=True, html=(visit_row, depart_row))
    app.add_node(nodes.entry, override=True, html=(visit_entry, depart_entry))
    app.add_node(nodes.paragraph, override=True, html=(visit_paragraph, depart_paragraph))
    app.add_node(nodes.colspec, override=True, html=(visit_colspec, depart_colspec))
    app.add_transform(RowHeaders)
    app.add_post_transform(WrappedTables)
    app.connect("html-page-context", of_site(mend_page), priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
