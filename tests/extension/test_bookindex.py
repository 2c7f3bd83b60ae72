"""The index of the book: who and what is found in a sentence, and which places are kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from allied_sphinx.names import Names, all_names, listed_names
from conftest import sphinx
from small_site import small_project

SOURCES = """
@book{snyder-1997-politics, author = {Snyder, Glenn H.}, title = {{Alliance Politics}}, year = 1997}
@book{snyder-1991-myths, author = {Snyder, Jack}, title = {{Myths of Empire}}, year = 1991}
@book{long-2003-trade, author = {Long, Andrew G.}, title = {{Trade}}, year = 2003}
"""
FRONT = "---\nmyst:\n  html_meta:\n    description: A page.\n---\n\n"
PAGE = """# France in many places

{sections}

{dwelt}

## Denmark

Denmark, Poland and Belgium, Warsaw Pact, Winston Churchill. West Germany came in.
"""


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    path = tmp_path_factory.mktemp("names") / "references.bib"
    path.write_text(SOURCES, encoding="utf-8")
    return all_names(path, ["ANZUS", "UKUSA Agreement", "deterrence"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Papua New Guinea and Guinea-Bissau", ["Papua New Guinea", "Guinea-Bissau"]),
        ("off Guinea\nand Türkiye\u2019s coast", ["Guinea", "Türkiye"]),
        ("the United\nStates, or USA", ["United States"] * 2),
        ("the South China Sea, Northern Ireland", []),
        ("North Korea, in West Germany", ["North Korea", "Germany"]),
        ("Nigeria, non-NATO, Georgian", []),
        ("the Treaty of Friendship, Co-operation and Mutual Assistance", ["Warsaw Pact"]),
        ("the Warsaw Pact, the Rio Treaty", ["Warsaw Pact", "Rio Treaty"]),
        ("the ANZUS Treaty, or ANZUS; Five Eyes, UKUSA", ["ANZUS"] * 2 + ["UKUSA Agreement"] * 2),
        ("CENTO and the Western European Union", ["CENTO", "Brussels Treaty"]),
        ("deterrence", []),
        ("Churchill; Winston Churchill", ["Churchill, Winston"] * 2),
        ("Xi Jinping", ["Xi Jinping"]),
        ("Glenn Snyder, Glenn H. Snyder, Jack Snyder", ["Snyder, Glenn H."] * 2 + ["Snyder, Jack"]),
        ("Snyder alone", []),
    ],
)
def test_a_name_is_found_by_its_longest_form(names: Names, text: str, found: list[str]) -> None:
    assert [item.heading for item in names.find(text)] == found


@pytest.mark.parametrize(
    ("page", "text", "found"),
    [
        ("Andrew Long wrote.", "as Long found, and for Long", 2),
        ("Andrew Long wrote.", "For Long it is. Long argues.", 2),
        ("Andrew Long wrote.", "the American Long, Senator Long, a Longer", 0),
        ("Andrew Long wrote.", "Andrew Long", 1),
        ("Nobody wrote.", "as Long found", 0),
        ("Glenn Snyder and Jack Snyder", "as Snyder says", 0),
        ("Lyndon B. Johnson", "President Johnson", 1),
    ],
)
def test_a_surname_counts_where_the_page_says_whose(
    names: Names, page: str, text: str, found: int
) -> None:
    assert len(list(names.find(text, names.on_page([page])))) == found


def test_every_listed_name_is_found_by_its_own_forms(names: Names) -> None:
    listed = list(listed_names())
    assert len(listed) > 50
    for name in listed:
        for form in name.forms:
            assert [item.heading for item in names.find(form)] == [name.heading], form


def test_what_is_named_often_is_told_by_the_chapters_that_dwell_on_it(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    pages = []
    for number in range(1, 4):
        sections = "\n\n".join(f"## Part {part}\n\nOf Denmark, once." for part in range(4))
        dwelt = "## The heart\n\nDenmark, then Denmark.\n\n## More\n\nDenmark, again Denmark."
        page = FRONT + PAGE.format(sections=sections, dwelt=dwelt if number != 2 else "")
        page = page.replace("France in many places", f"Chapter {number}: of France")
        (project / f"docs/part/many-{number}.md").write_text(page, encoding="utf-8")
        pages.append(f"part/many-{number}")
    index = project / "docs/index.md"
    toctree = "\n".join(["```{toctree}", *pages, "```", ""])
    index.write_text(f"{index.read_text(encoding='utf-8')}\n{toctree}", encoding="utf-8")
    conf = project / "conf.py"
    own = "\ntypst_documents = typst_documents[:1]\n"
    conf.write_text(conf.read_text(encoding="utf-8") + own, encoding="utf-8")
    done = sphinx(project, "typstbook", "build/pdf", "-q")
    assert (done.returncode, done.stderr) == (0, "")
    book = (project / "build/pdf/_typst/allied-cooperation/book.typ").read_text("utf-8")
    rows = re.findall(r'"name": "([^"]+)", "depth": (\d), "main": \((.*?)\), "targets"', book)
    told = [(name, int(depth)) for name, depth, _ in rows]
    at = told.index(("Denmark", 0))
    assert told[at : at + 4] == [
        ("Denmark", 0),
        ("Chapter 1", 1),
        ("Chapter 2", 1),
        ("Chapter 3", 1),
    ]
    mains = {name: main for name, _, main in rows[at + 1 : at + 4]}
    assert all("part/many" in main for main in mains.values()), "the section of that title is bold"
    for name in ("Belgium", "Poland", "Churchill, Winston", "Warsaw Pact", "Germany"):
        assert (name, 0) in told
        assert told[told.index((name, 0)) + 1][1] == 0, "named in few sections: no chapters"
    assert ("West Germany, see Germany", 0) in told
