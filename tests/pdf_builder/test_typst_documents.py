"""Several PDFs of one project: what each holds, and how they refer to one another."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from typst_build import Build

Small = Callable[..., Build]

INDEX = """
Title
=====

See :doc:`one`, :doc:`data` and [Ada]_, not [Bob]_ alone. :term:`word`

.. note::
   :class: short

   The short of it, :doc:`one`.

.. toctree::

   one
   data
   sources
"""
ONE = """
One
===

Text of one. [Ada]_ :term:`word`

.. note::
   :class: short

   Briefly.

Aside
-----

.. _aside:

Only on a screen.
"""
DATA = """
Data
====

Rows. [Cyd]_ :doc:`one` :ref:`a place <place>`

.. _place:

A place
-------

x
"""
SOURCES = """
Sources
=======

.. glossary::

   word
      A word.

.. [Ada] Ada wrote.
.. [Bob] Bob wrote.
.. [Cyd] Cyd wrote.
.. [Dan] Dan wrote.
"""
FILES = {"one": ONE, "data": DATA, "sources": SOURCES}
MORE = """
typst_omit_sections = ["Aside"]
suppress_warnings = ["ref.citation"]
typst_documents = [
    {"name": "book.pdf", "called": "book", "exclude": ["data"], "only_cited": True},
    {
        "name": "annex.pdf",
        "called": "data annex",
        "title": "The Annex",
        "start": "data",
        "append": ["sources"],
        "only_cited": True,
    },
    {"name": "brief.pdf", "title": "The Brief", "select": ["short"], "layout": "leaflet"},
]
"""


def text(build: Build, name: str) -> str:
    pages = PdfReader(build.outdir / name).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def test_each_holds_its_pages(small: Small) -> None:
    build = small(INDEX, more=MORE, **FILES)
    assert build.status == 0, build.stderr
    book, annex, brief = (text(build, f"{name}.pdf") for name in ("book", "annex", "brief"))
    assert "Text of one." in book
    assert "Rows." not in book
    assert "Rows." in annex
    assert "Text of one." not in annex
    assert "The Annex" in annex
    assert "Only on a screen" not in book
    assert brief.startswith("The Brief")
    assert "The short of it" in brief
    assert "One Note Briefly." in brief
    assert "Text of one." not in brief
    assert "Sources" not in brief


def test_only_what_is_cited_is_listed(small: Small) -> None:
    build = small(INDEX, more=MORE, **FILES)
    book, annex = text(build, "book.pdf"), text(build, "annex.pdf")
    assert [name for name in ("Ada", "Bob", "Cyd", "Dan") if f"{name} wrote" in book] == [
        "Ada",
        "Bob",
    ]
    assert [name for name in ("Ada", "Bob", "Cyd", "Dan") if f"{name} wrote" in annex] == ["Cyd"]
    # Cover, contents; the title's page cites Ada and Bob, the next page Ada.
    assert "Ada wrote. Cited on p. 3, 4" in book
    assert "Bob wrote. Cited on p. 3" in book
    assert "word, 3, 4, 5" in book, "the index names each page of use"


def test_a_pdf_does_without_what_it_is_told_to(small: Small) -> None:
    more = """
typst_documents = [
    {"name": "all.pdf"},
    {"name": "short.pdf", "without": ["note-on-it", "aside"]},
]
"""
    page = """
Title
=====

.. role:: note-on-it

Said :note-on-it:`and noted`.

.. container:: aside

   Said aside.

Said last.
"""
    build = small(page, more=more)
    assert build.status == 0, build.stderr
    assert "Said and noted. Said aside. Said last." in text(build, "all.pdf")
    assert "Said . Said last." in text(build, "short.pdf")


def test_a_part_is_opened_by_its_first_chapter(small: Small) -> None:
    """It has no leaf of its own, and later chapters of the part begin new pages."""
    toctree = "\n\n.. toctree::\n   :caption: {}\n\n   {}\n   {}\n"
    root = "Title\n=====\n\nText.\n"
    root += toctree.format("Part A", "one", "two") + toctree.format("Part B", "three", "four")
    pages = {name: f"{name}\n=====\n\nText.\n" for name in ("one", "two", "three", "four")}
    found = [leaf.partition("\nText.")[0].split("\n") for leaf in leaves(small(root, **pages))]
    assert found[3:] == [["Part A", "one"], ["two"], ["Part B", "three"], ["four"]]


def test_all_is_listed_unless_it_is_asked_for(small: Small) -> None:
    build = small(INDEX, more='suppress_warnings = ["ref.citation"]', **FILES)
    assert build.status == 0, build.stderr
    assert "Dan wrote" in text(build, "small.pdf")


def test_what_another_pdf_holds_is_said_to_be_there(small: Small) -> None:
    build = small(INDEX, more=MORE, **FILES)
    assert "Data (data annex)" in text(build, "book.pdf")
    assert "One (book)" in text(build, "annex.pdf")
    assert "/URI" not in str([p.get("/Annots") for p in PdfReader(build.outdir / "book.pdf").pages])


def test_links_to_another_pdf_lead_to_the_site(small: Small) -> None:
    build = small(INDEX, more=f'{MORE}\ntypst_site = "https://example.org/it/"', **FILES)
    links = [
        annotation.get_object()["/A"]["/URI"]
        for page in PdfReader(build.outdir / "book.pdf").pages
        for annotation in page.get("/Annots", ())
        if "/A" in annotation.get_object()
    ]
    assert links == ["https://example.org/it/data.html"]


def test_what_was_written_is_said(small: Small) -> None:
    build = small(INDEX, more=MORE, **FILES)
    said = json.loads((build.outdir / "documents.json").read_text("utf-8"))
    assert [item["name"] for item in said] == ["book.pdf", "annex.pdf", "brief.pdf"]
    for item in said:
        path = build.outdir / item["name"]
        assert (item["pages"], item["bytes"]) == (len(PdfReader(path).pages), path.stat().st_size)


def test_what_a_process_of_its_own_says_is_reported(small: Small) -> None:
    wrong = '.. raw:: typst\n\n   #text(font: "None such")[x]\n   #nonsense()\n'
    one = ONE.replace("Text of one.", f"{wrong}\nText of one.")
    build = small(INDEX, more=MORE, **{**FILES, "one": one})
    assert build.status == 1
    line = one[: one.index("#text")].count("\n") - 1
    assert f"one.rst:{line}: ERROR: typst: error: unknown variable: nonsense" in build.stderr
    assert build.stderr.count("unknown variable: nonsense") == 1, "the page is in one PDF only"
    assert not (build.outdir / "documents.json").exists()
    right = one.replace("#nonsense()", "")
    build = small(INDEX, more=MORE, **{**FILES, "one": right})
    assert build.stderr.count("WARNING: typst: warning: unknown font family") == 1


def test_running_heads(small: Small) -> None:
    """Left pages name the chapter, right pages the first section that begins on them."""
    filler = "\n\n".join(f"{'Words of filler. ' * 60}" for _ in range(9))
    page = f"Chapter\n=======\n\n{filler}\n"
    for title in ("First part", "Second part"):
        page += f"\n{title}\n{'-' * 20}\n\n{filler}\n"
    build = small(page)
    assert build.status == 0, build.stderr
    sheets = [sheet.extract_text() for sheet in PdfReader(build.pdf).pages]
    opening = next(n for n, sheet in enumerate(sheets) if "Words of filler" in sheet)
    assert opening == 2
    assert sheets[2].lstrip().startswith("Chapter\nWords")
    for number in range(3, len(sheets)):
        head = sheets[number].split("\n")[0]
        began = re.findall(r"(First|Second) part", "\n".join(sheets[opening:number]))
        begins = re.findall(r"\n(First|Second) part\n", sheets[number])
        expected = f"{(begins or began[-1:] or ['?'])[0]} part"
        assert head == ("Chapter" if number % 2 else expected), number


def test_running_heads_of_chapters_that_run_on(small: Small) -> None:
    """They say chapter and section; a rubric directly below the chapter counts as one."""
    filler = "\n\n".join(f"{'Words of filler. ' * 60}" for _ in range(9))
    chapter = "{0}\n======\n\n.. rubric:: Questions of {0}\n\n{1}\n"
    more = 'typst_documents = [{"name": "small.pdf", "chapters": "run on"}]'
    pages = {"one": chapter.format("First", filler), "two": chapter.format("Second", filler)}
    found = leaves(small(TWO_CHAPTERS, more=more, **pages))
    heads = [page.splitlines()[0] for page in found if "Words of filler" in page]
    assert len(heads) > 3
    for head in heads:
        assert head.split() in (
            ["Questions", "of", "First", "First"],
            ["First", "Questions", "of", "First"],
            ["Questions", "of", "Second", "Second"],
            ["Second", "Questions", "of", "Second"],
        )
    assert "First" in heads[0]
    assert "Second" in heads[-1]


def test_a_paragraph_with_long_code_is_ragged(small: Small) -> None:
    """Justified, the few spaces of the code would be stretched to fill the line."""
    code = " ".join(["a_name_of_some_length"] * 12)
    build = small(f"T\n=\n\nBefore.\n\nAs in ``{code}``.\n\nAs in ``short``.\n")
    assert build.status == 0, build.stderr
    assert build.markup.count("#ragged()[") == 1
    assert f'#code("{code}")' in build.markup


def test_guide_words(small: Small) -> None:
    """The head of a page of sources says from which to which it goes."""
    names = [f"Name{number:03}" for number in range(120)]
    cited = "\n".join(f"[{name}]_" for name in names)
    entries = "\n".join(f".. [{name}] A source of {'many words ' * 20}" for name in names)
    build = small(f"Title\n=====\n\n{cited}\n\nSources\n-------\n\n{entries}\n")
    assert build.status == 0, build.stderr
    seen = 0
    for sheet in PdfReader(build.pdf).pages:
        shown = sheet.extract_text()
        found = re.findall(r"(Name\d+)\s+A source", shown)
        if (words := re.search(r"(Name\d+) \u2013 (Name\d+)", shown)) is not None:
            assert words.groups() == (found[0], found[-1])
            assert shown.index(words[0]) < shown.index(found[0], words.end())
            seen += 1
    assert seen > 3


def test_long_guide_words_leave_room_for_each_other(small: Small) -> None:
    names = [f"The-Office-of-the-Historian-and-of-All-Archives-{number}" for number in range(60)]
    cited = "\n".join(f"[{name}]_" for name in names)
    entries = "\n".join(f".. [{name}] A source of {'many words ' * 20}" for name in names)
    build = small(f"Title\n=====\n\n{cited}\n\nSources\n-------\n\n{entries}\n")
    heads = [leaf.splitlines()[0] for leaf in leaves(build)[3:]]
    short = "The-Office-of-the-Historian-and-of-…"
    assert heads
    assert all(f"{short} \u2013 {short}" in head and "Title" in head for head in heads), heads


def test_sources_stand_in_two_columns_and_the_index_in_three(small: Small) -> None:
    """Small type in the full width of a page could not be read."""
    names = [f"Name{number:03}" for number in range(120)]
    cited = "\n".join(f"[{name}]_" for name in names)
    entries = "\n".join(f".. [{name}] A source of {'many words ' * 20}" for name in names)
    terms = "\n".join(f".. index:: term{number:03}\n" for number in range(400))
    build = small(
        f"{terms}\nTitle\n=====\n\n{cited}\n\n.. toctree::\n\n   sources\n",
        sources=f"Sources\n=======\n\n{entries}\n",
    )
    assert build.status == 0, build.stderr
    edges: dict[str, set[int]] = {"Name": set(), "term": set()}
    for sheet in PdfReader(build.pdf).pages[3:]:

        def note(shown: str, cm: list[float], tm: list[float], *_: object) -> None:
            for begin, found in edges.items():
                if re.fullmatch(begin + r"\d+(, )?", shown.strip("\n")):
                    found.add(round(tm[4] * cm[0] + cm[4]))

        sheet.extract_text(visitor_text=note)
    assert len(edges["Name"]) == 2
    assert len(edges["term"]) == 3


def test_colophon_and_words_in_the_language_of_the_book(small: Small) -> None:
    more = """
language = "de"
typst_colophon = [("Wie zitieren", "Siehe https://example.org/a.")]
typst_words = {"edition": "Stand"}
"""
    build = small("Eins\n====\n\nText.\n", more=more)
    assert build.status == 0, build.stderr
    printed = text(build, "small.pdf")
    assert "Stand 4 April 2026" in printed
    assert "Zu dieser Ausgabe Wie zitieren Siehe https://example.org/a." in printed
    assert "Inhalt" in printed


def test_own_template(small: Small, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    own = '#import "template.typ": *\n#let transition() = par[Instead of a line.]\n'
    (tmp_path / "source" / "own.typ").write_text(own, "utf-8")
    more = 'typst_template = "own.typ"\ntypst_paper = "us-letter"'
    build = small("Title\n=====\n\nAbove.\n\n----\n\nBelow.\n", more=more)
    assert build.status == 0, build.stderr
    assert "Above. Instead of a line. Below." in text(build, "small.pdf")
    assert round(float(PdfReader(build.pdf).pages[0].mediabox.width)) == 612


def test_a_figure_leaves_no_gap(small: Small, tmp_path: Path) -> None:
    """A figure that does not fit moves on, and the text after it takes its place."""
    (tmp_path / "source").mkdir()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="500" height="600"><rect/></svg>'
    (tmp_path / "source" / "a.svg").write_text(svg)
    filler = "\n\n".join(f"Start{n} {'words of filler ' * 60} end{n}." for n in range(8))
    figure = ".. figure:: a.svg\n   :alt: A drawing.\n\n   Caption of it.\n"
    page = f"Title\n=====\n\n{filler}\n\n{figure}\nAfter the figure.\n\nNext\n----\n\nText.\n"
    build = small(page)
    assert build.status == 0, build.stderr
    sheets = [sheet.extract_text() for sheet in PdfReader(build.pdf).pages]
    (_, caption) = (n for n, sheet in enumerate(sheets) if "Caption of it" in sheet)
    (after,) = (n for n, sheet in enumerate(sheets) if "After the figure" in sheet)
    (before,) = (n for n, sheet in enumerate(sheets) if "end7." in sheet)
    assert before == after <= caption


def test_addresses_of_sources_are_printed_in_full(small: Small) -> None:
    page = "Title\n=====\n\nSee [A]_.\n\n.. [A] Ada, `nato.int <https://www.nato.int/a/b.htm>`_.\n"
    build = small(page)
    assert "Ada, nato.int/a/b.htm." in text(build, "small.pdf")


def test_captions_with_addresses(small: Small) -> None:
    page = "Title\n=====\n\n.. table:: Caption\n   :name: tbl-x\n\n   = =\n   a b\n   = =\n"
    more = 'typst_site = "https://example.org"\ntypst_caption_addresses = True\n'
    assert "Caption example.org/index.html#tbl-x a" in text(small(page, more=more), "small.pdf")


def test_a_question_stays_with_its_code(small: Small) -> None:
    code = "\n".join(f"   line {n}" for n in range(11))
    for height in range(28, 36):
        filler = "\n\n".join(f"Filler {n}." for n in range(height))
        page = f"Title\n=====\n\n{filler}\n\nWhich question is it?\n\n::\n\n{code}\n"
        build = small(page)
        sheets = [sheet.extract_text() for sheet in PdfReader(build.pdf).pages]
        (question,) = (n for n, sheet in enumerate(sheets) if "Which question" in sheet)
        assert "line 0" in sheets[question], height


INDEXED = """
Title
=====

.. index:: single: whole; part

Of a part of the whole, and :term:`word`.

.. toctree::

   further
   words
"""
MORE_INDEXED = """
More
====

.. index:: single: word; inflected

Of a :term:`word`.
"""
WORDS = """
Words
=====

.. glossary::

   word
      A word.
"""
ADDS = """
from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

class Adds(SphinxPostTransform):
    default_priority = 900

    def run(self):
        for number, paragraph in enumerate(self.document.findall(nodes.paragraph)):
            late = f"late-{number}"
            entries = [("single", "added late", late, "", None)]
            entries += [("see", "tardy; added late", "", "", None)]
            paragraph.insert(0, [addnodes.index(entries=entries), nodes.target(ids=[late])])

def setup(app):
    app.add_post_transform(Adds)
"""


def test_the_index_is_of_the_pages_as_they_are_set(small: Small) -> None:
    build = small(INDEXED, more=ADDS, further=MORE_INDEXED, words=WORDS)
    assert build.status == 0, build.stderr
    shown = text(build, "small.pdf")
    # Cover, contents, then a page each.
    assert "added late, 3\u20135" in shown
    assert "tardy, see added late" in shown, "on one line"
    assert "whole part, 3" in shown
    assert "word, 5 inflected, 4" in shown, "where it is used is said by what stands below"


TWO_CHAPTERS = """
Title
=====

.. toctree::

   one
   two
"""


def leaves(build: Build, name: str = "small.pdf") -> list[str]:
    assert build.status == 0, build.stderr
    return [page.extract_text() for page in PdfReader(build.outdir / name).pages]


@pytest.mark.parametrize(("paragraphs", "count"), [(34, 6), (72, 9)])
@pytest.mark.parametrize("fitted", [True, False])
def test_a_chapter_gets_no_leaf_for_a_few_lines(
    small: Small, tmp_path: Path, fitted: bool, paragraphs: int, count: int
) -> None:
    """Without the template's function, which an own template takes out, it has one."""
    chapter = "One\n===\n\n" + "\n\n".join(["Words of a sentence. " * 20] * paragraphs)
    source = tmp_path / "source"
    source.mkdir()
    (source / "own.typ").write_text("#let chapter(name, body) = body\n", "utf-8")
    more = "" if fitted else 'typst_template = "own.typ"'
    found = leaves(small(TWO_CHAPTERS, more=more, one=chapter, two="Two\n===\n\nText.\n"))
    assert len(found) == (count if fitted else count + 1)
    assert "Text." in found[-1]


def test_chapters_run_on_where_that_is_asked_for(small: Small) -> None:
    one, two = "One\n===\n\nText of one.\n", "Two\n===\n\nText of two.\n"
    more = 'typst_documents = [{"name": "small.pdf", "chapters": "run on"}]'
    found = leaves(small(TWO_CHAPTERS, more=more, one=one, two=two))
    (page,) = [page for page in found if "Text of one." in page]
    assert page.index("Text of one.") < page.rindex("Two") < page.index("Text of two.")
    assert "Contents" not in page
    assert page.splitlines()[0].strip() == "Two", "a right page is headed by its last chapter"
    found = leaves(small(TWO_CHAPTERS, one=one, two=two))
    assert not [page for page in found if "Text of one." in page and "Text of two." in page]


def test_a_word_that_is_no_choice_is_told(small: Small) -> None:
    build = small("T\n=\n", more='typst_documents = [{"name": "s.pdf", "chapters": "odd"}]')
    assert "'chapters' is one of new page, run on, not 'odd'" in build.stderr
