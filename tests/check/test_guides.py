"""Each guide of docs/contribute/ is followed to the letter on a copy, and gives what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from allied.questions.sources import passages
from allied_check.page import parse_page
from allied_check.rules import Site, check_page
from conftest import ROOT, sphinx
from guides import GUIDES, NOT_GUIDES, Stale, agrees, copy, follow, guides, steps

NAMES = [path.stem for path in guides()]
_PAIR = re.compile(
    r"Wrong:\n\n(`{3,})text\n(.*?)\n\1\n\nRight:\n\n(`{3,})text\n(.*?)\n\3\n\n"
    r"Answer: `([^`]+)`$",
    re.M | re.S,
)
STYLE = (GUIDES / "style.md").read_text(encoding="utf-8")
PAIRS = [(match[2], match[4], match[5]) for match in _PAIR.finditer(STYLE)]


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_gives_what_it_says(name: str, tmp_path: Path) -> None:
    answers = follow(GUIDES / f"{name}.md", copy(tmp_path / "project"))
    assert answers, "a guide has at least one command"
    for command, want, got in answers:
        assert agrees(want, got), (
            f"docs/contribute/{name}.md: `{command}` answers\n{got}\nand the guide says\n{want}\n"
            "`python tests/guides.py` writes the answers anew; read what changed"
        )


def test_all_guides_together_build(tmp_path: Path) -> None:
    """What they leave behind is a site without a warning, and code as the project writes it."""
    project = copy(tmp_path / "project")
    for path in guides():
        follow(path, project, commands=False)
    for fix in (["source/allied/store/generate.py"], ["-m", "allied_check", "fix"]):
        command = [sys.executable, *fix]
        subprocess.run(command, cwd=project, env={"PYTHONPATH": "source"}, check=True)
    done = sphinx(project, "html", "build/html", "-q")
    assert done.stdout + done.stderr == ""
    pages = {path.name: path.read_text("utf-8") for path in project.glob("build/html/*/*.html")}
    assert "Members of NATO at the end of each year" in pages["transatlantic.html"]
    assert "From promise to obligation in 1949" in pages["two-days-of-1949.html"]
    for command in ("check", "format --check"):
        ruff = [sys.executable, "-m", "ruff", *command.split(), "-q", "source", "tests"]
        assert subprocess.run(ruff, cwd=project, check=False).returncode == 0


def test_every_guide_is_on_the_way_in() -> None:
    text = (GUIDES / "index.md").read_text(encoding="utf-8")
    for path in GUIDES.glob("*.md"):
        if path.stem != "index":
            assert f"\n{path.stem}\n" in text, f"{path.name} is not in the contents"
            assert f"{{doc}}`{path.stem}`" in text or f":link: {path.stem}" in text, path.name
    assert {path.stem for path in GUIDES.glob("*.md")} >= set(NOT_GUIDES)


def test_every_pair_of_the_page_on_style_is_read() -> None:
    assert len(PAIRS) == STYLE.count("Wrong:\n") == STYLE.count("Answer: ")
    assert len(PAIRS) >= 8


@pytest.mark.parametrize(("wrong", "right", "answer"), PAIRS)
def test_the_wrong_way_is_told_and_the_right_way_is_not(
    wrong: str, right: str, answer: str
) -> None:
    assert any(answer in said for said in told(wrong)), told(wrong)
    assert told(right) == []


@cache
def site() -> Site:
    return Site.read(ROOT / "docs", passages())


def told(text: str) -> list[str]:
    """What the check says of these words on a page of the article, below its first paragraph."""
    first = "The first paragraph says what the page shows."
    page = parse_page(f"# A page\n\n{first}\n\n{text}\n", ROOT / "docs/debates/page.md")
    return [f"{found.wrong}; {found.remedy}" for found in check_page(page, site())]


def written(folder: Path, text: str) -> Path:
    path = folder / "guide.md"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Look:\n\n```text\na\n```\n", "nothing above this fence"),
        ("In `a`, change:\n\n```text\na\n```\n", "is missing"),
        ("In `a`, change:\n\n```text\na\n```\n\nadd:\n\n```text\nb\n```\n", "no second part"),
    ],
)
def test_a_step_that_would_be_left_out_is_told(tmp_path: Path, text: str, wrong: str) -> None:
    with pytest.raises(Stale, match=wrong):
        list(steps(written(tmp_path, text)))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("In `conf.txt`, change:\n\n```text\nb\n```\n\nto:\n\n```text\nc\n```\n", "not in"),
        ("In `conf.txt`, below:\n\n```text\na\n```\n\nadd:\n\n```text\nc\n```\n", "2 times"),
        ("Make the file `conf.txt`:\n\n```text\nb\n```\n", "is there already"),
        ("Make the file `../b.txt`:\n\n```text\nb\n```\n", "outside the project"),
        ("`conf.txt` now holds:\n\n```text\nb\n```\n", "not in"),
        ("```console\n$ rm conf.txt\n```\n", "rm is none of"),
        ("```console\n$ git no-such-command\n```\n", "ends so"),
    ],
)
def test_a_guide_that_no_longer_fits_is_told(tmp_path: Path, text: str, wrong: str) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "conf.txt").write_text("a\na\n", encoding="utf-8")
    with pytest.raises(Stale, match=wrong):
        follow(written(tmp_path, text), folder)
