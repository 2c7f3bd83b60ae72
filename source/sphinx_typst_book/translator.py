"""The docutils translator: one document in, the calls of the template's functions out."""

from __future__ import annotations

from sphinx_typst_book.code import CodeVisitor
from sphinx_typst_book.descriptions import DescriptionVisitor
from sphinx_typst_book.design import DesignVisitor
from sphinx_typst_book.extensions import ExtensionVisitor
from sphinx_typst_book.inlines import InlineVisitor
from sphinx_typst_book.lists import ListVisitor
from sphinx_typst_book.tables import TableVisitor


class TypstTranslator(
    ExtensionVisitor,
    DesignVisitor,
    TableVisitor,
    ListVisitor,
    CodeVisitor,
    DescriptionVisitor,
    InlineVisitor,
):
    """Every node that the builder knows.

    A node without a visitor here or from ``app.add_node(..., typst=(visit, depart))`` is an
    error.  Visitors from outside may use :meth:`~TranslatorBase.add`,
    :meth:`~TranslatorBase.add_block`, :meth:`~TranslatorBase.content`,
    :meth:`~TranslatorBase.anchored`, :meth:`~TranslatorBase.refuse` and
    :meth:`~FigureVisitor.svg_figure`, and the functions of
    :mod:`sphinx_typst_book.markup`.
    """
