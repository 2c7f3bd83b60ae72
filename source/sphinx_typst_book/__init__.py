"""A Sphinx builder that writes the project as tagged PDFs, set by Typst.

``sphinx-build -b typstbook`` needs neither TeX nor a browser nor the network: a translator writes
calls of functions that ``template.typ`` defines, which owns the look, and the ``typst`` wheel
compiles them.  Nothing of a page is lost in silence: a node without a visitor, an image
without alternative text and raw HTML that is not marked as of no use in print are errors
that name file and line.

README.md says which options and extension points there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and its config values."""
    # Here, for the processes that make the PDFs do without Sphinx.
    from sphinx_typst_book.builder import TypstBuilder
    from sphinx_typst_book.config import add_config_values

    app.add_builder(TypstBuilder)
    add_config_values(app)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}
