"""The Sphinx builder ``typst``."""

from __future__ import annotations

import hashlib
import json
import logging as levels
import shutil
from collections.abc import Set
from pathlib import Path
from typing import ClassVar

from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.display import progress_message

from sphinx_typst_book.base import PageError
from sphinx_typst_book.bookindex import index_markup
from sphinx_typst_book.compiler import BOOK, CompileError, Message, compile_book
from sphinx_typst_book.config import Edition
from sphinx_typst_book.finishing import finish
from sphinx_typst_book.references import URI_PREFIX
from sphinx_typst_book.structure import has_own_text
from sphinx_typst_book.translator import TypstTranslator

logger = logging.getLogger(__name__)

TEMPLATE = "template.typ"
EDITION = "edition.json"


class TypstBuilder(Builder):
    """Writes the whole project as one PDF.

    The root document and everything in its toctrees become one Typst file, which refers to
    the functions of template.typ; both, and the images, stay in ``<outdir>/_typst`` for
    whoever wants to look.  The PDF is ``<outdir>/<typst_name>``.
    """

    name = "typst"
    format = "typst"
    epilog = __("The PDF is in %(outdir)s.")
    supported_image_types: ClassVar[list[str]] = ["image/svg+xml", "image/png", "image/jpeg"]
    allow_parallel = False
    default_translator_class = TypstTranslator

    def init(self) -> None:
        """Read the edition from the configuration."""
        self.edition = Edition.from_config(self.config)
        self.workdir = Path(self.outdir) / "_typst"
        self.imagedir = "images"
        self.labels: set[str] = set()
        """The labels placed so far."""
        self.row_headers: list[list[int]] = []
        """For each table placed so far, the cells of its body that head their rows."""
        self._book: frozenset[str] = frozenset()
        self._written: set[str] = set()
        self._failed = False

    # -- what Sphinx asks a builder -------------------------------------------------------

    def get_outdated_docs(self) -> str:
        """Name what is written: always everything, for page numbers depend on every page."""
        return "the whole book"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the URI by which references name a document."""
        return f"{URI_PREFIX}{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return :meth:`get_target_uri` of *to*: there are no folders inside a book."""
        return self.get_target_uri(to, typ)

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the Typst file, whichever documents have changed."""
        shutil.rmtree(self.workdir, ignore_errors=True)
        (self.workdir / self.imagedir).mkdir(parents=True)
        root: str = self.config.root_doc
        self._book = self._reachable(root)
        body = self.document_markup(root, 1, 1)
        if self._failed:
            return
        (self.workdir / EDITION).write_text(
            json.dumps(self.edition.as_template_value(), ensure_ascii=False, indent=2),
            encoding="utf-8",
            newline="\n",
        )
        book = f'#import "{TEMPLATE}": *\n#show: book\n\n{body}\n{index_markup(self)}\n'
        (self.workdir / BOOK).write_text(book, encoding="utf-8", newline="\n")
        template = Path(__file__).with_name(TEMPLATE)
        shutil.copyfile(template, self.workdir / TEMPLATE)

    def finish(self) -> None:
        """Copy the images and compile the book, unless a page was refused."""
        if self._failed:
            return
        self._copy_images()
        pdf = Path(self.outdir) / self.config.typst_name
        with progress_message(__("compiling %s") % pdf.name):
            try:
                warnings = compile_book(
                    self.workdir,
                    pdf,
                    timestamp=self.edition.timestamp,
                    font_paths=[str(Path(self.confdir, p)) for p in self.config.typst_font_paths],
                    standards=self.config.typst_pdf_standards,
                )
            except CompileError as error:
                for message in error.messages:
                    self._report(levels.ERROR, message)
                self._fail()
                return
        for message in warnings:
            self._report(levels.WARNING, message)
        try:
            finish(pdf, self.row_headers)
        except ValueError as error:
            logger.warning("typst: rows have no headers: %s", error, type="typst", subtype="tags")

    # -- what the translator asks ---------------------------------------------------------

    def document_markup(self, docname: str, level: int, chapter_level: int) -> str:
        """Return the markup of a document whose title stands at *level* (from 1) of the book.

        *chapter_level* is the level of chapters around it: 2 inside a part, else 1.

        Empty for a document that has been written before.  A document that cannot be set is
        logged as an error, so that one build names the faults of all documents.
        """
        if docname in self._written:
            return ""
        self._written.add(docname)
        logger.debug("[typst] %s", docname)
        doctree = self.env.get_doctree(docname)
        is_root = docname == self.config.root_doc
        hides_title = is_root and not has_own_text(doctree)
        # One document at a time, unlike builders that inline all toctrees first: ids stay
        # unambiguous and "doctree-resolved" reports each document under its own name.
        self.env.apply_post_transforms(doctree, docname)
        self.post_process_images(doctree)
        translator = self.create_translator(doctree, self)
        assert isinstance(translator, TypstTranslator)
        translator.enter(docname, level, chapter_level, hides_title=hides_title)
        try:
            doctree.walkabout(translator)
        except PageError as error:
            logger.error("%s", error)
            self._fail()
            # The pages below may have faults of their own, which one build should name too.
            for child in self.env.toctree_includes.get(docname, []):
                self.document_markup(child, level, chapter_level)
            return ""
        translator.check_footnotes()
        return translator.markup()

    def in_book(self, docname: str) -> bool:
        """Whether links to *docname* find it in the PDF."""
        return docname in self._book

    def store_image(self, data: bytes, suffix: str) -> str:
        """Write an image under a name made of its content and return its path for Typst."""
        name = f"{hashlib.sha256(data).hexdigest()[:20]}{suffix}"
        (self.workdir / self.imagedir / name).write_bytes(data)
        return f"{self.imagedir}/{name}"

    # -- helpers --------------------------------------------------------------------------

    def _reachable(self, root: str) -> frozenset[str]:
        """Return *root* and all documents in toctrees below it."""
        found: set[str] = set()
        waiting = [root]
        while waiting:
            docname = waiting.pop()
            if docname not in found:
                found.add(docname)
                waiting += self.env.toctree_includes.get(docname, [])
        return frozenset(found)

    def _fail(self) -> None:
        # An exception would end the build with a traceback, which is for programmers; the
        # faults met here are those of pages, and each has been logged with its place.
        self._failed = True
        self._app.statuscode = 1

    def _copy_images(self) -> None:
        for source, name in self.images.items():
            shutil.copyfile(Path(self.srcdir, source), self.workdir / self.imagedir / name)

    def _report(self, level: int, message: Message) -> None:
        location = (message.docname, message.line) if message.docname else None
        logger.log(level, "typst: %s", message.text, location=location, type="typst")
