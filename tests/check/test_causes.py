"""What breaks a file is told once, first, with the remedy; what only follows from it is not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from allied.store.problems import Problem, gathered
from conftest import ROOT, copy_project, sphinx
from small_site import small_project
from warm import Program

DATA = "source/allied/data"
EVENTS, STATES = f"{DATA}/events.csv", f"{DATA}/states.csv"
PACKAGE = f"{DATA}/datapackage.json"
FIRST, SECOND, GLOSSARY, BIBLIOGRAPHY = (
    "docs/part/first.md",
    "docs/part/second.md",
    "docs/glossary.md",
    "docs/references.bib",
)
Change = Callable[[bytes], bytes]
Command = Callable[..., subprocess.CompletedProcess[str]]


def swap(old: str, new: str) -> Change:
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode())

    return change


def once(old: str, new: str) -> Change:
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return change


def encoded(name: str) -> Change:
    return lambda data: data.decode().encode(name, "replace")


def conflict(data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = min(20, len(lines) - 2)
    marked = [b"<<<<<<< HEAD", lines[at], b"=======", lines[at], b">>>>>>> theirs"]
    return b"\n".join([*lines[:at], *marked, *lines[at + 1 :]])


def unclosed(data: bytes) -> bytes:
    """The last quote of the first row that has one is lost."""
    lines = data.split(b"\n")
    at = next(number for number, line in enumerate(lines) if b'"' in line)
    before, _, after = lines[at].rpartition(b'"')
    return b"\n".join([*lines[:at], before + after, *lines[at + 1 :]])


BREAKS: dict[str, tuple[str, Change | None, str, str]] = {
    "a date in another form": (
        EVENTS,
        once(",1939-03-31,", ",31/03/1939,"),
        "date is '31/03/1939'",
        "write a date such as 1949",
    ),
    "a comma too many": (EVENTS, once(",1939-03-31,", ",1939-03-31,,"), " values under ", "give"),
    "all dates as Excel writes them": (
        EVENTS,
        lambda data: re.sub(rb",(\d{4})-(\d\d)-(\d\d),", rb",\3/\2/\1,", data),
        "and so on lines",
        "write a date such as 1949",
    ),
    "semicolons": (EVENTS, swap(",", ";"), "separated by semicolons, as Excel", "CSV UTF-8 with"),
    "tabs": (STATES, swap(",", "\t"), "separated by tabs", "save it as CSV UTF-8 with commas"),
    "columns in another order": (
        EVENTS,
        once("id,date,name", "id,name,date"),
        "the header names its columns in another order",
        "let it be id,date,name,",
    ),
    "a row in the wrong year": (
        EVENTS,
        once(",1949-04-04,", ",2949-04-04,"),
        "the row of 2949-04-04 is out of order",
        "or correct its date",
    ),
    "rows that a spreadsheet left blank": (
        EVENTS,
        lambda data: data + b",,,,,,,\n" * 9,
        "the row is blank (so also at",
        "remove it",
    ),
    "a workbook": (
        EVENTS,
        lambda data: b"PK\x03\x04" + data,
        "no text but a workbook",
        "save it as CSV",
    ),
    "a sign that nobody sees": (
        EVENTS,
        once("Lend-Lease Act", "Lend-Lease \u202eAct"),
        "an invisible character (U+202E) stands in name",
        "delete it",
    ),
    "quotation marks of a letter": (
        EVENTS,
        once('"Ogdensburg, New York"', "\u201cOgdensburg, New York\u201d"),
        "values under",
        "other quotation marks do not quote",
    ),
    "a value without an end": (
        EVENTS,
        once("Lend-Lease Act", "x" * 200_000),
        "a value in this row goes on for more than",
        "shorten it",
    ),
    "a state that is misspelt": (
        f"{DATA}/nato_members.csv",
        once("DEU,1955", "GER,1955"),
        "'GER' is not in states.csv",
        "correct it, or add a row",
    ),
    "a source of a row that is misspelt": (
        EVENTS,
        once(",nara-2019-lendlease,", ",nara-2019-landlease,"),
        "there is no source 'nara-2019-landlease'",
        "did you mean 'nara-2019-lendlease'?",
    ),
    "sources in which a sign hides": (
        BIBLIOGRAPHY,
        once("title = {{", "title = {{\u202e"),
        "the invisible character U+202E stands",
        "delete it",
    ),
    "no header": (
        STATES,
        lambda data: data.split(b"\n", 1)[1],
        "does not begin with its header",
        "put this line above it: code,alpha2,",
    ),
    "a header that is cut": (
        EVENTS,
        once(",locator", ""),
        "the header has no column 'locator'",
        "restore 'locator'",
    ),
    "a table in UTF-16": (STATES, encoded("utf-16"), "is in UTF-16", "save it as UTF-8"),
    "a table in Windows-1252": (EVENTS, encoded("cp1252"), "not in UTF-8", "save it as UTF-8"),
    "a quote without an end": (EVENTS, unclosed, "in this row is not closed", "close it before"),
    "a table in conflict": (EVENTS, conflict, "a conflict of two versions", "keep one of the two"),
    "an empty table": (EVENTS, lambda _: b"", "the file is empty", "begin with a header: id,date"),
    "a table that is gone": (EVENTS, None, "there is no such file", "restore it"),
    "a row that many name": (
        STATES,
        lambda data: re.sub(rb"^POL,.*\n", b"", data, flags=re.M),
        "'POL' is not in states.csv (so also at",
        "add a row to states.csv",
    ),
    "a schema that is cut": (PACKAGE, once("}", ""), "the file is not JSON", "correct the line"),
    "a schema in conflict": (PACKAGE, conflict, "a conflict of two versions", "keep one of"),
    "a role that is misspelt": (
        FIRST,
        lambda data: data + b"\nIt has {facts}`31 <len(nato.members())>` members.\n",
        "there is no role {facts}",
        "did you mean fact?",
    ),
    "a role without its brace": (
        FIRST,
        lambda data: data + b"\nIt has {fact`31 <len(nato.members())>` members.\n",
        "would be shown as it is: '{fact'",
        "with both braces and no space",
    ),
    "a role with a space": (
        FIRST,
        lambda data: data + b"\nIt has {fact} `31 <len(nato.members())>` members.\n",
        "would be shown as it is: '{fact}'",
        "with both braces and no space",
    ),
    "a link to nothing": (
        FIRST,
        lambda data: data + b"\n[Words]() {cite:p}`nato-1949-treaty`.\n",
        "the link of 'Words' leads nowhere",
        "between the round brackets",
    ),
    "a link to a page that is misspelt": (
        FIRST,
        lambda data: data + b"\n[Words](../glosary.md) {cite:p}`nato-1949-treaty`.\n",
        "leads nowhere",
        "did you mean '../glossary.md'?",
    ),
    "a page in no contents, as its name there is misspelt": (
        "docs/index.md",
        once("\npart/second\n", "\npart/secondd\n"),
        "there is no page 'part/secondd'",
        "did you mean 'part/second'?",
    ),
    "an empty page": (FIRST, lambda _: b"", "the page is empty", "restore it"),
    "a page without a description": (
        FIRST,
        lambda data: data.split(b"---\n", 2)[2],
        "the page has no description",
        "begin it with a line ---",
    ),
    "a description that is never closed": (
        FIRST,
        once("\n---\n", "\n"),
        "the part that begins with --- is never closed",
        "write --- on a line of its own",
    ),
    "a description that is indented by a tab": (
        FIRST,
        once("  html_meta:", "\thtml_meta:"),
        "between the --- lines cannot be read",
        "indent it with spaces",
    ),
    "a description that holds a colon": (
        FIRST,
        once("description: ", "description: This: "),
        "between the --- lines cannot be read",
        "between quotation marks",
    ),
    "a page without its title": (
        FIRST,
        lambda data: re.sub(rb"^# .*\n", b"", data, count=1, flags=re.M),
        "does not begin with its title",
        "write it as `# Title`",
    ),
    "a page in conflict": (SECOND, conflict, "a conflict of two versions", "keep one of the two"),
    "a front page in conflict": ("docs/index.md", conflict, "a conflict of two", "keep one"),
    "a glossary in conflict": (GLOSSARY, conflict, "a conflict of two versions", "keep one of"),
    "a glossary that is gone": (GLOSSARY, None, "there is no glossary", "restore the file"),
    "a page in UTF-16": (FIRST, encoded("utf-16"), "is in UTF-16", "save it as UTF-8"),
    "a page in Windows-1252": (
        GLOSSARY,
        lambda data: encoded("cp1252")(data.replace(b"alliance", "alliance\u2019s".encode())),
        "not in UTF-8",
        "save it as UTF-8",
    ),
    "a block without an end": (
        FIRST,
        lambda data: data.removesuffix(b"```\n"),
        "the block that begins with ```{checked-table} is never closed",
        "write ``` on a line of its own",
    ),
    "sources in conflict": (BIBLIOGRAPHY, conflict, "a conflict of two versions", "keep one of"),
    "sources in UTF-16": (BIBLIOGRAPHY, encoded("utf-16"), "is in UTF-16", "save it as UTF-8"),
    "sources in Windows-1252": (BIBLIOGRAPHY, encoded("cp1252"), "not in UTF-8", "save it as"),
    "a field of a source that goes on": (
        BIBLIOGRAPHY,
        once("title = {{", "title = {{" + "x " * 9_000),
        "the title of",
        "shorten it",
    ),
    "strings that grow": (
        BIBLIOGRAPHY,
        lambda data: (
            b"@string{a = {xxxxxxxxxx}}\n"
            + b"".join(
                b"@string{%c = %s}\n" % (98 + n, b" # ".join([b"%c" % (97 + n)] * 10))
                for n in range(7)
            )
            + data
        ),
        "the strings up to here are too long",
        "correct it",
    ),
    "an address behind another": (
        BIBLIOGRAPHY,
        once("url = {https://", "url = {https://www.nato.int@"),
        "hides its address behind an @",
        "write it without",
    ),
    "sources that are empty": (
        BIBLIOGRAPHY,
        lambda _: b"",
        "the file holds no source",
        "restore it",
    ),
    "an entry without its end": (BIBLIOGRAPHY, once("},\n", ",\n"), "cannot be read", "correct it"),
    "sources that are gone": (BIBLIOGRAPHY, None, "there is no such file", "restore it"),
    "a source under another key": (
        BIBLIOGRAPHY,
        once("{nato-1949-treaty,", "{nato-1949-treatyx,"),
        "there is no source 'nato-1949-treaty' (so also at",
        "did you mean 'nato-1949-treatyx'?",
    ),
}
# Told where they are missed, which is elsewhere.
ELSEWHERE = {"a row that many name", "a source under another key"}


def break_file(folder: Path, name: str) -> Path:
    file, change, _, _ = BREAKS[name]
    path = folder / file
    if change is None:
        path.unlink()
    else:
        data = path.read_bytes()
        path.write_bytes(change(data))
        assert path.read_bytes() != data
    return path


def problems(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What the command says, without the line that counts."""
    assert (done.returncode, done.stderr) == (1, "")
    return done.stdout.splitlines()[:-2]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_project(tmp_path_factory.mktemp("causes") / "project")


@pytest.fixture(scope="module")
def run(original: Path) -> Iterator[Command]:
    modules = ("allied_check.__main__", "allied_check.diagrams")
    program = Program("allied_check", original, *modules)
    kept = {name: text for name, text in os.environ.items() if name != "GITHUB_ACTIONS"}
    yield partial(program.run, original, kept)
    program.close()


@pytest.fixture(scope="module")
def files(original: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in original.rglob("*") if path.is_file()}


@pytest.fixture
def project(original: Path, files: dict[Path, bytes]) -> Iterator[Path]:
    """A small project, which is put in order again."""
    yield original
    for path in list(original.rglob("*")):
        if path.is_file() and path not in files:
            path.unlink()
    for path, data in files.items():
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)


def told_once(name: str, folder: Path, path: Path, found: list[str]) -> None:
    _, _, wrong, remedy = BREAKS[name]
    if name == "a glossary that is gone":  # links to the page itself are told as well
        assert all("there is no page" in line for line in found[1:])
        found = found[:1]
    assert len(found) == 1
    place, _, said = found[0].partition(": ")
    file = path.relative_to(folder).as_posix()
    assert (place.rpartition(":")[0] == file) is (name not in ELSEWHERE)
    assert wrong in said
    assert remedy in said.split("; ", 1)[1]


@pytest.mark.parametrize("name", BREAKS)
def test_the_cause_is_told_once_and_nothing_else(project: Path, run: Command, name: str) -> None:
    path = break_file(project, name)
    told_once(name, project, path, problems(run("check")))


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("causes") / "article")


@pytest.mark.parametrize(
    "name",
    ["semicolons", "a row that many name", "a glossary in conflict", "sources in conflict"],
)
def test_nor_where_a_whole_article_follows_from_it(article: Path, name: str) -> None:
    file = article / BREAKS[name][0]
    data = file.read_bytes()
    try:
        path = break_file(article, name)
        done = subprocess.run(
            [sys.executable, "-m", "allied_check", "check"],
            cwd=article,
            env={**os.environ, "PYTHONPATH": "source", "GITHUB_ACTIONS": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        told_once(name, article, path, problems(done))
    finally:
        file.write_bytes(data)


@pytest.mark.parametrize("name", ["semicolons", "a table in UTF-16", "a schema that is cut"])
def test_a_page_asked_alone_tells_the_cause_too(project: Path, run: Command, name: str) -> None:
    break_file(project, name)
    assert problems(run("check", FIRST)) == problems(run("check"))


def test_other_mistakes_are_told_after_the_cause(project: Path, run: Command) -> None:
    break_file(project, "semicolons")
    path = project / SECOND
    path.write_text(path.read_text(encoding="utf-8") + "\nThere are 17 bodies.\n", encoding="utf-8")
    found = problems(run("check"))
    assert found[0].startswith(f"{EVENTS}:1: ")
    assert all(line.startswith(f"{SECOND}:") for line in found[1:])
    assert any("17" in line for line in found[1:])


@pytest.mark.parametrize(
    "name",
    ["a row that many name", "an entry without its end", "a schema that is cut"],
)
def test_a_build_says_what_the_command_says(project: Path, run: Command, name: str) -> None:
    break_file(project, name)
    done = sphinx(project, "html", "build/html", "-q")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    plain = re.sub(r"\x1b\[[\d;]*m", "", done.stderr)
    said = re.findall(r"^(\S+:\d+: )WARNING: (.*) \[allied\.\w+\]$", plain, re.M)
    assert [place + message for place, message in said] == problems(run("check"))


@pytest.mark.parametrize("name", ["sources that are gone"])
def test_the_tests_say_what_the_command_says(project: Path, run: Command, name: str) -> None:
    shutil.copytree(ROOT / "tests", project / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "pyproject.toml", project)
    break_file(project, name)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/data", "tests/check"],
        cwd=project,
        env={key: text for key, text in os.environ.items() if not key.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    said = done.stdout + done.stderr
    for line in problems(run("check")):
        assert line in said
    assert "FAILED" not in said
    assert "Traceback" not in said


def test_few_places_are_told_one_by_one_and_many_once(tmp_path: Path) -> None:
    problems = [Problem(tmp_path / f"{number}.md", 1, "no X", "add X", "X") for number in range(5)]
    assert gathered(problems[:3]) == problems[:3]
    [told] = gathered(problems)
    places = ", ".join(f"{problem.path.as_posix()}:1" for problem in problems[1:4])
    assert told.wrong == f"no X (so also at {places} and 1 more)"
    other = Problem(tmp_path / "z.md", 1, "no Y", "add Y")
    assert gathered([*problems, other], [other.path]) == [other, told]


@pytest.mark.parametrize(
    "name", ["semicolons", "a row that many name", "a schema that is cut", "a page in conflict"]
)
def test_nothing_is_rewritten_from_what_is_broken(project: Path, run: Command, name: str) -> None:
    path = break_file(project, name)
    members = project / DATA / "nato_members.csv"
    members.write_bytes(members.read_bytes().replace(b"POL,1999-03-12", b"POL,2000-03-12"))
    before = {page: page.read_bytes() for page in (project / "docs").rglob("*.md")}
    done = run("fix")
    assert (done.returncode, done.stderr) == (1, "")
    told = done.stdout.splitlines()
    assert BREAKS[name][2] in "\n".join(told)
    changed = [page for page in before if page.read_bytes() != before[page]]
    if path.suffix == ".md":  # the other pages can be mended all the same
        assert changed
        assert path not in changed
    else:
        assert told[1:] == ["", "Nothing was rewritten: the data come first."]
        assert changed == []
