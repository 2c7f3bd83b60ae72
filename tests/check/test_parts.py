"""Pages are asked by several processes: the same is told, in the same order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from allied_check import parts
from conftest import ROOT, copy_project

SCRIPT = """
import os, sys
from allied_check import parts
parts._processors = lambda: 3
here = os.getpid()
def square(number):
    {first}
    return number * number, os.getpid()
answers = parts.in_parts(square, range(8))
print([answer for answer, _ in answers], {more})
"""


def asked(script: str, **parts: object) -> subprocess.CompletedProcess[str]:
    """In a process of its own: one that pytest has threads in is not copied."""
    return subprocess.run(
        [sys.executable, "-c", script.format(**parts)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "source")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "first",
    [
        "pass",
        "os.getpid() == here or os._exit(9)",  # what it took is asked again
        "os.getpid() == here or number != 5 or 1 / 0",
        "os.getpid() == here or number != 5 or sys.exit(0)",
    ],
)
def test_answers_come_in_order_also_where_a_copy_fails(first: str) -> None:
    run = asked(SCRIPT, first=first, more="sep=''")
    assert run.stdout == f"{[number * number for number in range(8)]}\n"


def test_copies_take_their_part() -> None:
    """Each process waits until the others have taken something: none does all."""
    run = asked(
        SCRIPT,
        first="import time; time.sleep(0.2)",
        more="len({process for _, process in answers})",
    )
    assert run.stdout.endswith(" 3\n")


def test_what_is_raised_is_raised_here() -> None:
    run = asked(SCRIPT, first="number == 5 and 1 / 0", more="sep=''")
    assert run.returncode == 1
    assert run.stderr.rstrip().endswith("ZeroDivisionError: division by zero")


BEGUN = """
import os
from allied_check import parts
parts._processors = lambda: 2
here = os.getpid()
done, tell = os.pipe()  # a copy tells of each that it has done
go, let = os.pipe()
def square(number):
    {first}
    os.getpid() == here or os.write(tell, b".")
    return number * number, os.getpid()
answers = parts.begun(square, range(8))
for _ in range({awaited}):
    os.read(done, 1)
answers = answers()
print([answer for answer, _ in answers], sum(process == here for _, process in answers))
"""


@pytest.mark.parametrize(
    ("first", "awaited", "own"),
    [
        ("pass", 8, {0}),  # all of it was done by the time that it was asked for
        ("os.getpid() == here or os._exit(9)", 0, {8}),
        # The copy waits with its second until this process has done one.
        ("os.write(let, b'.') if os.getpid() == here else number == 1 and os.read(go, 1)", 1,
         set(range(1, 8))),
    ],
)  # fmt: skip
def test_what_was_begun_is_finished_by_all(first: str, awaited: int, own: set[int]) -> None:
    run = asked(BEGUN, first=first, awaited=awaited)
    squares, here = run.stdout.rsplit(" ", 1)
    assert squares == str([number * number for number in range(8)])
    assert int(here) in own


def test_without_copies_all_is_asked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork", raising=False)
    monkeypatch.setattr(parts, "_processors", lambda: 3)
    assert parts.in_parts(lambda _: os.getpid(), range(4)) == [os.getpid()] * 4


def test_the_command_tells_the_same_by_one_process_and_by_three(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    for number, page in enumerate(sorted((project / "docs").rglob("*.md"))):
        if number % 3 == 0:
            page.write_text(page.read_text(encoding="utf-8") + "\n17 allies `x` [a](b.md).\n")

    def told(count: int) -> tuple[int, str]:
        run = subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys; from allied_check import __main__ as command, parts\n"
                f"parts._processors = lambda: {count}\n"
                "sys.exit(command.main(['check'], ask=parts.in_parts, begin=parts.begun))",
            ],
            cwd=project,
            env={**os.environ, "PYTHONPATH": "source"},
            capture_output=True,
            text=True,
            check=False,
        )
        return run.returncode, run.stdout

    alone = told(1)
    assert alone[0] == 1
    assert alone[1].count(" is bound to nothing") > 10
    assert told(3) == alone
