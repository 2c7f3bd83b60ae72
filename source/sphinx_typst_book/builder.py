"""The Sphinx builder ``typstbook``."""

from __future__ import annotations

import hashlib
import json
import logging as levels
import os
import shutil
from collections.abc import Set
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.matching import Matcher

from sphinx_typst_book.base import URI_PREFIX
from sphinx_typst_book.book import BookWriter, pages_of
from sphinx_typst_book.compiler import BOOK, Message
from sphinx_typst_book.config import Cut, WrongOptions, read_config
from sphinx_typst_book.making import Order, Outcome, make, make_apart
from sphinx_typst_book.translator import TypstTranslator

logger = logging.getLogger(__name__)

TEMPLATE = "template.typ"
OWN_TEMPLATE = "own.typ"
EDITION = "edition.json"
DOCUMENTS = "documents.json"


class TypstBuilder(Builder):
    """Writes the project as one PDF, or as several that ``typst_documents`` describes.

    Each PDF is made of one Typst file, which refers to the functions of template.typ; they and
    the images stay in ``<outdir>/_typst`` for whoever wants to look.  What has been written, with
    the numbers of pages and bytes, is said in ``<outdir>/documents.json``.
    """

    name = "typstbook"
    format = "typst"
    epilog = __("The PDF is in %(outdir)s.")
    supported_image_types: ClassVar[list[str]] = ["image/svg+xml", "image/png", "image/jpeg"]
    allow_parallel = False
    # Not to be fetched: a build takes nothing from the network.
    supported_remote_images = True
    default_translator_class = TypstTranslator

    def init(self) -> None:
        """Prepare what all PDFs share; the configuration is read once the pages are known."""
        self.workdir = Path(self.outdir) / "_typst"
        self.imagedir = "/images"
        self._books: list[BookWriter] = []
        self._orders: list[Future[Outcome]] = []
        # Threads that wait for processes: as many as there are processors to run them.
        self._workers = ThreadPoolExecutor(max_workers=os.cpu_count())
        self._cuts: list[Cut] = []
        self._resolved: dict[str, nodes.document] = {}
        self._held: dict[str, frozenset[str]] = {}
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
        """Write the Typst files, whichever documents have changed."""
        known = frozenset(self.env.found_docs)
        try:
            self.edition, self._cuts = read_config(self.config, Path(self.confdir), known)
        except WrongOptions as error:
            for problem in error.problems:
                logger.error("conf.py: %s", problem)
            self._fail()
            return
        shutil.rmtree(self.workdir, ignore_errors=True)
        (self.workdir / self.imagedir.strip("/")).mkdir(parents=True)
        for cut in self._cuts:
            book = BookWriter(self, cut)
            markup = book.markup()
            self._books.append(book)
            if book.failed:
                self._fail()
                continue
            self._write_source(book, markup)
            self._copy_images()
            # One PDF alone is made here: a process takes as long as a few pages.
            work = make if len(self._cuts) == 1 else make_apart
            self._orders.append(self._workers.submit(work, self._order(book)))
        self._resolved.clear()

    def _write_source(self, book: BookWriter, markup: str) -> None:
        cut = book.cut
        folder = self._folder(cut)
        folder.mkdir()
        (folder / EDITION).write_text(
            json.dumps(
                self.edition.as_template_value(cut, book.expected()), ensure_ascii=False, indent=2
            ),
            encoding="utf-8",
            newline="\n",
        )
        shutil.copyfile(Path(__file__).with_name(TEMPLATE), folder / TEMPLATE)
        imports = f'#import "{TEMPLATE}": *\n'
        if own := self.config.typst_template:
            # What it defines takes the place of what the package's template calls the same.
            shutil.copyfile(Path(self.confdir, own), folder / OWN_TEMPLATE)
            imports += f'#import "{OWN_TEMPLATE}": *\n'
        source = f"{imports}#show: book\n\n{markup}\n"
        (folder / BOOK).write_text(source, encoding="utf-8", newline="\n")

    def finish(self) -> None:
        """Wait for the PDFs, unless a page was refused."""
        if self._failed:
            self._workers.shutdown(cancel_futures=True)
            return
        written = []
        for book, future in zip(self._books, self._orders, strict=True):
            with progress_message(__("compiling %s") % book.cut.name):
                outcome = future.result()
            for message in outcome.errors:
                self._report(levels.ERROR, message)
                self._fail()
            for kind, message in outcome.warnings:
                self._report(levels.WARNING, message, kind)
            if not outcome.errors:
                written.append(self._description(book, outcome))
        self._workers.shutdown()
        if not self._failed:
            text = json.dumps(written, ensure_ascii=False, indent=1)
            (Path(self.outdir) / DOCUMENTS).write_text(f"{text}\n", "utf-8", newline="\n")

    def _description(self, book: BookWriter, outcome: Outcome) -> dict[str, object]:
        pdf = Path(self.outdir) / book.cut.name
        return {
            "name": pdf.name,
            "title": book.cut.title,
            "called": book.cut.called,
            "pages": outcome.pages,
            "bytes": pdf.stat().st_size,
        }

    def _order(self, book: BookWriter) -> Order:
        return Order(
            source=str(self._folder(book.cut) / BOOK),
            pdf=str(Path(self.outdir) / book.cut.name),
            root=str(self.workdir),
            timestamp=self.edition.timestamp,
            font_paths=[str(Path(self.confdir, path)) for path in self.config.typst_font_paths],
            standards=list(self.config.typst_pdf_standards),
            lenient=self.config.typst_lenient,
            row_headers=book.row_headers,
            page_word=self.edition.words["page_said"],
        )

    def _copy_images(self) -> None:
        for source, name in self.images.items():
            path = self.workdir / self.imagedir.strip("/") / name
            if not path.exists():
                shutil.copyfile(Path(self.srcdir, source), path)

    # -- what books and visitors ask (base.Host) ------------------------------------------

    def resolved(self, docname: str) -> nodes.document:
        """Return a page with all its references resolved."""
        # One document at a time, unlike builders that inline all toctrees first: ids stay
        # unambiguous and "doctree-resolved" reports each document under its own name.
        if docname not in self._resolved:
            doctree = self.env.get_doctree(docname)
            self.env.apply_post_transforms(doctree, docname)
            self.post_process_images(doctree)
            self._resolved[docname] = doctree
        return self._resolved[docname]

    def translator_for(self, doctree: nodes.document) -> TypstTranslator:
        """Return a translator for a page."""
        translator = self.create_translator(doctree, self)
        assert isinstance(translator, TypstTranslator)
        return translator

    def store_image(self, data: bytes, suffix: str) -> str:
        """Write an image under a name made of its content and return its path for Typst."""
        name = f"{hashlib.sha256(data).hexdigest()[:20]}{suffix}"
        path = self.workdir / self.imagedir.strip("/") / name
        if not path.exists():  # the process of another PDF may be reading it
            path.write_bytes(data)
        return f"{self.imagedir}/{name}"

    def web_address(self, docname: str, node_id: str) -> str | None:
        """Return the address of a place on the website, if the site has one."""
        if not self.config.typst_site or docname not in self.env.all_docs:
            return None
        suffix = self.config.html_link_suffix or self.config.html_file_suffix or ".html"
        anchor = f"#{node_id}" if node_id else ""
        return f"{self.config.typst_site.rstrip('/')}/{docname}{suffix}{anchor}"

    def elsewhere(self, docname: str, node_id: str) -> tuple[str, str | None] | None:
        """Return what another PDF with this page is called, and the page's address on the web.

        ``None`` if no PDF holds the page, none leaves it out by a pattern, and the site has no
        address: then nobody has decided that the reader does without.
        """
        address = self.web_address(docname, node_id)
        holders = [cut for cut in self._cuts if docname in self._pages_of(cut)]
        left_out = any(Matcher(cut.exclude)(docname) for cut in self._cuts)
        if not (holders or address or left_out or self._is_generated(docname)):
            return None
        return (holders[0].called if holders else ""), address

    # -- helpers --------------------------------------------------------------------------

    def _pages_of(self, cut: Cut) -> frozenset[str]:
        if cut.name not in self._held:
            self._held[cut.name] = frozenset(pages_of(cut, self.env.toctree_includes))
        return self._held[cut.name]

    def _is_generated(self, docname: str) -> bool:
        """Whether only a site has this page: its search, its lists of modules."""
        return docname == "search" or docname not in self.env.found_docs

    def _folder(self, cut: Cut) -> Path:
        return self.workdir / cut.name.removesuffix(".pdf")

    def _fail(self) -> None:
        # An exception would end the build with a traceback, which is for programmers; the
        # faults met here are those of pages, and each has been logged with its place.
        self._failed = True
        self._app.statuscode = 1

    def _report(self, level: int, message: Message, kind: str | None = None) -> None:
        location = (message.docname, message.line) if message.docname else None
        logger.log(level, "typst: %s", message.text, location=location, type="typst", subtype=kind)
