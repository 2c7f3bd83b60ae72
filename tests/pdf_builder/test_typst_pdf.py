"""The PDF of the sample project."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdf.generic import Destination, DictionaryObject
from typst_build import SAMPLE, Build, run


@pytest.fixture(scope="module")
def reader(sample: Build) -> PdfReader:
    return PdfReader(sample.pdf)


@pytest.mark.parametrize(
    "profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A]
)
def test_standards(sample: Build, profile: page.ValidationProfile) -> None:
    report = page.validate_pdf(sample.pdf, profile=profile)
    # A stream whose data end in a carriage return is misread: see tests/site/test_pdf.py.
    failures = [f for f in report.failures if f.rule_id != "PDFA2A-STREAM-LENGTH-001"]
    assert failures == [], [(f.rule_id, f.message) for f in failures]


def test_same_bytes_each_time(sample: Build, tmp_path: Path) -> None:
    # Another folder too: no path may leak into the file.
    again = tmp_path / "elsewhere"
    shutil.copytree(SAMPLE, again, ignore=shutil.ignore_patterns("__pycache__"))
    build = run(again, tmp_path / "out")
    assert build.status == 0, build.stderr
    assert build.pdf.read_bytes() == sample.pdf.read_bytes()


# -- words --------------------------------------------------------------------------------


def words(text: str) -> set[str]:
    """The words of a text, with ligatures dissolved and hyphenated lines joined."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\u00ad\u2010-]\s*\n\s*", "", text) + "\n" + text.replace("\u00ad", "")
    return set(re.findall(r"[^\W_]{2,}", text))


def html_pages(build: Build) -> Iterator[tuple[str, str]]:
    """Name and text of each page's body, without what is of the screen only."""
    for path in sorted(build.outdir.rglob("*.html")):
        if path.stem in {"genindex", "search", "py-modindex"}:
            continue
        body = BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one("div.body")
        assert body is not None
        for extra in body.select(".headerlink, .toctree-wrapper, svg, .linenos"):
            extra.decompose()
        for cell in body.select("td, th, p, dt, dd, li, div, span.sd-summary-text, label"):
            cell.append("\n")
        yield path.name, body.get_text()


SCREEN_ONLY = {"screens", "Screenonlyword"}


def test_every_word_of_the_pages_is_in_the_pdf(sample: Build, sample_html: Build) -> None:
    printed = words(sample.text())
    joined = re.sub(r"\W+", "", unicodedata.normalize("NFKC", sample.text()))
    for name, text in html_pages(sample_html):
        missing = {
            word
            for word in words(text) - printed - SCREEN_ONLY
            if len(word) < 4 or word not in joined
        }
        assert not missing, f"{name}: {sorted(missing)}"


def test_print_has_its_own_words(sample: Build) -> None:
    printed = words(sample.text())
    assert {"print", "Raw", "Typst"} <= printed
    assert not printed & SCREEN_ONLY


# -- navigation -----------------------------------------------------------------------------


def bookmarks(reader: PdfReader, outline: Any = None, depth: int = 0) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for item in reader.outline if outline is None else outline:
        if isinstance(item, list):
            found += bookmarks(reader, item, depth + 1)
        else:
            found.append((depth, item.title))
    return found


def test_bookmarks(reader: PdfReader) -> None:
    found = bookmarks(reader)
    expected = [
        (0, "Contents"),
        (0, "Figures"),
        (0, "Tables"),
        (0, "A Sample Book"),
        (0, "Foundations"),
        (1, "First things"),
        (2, "Blocks"),
        (3, "A rubric"),
        (3, "Deeper"),
        (4, "Deeper still"),
        (5, "And deeper"),
        (2, "Inline things"),
        (3, "After the index entries"),
        (2, "Lists"),
        (1, "Tables"),
        (0, "Pictures and words"),
        (1, "Pictures"),
        (1, "Components"),
        (1, "Code"),
        (0, "Glossary"),
        (0, "Bibliography"),
        (0, "Index"),
    ]
    assert found == expected


def page_of(reader: PdfReader, title: str) -> int:
    """Number, from 1, of the page that the last bookmark of this title leads to."""

    def flat(outline: Any) -> Iterator[Destination]:
        for item in outline:
            if isinstance(item, list):
                yield from flat(item)
            else:
                yield item

    found = [item for item in flat(reader.outline) if item.title == title]
    number = reader.get_destination_page_number(found[-1])
    assert number is not None
    return number + 1


def test_contents_show_the_right_pages(reader: PdfReader) -> None:
    contents = reader.pages[1].extract_text()
    for title in ("First things", "Pictures", "Glossary", "Inline things", "Index"):
        number = page_of(reader, title)
        assert re.search(rf"{title}[\s.\u2060]+{number}\b", contents), title
        assert title in reader.pages[number - 1].extract_text()


def test_lists_of_figures_and_tables(reader: PdfReader) -> None:
    contents = reader.pages[1].extract_text()
    number = page_of(reader, "Pictures")
    assert re.search(rf"Figure 1\s+From consultation[^.]*[\s.]+\u2060?{number}\b", contents)
    assert "Table 6" in contents


def test_every_link_has_a_target(reader: PdfReader) -> None:
    inside = outside = 0
    names = reader.named_destinations
    for sheet in reader.pages:
        for annotation in sheet.get("/Annots", ()):
            link = annotation.get_object()
            action = link.get("/A", DictionaryObject()).get_object()
            if "/URI" in action:
                outside += 1
                continue
            target = (link.get("/Dest") or action["/D"]).get_object()
            inside += 1
            assert isinstance(target, list) or target in names
    assert outside >= 6
    assert inside >= 40


def test_page_numbers_of_references(reader: PdfReader) -> None:
    blocks = " ".join(reader.pages[page_of(reader, "Blocks") - 1].extract_text().split())
    inline = page_of(reader, "Inline things")
    assert f"Inline things (p. {inline})" in blocks.replace("\u00a0", " ")
    assert f"the glossary (p. {page_of(reader, 'Glossary')})" in blocks.replace("\u00a0", " ")
    # Not on its own page, not for terms.
    assert "First things (p." not in blocks
    assert "Article (p." not in blocks


def test_index(reader: PdfReader) -> None:
    text = reader.pages[page_of(reader, "Index") - 1].extract_text()
    glossary, inline = page_of(reader, "Glossary"), page_of(reader, "Inline things")
    blocks = page_of(reader, "Blocks")
    assert re.search(rf"Article, {blocks}, {glossary}\b", text), "explained there, used here"
    assert re.search(rf"Allies, {glossary}\b", text)
    assert re.search(rf"indexed word, {inline}\b", text)
    assert re.search(rf"block entry, {inline}\b", text)
    assert re.search(r"burden sharing, see sharing", text)


# -- parts -----------------------------------------------------------------------------------


def test_metadata(reader: PdfReader) -> None:
    assert reader.metadata is not None
    assert reader.metadata.title == "A Sample Book"
    assert reader.metadata.author == "Ada Writer"
    assert reader.metadata.keywords == "sample, typst"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.timestamp() == 1775300000
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


def test_cover(reader: PdfReader) -> None:
    cover = reader.pages[0].extract_text()
    for text in ("A Sample", "Edition of 4 April 2026", "0123abc", "© 2026, Ada Writer", "CC BY"):
        assert text in cover


def test_header_rows_are_repeated(reader: PdfReader) -> None:
    texts = [sheet.extract_text() for sheet in reader.pages]
    first = next(i for i, text in enumerate(texts) if "Table 6" in text and "Said of it" in text)
    assert "Said of it" in texts[first + 1]
    assert "number 60" in texts[first + 1]


def test_landscape_table(reader: PdfReader) -> None:
    turned = [sheet for sheet in reader.pages if sheet.mediabox.width > sheet.mediabox.height]
    assert len(turned) == 1
    assert "Wide and turned" in turned[0].extract_text()


def test_notes_to_tables_and_captions(reader: PdfReader) -> None:
    text = "\n".join(sheet.extract_text() for sheet in reader.pages)
    for note in ("A note to the caption.", "A note in a cell.", "A note to a figure."):
        assert text.count(note) == 1


def test_headings_and_alternative_texts_are_tagged(reader: PdfReader) -> None:
    tags: dict[str, int] = {}
    alternatives: list[str] = []

    def walk(element: Any) -> None:
        element = element.get_object()
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict):
            if "/S" in element:
                tags[element["/S"]] = tags.get(element["/S"], 0) + 1
                if element["/S"] == "/Figure":
                    alternatives.append(element["/Alt"])
            if "/K" in element and not isinstance(element["/K"], int):
                walk(element["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    assert tags["/H1"] >= 5
    assert tags["/H2"] >= 5
    assert tags["/TH"] > 10
    assert tags["/TOC"] >= 3
    assert {"/Note", "/Lbl", "/LI", "/Caption", "/Code", "/BlockQuote", "/Link"} <= set(tags)
    assert "Consultation leads to decision." in alternatives


def structure(pdf: Path) -> Iterator[tuple[int, pikepdf.Object]]:
    """Each element of the structure with its depth, in the order of the text."""

    def walk(node: pikepdf.Object, depth: int) -> Iterator[tuple[int, pikepdf.Object]]:
        below = node.get("/K")
        for child in below if isinstance(below, pikepdf.Array) else (below,):
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                yield depth, child
                yield from walk(child, depth + 1)

    with pikepdf.open(pdf) as file:
        yield from walk(file.Root.StructTreeRoot, 0)


def test_no_text_stands_outside_a_paragraph(sample: Build) -> None:
    """Bibliography, index, titles of boxes: a screen reader would run them into one another."""
    inline = {"/Link", "/Span", "/Em", "/Strong", "/Reference", "/Note"}
    top = [str(element.S) for depth, element in structure(sample.pdf) if depth == 1]
    assert "/P" in top
    assert [kind for kind in top if kind in inline] == []
    with pikepdf.open(sample.pdf) as file:
        (document,) = file.Root.StructTreeRoot.K
        assert [child for child in document.K if not isinstance(child, pikepdf.Dictionary)] == []


def test_rows_have_headers(sample: Build) -> None:
    """The cells of a stub column, and only these, head their rows."""
    found = []
    ids: dict[str, list[int]] = {}
    for _, cell in structure(sample.pdf):
        attributes = next((a for a in cell.get("/A", ()) if a.get("/Scope") == "/Row"), None)
        if attributes is not None:
            assert cell.S == "/TH"
            found.append(str(cell.ID))
        if cell.S == "/TD":
            (table,) = (a for a in cell.A if a.O == "/Table")
            ids.setdefault(str(table.Headers[0]), []).append(len(table.Headers))
    assert len(found) == 1
    assert ids[found[0]] == [2, 2]


def test_links_say_where_they_lead(reader: PdfReader) -> None:
    said = [
        str(annotation.get_object()["/Contents"])
        for sheet in reader.pages
        for annotation in sheet.get("/Annots", ())
        if "/Dest" in annotation.get_object()
    ]
    assert said
    notes = re.compile(r"(Footnote )?\d+")
    unclear = [text for text in said if not re.fullmatch(r".+, page \d+", text)]
    assert [text for text in unclear if not notes.fullmatch(text)] == []
    assert any(text.startswith("Inline things, page ") for text in said)


def test_short_words_stay_on_a_line(small: Callable[..., Build]) -> None:
    """Letters such as m are wider than others: what just fits by their number would break."""
    rows = "\n".join(f'   "{"Long words of a programme " * 4}", "arms embargo"' for _ in range(3))
    build = small(f"Title\n=====\n\n.. csv-table:: Many\n\n{rows}\n")
    assert build.status == 0, build.stderr
    assert build.text().count("arms embargo") == 3


def test_a_figure_does_not_move_into_the_table_beside_it(
    small: Callable[..., Build], tmp_path: Path
) -> None:
    figure = ".. figure:: drawing.svg\n   :alt: A square.\n\n   {}\n\n"
    table = ".. csv-table:: Rows\n\n   a, b\n\n"
    page = "Title\n=====\n\nText.\n\n" + figure.format("Apart") + "Text.\n\n"
    page += figure.format("First") + figure.format("Second") + table + figure.format("Third")
    (tmp_path / "source").mkdir()
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    (tmp_path / "source/drawing.svg").write_text(drawing, "utf-8")
    build = small(page)
    assert build.status == 0, build.stderr
    found = re.findall(r'short: "(\w+)"(, float: true)?\)\[', build.markup)
    assert found == [("Apart", ", float: true"), ("First", ""), ("Second", ""), ("Third", "")]


def test_rows_are_not_cut(small: Callable[..., Build]) -> None:
    words = " ".join(f"word{{n}}x{i}" for i in range(60))
    rows = "\n".join(f'   "row{n}", "{words.format(n=n)}"' for n in range(40))
    build = small(f"Title\n=====\n\n.. csv-table:: Long\n   :widths: 20 30\n\n{rows}\n")
    assert build.status == 0, build.stderr
    sheets = [sheet.extract_text() for sheet in PdfReader(build.pdf).pages]
    for number in range(40):
        (place,) = (i for i, text in enumerate(sheets) if f"word{number}x0" in text)
        assert sheets[place].count(f"word{number}x") == 60
    (last,) = (text for text in sheets if "word39x0" in text)
    assert "word38x0" in last, "the last row stands alone"


def test_no_row_ends_a_table_alone(small: Callable[..., Build]) -> None:
    """Tables of so many lengths that some would run over by a row."""
    table = "{name}\n======\n\n.. csv-table:: Caption\n   :header: Head, Other\n\n"
    pages = {
        f"page{extra}": table.format(name=f"Page{extra:02}")
        + "\n".join(f"   row{number}-{extra}, x" for number in range(35 + extra))
        for extra in range(12)
    }
    toctree = "".join(f"   {name}\n" for name in pages)
    build = small(f"Title\n=====\n\n.. toctree::\n\n{toctree}", **pages)
    assert build.status == 0, build.stderr
    held = [
        re.findall(r"row(\d+)-(\d+)", page.extract_text()) for page in PdfReader(build.pdf).pages
    ]
    parts = [(rows[0][1], len(rows)) for rows in held if rows]
    assert len({name for name, _ in parts}) == len(pages) < len(parts)
    assert min(count for _, count in parts) >= 3


def test_no_row_begins_a_table_alone(small: Callable[..., Build]) -> None:
    """Tables of a few high rows that begin at so many heights that some would leave one there.

    The heading before a table goes along with it.
    """
    rows = "\n".join(f'   "row{{n}}-{n}", "{"many words " * 25}"' for n in range(9))
    table = (
        "\n\nBelow\n-----\n\n.. csv-table:: Caption {n}\n   :widths: 10 20\n"
        f"   :header: Head, Other\n\n{rows}"
    )
    lines = "\n\n".join(["A line."] * 18)
    pages = {
        f"page{n:02}": f"Page\n====\n\n{lines}\n\n" + "\n\n".join(["Line."] * n) + table.format(n=n)
        for n in range(12)
    }
    toctree = "".join(f"   {name}\n" for name in pages)
    build = small(f"Title\n=====\n\n.. toctree::\n   :maxdepth: 1\n\n{toctree}", **pages)
    assert build.status == 0, build.stderr
    sheets = [page.extract_text() for page in PdfReader(build.pdf).pages]
    begin = [text for text in sheets if re.search(r"row\d+-0", text)]
    assert len(begin) == len(pages)
    assert min(len(re.findall(r"row\d+-\d+", text)) for text in begin) >= 2
    assert all("Below\nCaption" in text for text in begin)


def test_a_cell_longer_than_a_page_is_not_lost(small: Callable[..., Build]) -> None:
    words = " ".join(f"word{i}" for i in range(3000))
    build = small(f'Title\n=====\n\n.. csv-table:: Long\n\n   a, "{words}"\n')
    assert build.status == 0, build.stderr
    assert len(re.findall(r"word\d+", build.text())) == 3000


def test_code_is_copied_as_it_is(small: Callable[..., Build]) -> None:
    line = "x = " + " + ".join(f"some_name_{n}" for n in range(30))
    build = small(f"Title\n=====\n\nAnd ``a_b/c_d``.\n\n::\n\n   {line}\n   state\tsince\n")
    assert build.status == 0, build.stderr
    text = build.text()
    assert "\u200b" not in text
    rows = text[text.index("x = ") : text.index("state")].split("\n")
    assert all(row.startswith("↪ ") for row in rows[1:] if row)
    assert "".join(row.removeprefix("↪ ") for row in rows).replace(" ", "") == line.replace(" ", "")
    assert re.search(r"state +since", text)


def test_numbers_are_those_of_sphinx(small: Callable[..., Build]) -> None:
    page = "Title\n=====\n\n.. toctree::\n   :numbered:\n\n   one\n   two\n"
    table = "\n\n.. _t{n}:\n\n.. table:: Caption\n\n   == ==\n   a  b\n   == ==\n\n:numref:`t1`\n"
    build = small(
        page,
        more="numfig = True",
        one="One\n===\n" + table.format(n=1),
        two="Two\n===\n\nSub\n---\n" + table.format(n=2),
    )
    assert build.status == 0, build.stderr
    text = build.text().replace("\u00a0", " ")
    assert "2.1 Sub" in text
    assert "Table 2.1 Caption" in " ".join(text.split())
    assert re.search(r"Table 1\.1\s+\(p. \d\)", text)


def test_root_without_text_has_no_chapter(small: Callable[..., Build]) -> None:
    build = small(
        "Title of the root\n=================\n\n.. toctree::\n\n   one\n",
        one="One\n===\n\nSee :doc:`index`.\n",
    )
    assert build.status == 0, build.stderr
    assert [title for _, title in bookmarks(PdfReader(build.pdf))] == ["Contents", "One"]


def test_part_of_one_chapter_with_its_title(small: Callable[..., Build]) -> None:
    build = small(
        "Root\n====\n\n.. toctree::\n   :caption: One\n\n   one\n",
        one="One\n===\n\nText.\n",
    )
    assert bookmarks(PdfReader(build.pdf)) == [(0, "Contents"), (0, "One")]


def test_text_after_a_toctree_stays_with_its_page(small: Callable[..., Build]) -> None:
    build = small(
        "Root\n====\n\n.. toctree::\n\n   one\n\nAfter the toctree.\n",
        one="One\n===\n\nPage one.\n",
    )
    text = build.text()
    assert text.index("After the toctree.") < text.index("Page one.")
