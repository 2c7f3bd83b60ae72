"""A page loads only the styles and scripts that it uses: the first view stays small."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

# file -> what the body of a page holds when it needs that file
NEEDED_FOR = {
    "sphinx-design.min.css": 'class="sd-',
    "design-tabs.js": "sd-tab",
    "pygments.css": 'class="highlight',
}
# Needed by Sphinx's search page alone; elsewhere they would only mark the words searched for.
SEARCH_ONLY = ("documentation_options.js", "doctools.js", "sphinx_highlight.js")


def keep_what_is_used(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Drop the files that this page has no use for."""
    body = context.get("body", "")

    def used(file: Any) -> bool:
        name = str(file.filename).rpartition("/")[2]
        if name in SEARCH_ONLY:
            return pagename == "search"
        return name not in NEEDED_FOR or NEEDED_FOR[name] in body

    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if used(file)]


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("html-page-context", keep_what_is_used, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
