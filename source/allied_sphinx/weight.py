"""A page carries only the styles, scripts and links that it uses: the first view stays small."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

# file -> what the body of a page holds when it needs that file
NEEDED_FOR = {
    "sphinx-design.min.css": 'class="sd-',
    "furo-extensions.css": 'class="sd-',  # the rest of it is for add-ons that are not used
    "design-tabs.js": "sd-tab",
    "pygments.css": 'class="highlight',
    "filter.js": 'class="filtered',
    "tables.js": "table-wrapper",
}
# Sphinx's own search; ours is in search.py.
UNUSED = ("documentation_options.js", "doctools.js", "sphinx_highlight.js")


def keep_what_is_used(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Drop the files that this page has no use for."""
    body = context.get("body", "")

    def used(file: Any) -> bool:
        name = str(file.filename).rpartition("/")[2]
        return name not in UNUSED and (name not in NEEDED_FOR or NEEDED_FOR[name] in body)

    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if used(file)]


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
    app.connect("html-page-context", fold_sidebar, priority=100)  # before Furo asks for the tree
    app.connect("html-page-context", keep_what_is_used, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
