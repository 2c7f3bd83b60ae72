"""``epub``: the book as an EPUB, by Sphinx's own builder.

It holds the pages that the printed book holds (``epub_exclude_pages`` names the others) and the
sources that they cite; a link to what it leaves out leads to the site, or, where the site has no
address, is the words alone. Charts and diagrams are the same drawings as in the site. The same
commit gives the same bytes.
"""

from __future__ import annotations

import datetime
import json
import re
import shutil
import uuid
from collections.abc import Iterator, Set
from functools import cached_property
from html import escape
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder
from sphinx.config import Config
from sphinx.util.matching import Matcher
from sphinx.util.typing import ExtensionMetadata

from sphinx_typst_book.builder import DOCUMENTS

IMPRINT = "imprint"
# What reading systems and libraries ask of a book (https://www.w3.org/TR/epub-a11y-11/).
ACCESSIBLE = {
    "schema:accessMode": ("textual", "visual"),
    "schema:accessModeSufficient": ("textual", "textual,visual"),
    "schema:accessibilityFeature": (
        "alternativeText",
        "longDescription",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
        "index",
    ),
    "schema:accessibilityHazard": ("none",),
    "schema:accessibilitySummary": (
        "Charts and diagrams have alternative text; tables have headers for columns and rows.",
    ),
}
_FILE = re.compile(r'(?:href|src)="([^"?#:]+)')
_ITEM = re.compile(r'<item id="[^"]+" href="([^"]+)" media-type="application/xhtml\+xml" />')


class EbookBuilder(Epub3Builder):
    """Sphinx's builder, kept to the pages of the book and to what a clock does not change."""

    epilog = "The EPUB is in %(outdir)s."

    def init(self) -> None:
        # What an earlier build left would be packed with the rest.
        shutil.rmtree(self.outdir, ignore_errors=True)
        Path(self.outdir).mkdir(parents=True)
        super().init()

    def get_outdated_docs(self) -> Iterator[str]:
        """All pages: the file holds all of them or none."""
        yield from sorted(self._pages())

    def add_css_file(self, filename: str, **attributes: Any) -> None:
        """Take the book's own sheets; those of themes and extensions are made for screens."""
        if filename in {name for name, _ in self.config.epub_css_files}:
            super().add_css_file(filename, **attributes)

    @cached_property
    def pages(self) -> frozenset[str]:
        """The names of the pages that the book holds, kept: each line of the contents asks.

        Not to be asked before the pages were read, or it knows those of the last build.
        """
        return self._pages()

    def _pages(self) -> frozenset[str]:
        left_out = Matcher(self.config.epub_exclude_pages)
        return frozenset(name for name in self.env.found_docs if not left_out(name))

    def write_documents(self, docnames: Set[str]) -> None:
        self._cited = {
            target.citation_id
            for reference in self.env.domains["cite"].citation_refs  # type: ignore[attr-defined]
            if reference.docname in self.pages
            for target in self._sources(reference)
        }
        super().write_documents(docnames & self.pages)

    def _sources(self, reference: Any) -> Iterator[Any]:
        keys = {target.key for target in reference.targets}
        domain: Any = self.env.domains["cite"]
        return (citation for citation in domain.citations if citation.key in keys)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        self._keep_cited(doctree)
        self._lead_out(docname, doctree)
        super().write_doc(docname, doctree)

    def _keep_cited(self, doctree: nodes.document) -> None:
        for citation in list(doctree.findall(nodes.citation)):
            if self._cited.isdisjoint(citation["ids"]):
                citation.parent.remove(citation)

    def _lead_out(self, docname: str, doctree: nodes.document) -> None:
        """Turn links to pages that the book leaves out into links to the site, or into words."""
        address = self.config.html_baseurl.rstrip("/")
        for link in list(doctree.findall(nodes.reference)):
            page, _, anchor = link.get("refuri", "").partition("#")
            if not link.get("internal") or not page:
                continue
            name = normpath(str(PurePosixPath(docname).parent / page)).removesuffix(self.out_suffix)
            if name in self.pages or name == "genindex":
                continue
            if address:
                link["refuri"] = f"{address}/{name}.html" + (f"#{anchor}" if anchor else "")
                link["internal"] = False
            else:
                words = nodes.inline("", "", *link.children, classes=link["classes"])
                words["ids"] = link["ids"]
                link.replace_self(words)

    def get_refnodes(self, doctree: nodes.Node, result: list[dict[str, Any]]) -> Any:
        """The entries of the contents that the book holds."""
        return [
            entry
            for entry in super().get_refnodes(doctree, result)
            if entry["refuri"].partition("#")[0].removesuffix(self.out_suffix) in self.pages
        ]

    def handle_page(
        self, pagename: str, addctx: dict[str, Any], templatename: str = "page.html", **more: Any
    ) -> None:
        template = "ebook.html" if templatename == "page.html" else templatename
        if "body" in addctx:  # a role that EPUB no longer knows
            addctx["body"] = addctx["body"].replace(' role="doc-biblioentry"', "")
        super().handle_page(pagename, addctx, template, **more)

    def content_metadata(self) -> dict[str, Any]:
        """Sphinx's own, with the day of the edition in the place of the clock's."""
        moment = datetime.datetime.fromtimestamp(self.config.typst_timestamp, tz=datetime.UTC)
        return super().content_metadata() | {"date": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}

    def build_content(self) -> None:
        """Write the list of what the book holds, with what Sphinx's leaves out."""
        self._drop_unused()
        super().build_content()
        path = Path(self.outdir, "content.opf")
        text = path.read_text(encoding="utf-8")

        def marked(item: re.Match[str]) -> str:
            page = Path(self.outdir, item[1]).read_text(encoding="utf-8")
            return item[0].replace(" />", ' properties="svg" />') if "<svg" in page else item[0]

        said = "".join(
            f'    <meta property="{name}">{escape(value)}</meta>\n'
            for name, values in ACCESSIBLE.items()
            for value in values
        )
        text = _ITEM.sub(marked, text).replace("  </metadata>", f"{said}  </metadata>", 1)
        path.write_text(text, encoding="utf-8")

    def toc_metadata(self, level: int, navpoints: Any) -> dict[str, Any]:
        """Sphinx names the identifier's name where its value is asked for."""
        return super().toc_metadata(level, navpoints) | {"uid": self.config.epub_identifier}

    def _drop_unused(self) -> None:
        """Remove the site's scripts and styles, which no page of the book asks for."""
        root = Path(self.outdir)
        asked = {
            normpath((path.relative_to(root).parent / name).as_posix())
            for path in root.rglob(f"*{self.out_suffix}")
            for name in _FILE.findall(path.read_text(encoding="utf-8"))
        }
        for path in root.joinpath("_static").rglob("*"):
            if path.is_file() and path.relative_to(root).as_posix() not in asked:
                path.unlink()

    def build_epub(self) -> None:
        """Pack the files, each dated to the edition, and say beside it what was written."""
        day = datetime.datetime.fromtimestamp(self.config.typst_timestamp, tz=datetime.UTC)
        names = ["mimetype", "META-INF/container.xml", "content.opf", "toc.ncx", *self.files]
        path = Path(self.outdir, f"{self.config.epub_basename}.epub")
        with ZipFile(path, "w") as book:
            for name in names:
                packed = ZipInfo(name, day.timetuple()[:6])
                packed.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
                packed.external_attr = 0o644 << 16
                book.writestr(packed, Path(self.outdir, name).read_bytes())
        said = {"name": path.name, "called": "book", "bytes": path.stat().st_size}
        Path(self.outdir, DOCUMENTS).write_text(f"{json.dumps([said])}\n", encoding="utf-8")


def settle(app: Sphinx, config: Config) -> None:
    """What the file says of itself; the edition is known by now."""
    name = f"{config.project} {config.edition_commit}"
    config.epub_identifier = uuid.uuid5(uuid.NAMESPACE_URL, name).urn
    config.version = config.version or config.edition_date


def imprint(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """The page that says which edition this is, as the colophon of the printed book does."""
    if app.builder.name != EbookBuilder.name:
        return []
    config = app.config
    address = config.html_baseurl
    where = f'<p><a href="{escape(address)}">{escape(address)}</a></p>' if address else ""
    body = (
        f"<section><h1>About this edition</h1><p>{escape(config.typst_subtitle)}.</p>"
        f"<p>Edition of {escape(config.html_context['edition_date'])}, revision "
        f"{escape(config.edition_commit)}. \u00a9 {escape(config.copyright)}. "
        f"{escape(config.typst_licence)}.</p>{where}"
        "<h2>How it was checked</h2><p>Each number, date and list of names in a sentence is bound "
        "to rows of data that name their sources, and was compared with them when these pages "
        "were made; each quotation was compared with the passage recorded of its source. The site "
        "and the data annex print the rows and list every statement that rests on them.</p>"
        f"<h2>How to cite it</h2><p>{escape(config.project)}, with the date and the revision of "
        "the edition, which stand above.</p></section>"
    )
    context = {"title": "About this edition", "body": body, "metatags": "", "meta": {}}
    return [(IMPRINT, context, "page.html")]


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_builder(EbookBuilder, override=True)
    app.add_config_value("epub_exclude_pages", [], "epub", list)
    app.connect("config-inited", settle, priority=600)  # edition and takeaway come first
    app.connect("html-collect-pages", imprint)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
