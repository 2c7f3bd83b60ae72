"""A page in, Typst out: one page a family of nodes, compared with the source beside it.

``UPDATE_PAGES=1 python -m pytest tests/pdf_builder/test_typst_pages.py`` writes the sources anew;
then read the difference before you commit it.
"""

from __future__ import annotations

import io
import os
import warnings
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace

from sphinx_typst_book.book import BookWriter
from sphinx_typst_book.config import Cut
from sphinx_typst_book.translator import TypstTranslator

PAGES = Path(__file__).parent / "pages"
NAMES = [*sorted(path.stem for path in PAGES.glob("*.rst")), "design"]
# Visitors whose nodes no page can show: Graphviz may be missing, errors are no fixtures, and the
# rest come from options of other builders or stand for another visitor.
NOT_SHOWN = {
    "graphviz",
    "highlightlang",
    "number_reference",
    "sd_line_break",
    "inheritance_diagram",
    "problematic",
    "system_message",
    "acronym",
    "autosummary_toc",
    "attention",
    "caution",
    "danger",
    "error",
    "hint",
    "important",
    "tip",
    "warning",
    "compact_paragraph",
    "subtitle",
    "generated",
    "meta",
    "desc_inline",
    "literal_emphasis",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], set[str]]:
    """The source of each page, and the classes of all nodes."""
    out = tmp_path_factory.mktemp("pages")
    with warnings.catch_warnings(), docutils_namespace():
        warnings.filterwarnings("ignore", module=r"myst_parser|sphinx_design")
        said = io.StringIO()
        app = Sphinx(PAGES, PAGES, out, out / "doctrees", "typstbook", status=None, warning=said)
        app.builder.read()
    assert "ERROR" not in said.getvalue(), "a page is not read as it is meant"
    translators.clear()
    builder = app.builder
    (builder.workdir / "images").mkdir(parents=True)  # type: ignore[attr-defined]
    cut = Cut(start="index", name="pages.pdf", title="Pages", append=["other"])
    book = BookWriter(builder, cut)  # type: ignore[arg-type]
    sources: dict[str, str] = {}
    seen: set[str] = set()
    for name in NAMES:
        for node in builder.resolved(name).findall():  # type: ignore[attr-defined]
            seen.update(kind.__name__ for kind in type(node).__mro__)
        if name != "index":
            sources[name] = book.document_markup(name, 1, 1)
    sources["index"] = book.document_markup("index", 1, 1)
    assert not book.failed
    return sources, seen


@pytest.mark.parametrize("name", NAMES)
def test_page(written: tuple[dict[str, str], set[str]], name: str) -> None:
    path = PAGES / f"{name}.typ"
    found = written[0][name].strip() + "\n"
    if os.environ.get("UPDATE_PAGES"):
        path.write_text(found, encoding="utf-8", newline="\n")
    expected = path.read_text(encoding="utf-8")
    assert found == expected, "read the difference; UPDATE_PAGES=1 writes the file anew"


def test_every_visitor_has_a_page(written: tuple[dict[str, str], set[str]]) -> None:
    names = (name for name in dir(TypstTranslator) if name.startswith("visit_"))
    visitors = {name.removeprefix("visit_") for name in names}
    shown = written[1]
    assert visitors - shown - NOT_SHOWN == set()
    assert NOT_SHOWN - visitors == set(), "there are no such visitors"
    assert NOT_SHOWN & shown == set(), "a page shows it after all"
