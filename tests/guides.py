"""Reads a guide of docs/contribute/ and does on a copy of the project what it tells its reader.

What a guide says to do stands in fences. The line above a fence says what the fence is:

- ``In `FILE`, change:`` and then ``to:``, the words before and after;
- ``In `FILE`, below:`` and then ``add:``, words of a line and the lines added under it;
- ``In `FILE`, above:`` and then ``add:``, the same over it;
- ``At the end of `FILE`, add:``;
- ``Make the file `FILE`:``;
- ``\\`FILE` now holds:``, a result.

A fence of ``console`` holds commands, each after ``$``, with what they answer below; ``...``
stands for what may differ. A fence that is none of these is an error, so that no step of a guide
is left out in silence. ``python tests/guides.py`` writes the answers of all guides anew.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
GUIDES = ROOT / "docs/contribute"
NOT_GUIDES = ("decisions", "hosting", "index", "questions", "reference", "security", "style")
COPIED = (".github", "CHANGELOG.md", "Makefile", "_static", "conf.py", "docs", "pyproject.toml")
COPIED += ("requirements.txt", "requirements-test.txt", "source", "tests")
PROGRAMS = ("make", "git", ".venv/bin/python", ".venv/bin/pytest")

_FENCE = re.compile(r"^(?P<marks>`{3,})(?P<kind>[a-z]+)\n(?P<body>.*?)^(?P=marks)$", re.M | re.S)
_LEADS = {
    "change": re.compile(r"In `([^`]+)`, change:"),
    "below": re.compile(r"In `([^`]+)`, below:"),
    "above": re.compile(r"In `([^`]+)`, above:"),
    "end": re.compile(r"At the end of `([^`]+)`, add:"),
    "make": re.compile(r"Make the file `([^`]+)`:"),
    "holds": re.compile(r"`([^`]+)` now holds:"),
}
_SECONDS = {"to:": ("change",), "add:": ("below", "above")}


class Stale(AssertionError):
    """The guide and the project no longer fit: where, what, and what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a guide tells its reader to do, or to find; ``line`` is its fence's."""

    line: int
    kind: str  # a key of _LEADS, or "console"
    file: str
    first: str  # what is looked for, made, added or held; the body of a console
    second: str = ""  # what takes its place or is added


def guides() -> list[Path]:
    """The pages that tell how to do one thing."""
    return sorted(path for path in GUIDES.glob("*.md") if path.stem not in NOT_GUIDES)


def steps(path: Path) -> Iterator[Step]:
    """The steps of a guide in their order; Stale where a fence is no step."""
    text = path.read_text(encoding="utf-8")
    waiting: Step | None = None
    for match in _FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        lead = text[: match.start()].rstrip("\n").rsplit("\n", 1)[-1]
        body = match["body"]
        if waiting is not None:
            if waiting.kind not in _SECONDS.get(lead, ()):
                wrong = f"{waiting.kind!r} has no second part before this fence"
                raise Stale(f"{path}:{line}: {wrong}; write `to:` or `add:` above it")
            yield Step(waiting.line, waiting.kind, waiting.file, waiting.first, body)
            waiting = None
        elif match["kind"] == "console":
            yield Step(line, "console", "", body)
        else:
            found = [(kind, hit) for kind, form in _LEADS.items() if (hit := form.search(lead))]
            if not found:
                raise Stale(
                    f"{path}:{line}: nothing above this fence says what to do with it; "
                    "see the top of tests/guides.py"
                )
            kind, hit = found[0]
            step = Step(line, kind, hit[1], body)
            if kind in ("change", "below", "above"):
                waiting = step
            else:
                yield step
    if waiting is not None:
        raise Stale(f"{path}:{waiting.line}: what takes its place is missing; write `to:`")


def copy(folder: Path) -> Path:
    """A copy of the project as a clone gives it, with the environment of the tests."""
    folder.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            leave = shutil.ignore_patterns("__pycache__", ".*_cache")
            shutil.copytree(source, folder / name, ignore=leave)
        else:
            shutil.copy2(source, folder / name)
    (folder / ".gitignore").write_text("/.venv\n/build/\n__pycache__/\n", encoding="utf-8")
    (folder / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    for command in ("init -q -b main", "add -A", "commit -q -m The-project"):
        _run(["git", *command.split()], folder)
    return folder


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for person in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{person}_NAME": "A", f"GIT_{person}_EMAIL": "a@example.org"}
        environment[f"GIT_{person}_DATE"] = "2026-11-27T12:00:00Z"
    given = "MAKEFLAGS MAKELEVEL SOURCE_DATE_EPOCH ALLIED_COMMIT PYTHONPATH PYTEST_ADDOPTS"
    for name in given.split():
        environment.pop(name, None)
    if command[0] == "make":  # the environment is that of the tests and not made anew
        made = ("-o", ".venv/ready", "-o", ".venv/tests")
        command = ["make", "--no-print-directory", *made, *command[1:]]
    if command[0].startswith(".venv"):
        environment["PYTHONPATH"] = "source"
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def follow(path: Path, folder: Path, *, commands: bool = True) -> list[tuple[str, str, str]]:
    """Do in ``folder`` what the guide says; each command, what it should answer and what it did.

    Raises Stale where a file is not as the guide says, or a command that should has no success.
    """
    answers = []
    for step in steps(path):
        if step.kind == "console":
            answers += list(_commands(path, step, folder)) if commands else []
        else:
            _edit(path, step, folder)
    return answers


def _edit(path: Path, step: Step, folder: Path) -> None:
    place = f"{path}:{step.line}"
    file = (folder / step.file).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise Stale(f"{place}: {step.file} is outside the project")
    if step.kind == "make":
        if file.exists():
            raise Stale(f"{place}: {step.file} is there already; choose another name")
        file.write_text(step.first, encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8")
    if step.kind == "end":
        file.write_text(text + step.first, encoding="utf-8")
        return
    words = step.first.rstrip("\n")
    count = text.count(words)
    if count != 1:
        times = "not" if count == 0 else f"{count} times"
        raise Stale(
            f"{place}: these words stand {times} in {step.file}; let the guide name a place that "
            f"stands there once:\n{words}"
        )
    start = text.index(words)
    end = start + len(words)
    match step.kind:
        case "change":
            text = text[:start] + step.second.rstrip("\n") + text[end:]
        case "below":
            after = text.find("\n", end) + 1 or len(text)
            text = text[:after] + step.second + text[after:]
        case "above":
            before = text.rfind("\n", 0, start) + 1
            text = text[:before] + step.second + text[before:]
    file.write_text(text, encoding="utf-8")


def _parts(body: str) -> Iterator[tuple[str, str]]:
    """The commands of a console, each with the answer below it."""
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, _, answer = part.partition("\n")
        yield command, answer.strip("\n")


def _commands(path: Path, step: Step, folder: Path) -> Iterator[tuple[str, str, str]]:
    for command, answer in _parts(step.first):
        words = shlex.split(command)
        if words[0] not in PROGRAMS:
            raise Stale(f"{path}:{step.line}: {words[0]} is none of {', '.join(PROGRAMS)}")
        done = _run(words, folder)
        if not answer and done.returncode:
            raise Stale(f"{path}:{step.line}: `{command}` ends so:\n{done.stdout}{done.stderr}")
        yield command, answer, done.stdout.strip("\n") if answer else ""


def agrees(want: str, got: str) -> bool:
    """Whether an answer is the one that the guide shows, where ``...`` stands for anything."""
    return doctest.OutputChecker().check_output(f"{want}\n", f"{got}\n", doctest.ELLIPSIS)


def main() -> None:
    """Write the answers of the guides anew, those that differ; read what changed."""
    import tempfile

    for path in guides():
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as name:
            for command, want, got in follow(path, copy(Path(name, "project"))):
                if not agrees(want, got):
                    text = text.replace(f"$ {command}\n{want}\n", f"$ {command}\n{got}\n", 1)
                    print(f"{path.relative_to(ROOT)}: {command}")
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
