"""The index: Sphinx's own merged entries, with page numbers that Typst fills in."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.environment.adapters.indexentries import IndexEntries

from sphinx_typst_book.base import URI_PREFIX, Book
from sphinx_typst_book.markup import Code, call, label


def index_markup(env: BuildEnvironment, builder: Builder, book: Book) -> str:
    """Return the markup of the index, empty if the book has no entries."""
    groups = []
    for letter, entries in IndexEntries(env).create_index(builder):
        rows: list[dict[str, object]] = []
        for name, (targets, children, _key) in entries:
            row = _row(book, name, targets, 0)
            below = [_row(book, child, links, 1) for child, links in children]
            below = [child for child in below if child["targets"] or child["see"]]
            if row["targets"] or below:
                rows += [row, *below]
        if rows:
            groups.append([str(letter), rows])
    if not groups:
        return ""
    return call("index-pages", groups, anchors=[label("genindex", "")])


def _row(
    book: Book, name: str, links: Iterable[tuple[str | None, str | bool]], depth: int
) -> dict[str, object]:
    main: list[Code] = []
    others: list[Code] = []
    uses: list[Code] = []
    links = list(links)
    for importance, uri in links:
        if not isinstance(uri, str):
            continue
        docname, _, node_id = uri.removeprefix(URI_PREFIX).partition("#")
        target = label(docname, node_id)
        if target in book.labels:
            (main if importance == "main" else others).append(target)
            uses.append(label(docname, node_id, use=True))
    # "See" and "see also" lead to a word, not to a place.
    return {
        "name": name,
        "depth": depth,
        "main": main,
        "targets": main + others,
        "uses": uses,
        "see": not links,
    }
