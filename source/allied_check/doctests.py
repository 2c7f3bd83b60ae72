"""Runs one expression or one page's examples: the engine of the build, of pytest and of
``python -m allied_check check``.

Facts and checked tables see the names of `allied` and nothing else. The other examples of a
page share one namespace that begins empty: they import what they use, so that a reader can
copy them.
"""

from __future__ import annotations

import contextlib
import difflib
import doctest
import io
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import allied
from allied.store.markdown import differences
from allied.store.problems import DataError, Problem
from allied.store.tables import Recording, recording
from allied.store.words import spell

from .meaning import means
from .page import Block, Page, Role

_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True, slots=True)
class Result:
    """The value of an expression, or why it has none, and what was read on the way."""

    value: Any
    error: str
    record: Recording


@dataclass(frozen=True, slots=True)
class TableRun:
    """A checked table: what its example prints now, and what it read."""

    source: str
    expected: tuple[str, ...]
    expected_line: int
    got: tuple[str, ...]
    error: str
    record: Recording


@dataclass(slots=True)
class Outcome:
    """One example that did not print what the page says. Lines are numbers in the page."""

    problems: list[Problem] = field(default_factory=list)
    record: Recording = field(default_factory=Recording)
    count: int = 0
    repairs: list[tuple[int, int, list[str]]] = field(default_factory=list)


def names() -> dict[str, Any]:
    """The names that facts and checked tables may use."""
    return {name: getattr(allied, name) for name in allied.__all__}


@cache
def evaluate(expression: str) -> Result:
    """The value of one expression. Errors are caught and told in one line."""
    with recording() as record:
        try:
            return Result(eval(expression, names()), "", record)
        except DataError as error:
            return Result(None, f"the data are broken ({error.problems[0]})", record)
        except Exception as error:
            return Result(None, _told(error), record)


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".replace("\n", " ")


def _hint(error: str) -> str:
    unknown = re.search(r"name '(\w+)' is not defined", error)
    close = difflib.get_close_matches(unknown[1], allied.__all__) if unknown else []
    if close:
        return f"did you mean {' or '.join(close)}?"
    return "correct the expression; the questions are the names in source/allied/__init__.py"


def check_fact(role: Role, path: Path) -> Iterator[Problem]:
    """A fact's text must mean the value of its expression."""
    shown, expression = role.split()
    if shown == expression:
        yield Problem(
            path,
            role.line,
            f"the fact {role.text!r} has no expression",
            'write it as {fact}`32 <len(members("NATO"))>`',
        )
        return
    result = evaluate(expression)
    if result.error:
        yield Problem(
            path,
            role.line,
            f"the fact {shown!r} cannot be evaluated: {expression} gives {result.error}",
            _hint(result.error),
        )
    elif not result.record.lines:
        yield Problem(
            path,
            role.line,
            f"the fact {shown!r} reads no data: {expression}",
            "ask a question of the data, or write the text without the role",
        )
    elif not means(shown, result.value):
        yield Problem(
            path,
            role.line,
            f"the page says {shown!r}, the data say {spell(result.value)} "
            f"({expression}, from {result.record.where()})",
            "correct the sentence, or the row if the source says so",
        )


@cache
def _run_table(source: str) -> tuple[tuple[str, ...], str, Recording]:
    with recording() as record:
        try:
            value = eval(source, names())
        except Exception as error:
            return (), _told(error), record
    return tuple(str(value).splitlines()), "", record


def run_table(block: Block) -> TableRun:
    """Run the example of a checked table."""
    source: list[str] = []
    rest = list(block.body)
    used = 0
    while rest and (rest[0].startswith((">>> ", "... ")) or rest[0] in ("...", ">>>")):
        source.append(rest.pop(0)[4:])
        used += 1
    while rest and not rest[-1].strip():
        rest.pop()
    text = "\n".join(source)
    got, error, record = _run_table(text)
    if not source:
        error = "there is no example"
    return TableRun(text, tuple(rest), block.body_line + used, got, error, record)


def check_table(block: Block, path: Path) -> Iterator[Problem]:
    """A checked table's rows must be what its example prints."""
    run = run_table(block)
    if run.error:
        yield Problem(
            path,
            block.body_line,
            f"the checked table cannot be made: {run.error}",
            'begin the block with an example such as >>> table(rows, "Year", "Allies")',
        )
        return
    for index, wrong in differences(list(run.expected), list(run.got)):
        yield Problem(
            path,
            run.expected_line + index,
            f"the checked table {wrong} (from {run.record.where()})",
            "run `make fix`, then read the sentences around it again",
        )


class _Runner(doctest.DocTestRunner):
    """Collects failures as problems with the page's own line numbers."""

    def __init__(self, outcome: Outcome, path: Path, block: Block) -> None:
        super().__init__(verbose=False, optionflags=_FLAGS)
        self.outcome, self.path, self.block = outcome, path, block

    def report_failure(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        line = (test.lineno or 0) + example.lineno + 1
        says, holds = example.want.strip() or "nothing", got.strip() or "nothing"
        self.outcome.problems.append(
            Problem(
                self.path,
                line,
                f"the example prints {holds!r}, the page says {says!r}",
                "run `make fix`, or correct the example",
            )
        )
        first = line + example.source.count("\n")
        pad = self.block.indent + " " * example.indent
        self.outcome.repairs.append(
            (first, first + example.want.count("\n") - 1, [pad + row for row in got.splitlines()])
        )

    def report_unexpected_exception(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        self.outcome.problems.append(
            Problem(
                self.path,
                (test.lineno or 0) + example.lineno + 1,
                f"the example fails with {_told(exc_info[1])}",
                "correct the example",
            )
        )


def run_examples(page: Page) -> Outcome:
    """Run the examples of a page in order, in one namespace: all four spellings."""
    outcome = Outcome()
    globs: dict[str, Any] = {"__name__": "__main__"}
    printed = ""
    with recording() as record:
        for block in page.blocks:
            if block.kind in ("doctest", "pycon"):
                _run_doctest(block, page.path, globs, outcome)
            elif block.kind in ("testsetup", "testcode", "testcleanup"):
                printed = _run_code(block, page.path, globs, outcome)
            elif block.kind == "testoutput":
                outcome.count += 1
                if not doctest.OutputChecker().check_output(
                    block.text.rstrip() + "\n", printed.rstrip() + "\n", _FLAGS
                ):
                    outcome.problems.append(
                        Problem(
                            page.path,
                            block.line,
                            f"the example prints {printed.strip()!r}, "
                            f"the page says {block.text.strip()!r}",
                            "run `make fix`, or correct the example",
                        )
                    )
                    lines = [block.indent + row for row in printed.rstrip().splitlines()]
                    end = block.body_line + len(block.body) - 1
                    outcome.repairs.append((block.body_line, end, lines))
    outcome.record = record
    return outcome


def _run_doctest(block: Block, path: Path, globs: dict[str, Any], outcome: Outcome) -> None:
    text = block.text + "\n"
    try:
        test = doctest.DocTestParser().get_doctest(
            text, globs, path.name, str(path), block.body_line - 1
        )
    except ValueError as error:
        outcome.problems.append(
            Problem(path, block.line, f"the example cannot be read: {error}", "correct its layout")
        )
        return
    test.globs = globs  # get_doctest copies it; the examples of a page share theirs
    if not test.examples:
        outcome.problems.append(
            Problem(path, block.line, "the block holds no example", "begin a line with >>> ")
        )
    outcome.count += len(test.examples)
    _Runner(outcome, path, block).run(test, out=lambda text: None, clear_globs=False)


def _run_code(block: Block, path: Path, globs: dict[str, Any], outcome: Outcome) -> str:
    """Run plain code and return what it printed."""
    printed = io.StringIO()
    name = f"<{path.name}:{block.body_line}>"
    source = "\n" * (block.body_line - 1) + block.text
    try:
        code = compile(source, name, "exec")
        with contextlib.redirect_stdout(printed):
            exec(code, globs)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == name]
        line = error.lineno if isinstance(error, SyntaxError) else (lines or [None])[-1]
        wrong = f"the code fails with {_told(error)}"
        outcome.problems.append(Problem(path, line or block.body_line, wrong, "correct the code"))
    return printed.getvalue()
