"""The data files beside the site, at addresses that do not change, and the links to them.

For each table ``data/<table>.csv``, ``.json`` and ``.schema.json``; for all of them
``data/datapackage.json``, `WORKBOOK` and `ARCHIVE`; for the statements ``data/evidence.json``.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri
from sphinx.util.typing import ExtensionMetadata

from allied.store.tables import PACKAGE, tables

from .packages import Edition, archive, as_json, schemas, write_if_changed
from .site import SITE, of_site
from .statements import Statement, bibliography, skip_node, statements
from .workbook import workbook

WORKBOOK = "data/allied-cooperation.xlsx"
ARCHIVE = "data/allied-cooperation.zip"
STATED = [field.name for field in fields(Statement)]
FORMATS = {"CSV": "csv", "JSON": "json", "schema": "schema.json"}


class download(nodes.inline):  # noqa: N801
    """A link to a file that the site offers; ``docname`` and ``file`` (a path from its root)."""


class offer(nodes.Element):  # noqa: N801
    """Links to files with the words around them, in a paragraph or around one.

    A format that has no files to link to leaves all of it out, so that no words point at
    nothing. What it holds has the class ``downloads``: by it a comparison of HTML and PDF knows
    the words that only one of them has.
    """


def download_links(docname: str, name: str) -> list[nodes.Node]:
    """``Download <table>: CSV, JSON, schema``: links to the files of one table."""
    group = nodes.inline("", f"Download {name}", classes=["downloads"])
    for number, (words, suffix) in enumerate(FORMATS.items()):
        group += nodes.Text(", " if number else ": ")
        group += download("", words, docname=docname, file=f"data/{name}.{suffix}")
    return [offer("", group)]


class Downloads(SphinxDirective):
    """``downloads``: a paragraph with links to the files that hold every table."""

    def run(self) -> list[nodes.Node]:
        docname = self.env.docname
        sentence = nodes.paragraph(
            "",
            "",
            nodes.Text("Download every table at once: "),
            download("", "the workbook", docname=docname, file=WORKBOOK),
            nodes.Text(" (xlsx, for Excel or LibreOffice), or "),
            download("", "the archive", docname=docname, file=ARCHIVE),
            nodes.Text(" (zip: the CSV files, their schema, the bibliography and checksums)."),
            classes=["downloads"],
            generated=True,
        )
        self.set_source_info(sentence)
        return [offer("", sentence)]


class LinkDownloads(SphinxPostTransform):
    """HTML links to the file; other formats have none to link to, and leave the words out."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        builder = self.env._app.builder
        html = builder.name == SITE
        for group in list(self.document.findall(offer)):
            if html:
                group.replace_self(group.children)
            else:
                group.parent.remove(group)
        for node in list(self.document.findall(download)):
            if not html:
                node.parent.remove(node)
                continue
            base = builder.get_target_uri(node["docname"])
            link = nodes.reference("", "", refuri=relative_uri(base, node["file"]))
            link += node.children
            node.replace_self(link)


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Put the data and the evidence beside the pages; what has not changed is left alone."""
    if error is not None:
        return
    root = Path(app.outdir)
    (root / "data").mkdir(exist_ok=True)
    for name, content in _files(app):
        write_if_changed(root / name, content)


def _files(app: Sphinx) -> Iterator[tuple[str, bytes]]:
    """Every file as its path from the root of the site, and its bytes."""
    known = schemas()
    for table in tables().values():
        yield f"data/{table.path.name}", table.path.read_bytes()
        yield f"data/{table.name}.json", as_json(table)
        yield f"data/{table.name}.schema.json", known[table.name]
    yield f"data/{PACKAGE.name}", PACKAGE.read_bytes()
    yield "data/evidence.json", _evidence(app)
    edition = _edition(app)
    sources = bibliography(app.env)
    stamp = Path(app.doctreedir) / "downloads.sha256"
    made_from = _made_from(edition, sources)
    whole = [Path(app.outdir) / name for name in (WORKBOOK, ARCHIVE)]
    if (
        all(path.exists() for path in whole)
        and stamp.exists()
        and stamp.read_text("utf-8") == made_from
    ):
        return
    yield WORKBOOK, workbook(edition)
    yield ARCHIVE, archive(edition, sources)
    stamp.write_text(made_from, encoding="utf-8")


def _made_from(edition: Edition, sources: Path) -> str:
    """One sum over everything that goes into the workbook and the archive, this code included."""
    code = sorted(Path(__file__).parent.glob("*.py"))
    data = [table.path for table in tables().values()]
    sums = hashlib.sha256(repr(edition).encode())
    for path in (*code, *data, PACKAGE, sources):
        sums.update(path.read_bytes())
    return sums.hexdigest()


def _evidence(app: Sphinx) -> bytes:
    """A statement a line, so that two editions can be compared."""
    head = json.dumps({"edition": app.config.edition_date, "commit": app.config.edition_commit})
    lines = ",\n".join(
        json.dumps({name: getattr(item, name) for name in STATED}, ensure_ascii=False)
        for item in statements(app.env).in_order()
    )
    return f'{head[:-1]}, "statements": [\n{lines}\n]}}\n'.encode()


def _edition(app: Sphinx) -> Edition:
    return Edition(
        article=app.config.project,
        author=app.config.author,
        date=datetime.date.fromisoformat(app.config.edition_date),
        commit=app.config.edition_commit,
        address=app.config.html_baseurl,
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    plain = (skip_node, skip_node)
    for node in (download, offer):
        app.add_node(node, html=plain, typst=plain, latex=plain, text=plain, man=plain)
    app.add_directive("downloads", Downloads)
    app.add_post_transform(LinkDownloads)
    app.connect("build-finished", of_site(write_files))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
