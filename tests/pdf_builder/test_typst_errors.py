"""Nothing is lost in silence: what the PDF cannot show fails the build, with its place."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typst_build import Build

Small = Callable[..., Build]

STRANGE = 'extensions.append("typst_strange")\n'
KNOWN = f"""{STRANGE}
import typst_strange

def setup(app):
    app.add_node(typst_strange.strange, typst=(typst_strange.visit, typst_strange.depart))
"""


def test_unknown_node_names_document_and_line(small: Small) -> None:
    page = "Title\n=====\n\nText.\n\n.. strange::\n"
    build = small(page, more=STRANGE)
    assert build.status == 1
    assert "index.rst:6: the builder typstbook does not know the node 'strange'" in build.stderr
    assert not list(build.outdir.glob("*.pdf"))


def test_visitors_from_outside(small: Small) -> None:
    build = small("Title\n=====\n\n.. strange::\n", more=KNOWN)
    assert build.status == 0, build.stderr
    assert "known now" in build.text()
    (image,) = (build.outdir / "_typst" / "images").glob("*.svg")
    assert image.name in build.markup


def test_derived_nodes_are_shown_as_their_base(small: Small) -> None:
    root = "Title\n=====\n\nThere are :fact:`32` members.\n\n.. toctree::\n\n   other\n"
    build = small(root, more=STRANGE, other="Other\n=====\n\nText.\n")
    assert build.status == 0, build.stderr
    assert "There are 32 members." in build.text()
    assert '#xref(label("other:"), look: "quiet")' in build.markup


def test_all_pages_are_reported_at_once(small: Small) -> None:
    root = "Title\n=====\n\n.. strange::\n\n.. toctree::\n\n   other\n"
    other = "Other\n=====\n\n.. strange::\n"
    build = small(root, more=STRANGE, other=other)
    assert "index.rst:4: " in build.stderr
    assert "other.rst:4: " in build.stderr


@pytest.mark.parametrize("alt", ["", "\n   :alt:"])
def test_missing_alternative_text(small: Small, tmp_path: Path, alt: str) -> None:
    (tmp_path / "source").mkdir()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    (tmp_path / "source" / "a.svg").write_text(svg)
    build = small(f"Title\n=====\n\n.. figure:: a.svg{alt}\n\n   Caption.\n")
    assert build.status == 1
    assert "index.rst:4: the image 'a.svg' has no alternative text" in build.stderr


def test_raw_html(small: Small) -> None:
    page = "Title\n=====\n\n.. raw:: html\n{skip}\n   <b>x</b>\n"
    build = small(page.format(skip=""))
    assert build.status == 1
    assert "index.rst:4: raw 'html' is not for print" in build.stderr
    assert small(page.format(skip="   :class: print-skip\n")).status == 0


def test_typst_error_is_led_back_to_its_page(small: Small) -> None:
    page = "Title\n=====\n\nText.\n\n.. raw:: typst\n\n   #nonsense()\n"
    build = small(page)
    assert build.status == 1
    assert "index.rst:6: ERROR: typst: error: unknown variable: nonsense" in build.stderr


def test_typst_warning_is_a_warning(small: Small) -> None:
    page = 'Title\n=====\n\nText.\n\n.. raw:: typst\n\n   #text(font: "None such")[x]\n'
    build = small(page)
    assert build.status == 1
    assert "WARNING: typst: warning: unknown font family" in build.stderr


def test_failed_compile_leaves_the_former_pdf(small: Small) -> None:
    before = small("Title\n=====\n\nText.\n")
    assert before.status == 0, before.stderr
    former = before.pdf.read_bytes()
    after = small("Title\n=====\n\n.. raw:: typst\n\n   #nonsense()\n")
    assert after.status == 1
    assert after.pdf.read_bytes() == former


def test_link_out_of_the_book(small: Small) -> None:
    build = small("Title\n=====\n\n:doc:`other`\n", other=":orphan:\n\nOther\n=====\n\nText.\n")
    assert build.status == 1
    assert "index.rst:4: WARNING: typst: the link leads to 'other'" in build.stderr


def test_footnote_that_nothing_refers_to(small: Small) -> None:
    build = small("Title\n=====\n\nText.\n\n.. [1] Lost.\n")
    assert build.status == 1
    assert "nothing refers to the footnote" in build.stderr


@pytest.mark.parametrize("date", ["", "yesterday"])
def test_date_is_required(small: Small, date: str) -> None:
    build = small("Title\n=====\n", more=f"typst_date = {date!r}")
    assert build.status == 1
    assert "typst_date must be the date of the edition as YYYY-MM-DD" in build.stderr


OPTIONS = [
    ("typst_pdf_standards = ['ua-9']", "typst_pdf_standards: 'ua-9' is none that Typst knows"),
    ("typst_font_paths = ['none']", "typst_font_paths: there is no folder 'none'"),
    ("typst_template = 'none.typ'", "typst_template: there is no file 'none.typ'"),
    ("typst_name = 'book'", "typst_name is a file name such as 'book.pdf', not 'book'"),
    ("typst_words = {'indx': 'x'}", "typst_words: there is no word 'indx'; the words are"),
    ("typst_colophon = ['x']", "typst_colophon: write a list of pairs"),
    ("typst_documents = ['x']", "typst_documents, number 1: write a dict"),
    ("typst_documents = [{'nam': 'x'}]", "there is no option 'nam'; the options are start, name"),
    ("typst_documents = [{'title': 1}]", "'title' is a text, not 1"),
    ("typst_documents = [{'exclude': 'x'}]", "'exclude' is a list of texts, not 'x'"),
    ("typst_documents = [{'only_cited': 1}]", "'only_cited' is True or False, not 1"),
    ("typst_documents = [{'layout': 'x'}]", "'layout' is one of book, leaflet, not 'x'"),
    ("typst_documents = [{'name': '../x.pdf'}]", "'name' is a file name such as 'book.pdf'"),
    ("typst_documents = [{'start': 'x'}]", "'start' names no page: 'x'"),
    ("typst_documents = [{'append': ['x']}]", "'append' names no page: 'x'"),
    ("typst_documents = [{}, {}]", "two PDFs are called 'small.pdf'"),
]


@pytest.mark.parametrize(("option", "message"), OPTIONS)
def test_wrong_option(small: Small, option: str, message: str) -> None:
    build = small("Title\n=====\n", more=option)
    assert build.status == 1
    assert message in build.stderr
    assert "Traceback" not in build.stderr


def test_all_wrong_options_are_named_at_once(small: Small) -> None:
    more = "\n".join(option for option, _ in OPTIONS[:6])
    build = small("Title\n=====\n", more=more)
    assert [message for _, message in OPTIONS[:6] if message not in build.stderr] == []


def test_standards_that_exclude_one_another(small: Small) -> None:
    build = small("Title\n=====\n", more="typst_pdf_standards = ['a-1b', 'ua-1', '2.0']")
    assert build.status == 1
    assert "ERROR: typst: " in build.stderr
    assert "Traceback" not in build.stderr


REMOTE = ".. image:: https://example.org/a.png\n   :alt: Far away\n"
LENIENT = 'typst_lenient = True\nsuppress_warnings = ["typst.left_out"]\n'


def test_remote_image(small: Small) -> None:
    page = f"Title\n=====\n\n{REMOTE}"
    build = small(page)
    assert build.status == 1
    assert "index.rst:4: the image 'https://example.org/a.png' is not a local file" in build.stderr
    assert "save the file beside the pages" in build.stderr
    assert "Far away" in small(page, more=LENIENT).text()


def test_what_is_left_out_is_a_warning(small: Small) -> None:
    page = "Title\n=====\n\n.. strange::\n\n.. raw:: html\n\n   <b>x</b>\n"
    build = small(page, more=f"{STRANGE}typst_lenient = True\n")
    assert build.status == 1, "warnings are errors here"
    assert "index.rst:4: WARNING: typst: the builder typstbook does not know" in build.stderr
    assert "index.rst:6: WARNING: typst: raw 'html' is not for print" in build.stderr
    assert build.pdf.exists()


def test_a_base_class_hides_no_node(small: Small) -> None:
    """An extension may derive a node from a comment, for other builders to drop it."""
    build = small("Title\n=====\n\n.. hidden::\n", more=STRANGE)
    assert build.status == 1
    assert "index.rst:4: the builder typstbook does not know the node 'hidden'" in build.stderr


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        (r"\foo{x}", "unknown variable: foox"),
        (r"\frac{a", "its braces are not balanced"),
        (r"\begin{foo}x\end{foo}", "tylax says 'Begin foo'"),
        (r"\text{#read(1)}", "a '#' in it would start Typst code"),
    ],
)
def test_formula_that_cannot_be_set(small: Small, formula: str, why: str) -> None:
    build = small(f"Title\n=====\n\nA :math:`{formula}` here.\n")
    assert build.status == 1
    assert f"index.rst:4: the formula {formula!r} cannot be set: {why}" in build.stderr
    assert formula in small(f"Title\n=====\n\n:math:`{formula}`\n", more=LENIENT).text()


def test_sign_that_no_font_has(small: Small) -> None:
    page = "Title\n=====\n\nA \U0001f4e6 and ``\U0001f4e6``.\n"
    build = small(page)
    assert build.status == 1
    assert "no font has \U0001f4e6; put a folder with one that does into typst_font_paths" in (
        build.stderr
    )
    assert "A [package] and [package]." in small(page, more=LENIENT).text()


def test_graphviz_without_its_program(small: Small) -> None:
    more = 'extensions.append("sphinx.ext.graphviz")\ngraphviz_dot = "no-such-dot"\n'
    build = small("Title\n=====\n\n.. graphviz::\n   :alt: A\n\n   digraph { a -> b }\n", more=more)
    assert build.status == 1
    assert re.search(r"index.rst:\d: the drawing needs Graphviz, and there is no", build.stderr)


def test_raw_comments_do_not_hang_the_build(small: Small) -> None:
    comments = "<!-- x -->" * 3000
    build = small(f"Title\n=====\n\n.. raw:: html\n\n   {comments}<b\n")
    assert "raw 'html' is not for print" in build.stderr
