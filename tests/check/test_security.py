"""Each attempt of docs/contribute/security.md gets the answer that stands below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from allied_check.diagrams import diagram_check
from allied_check.page import parse_page
from allied_check.rules import Site, check_page
from allied_check.svg import check_svg
from conftest import ROOT

PAGE = ROOT / "docs/contribute/security.md"
_CASE = re.compile(r"^(`{3,})text\n(.*?)\n\1\n\nAnswer: `([^`]+)`$", re.M | re.S)
CASES = [(match[2], match[3]) for match in _CASE.finditer(PAGE.read_text(encoding="utf-8"))]


def test_no_attempt_is_without_an_answer() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(CASES) == text.count("Answer: ") == len(re.findall(r"^`{3,}text$", text, re.M))
    assert len(CASES) >= 19


SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'


@pytest.mark.parametrize(
    "picture",
    [
        SVG.format('onload="alert(1)"', ""),
        SVG.format("", "<script>alert(1)</script>"),
        SVG.format('xmlns:x="http://www.w3.org/2000/svg"', "<x:script>alert(1)</x:script>"),
        SVG.format("", '<a href="&#106;avascript:alert(1)"><text>x</text></a>'),
        SVG.format("", '<set attributeName="href" to="x"/>'),
        SVG.format("", '<rect fill="url(https://example.org/x)"/>'),
        SVG.format("", "<style>@import 'https://example.org/x'</style>"),
        SVG.format("", '<image href="https://example.org/x.png"/>'),
        SVG.format("", '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
        '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>' + SVG.format("", ""),
        '<?xml-stylesheet href="https://example.org/x.css"?>' + SVG.format("", ""),
        '<?xml version="1.0" encoding="utf-16"?>' + SVG.format("", ""),
        "<svg>",
        '<html xmlns="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_a_picture_holds_shapes_and_words(tmp_path: Path, picture: str) -> None:
    path = tmp_path / "picture.svg"
    path.write_text(SVG.format("", '<path id="a" d="M0 0"/><use href="#a"/>'), encoding="utf-8")
    assert list(check_svg(path)) == []
    path.write_text(picture, encoding="utf-8")
    assert len(list(check_svg(path))) == 1


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("part/page.md", False),
        ("part/a.png", False),
        ("part/contribute/page.md", True),
        ("part/<b>.md", True),
        ("part/Page.md", True),
        ("search.md", True),
        ("part/evil.xhtml", True),
        ("part/evil.xml", True),
        ("part/evil.js", True),
        ("part/other.bib", True),
    ],
)
def test_what_may_stand_beside_pages_is_named(tmp_path: Path, name: str, refused: bool) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# A page\n", encoding="utf-8")
    assert [problem.path == path for problem in Site.read(tmp_path).problems] == [True] * refused


@pytest.mark.parametrize("name", ["page.md", "folder", "picture.svg"])
def test_a_link_out_of_the_pages_is_named_as_it_stands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / name).symlink_to("/etc/passwd")
    (problem,) = Site.read(tmp_path / "docs").problems
    assert str(problem) == (
        f"docs/{name}:1: this is a link to another file, which may stand anywhere; "
        "put the file itself here"
    )


@pytest.mark.parametrize(("attempt", "answer"), CASES)
def test_an_attempt_gets_its_answer(attempt: str, answer: str) -> None:
    page = parse_page(f"# A page\n\n{attempt}\n", Path(ROOT / "docs/part.md"))
    found = check_page(page, Site(ROOT / "docs"), diagram_check())
    assert any(answer in f"{problem.wrong}; {problem.remedy}" for problem in found)
