"""The index: Sphinx's own merged entries, with page numbers that Typst fills in.

The entries are those of the pages as they are set, so a post-transform may add some.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from sphinx.builders import Builder
from sphinx.environment.adapters.indexentries import IndexEntries

from sphinx_typst_book.base import URI_PREFIX, Book
from sphinx_typst_book.markup import Code, call, label

Entry = tuple[str, str, str, str, str | None]
"""Kind, text, id, ``main`` or nothing, and key of an entry, as ``index`` nodes hold it."""


def index_markup(entries: Mapping[str, Sequence[Entry]], builder: Builder, book: Book) -> str:
    """Return the markup of the index of the *entries* of pages, empty if there are none."""
    groups = []
    # All that Sphinx's merging asks of its environment.
    env: Any = SimpleNamespace(
        domains=SimpleNamespace(index_domain=SimpleNamespace(entries=entries))
    )
    for letter, merged in IndexEntries(env).create_index(builder):
        rows: list[dict[str, object]] = []
        for name, (targets, children, _key) in merged:
            row = _row(book, name, targets, 0)
            below = [_row(book, child, links, 1) for child, links in children]
            below = [child for child in below if child["targets"] or child["see"]]
            if not row["targets"] and len(below) == 1 and below[0]["see"]:
                rows.append({**row, "name": f"{name}, {below[0]['name']}"})
            elif row["targets"] or below:
                if any(child["targets"] for child in below):
                    # They say where it is used; its own line then says where it is explained.
                    row["uses"] = []
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
            book.indexed.add(target)
            uses += [target] if target in book.used else []
    # "See" and "see also" lead to a word, not to a place.
    return {
        "name": name,
        "depth": depth,
        "main": main,
        "targets": main + others,
        "uses": uses,
        "see": not links,
    }
