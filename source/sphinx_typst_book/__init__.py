"""A Sphinx builder that writes the project as one tagged PDF, set by Typst.

``sphinx-build -b typst`` needs neither TeX nor a browser nor the network: a translator writes
calls of functions that ``template.typ`` defines, which owns the look, and the ``typst`` wheel
compiles them.  Nothing of a page is lost in silence: a node without a visitor, an image
without alternative text and raw HTML that is not marked as of no use in print are errors
that name file and line.

Config values
=============

``typst_date``
    Date of the edition, ``"YYYY-MM-DD"``, shown on the cover.  Required: the builder never
    asks a clock.
``typst_timestamp``
    Creation date of the PDF in seconds since 1970-01-01 UTC, such as ``SOURCE_DATE_EPOCH``.
    Default: the start of ``typst_date``.
``typst_commit``
    Name of the revision, shown on the cover.
``typst_name``
    File name of the PDF.  Default: the project's name in lower case, with hyphens.
``typst_title``, ``typst_author``, ``typst_copyright``
    Cover and metadata.  Defaults: ``project``, ``author``, ``copyright``.
``typst_subtitle``, ``typst_description``, ``typst_licence``
    Cover; the description is metadata too.
``typst_keywords``
    List of strings for the metadata.
``typst_font_paths``
    Folders with TTF or OTF files, relative to conf.py.  Fonts of the system are never used.
``typst_sans``
    Family of headings, captions and tables' heads, from one of the folders.  Default: the
    serif of the text, Libertinus Serif, which comes with Typst.
``typst_pdf_standards``
    Standards that the PDF must meet.  Default: ``["ua-1", "a-2a"]``.

``language`` sets the language of the PDF and its hyphenation, ``numfig``, ``numfig_format``
and ``numfig_secnum_depth`` the numbers of figures and tables, which are Sphinx's own.

Extension points
================

A node of another extension gets visitors with
``app.add_node(X, typst=(visit, depart))``.  A subclass of a known node needs none: it is
shown as its base class.  Visitors get the translator as first argument and may use:

``self.add(markup)``, ``self.add_block(node, markup)``
    Add Typst markup, within a line or as a block.
``self.content(node)``
    The markup of the node's children; then raise :class:`docutils.nodes.SkipNode`.
``self.anchored(node, markup)``
    The markup with the node's ids in front, so that links find it.
``self.svg_figure(svg, alt, width_pt, height_pt)``
    Add a drawing, also inside a ``figure`` node; see
    :meth:`sphinx_typst_book.figures.FigureVisitor.svg_figure`.
``self.refuse(node, why)``
    Fail the build, naming the node's file and line.
:mod:`sphinx_typst_book.markup`
    ``call``, ``content``, ``string``, ``label``: safe Typst source text.

Classes on nodes: ``quiet-link`` on a reference leaves a link in the colour of the text;
``landscape`` turns a table's page; ``text-left``, ``text-center`` and
``text-right`` align a cell; ``print-skip`` leaves out a ``raw`` node.  ``raw`` nodes of the
format ``typst`` pass as they are; ``.. only:: typst`` and ``.. only:: not typst`` choose.
A ``:caption:`` of a toctree in the root document opens a part of the book.

References by ``ref``, ``doc`` and ``numref`` to another document print its page number.
Links that an extension makes with :func:`sphinx.util.nodes.make_refnode` do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_typst_book.builder import TypstBuilder
from sphinx_typst_book.config import add_config_values

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and its config values."""
    app.add_builder(TypstBuilder)
    add_config_values(app)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}
