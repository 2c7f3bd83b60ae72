"""``python -m allied_check``: what bad input gets, and what good input gets."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from allied.store.problems import DataError, Problem, annotation
from allied.store.tables import tables
from allied_check import pictures
from allied_check.__main__ import main
from conftest import ROOT, copy_project

BAD = ROOT / "tests/bad"


def run(
    *arguments: str, folder: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    kept = {name: text for name, text in os.environ.items() if name != "GITHUB_ACTIONS"}
    return subprocess.run(
        [sys.executable, "-m", "allied_check", *arguments],
        cwd=folder,
        env={**kept, "PYTHONPATH": "source", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_terrible_page_and_table_get_every_message_at_once() -> None:
    before = {path: path.read_bytes() for path in BAD.rglob("*") if path.is_file()}
    done = run("check", "tests/bad")
    expected = (BAD / "expected.txt").read_text(encoding="utf-8")
    assert done.stdout == expected
    assert done.returncode == 1
    assert done.stderr == ""
    assert {path: path.read_bytes() for path in BAD.rglob("*") if path.is_file()} == before


def test_the_article_holds() -> None:
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("all hold.\n")


def test_a_changed_figure_names_the_sentences_that_no_longer_hold(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    table = project / "source/allied/data/nato_members.csv"
    rows = table.read_text(encoding="utf-8").splitlines()
    sweden = next(n for n, row in enumerate(rows) if row.startswith("SWE"))
    rows[sweden] = rows[sweden].replace("2024-03-07", "2025-03-07")
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = run("check", folder=project)
    assert done.returncode == 1
    assert "docs/appendix/nato-members.md" in done.stdout
    assert "docs/debates/burden-sharing.md" in done.stdout
    assert run("fix", folder=project).returncode == 0
    after = run("check", folder=project).stdout
    assert "the example prints" not in after
    assert "checked table" not in after
    assert "the page says" in after  # sentences are for people


def test_on_github_each_problem_stands_beside_its_line_as_well(tmp_path: Path) -> None:
    page = tmp_path / "50%, one: two.md"
    page.write_text("# Page\n\nIt has 31 % of 17 states.\n", encoding="utf-8")
    plain = run("check", str(page)).stdout.splitlines()
    done = run("check", str(page), GITHUB_ACTIONS="true")
    problems, _, count = plain[:-2], *plain[-2:]
    assert len(problems) > 1
    name = page.as_posix().replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    marked = [
        re.sub(r"^.*two\.md:(\d+): ", rf"::error file={name},line=\1::", line.replace("%", "%25"))
        for line in problems
    ]
    assert done.stdout.splitlines() == [*problems, *marked, "", count]
    assert run("check", GITHUB_ACTIONS="true").stdout.endswith("all hold.\n")


def test_no_word_of_a_page_is_a_command_of_the_runner() -> None:
    problem = Problem(Path("a\n::x.md"), 1, "words\r\n::add-mask::e", "correct 1 %")
    assert annotation(problem) == (
        "::error file=a%0A%3A%3Ax.md,line=1::words%0D%0A::add-mask::e; correct 1 %25"
    )


def test_a_path_that_is_not_there() -> None:
    done = run("check", "nowhere.md")
    assert done.returncode == 2
    assert "nowhere.md: there is no such file or folder" in done.stderr


@pytest.mark.parametrize("name", sorted(tables()))
def test_a_table_is_printed_as_it_stands(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", name]) == 0
    assert capsys.readouterr().out == tables()[name].path.read_text(encoding="utf-8")


def test_the_command_prints_a_table() -> None:
    assert run("table", "passages").stdout == tables()["passages"].path.read_text(encoding="utf-8")


def test_the_tables_are_listed() -> None:
    assert [line.split()[0] for line in run("table").stdout.splitlines()] == list(tables())
    assert run("table", "nothing").returncode == 2


def test_it_runs_without_any_package(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-c", "import allied; print(len(allied.nato.members()))"],
        env={"PYTHONPATH": str(ROOT / "source")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "32\n"


@pytest.mark.parametrize("module", ["allied/questions/events.py", "allied_check/lives.py"])
def test_a_slip_in_a_module_is_a_line_and_no_traceback(tmp_path: Path, module: str) -> None:
    project = copy_project(tmp_path)
    path = project / "source" / module
    lines = path.read_text(encoding="utf-8").count("\n")
    with path.open("a", encoding="utf-8") as handle:
        handle.write("def x(:\n")
    done = run("check", folder=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"source/{module}:{lines + 1}: invalid syntax; correct it\n"


def test_a_slip_in_a_chart_is_a_line_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "membership.py").write_text("YEARS = (\n", encoding="utf-8")
    monkeypatch.setattr(pictures, "_CHARTS", tmp_path)
    with pytest.raises(DataError, match=r"membership\.py:1: '\(' was never closed; correct it"):
        pictures.charts.__wrapped__()


def test_a_source_that_was_read_in_the_future_is_told_by_the_command(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    path = project / "docs/references.bib"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"urldate = \{2026-", "urldate = {2226-", text, count=1), "utf-8")
    done = run("check", folder=project)
    assert done.returncode == 1
    where, _, said = done.stdout.partition(": the source '")
    assert re.fullmatch(r"docs/references\.bib:\d+", where)
    assert re.match(r"[a-z0-9-]+' was read on \d+ November 2226, which has not come; ", said)
