"""``make review``: what a change means, told from a small repository in a path with spaces."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from allied_review.markdown import code, fenced, plain
from small_site import small_project

MEMBERS = "source/allied/data/nato_members.csv"
FIRST = "docs/part/first.md"
SECOND = "docs/part/second.md"
CHART = """
```{chart} nato_by_accession
:caption: When each member joined
```
"""


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def review(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: text for key, text in os.environ.items() if key != "ALLIED_REPOSITORY"}
    return subprocess.run(
        [sys.executable, "-m", "allied_review"],
        cwd=folder,
        env={**kept, "PYTHONPATH": "source", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def told(folder: Path, **environment: str) -> str:
    """The report, which is printed and written alike."""
    done = review(folder, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "build/review.md").read_text(encoding="utf-8") == done.stdout
    return done.stdout


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def section(report: str, title: str) -> str:
    """The part of a report under a heading; blank where there is none."""
    found = re.search(rf"^## {title}\n\n(.*?)(?=^## |\Z)", report, re.M | re.S)
    return found[1] if found else ""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small_project(tmp_path_factory.mktemp("review") / "a small project")
    (folder / ".gitignore").write_text("/build/\n__pycache__/\n", encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "The base")
    return folder


@pytest.fixture
def project(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "a small project"))


def test_nothing_changes(project: Path) -> None:
    assert told(project).endswith("\n\nNothing changes.\n")
    assert git(project, "status", "--porcelain") == ""


@pytest.fixture
def charted(project: Path) -> Path:
    with (project / SECOND).open("a", encoding="utf-8") as page:
        page.write(CHART)
    git(project, "commit", "-aqm", "A chart")
    return project


def test_a_row_tells_its_sentences_tables_and_charts(charted: Path) -> None:
    project = charted
    edit(project, MEMBERS, "FIN,2023-04-04", "FIN,1998-04-04")
    edit(project, FIRST, "`4 April 2023 <", "`4 April 1998 <")
    report = told(project)
    assert "**1 row changed; 1 sentence changed; 2 tables, diagrams or the like changed;" in report
    assert "2023-04-04 → 1998-04-04" in section(report, "Rows")
    sentences = section(report, "Sentences")
    assert "before: An alliance of states such as NATO has grown" in sentences
    assert re.search(r"after: .* Finland joined on 4 April 1998\.", sentences)
    assert '`nato.accession("FIN")` gives 4 April 2023 → 4 April 1998' in sentences
    things = section(report, "Tables, diagrams, charts and examples")
    assert "table “Members at the end of some years”, changed" in things
    assert "  -| 1999 | 19 |\n  +| 1999 | 20 |" in things
    assert "chart “When each member joined”, changed" in things
    assert "  -Finland, 2023-04-04" in things
    for name in re.findall(r"\]\((review/[^)]+)\)", things):
        assert (project / "build" / name).read_text(encoding="utf-8").startswith("<svg")
    assert len(list((project / "build/review").iterdir())) == 2
    hosted = told(project, ALLIED_REPOSITORY="https://code.example/a/b")
    assert "![Before]" in report
    assert "![Before]" not in hosted
    assert (
        "`review/nato-by-accession-before.svg` and `review/nato-by-accession-after.svg`" in hosted
    )
    warned = section(report, "Look at these first")
    assert "and neither the source nor the locator changes" in warned
    assert "the page says" not in warned


def test_the_second_report_leaves_no_picture_of_the_first(charted: Path) -> None:
    project = charted
    edit(project, MEMBERS, "FIN,2023-04-04", "FIN,1998-04-04")
    told(project)
    edit(project, MEMBERS, "FIN,1998-04-04", "FIN,2023-04-04")
    told(project)
    assert sorted(path.name for path in (project / "build").iterdir()) == ["review.md"]


def test_a_figure_with_a_new_locator_is_no_cause_for_warning(project: Path) -> None:
    line = next(
        row
        for row in (project / MEMBERS).read_text(encoding="utf-8").splitlines()
        if row.startswith("FIN,")
    )
    assert line.endswith('"')
    read = f'{line[:-1]}, and elsewhere"'
    edit(project, MEMBERS, line, read.replace("2023-04-04", "2023-04-05"))
    warned = section(told(project), "Look at these first")
    assert "neither the source" not in warned
    assert "the page says 4 April 2023, and the data say 5 April 2023; `make check`" in warned


def test_rows_that_come_and_go(project: Path) -> None:
    path = project / MEMBERS
    rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join([*rows[:-1], rows[-1].replace("SWE", "CHE", 1)]) + "\n", encoding="utf-8"
    )
    rows_told = section(told(project), "Rows")
    assert re.search(r"^- added \*\*CHE\*\*, \[line 33\]", rows_told, re.M)
    assert re.search(r"^- removed \*\*SWE\*\*: ", rows_told, re.M)


def test_a_sentence_that_stays_and_rests_on_a_row_that_changes(project: Path) -> None:
    edit(project, MEMBERS, "TUR,1952-02-18", "TUR,1952-02-19")
    resting = section(told(project), "Sentences that stay, and rest on rows that change")
    assert "An alliance of states such as NATO has grown from twelve to 32" in resting


def test_a_question_that_changes_and_a_figure_that_does(project: Path) -> None:
    edit(project, FIRST, "`32 <len(nato.members())>`", "`32 <len(nato.members(on=2025))>`")
    edit(project, FIRST, "`twelve <", "`eleven <")
    report = told(project)
    assert "`len(nato.members())` → `len(nato.members(on=2025))` gives 32 as before" in report
    assert "the page says eleven, and the data say 12" in section(report, "Look at these first")


def test_sources_gained_lost_and_changed(project: Path) -> None:
    bibliography = project / "docs/references.bib"
    entries = bibliography.read_text(encoding="utf-8").split("\n\n")
    at = next(n for n, entry in enumerate(entries) if "{nato-1949-treaty," in entry)
    renamed = entries[at].replace("nato-1949-treaty", "nato-1949-text")
    other = re.sub(r"year = \{\d{4}\}", "year = {1901}", entries[0])
    assert other != entries[0]
    bibliography.write_text(
        "\n\n".join([other, *entries[1:at], renamed, *entries[at + 1 :]]), encoding="utf-8"
    )
    edit(project, SECOND, "nato-1949-treaty", "nato-1949-text")
    report = told(project)
    sources = section(report, "Sources")
    assert re.search(r"^- gained `nato-1949-text`: ", sources, re.M)
    assert re.search(r"^- lost `nato-1949-treaty`: ", sources, re.M)
    assert re.search(r"^  - `year` \d{4} → 1901$", sources, re.M)
    assert "no longer cites `nato-1949-treaty`\n  - now cites `nato-1949-text`" in report


def test_pages_that_come_go_and_move(project: Path) -> None:
    git(project, "mv", FIRST, "docs/part/begin.md")
    (project / SECOND).unlink()
    (project / "docs/part/third.md").write_text("# Third\n\nWords.\n", encoding="utf-8")
    report = told(project)
    pages = section(report, "Pages that change")
    assert f"(`docs/part/begin.md`): moved from `{FIRST}`" in pages
    assert f"- Second (`{SECOND}`): removed" in pages
    assert "(`docs/part/third.md`): new" in pages
    warned = section(report, "Look at these first")
    for name in (FIRST, SECOND):
        assert f"the page `{name}` is no longer there" in warned


def test_a_sentence_that_is_only_moved_is_told_by_nobody(project: Path) -> None:
    edit(project, SECOND, "# Second\n", "# Second\n\nWords.\n\nMore words.\n")
    git(project, "commit", "-aqm", "Two paragraphs")
    edit(project, SECOND, "Words.\n\nMore words.\n", "More words.\n\nWords.\n")
    assert "## Sentences" not in told(project, BASE="HEAD")


def test_links_lead_to_the_preview_and_to_the_repository(project: Path) -> None:
    edit(project, SECOND, "As {numref}", "Just as {numref}")
    assert f"[Second](<../{SECOND}>)" in told(project)
    report = told(
        project,
        PREVIEW="https://preview.example/7/",
        ALLIED_REPOSITORY="https://code.example/a/b",
        REVISION="abc",
    )
    assert "[preview](<https://preview.example/7/part/second.html#second>)" in report
    assert f"(<https://code.example/a/b/blob/abc/{SECOND}?plain=1#L9>)" in report


def test_programs_are_named_to_be_read_first(project: Path) -> None:
    edit(project, "source/allied/__init__.py", '"""The data', '"""All the data')
    (project / "new file.txt").write_text("words\n", encoding="utf-8")
    other = section(told(project), "Other files")
    assert other.startswith("Some of these are programs: read them before you run them.\n")
    assert "`source/allied/__init__.py`" in other
    assert "`new file.txt`" in other
    assert MEMBERS not in other


def test_a_base_with_programs_of_its_own_time_is_asked_by_these(project: Path) -> None:
    edit(project, "source/allied_check/doctests.py", "def run_table(", "def run_it(")
    git(project, "commit", "-aqm", "Older programs")
    edit(project, "source/allied_check/doctests.py", "def run_it(", "def run_table(")
    edit(project, MEMBERS, "FIN,2023-04-04", "FIN,1998-04-04")
    report = told(project, BASE="HEAD")
    assert "The base is read by the programs of this tree" in report
    assert "gives 4 April 2023 → 4 April 1998" in report


def test_what_cannot_be_read_is_said_first(project: Path) -> None:
    path = project / MEMBERS
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    edit(project, SECOND, "# Second", "<<<<<<< ours\n# Second")
    report = told(project)
    warned = section(report, "Look at these first").splitlines()
    assert "this file is separated by semicolons" in warned[0]
    assert "a conflict of two versions is left here" in warned[1]
    assert len(warned) == 2 + 1
    assert "- removed" not in section(report, "Rows")


def test_a_shallow_clone_of_two_commits_is_enough(project: Path, tmp_path: Path) -> None:
    for number in range(3):
        edit(project, SECOND, "# Second\n", f"# Second\n\nWords {number}.\n")
        git(project, "commit", "-aqm", f"Words {number}")
    clone = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "2", project.as_uri(), str(clone))
    sentences = section(told(clone, BASE="HEAD^1"), "Sentences")
    assert "Words 2" in sentences
    assert "Words 1" not in sentences


def test_a_branch_is_compared_with_where_it_left_the_other(project: Path) -> None:
    git(project, "switch", "-qc", "change")
    edit(project, SECOND, "# Second\n", "# Second\n\nOurs.\n")
    git(project, "commit", "-aqm", "Ours")
    git(project, "switch", "-q", "main")
    edit(project, SECOND, "# Second\n", "# Second\n\nTheirs.\n")
    git(project, "commit", "-aqm", "Theirs")
    git(project, "switch", "-q", "change")
    report = told(project)
    assert "Compared with where it left `main`" in report
    assert "Ours." in report
    assert "Theirs." not in report


@pytest.mark.parametrize("base", ["nowhere", "--all", "main:docs"])
def test_a_base_that_is_not_there(project: Path, base: str) -> None:
    done = review(project, BASE=base)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"there is no commit {base}; name one with `make review BASE=...`" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "build").exists()


def test_a_folder_without_git(project: Path) -> None:
    shutil.rmtree(project / ".git")
    done = review(project, GIT_CEILING_DIRECTORIES=str(project.parent))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("this folder is no working copy of git; ")


def test_words_of_a_stranger_are_shown_and_do_nothing(project: Path) -> None:
    hostile = "<img src=x onerror=alert()> [click](https://evil.example) ![x](https://evil.example)"
    edit(project, MEMBERS, "FIN,2023-04-04", f"FIN {hostile},2023-04-04")
    report = told(project)
    assert "onerror" in report
    words = re.sub(r"^ *```diff$.*?^ *```$", "", report, flags=re.M | re.S)
    assert r"\<img src=x" in words
    assert not re.search(r"(?<!\\)<img", words)
    assert "https://evil" not in words
    assert plain("| a\n# b") == r"\| a \# b"
    assert code("a``b") == "``` a``b ```"
    assert fenced(["```", "x"]) == ["````diff", "```", "x", "````"]
