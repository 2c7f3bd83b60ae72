"""What Typst's wheel leaves out of a PDF: row headers, where links lead, compressed structure.

Typst tags a table's head, but no cell of its body, as a header; its links say "page 12" and not
what stands there; and it writes its structure uncompressed, which is most of a long book.  The
template's own links name a place, for then no paragraph has to be set again once its page is
known.  One pass over the finished file mends all of them.
"""

from __future__ import annotations

import bisect
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf

# A link lands a little above its heading, or on its base line.
_TOLERANCE = Decimal(16)
_ABOVE = Decimal(10)
_SCHEME = b"place:"
_PAGE = re.compile(r"(?:, )?(\S+) (\d+)")


def finish(
    made: Path,
    pdf: Path,
    row_headers: Sequence[Collection[int]],
    places: Mapping[str, tuple[int, float, float]],
    page_word: str,
) -> tuple[int, str | None]:
    """Write what Typst has *made* as *pdf*; return the number of pages, and what went wrong.

    *row_headers* has an entry for each table of the book, in the order of the text: which cells
    of its body (counted row by row from 0) say what their row is about.  If the PDF has another
    number of tables, no row gets a header: one on a wrong cell would be worse than none.
    *places* has page, left and top of each place that a link names; *page_word* is what a link
    says before the number of its page.

    *pdf* is replaced in one step, and the same input gives the same bytes.
    """
    problem = None
    with pikepdf.open(made) as file:
        if "/StructTreeRoot" in file.Root:
            tables = list(_elements(file.Root.StructTreeRoot, "/Table"))
            if len(tables) == len(row_headers):
                _mark_row_headers(file, tables, row_headers)
            else:
                problem = (
                    f"rows have no headers: {len(tables)} tables where the pages have "
                    f"{len(row_headers)}; raw Typst should leave tables to the pages"
                )
        _name_links(file, places, page_word)
        pages = len(file.pages)
        finished = made.with_suffix(".finished")
        file.save(
            finished,
            preserve_pdfa=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    os.replace(finished, pdf)
    return pages, problem


# -- row headers ------------------------------------------------------------------------------


def _mark_row_headers(
    file: pikepdf.Pdf,
    tables: Sequence[pikepdf.Object],
    row_headers: Sequence[Collection[int]],
) -> None:
    named: dict[str, pikepdf.Object] = {}
    for number, (table, wanted) in enumerate(zip(tables, row_headers, strict=True)):
        _mark_table(table, frozenset(wanted), number, named)
    root = file.Root.StructTreeRoot
    if named:
        if "/IDTree" not in root:
            root.IDTree = pikepdf.NameTree.new(file).obj
        ids = pikepdf.NameTree(root.IDTree)
        for name, element in sorted(named.items()):
            ids[name] = element


def _mark_table(
    table: pikepdf.Object,
    wanted: frozenset[int],
    number: int,
    named: dict[str, pikepdf.Object],
) -> None:
    index = 0
    for group in _children(table):
        if str(group.S) == "/TFoot":
            # A row that the template keeps with the one before; it sums up nothing.
            group.S = pikepdf.Name.TBody
        if str(group.S) != "/TBody":
            continue
        for row in _children(group):
            cells = list(_children(row))
            heads = []
            for position, cell in enumerate(cells):
                if index + position in wanted:
                    name = f"R{number}c{index + position}"
                    _make_row_header(cell, name)
                    named[name] = cell
                    heads.append(pikepdf.String(name))
            index += len(cells)
            for cell in cells:
                if cell.S == "/TD" and heads:
                    _add_headers(cell, heads)


def _make_row_header(cell: pikepdf.Object, name: str) -> None:
    cell.S = pikepdf.Name.TH
    cell.ID = pikepdf.String(name)
    attributes = _table_attributes(cell)
    attributes.Scope = pikepdf.Name.Row


def _add_headers(cell: pikepdf.Object, heads: Sequence[pikepdf.String]) -> None:
    attributes = _table_attributes(cell)
    attributes.Headers = pikepdf.Array([*heads, *attributes.get("/Headers", ())])


def _table_attributes(cell: pikepdf.Object) -> pikepdf.Object:
    given = cell.get("/A")
    for attributes in given if isinstance(given, pikepdf.Array) else ():
        if attributes.get("/O") == "/Table":
            return attributes
    cell.A = pikepdf.Array([*(given or ()), pikepdf.Dictionary(O=pikepdf.Name.Table)])
    added: pikepdf.Object = cell.A[-1]
    return added


def _elements(root: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    """Yield the elements of one kind in the order of the text, without recursion."""
    waiting = list(reversed(list(_children(root))))
    while waiting:
        element = waiting.pop()
        if str(element.S) == kind:
            yield element
        waiting += reversed(list(_children(element)))


def _children(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    below = element.get("/K")
    for child in below if isinstance(below, pikepdf.Array) else (below,):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child


# -- links ------------------------------------------------------------------------------------


def _name_links(
    file: pikepdf.Pdf, places: Mapping[str, tuple[int, float, float]], page_word: str
) -> None:
    """Lead links to their places, and say the heading there before the number of the page."""
    pages = list(file.pages)
    numbers = {page.objgen: number for number, page in enumerate(pages)}
    headings = _headings(file, numbers)
    keys = [key for key, _ in headings]

    def heading(at: tuple[int, Decimal]) -> str | None:
        found = bisect.bisect_right(keys, (at[0], at[1] + _TOLERANCE)) - 1
        return headings[found][1] if found >= 0 else None

    targets: dict[str, tuple[pikepdf.Object, pikepdf.String]] = {}

    def target(name: str) -> tuple[pikepdf.Object, pikepdf.String]:
        if name not in targets:
            number, x, y = places[name]
            page = pages[number - 1]
            top = Decimal(str(page.mediabox[3])) - max(Decimal(0), _decimal(y) - _ABOVE)
            destination = [page.obj, pikepdf.Name.XYZ, _decimal(x), top, Decimal(0)]
            said = f"{page_word} {number}"
            if title := heading((number - 1, -top)):
                said = f"{title}, {said}"
            array = file.make_indirect(pikepdf.Array(destination))
            targets[name] = (array, pikepdf.String(said))
        return targets[name]

    plain = []
    for page in pages:
        for link in page.get("/Annots", ()):
            action = link.get("/A")
            uri = bytes(action.URI) if action is not None and "/URI" in action else b""
            if uri.startswith(_SCHEME):
                del link.A
                link.Dest, link.Contents = target(uri.removeprefix(_SCHEME).decode())
            elif "/Contents" in link and (place := _place(link.get("/Dest"), numbers)):
                plain.append((link, _PAGE.fullmatch(str(link.Contents)), place))
    # Typst's word for "page" depends on the language; footnotes have numbers too, others.
    others = {said[1] for _, said, place in plain if said and int(said[2]) != place[0] + 1}
    for link, said, place in plain:
        if said and said[1] not in others and (title := heading(place)):
            link.Contents = pikepdf.String(f"{title}, {said[1]} {said[2]}")


def _headings(
    file: pikepdf.Pdf, numbers: Mapping[Any, int]
) -> list[tuple[tuple[int, Decimal], str]]:
    """Return the bookmarks with their places, in the order of the text."""
    found = []
    with file.open_outline() as outline:
        waiting = list(reversed(outline.root))
        while waiting:
            item = waiting.pop()
            waiting += reversed(item.children)
            if place := _place(item.destination, numbers):
                found.append((place, str(item.title)))
    found.sort(key=lambda heading: heading[0])
    return found


def _decimal(points: float) -> Decimal:
    return Decimal(f"{points:.3f}")


def _place(destination: Any, numbers: Mapping[Any, int]) -> tuple[int, Decimal] | None:
    """Return page and distance from its top, to be compared with others."""
    if not isinstance(destination, pikepdf.Array) or len(destination) < 4:
        return None
    number = numbers.get(destination[0].objgen)
    return None if number is None else (number, -Decimal(str(destination[3])))
