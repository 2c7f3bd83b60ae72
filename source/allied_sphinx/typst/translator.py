"""The docutils translator: one document in, the calls of the template's functions out."""

from __future__ import annotations

from allied_sphinx.typst.code import CodeVisitor
from allied_sphinx.typst.descriptions import DescriptionVisitor
from allied_sphinx.typst.design import DesignVisitor
from allied_sphinx.typst.inlines import InlineVisitor
from allied_sphinx.typst.lists import ListVisitor
from allied_sphinx.typst.tables import TableVisitor


class TypstTranslator(
    DesignVisitor, TableVisitor, ListVisitor, CodeVisitor, DescriptionVisitor, InlineVisitor
):
    """Every node that the builder knows.

    A node without a visitor here or from ``app.add_node(..., typst=(visit, depart))`` is an
    error.  Visitors from outside may use :meth:`~TranslatorBase.add`,
    :meth:`~TranslatorBase.add_block`, :meth:`~TranslatorBase.content`,
    :meth:`~TranslatorBase.anchored`, :meth:`~TranslatorBase.refuse` and
    :meth:`~FigureVisitor.svg_figure`, and the functions of
    :mod:`allied_sphinx.typst.markup`.
    """
