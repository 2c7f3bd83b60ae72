"""The index: Sphinx's own merged entries, with page numbers that Typst fills in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sphinx.environment.adapters.indexentries import IndexEntries

from sphinx_typst_book.markup import Code, call, label
from sphinx_typst_book.references import URI_PREFIX

if TYPE_CHECKING:
    from sphinx_typst_book.builder import TypstBuilder


def index_markup(builder: TypstBuilder) -> str:
    """Return the markup of the index, empty if the book has no entries."""
    groups = []
    for letter, entries in IndexEntries(builder.env).create_index(builder):
        rows: list[dict[str, object]] = []
        for name, (targets, children, _key) in entries:
            row = _row(builder, name, targets, 0)
            below = [_row(builder, child, links, 1) for child, links in children]
            below = [child for child in below if child["targets"] or child["see"]]
            if row["targets"] or below:
                rows += [row, *below]
        if rows:
            groups.append([str(letter), rows])
    if not groups:
        return ""
    return call("index-pages", groups, anchors=[label("genindex", "")])


def _row(
    builder: TypstBuilder, name: str, links: Iterable[tuple[str | None, str | bool]], depth: int
) -> dict[str, object]:
    main: list[Code] = []
    others: list[Code] = []
    links = list(links)
    for importance, uri in links:
        if not isinstance(uri, str):
            continue
        docname, _, node_id = uri.removeprefix(URI_PREFIX).partition("#")
        target = label(docname, node_id)
        if target in builder.labels:
            (main if importance == "main" else others).append(target)
    # "See" and "see also" lead to a word, not to a place.
    return {"name": name, "depth": depth, "main": main, "targets": main + others, "see": not links}
