"""One page is checked with what it asks of others: it is told the same as beside all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from allied_check import __main__ as command
from allied_check.beside import beside
from allied_check.page import read_page
from allied_check.rules import Site, check_between
from conftest import ROOT

DOCS = ROOT / "docs"
FRONT = "---\nmyst:\n  html_meta:\n    description: Words on it.\n---\n"


def site(folder: Path, **pages: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in {"index": "# Index\n", **pages}.items():
        path = folder / f"{name.replace('_', '/')}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{FRONT}{text}", encoding="utf-8")
    (folder / "references.bib").write_text("@misc{one, title = {A}}\n", encoding="utf-8")
    return folder.resolve()


OTHERS = {
    "part_terms": "# Terms\n\n```{glossary}\nBalance\n  An even weight.\n```\n",
    "part_named": "# Named\n\n(the-Part)=\n## Part\n\nWords.\n",
    "part_linked": "# Linked\n\n## A heading\n\nWords.\n",
    "part_apart": "# Apart\n\nWords.\n",
}


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("Words.", {"terms"}),
        ("See {ref}`the-part`.", {"terms", "named"}),
        ("See [it](linked.md#a-heading).", {"terms", "linked"}),
        ("See {doc}`/part/linked`.", {"terms", "linked"}),
        ("See [it](#the-part).", {"terms", "named"}),
        ("```{card} It\n:link: the-part\n:link-type: ref\n\nWords.\n```", {"terms", "named"}),
        ("```{toctree}\nlinked\n```", {"terms", "linked"}),
    ],
)
def test_only_pages_that_are_asked_something_are_read(
    tmp_path: Path, words: str, near: set[str]
) -> None:
    docs = site(tmp_path, part_page=f"# Page\n\n{words}\n", **OTHERS)
    page = read_page(docs / "part/page.md")
    found = beside(docs, [page])
    assert {path.stem for path in found.pages} == {"page", *near}
    assert list(check_between(page, found)) == []


@pytest.mark.parametrize(
    "words",
    [
        "See {ref}`nowhere`.",
        "See {ref}`the-prt`.",
        "See [it](linked.md#no-heading).",
        "See [it](lnked.md).",
        "See {term}`Balanc`.",
        "A balance holds.",
        "It is so {cite:p}`two`.",
    ],
)
def test_what_is_not_found_is_told_as_beside_all_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    docs = site(tmp_path / "docs", part_page=f"# Page\n\nFirst.\n\n{words}\n", **OTHERS)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    path = docs / "part/page.md"
    assert command.main(["check", str(path)]) == 1
    told = capsys.readouterr().out
    monkeypatch.setattr(command, "beside", lambda docs, _: Site.published(docs))
    assert command.main(["check", str(path)]) == 1
    assert capsys.readouterr().out == told


def test_every_page_of_the_article_holds_beside_those_that_it_asks() -> None:
    for path in sorted(DOCS.resolve().rglob("*.md")):
        page = read_page(path)
        assert list(check_between(page, beside(DOCS.resolve(), [page]))) == []
