"""Pages that hold under a strict Content-Security-Policy: no script and no style within them.

A server that sends `POLICY` forbids whatever a page might smuggle in. What the theme, Sphinx and
docutils write into a page is put into files, classes and attributes of SVG here.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from .site import of_site

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
"""The header that the site is tested under (docs/contribute/hosting.md has it too)."""

# Furo sets the theme before the page is drawn, so the file is waited for.
_THEME = re.compile(r"<script>\s*document\.body\.dataset\.theme = [^<]+</script>")
_COLUMN = re.compile(r'<col style="width: ([\d.]+)%" ?/?>')
INSTEAD = {
    '<svg xmlns="http://www.w3.org/2000/svg" style="display: none;">': (
        '<svg xmlns="http://www.w3.org/2000/svg" display="none">'
    ),
    ' style="opacity: 50%"': ' opacity="0.5"',
    '<table style="width: 100%" class="indextable': '<table class="indextable',
    '<td style="width: 33%; vertical-align: top;">': "<td>",
}


def strict(page: str, theme: str) -> str:
    """The HTML of a page without script and style; ``theme`` is the address of theme.js."""
    page = _THEME.sub(f'<script src="{theme}"></script>', page)
    for found, instead in INSTEAD.items():
        page = page.replace(found, instead)
    return page


def add_strict(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give page.html the function, and columns classes in the place of styles."""
    context["strict"] = strict
    if "body" in context:
        context["body"] = _COLUMN.sub(
            lambda found: f'<col class="w-{max(1, round(float(found[1])))}">', context["body"]
        )


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("html-page-context", of_site(add_strict), priority=880)  # before weight
    return {"parallel_read_safe": True, "parallel_write_safe": True}
