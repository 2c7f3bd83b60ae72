"""The sans of diagrams, charts and print: Noto Sans, from a package that ships it as files.

Fonts of the system are never used: the same commit must give the same bytes everywhere.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

SANS = "Noto Sans"


def folder() -> Path:
    """Where the font files are."""
    spec = importlib.util.find_spec("mermaid_render")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "fonts"


def settle_fonts(app: Sphinx, config: Config) -> None:
    """The PDF is set in the same sans as its pictures."""
    config.typst_font_paths = [str(folder())]
    config.typst_sans = SANS


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("config-inited", settle_fonts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
