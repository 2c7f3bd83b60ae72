"""The Sphinx extension of Allied Cooperation: what is bound to data, how it is drawn and shown."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

if (
    TYPE_CHECKING
):  # `python -m allied_check check` imports this package, and need not wait for Sphinx
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

PARTS = (
    "edition",
    "repository",
    "fonts",
    "citations",
    "statements",
    "checking",
    "facts",
    "examples",
    "questions",
    "disclosure",
    "datatables",
    "diagrams",
    "memberships",
    "charts",
    "generated",
    "sources",
    "evidence",
    "popovers",
    "downloads",
    "takeaway",
    "sharing",
    "addresses",
    "moved",
    "glossary",
    "bookindex",
    "search",
    "ebook",
    "accessibility",
    "columns",
    "weight",
    "numbering",
    "rebuilds",
    "archives",
)


def setup(app: Sphinx) -> ExtensionMetadata:
    # A build makes millions of nodes that live to its end; by default Python walks them again
    # after every few hundred new ones, which took a fifth of the reading of the pages.
    gc.set_threshold(50_000, 20, 50)
    for folder in map(Path, (app.outdir, app.doctreedir)):
        if folder.exists() and not os.access(folder, os.W_OK):
            name = os.path.relpath(folder)
            raise SystemExit(f"{name} cannot be written; make it a folder that you may write in")
    try:
        for package in ("sphinx_typst_book", "sphinx_pele"):
            app.setup_extension(package)
        for part in PARTS:
            app.setup_extension(f"allied_sphinx.{part}")
    except SyntaxError as error:  # as `make check` tells it; Sphinx would show its own insides
        place = f"{os.path.relpath(error.filename or '')}:{error.lineno}"
        raise SystemExit(f"{place}: {error.msg}; correct it") from None
    return {"parallel_read_safe": True, "parallel_write_safe": True}
