"""A page carries only the styles, scripts and links that it uses: the first view stays small."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from .sheets import SHEET, own_sheets
from .site import of_site

# file -> what the body of a page holds when it needs that file
NEEDED_FOR = {
    "sphinx-design.min.css": '"sd-',
    "design-tabs.js": "sd-tab",
    "filter.js": 'class="filtered',
    "tables.js": "table-wrapper",
}
# Sphinx's own search; ours is in search.py. The sheets are parts of `SHEET`, the script of the
# theme is in page.js: it was the larger part of what a first view loads of scripts.
UNUSED = (
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "pygments.css",
    "furo.css",
    "furo-extensions.css",
    "furo.js",
)


def keep_what_is_used(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Drop the files that this page has no use for."""
    body = context.get("body", "")

    joined = (*UNUSED, *own_sheets(app.config))

    def used(file: Any) -> bool:
        name = str(file.filename).rpartition("/")[2]
        return name not in joined and (name not in NEEDED_FOR or NEEDED_FOR[name] in body)

    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if used(file)]


def add_sheet(app: Sphinx) -> None:
    """Name the one sheet that all pages ask for; the builder joins it."""
    app.add_css_file(SHEET, priority=100)


def fold_sidebar(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """List in the sidebar only the pages of the branch that the reader is in.

    Furo lists every page of the site on every page; the appendix alone has a page per table.
    """
    if "toctree" in context:
        whole = context["toctree"]
        context["toctree"] = lambda **options: whole(**options | {"collapse": True})


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("builder-inited", of_site(add_sheet))
    # before Furo asks for the tree
    app.connect("html-page-context", of_site(fold_sidebar), priority=100)
    app.connect("html-page-context", of_site(keep_what_is_used), priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
