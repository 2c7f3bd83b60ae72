"""What an entry of the bibliography says of its source: how much of it was read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allied.store.schema import Table, read_package
from allied.store.tables import PACKAGE, tables
from allied_check.bibliography import EXTENTS, references
from allied_check.prose import is_article
from allied_check.rules import Site, check_extents
from allied_sphinx.citations import READ, ReadSourceStyle
from conftest import ROOT

ENTRY = "@misc{{{key},\n  title = {{T}},{field}\n}}\n"
ROW = "{source},,Words {number},en,,,2026-11-27,{extent}\n"
SITE = Site.read(ROOT / "docs")
SHARES = {"Some": (0.10, 0.36), "Much": (0.36, 0.50), "Most": (0.50, 0.90)}


def site(folder: Path, **extents: str | None) -> Site:
    """A site whose sources have these extents; None for an entry that has no such field."""
    path = folder / "references.bib"
    fields = {
        key: "" if extent is None else f"\n  extent = {{{extent}}},"
        for key, extent in extents.items()
    }
    path.write_text("".join(ENTRY.format(key=k, field=f) for k, f in fields.items()), "utf-8")
    return Site(folder, sources=references(path))


def passages(folder: Path, *rows: tuple[str, str]) -> dict[str, Table]:
    """The table of passages with a row for each source and extent."""
    table = tables()["passages"]
    path = folder / "passages.csv"
    text = ",".join(column.name for column in table.fields) + "\n"
    for number, (source, extent) in enumerate(rows):
        text += ROW.format(source=source, number=number, extent=extent)
    path.write_text(text, "utf-8")
    (folder / "datapackage.json").write_bytes(PACKAGE.read_bytes())
    return {"passages": read_package(folder / "datapackage.json")["passages"]}


def test_the_words_are_those_of_the_table_of_passages() -> None:
    assert sorted(EXTENTS) == sorted(tables()["passages"].field("extent").enum)


def test_every_source_says_how_much_of_it_was_read() -> None:
    assert [str(problem) for problem in check_extents(SITE, tables())] == []
    assert {reference.extent for reference in SITE.sources.values()} == set(EXTENTS)


def test_a_source_that_does_not_say_how_much_of_it_was_read_is_named(tmp_path: Path) -> None:
    found = check_extents(site(tmp_path, a=None, b="half", c="part", d=""), {})
    assert [(problem.line, problem.wrong) for problem in found] == [
        (1, "the source 'a' does not say how much of it was read"),
        (4, "the source 'b' has the extent 'half'"),
        (12, "the source 'd' does not say how much of it was read"),
    ]


@pytest.mark.parametrize("extent", EXTENTS)
def test_each_word_of_the_vocabulary_is_taken(tmp_path: Path, extent: str) -> None:
    assert list(check_extents(site(tmp_path, a=extent), {})) == []


def test_less_than_a_passage_says_is_named_with_the_most_that_any_says(tmp_path: Path) -> None:
    package = passages(tmp_path, ("a", "abstract"), ("a", "whole"), ("a", "not read again"))
    (problem,) = check_extents(site(tmp_path, a="part", b="not read again"), package)
    assert problem.wrong == "the source 'a' has the extent 'part', and a passage of it 'whole'"
    assert "`extent = {whole},`" in problem.remedy


@settings(deadline=None)
@given(
    told=st.sampled_from(EXTENTS),
    read=st.lists(st.sampled_from(EXTENTS), max_size=4),
    others=st.lists(st.sampled_from(EXTENTS), max_size=3),
)
def test_a_source_may_say_more_than_its_passages_and_never_less(
    tmp_path_factory: pytest.TempPathFactory, told: str, read: list[str], others: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("extents")
    rows = [("a", extent) for extent in read] + [("other", extent) for extent in others]
    found = list(check_extents(site(folder, a=told), passages(folder, *rows)))
    assert bool(found) == any(EXTENTS.index(told) < EXTENTS.index(extent) for extent in read)


@pytest.mark.parametrize(
    ("key", "end"),
    [
        ("bush-2001-anzus", ". Read whole. A stored copy."),
        (
            "cook-nd-utility",
            ". Read in part. The opening, as a stored copy without a date;",
        ),
        ("alesina-2000-who", ". Read: the abstract."),
        ("war-2026-strategy", ". Read as quoted elsewhere. By IANS at english.udayanews.com"),
        ("ttcp-nd-overview", ". Not read again. First read: Historical Background."),
    ],
)
def test_the_list_of_sources_says_how_much_was_read_before_the_note(key: str, end: str) -> None:
    entry = ReadSourceStyle().format_entry("", SITE.sources[key].entry)
    assert end in str(entry.text)
    assert not str(entry.text).endswith(" ")


def test_each_extent_is_told_in_plain_words() -> None:
    assert sorted(READ) == sorted(EXTENTS)
    assert all(words.endswith(".") for words in READ.values())


def test_the_page_on_methods_gives_the_share_of_abstracts_in_words() -> None:
    cited = {
        key.strip()
        for page in SITE.pages.values()
        if is_article(page.path)
        for role in page.roles
        if role.name.startswith("cite")
        for key in role.text.split(",")
    }
    research = [SITE.sources[key] for key in cited if SITE.sources[key].kind == "scholarship"]
    share = sum(one.extent == "abstract" for one in research) / len(research)
    text = (ROOT / "docs/appendix/methods.md").read_text(encoding="utf-8")
    told = re.search(r"^(.+?) of the research that the article cites was read as", text, re.M)
    assert told
    low, high = SHARES[told[1]]
    assert low <= share < high, f"{told[0]!r}, but it is {share:.1%}"
