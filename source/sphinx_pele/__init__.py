"""Mermaid diagrams, drawn while the pages are built: no browser, no network.

``draw`` turns the text of a diagram into a ``Drawing``: one SVG for HTML that
follows the page's light or dark theme, one flat SVG for print, and the
diagram's relations in words.  ``problems`` says what is wrong with a diagram's
text, line by line.  ``setup`` is the Sphinx extension.

Importing this package is cheap: the renderer and Sphinx are loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .check import DiagramError
from .drawing import PRINT_FONT, Drawing, Picture, draw, problems
from .files import diagram_text
from .words import Relation, Remark

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = [
    "PRINT_FONT",
    "DiagramError",
    "Drawing",
    "Picture",
    "Relation",
    "Remark",
    "diagram_text",
    "draw",
    "problems",
    "setup",
]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Let Sphinx draw ``mermaid`` directives with this package."""
    from .directive import register

    return register(app)
