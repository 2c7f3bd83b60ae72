"""Tables as docutils knows them, made of texts and inline nodes."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


def build_table(
    heads: list[str],
    body: Sequence[Sequence[str | list[nodes.Node]]],
    right: list[bool],
    widths: tuple[int, ...] = (),
) -> nodes.table:
    """A docutils table of texts (or inline nodes); ``right`` marks the columns of numbers.

    ``widths`` are proportions; without them each column takes what it needs.
    """
    group = nodes.tgroup("", cols=len(heads))
    columns = widths or (1,) * len(heads)
    group += [
        nodes.colspec("", colwidth=width, stub=int(n == 0)) for n, width in enumerate(columns)
    ]
    group += nodes.thead("", _row(list(heads), right))
    group += nodes.tbody("", *(_row(cells, right) for cells in body))
    return nodes.table("", group, classes=["colwidths-given" if widths else "colwidths-auto"])


def _row(cells: Sequence[str | list[nodes.Node]], right: list[bool]) -> nodes.row:
    row = nodes.row()
    for cell, is_right in zip(cells, right, strict=True):
        inlines = [nodes.Text(cell)] if isinstance(cell, str) else cell
        entry = nodes.entry("", nodes.paragraph("", "", *inlines))
        entry["classes"] = ["text-right"] if is_right else []
        row += entry
    return row


def titled(directive: SphinxDirective, table: nodes.table, caption: str) -> None:
    """Give a table its caption, its name and its row headers."""
    title_nodes, messages = directive.parse_inline(caption)
    table.insert(0, [nodes.title(caption, "", *title_nodes), *messages])
    directive.add_name(table)
    directive.set_source_info(table)
    for column in list(table.findall(nodes.colspec))[:1]:
        column["stub"] = 1
