"""Tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes

from sphinx_typst_book.base import parted
from sphinx_typst_book.figures import FigureVisitor, horizontal
from sphinx_typst_book.markup import Code, call, content
from sphinx_typst_book.nobreak import joined
from sphinx_typst_book.widths import Column, column_widths

_ALIGNMENTS = {"text-left": "left", "text-right": "right", "text-center": "center"}


_FEW = 14
"""Rows of the longest table that is kept in one piece if it fits."""
_LEAD = 2
"""Rows that a table begins with, on whatever page."""
_LAST = 3
"""Rows at the end of a table that no page break parts."""
_LONG = 700
"""Characters of the longest cell that is never cut in two."""


@dataclass(frozen=True, slots=True, eq=False)
class _Cell:
    entry: nodes.entry
    row: int
    column: int
    columns: int
    rows: int


class TableVisitor(FigureVisitor):
    """Tables with their captions, header rows, spans and alignments."""

    def visit_table(self, node: nodes.table) -> None:
        titles, rest = parted(node, nodes.title)
        options = self.caption_options(node, titles[0] if titles else None)
        groups = [child for child in rest if isinstance(child, nodes.tgroup)]
        if len(groups) != 1 or len(rest) != 1:
            self.refuse(node, "a table of other than one group of columns")
        colspecs, parts = parted(groups[0], nodes.colspec)
        stubs = frozenset(i for i, colspec in enumerate(colspecs) if colspec.get("stub"))
        body = [cell for part in parts if isinstance(part, nodes.tbody) for cell in _cells(part)]
        # Before the cells are translated: a table inside a cell comes after its own.
        self.book.row_headers.append([n for n, cell in enumerate(body) if cell.column in stubs])
        head = [cell for part in parts if isinstance(part, nodes.thead) for cell in _cells(part)]
        rows = 1 + max((cell.row for cell in body), default=-1)
        foot = _foot(body, rows)
        markup = call(
            "tbl",
            **options,
            columns=_columns(node, colspecs, body, head, self.config.language),
            head=[self._cell(cell, frozenset()) for cell in head] or None,
            cells=[self._cell(cell, stubs) for cell in body if cell not in foot],
            foot=[self._cell(cell, stubs) for cell in foot] or None,
            lead=sum(cell.row < _LEAD for cell in body if cell not in foot) or None,
            few=True if rows <= _FEW else None,
            landscape=True if "landscape" in node["classes"] else None,
            align=horizontal(node),
        )
        self.add_block(node, markup)
        raise nodes.SkipNode

    def _cell(self, cell: _Cell, stubs: frozenset[int]) -> dict[str, object]:
        options: dict[str, object] = {"body": content(self.content(cell.entry))}
        if cell.columns > 1:
            options["colspan"] = cell.columns
        if cell.rows > 1:
            options["rowspan"] = cell.rows
        classes: list[str] = cell.entry.get("classes", [])
        for name in classes:
            if name in _ALIGNMENTS:
                options["align"] = Code(_ALIGNMENTS[name])
        if cell.column in stubs:
            options["stub"] = True
        if _is_long(cell.entry):
            options["long"] = True
        return options


def _foot(body: list[_Cell], rows: int) -> list[_Cell]:
    """Return the cells of the last rows, which are to stay together.

    No more than half of the table, none that a cell from above reaches into, and none that
    might not find room on one page.
    """
    for count in range(min(_LAST, rows // 2), 0, -1):
        first = rows - count
        last = [cell for cell in body if cell.row >= first]
        apart = all(cell.row + cell.rows <= first for cell in body if cell.row < first)
        if apart and not any(_is_long(cell.entry, _LONG // count) for cell in last):
            return last
    return []


def _cells(part: nodes.Element) -> Iterator[_Cell]:
    """Yield the cells of a table's head or body with the column that each starts in."""
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(part.children):
        column = 0
        for entry in row.children:
            assert isinstance(entry, nodes.entry)
            while (index, column) in taken:
                column += 1
            rows, columns = entry.get("morerows", 0) + 1, entry.get("morecols", 0) + 1
            taken.update(
                (index + down, column + right) for down in range(rows) for right in range(columns)
            )
            yield _Cell(entry, index, column, columns, rows)
            column += columns


def _is_long(entry: nodes.entry, most: int = _LONG) -> bool:
    """Whether a cell may be higher than a page, so that its row has to break."""
    if any(entry.findall(nodes.image)) or any(entry.findall(nodes.table)):
        return True
    text = entry.astext()
    return len(text) > most or text.count("\n") > 20


def _room(columns: int, landscape: bool) -> float:
    """Return how many characters the page is wide, in the type that the template chooses."""
    many = columns * (0.6 if landscape else 1)
    room = 108 if many <= 5 else 118 if many <= 8 else 130
    return room * 1.6 if landscape else room


def _columns(
    node: nodes.table,
    colspecs: list[nodes.Element],
    cells: list[_Cell],
    head: list[_Cell],
    language: str,
) -> list[Code]:
    """Return the widths of the columns for the template."""
    if not colspecs:
        return []
    columns = [Column() for _ in colspecs]
    for number, cell in [*((-1, cell) for cell in head), *((cell.row, cell) for cell in cells)]:
        if cell.columns == 1 and cell.column < len(columns):
            code = any(cell.entry.findall(nodes.literal))
            factor = (
                1.25 if code else 1.1 if cell in head or colspecs[cell.column].get("stub") else 1
            )
            blocks = [child.astext() for child in cell.entry.children] or [""]
            for text in blocks:
                columns[cell.column].add(number, joined(text, language), factor)
    given = (
        [float(colspec["colwidth"]) for colspec in colspecs]
        if "colwidths-given" in node["classes"]
        else None
    )
    widths = column_widths(columns, _room(len(columns), "landscape" in node["classes"]), given)
    if widths is None:
        return [Code("auto")] * len(columns)
    whole = sum(widths)
    return [Code(f"{width / whole * 100:.1f}fr") for width in widths]
