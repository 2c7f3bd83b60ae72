"""The list of sources is that of sphinxcontrib-bibtex, made without its long way."""

from __future__ import annotations

from pathlib import Path

import pytest
from pybtex.database.input.bibtex import Parser
from sphinx.testing.util import SphinxTestApp
from sphinxcontrib.bibtex import bibfile
from sphinxcontrib.bibtex.domain import BibtexDomain

from allied import sources
from allied_sphinx.citations import ReadSourceStyle, told_after_label

BIB = "\n".join(
    f"@misc{{{key}, title = {{{{Title {key}}}}}, author = {{{{Author {key}}}}}, year = {{2020}}}}\n"
    for key in "abc"
)
CONF = """
extensions = ["sphinxcontrib.bibtex", "allied_sphinx.citations"]
bibtex_bibfiles = ["references.bib"]
"""


@pytest.mark.parametrize(
    ("option", "keys"),
    [("all", "abc"), ("cited", "b"), ("notcited", "ac"), ("filter: key % 'c'", "c")],
)
def test_it_lists_what_the_library_lists(
    tmp_path: Path, option: str, keys: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(bibfile, "parse_bibdata")  # the file was read for the check, and once
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    (tmp_path / "references.bib").write_text(BIB, encoding="utf-8")
    option = option if ":" in option else f"{option}:"
    text = f"T\n=\n\n:cite:p:`b`\n\n.. bibliography::\n   :{option}\n"
    (tmp_path / "index.rst").write_text(text, encoding="utf-8")
    app = SphinxTestApp("dummy", srcdir=tmp_path)
    app.build()
    domain = app.env.domains["cite"]
    assert isinstance(domain, BibtexDomain)
    read = Parser().parse_file(tmp_path / "references.bib")
    assert domain.bibdata.data.entries == read.entries
    (asked,) = domain.bibliographies
    found = list(domain.get_filtered_entries(asked))
    assert "".join(key for key, _ in found) == keys
    assert found == list(BibtexDomain.get_filtered_entries(domain, asked))
    app.cleanup()


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        (
            'title = {{Who?}}, note = {The "first" page}',
            "Ada (2020). Who? The \u201cfirst\u201d page.",
        ),
        ("title = {{Made in the U.S.}}, note = {}", "Ada (2020). Made in the U.S. "),
        ("title = {{Plain}}, extent = {whole}, note = {}", "Ada (2020). Plain. Read whole."),
    ],
)
def test_no_sign_stands_twice_and_quotation_marks_are_those_of_print(
    fields: str, shown: str
) -> None:
    text = f"@misc{{a, author = {{{{Ada}}}}, year = {{2020}}, {fields}}}"
    entry = Parser().parse_string(text).entries["a"]
    assert str(ReadSourceStyle().format_entry("a", entry).text) == shown


@pytest.mark.parametrize(
    ("fields", "shown", "note"),
    [
        ("author = {{Ada}}", "T. doi:1/2. ", "Read in part. As a copy shows."),
        (
            "author = {Lovelace, Ada}",
            "Ada Lovelace. T. doi:1/2. ",
            "Read in part. As a copy shows.",
        ),
        (
            "author = {{Ada}}, extent = {quoted elsewhere}",
            "T. doi:1/2. Read as quoted elsewhere. As a copy shows.",
            "",
        ),
    ],
)
def test_on_paper_an_entry_does_not_repeat_its_label(fields: str, shown: str, note: str) -> None:
    """A PDF may leave out the note, unless it says that the source was not there to be read."""
    extent = "" if "extent" in fields else "extent = {part},"
    rest = f"title = {{{{T}}}}, year = {{2020}}, doi = {{1/2}}, {extent} note = {{As a copy shows}}"
    entry = Parser().parse_string(f"@misc{{a, {fields}, {rest}}}").entries["a"]
    pieces = list(told_after_label(entry))
    assert "".join(str(text) for text, is_note in pieces if not is_note) == shown
    assert "".join(str(text) for text, is_note in pieces if is_note) == note


def test_a_source_names_the_places_that_are_quoted() -> None:
    entry = Parser().parse_string("@misc{nato-1949-treaty, title = {{Treaty}}}").entries
    (text,) = [str(ReadSourceStyle().format_entry("a", it).text) for it in entry.values()]
    places = {row.locator: None for row in sources.passages() if row.source == "nato-1949-treaty"}
    assert text.endswith(f" Quoted: {'; '.join(places)}.")
    assert "Article 5" in text
