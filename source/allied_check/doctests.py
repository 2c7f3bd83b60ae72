"""Runs one expression or one page's examples: the engine of the build, of pytest and of
``python -m allied_check check``.

Facts and checked tables see the names of `allied` and nothing else, and are read by
`expressions`. The other examples of a page are Python, and share one namespace that begins
empty: they import what they use, so that a reader can copy them.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import allied
from allied.store.markdown import MarkdownTable, cells, differences, is_row
from allied.store.problems import DataError, Problem
from allied.store.tables import Recording, recording
from allied.store.words import spell

from .bounds import Refused
from .expressions import WHERE_LISTED, ask
from .made_up import literal_answer, made_up_cell
from .meaning import means
from .numerals import numerals
from .page import Block, Page, Role
from .vocabulary import EXAMPLES

_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_FLAG_NAMES = {number: name for name, number in doctest.OPTIONFLAGS_BY_NAME.items()}
_DECIDING = ("skipif", "options", "pyversion")  # whether and how Sphinx would run an example
_CUT_NUMBER = re.compile(r"[0-9]\.\.\.|\.\.\.[0-9]")  # an ellipsis would stand for the rest of it
_TEXT = re.compile(r"([\"'])([^\"'\n]*\w [^\"'\n]*)\1")  # with a space: no key and no day
_ANYTHING = re.compile(r"(?:\s|<BLANKLINE>)*\.\.\.(?:\s|\.\.\.|<BLANKLINE>)*")
_VAGUE = "the expected output `...` stands for anything"
_WORDED = (LookupError, ValueError)  # what questions raise
MAX_WORDS = 500  # characters of an error that a message repeats
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Result:
    """The value of an expression, or why it has none, and what was read on the way.

    ``remedy`` is given where the expression itself was refused.
    """

    value: Any
    error: str
    record: Recording
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class TableRun:
    """A checked table: what its example prints now, and what it read."""

    source: str
    expected: tuple[str, ...]
    expected_line: int
    got: tuple[str, ...]
    error: str
    record: Recording
    remedy: str = ""


@dataclass(slots=True)
class Outcome:
    """What the examples of a page did. Lines are numbers in the page.

    A repair is the first and the last line of an output that is not what the page says, and
    the lines that would be; an output that the page leaves out ends before it begins.
    """

    problems: list[Problem] = field(default_factory=list)
    record: Recording = field(default_factory=Recording)
    count: int = 0
    repairs: list[tuple[int, int, list[str]]] = field(default_factory=list)


@cache
def names() -> dict[str, Any]:
    """The names that facts and checked tables may use, those of a group with its own before."""
    found: dict[str, Any] = {}
    for name in allied.__all__:
        value = getattr(allied, name)
        if isinstance(value, ModuleType):
            found |= {f"{name}.{each}": getattr(value, each) for each in value.__all__}
        else:
            found[name] = value
    return found


@cache
def evaluate(expression: str) -> Result:
    """The value of one expression. Errors are caught and told in one line."""
    with recording() as record:
        try:
            return Result(ask(expression, names()), "", record)
        except Refused as refused:
            return Result(None, refused.wrong, record, refused.remedy)
        except DataError as error:
            return Result(None, f"the data are broken ({error.problems[0]})", record)
        except Exception as error:
            return Result(None, _unanswered(error), record)


def _told(error: BaseException) -> str:
    try:
        words = " ".join(str(error).split())
    except Exception:
        words = "an error that cannot say what it is"
    if len(words) > MAX_WORDS:
        words = f"{words[:MAX_WORDS]} ..."
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _unanswered(error: Exception) -> str:
    """Why a question has no answer: in the words of the question itself, where it has any."""
    told = _told(error)
    return told.removeprefix(f"{type(error).__name__}: ") if type(error) in _WORDED else told


def check_fact(role: Role, path: Path) -> Iterator[Problem]:
    """A fact's text must mean the value of its expression."""
    shown, expression = role.split()
    if shown == expression:
        yield Problem(
            path,
            role.line,
            f"the fact {role.text!r} has no expression",
            "write it as {fact}`32 <len(nato.members())>`",
        )
        return
    result = evaluate(expression)
    if result.remedy:
        yield Problem(
            path,
            role.line,
            f"the fact {shown!r} cannot be evaluated: {result.error}",
            result.remedy,
        )
    elif result.error:
        wrong, _, meant = result.error.partition("; ")
        yield Problem(
            path,
            role.line,
            f"the fact {shown!r} cannot be evaluated: {expression} gives: {wrong}",
            meant or f"correct the expression; {WHERE_LISTED}",
            cause=result.error,
        )
    elif not result.record.lines:
        yield Problem(
            path,
            role.line,
            f"the fact {shown!r} reads no data: {expression}",
            "ask a question of the data, or write the text without the role",
        )
    elif _unknown(result.value):
        yield Problem(
            path,
            role.line,
            f"the page says {shown!r}, the data do not say (the value is unknown) "
            f"({expression}, from {result.record.where()})",
            "take the statement out, or fill in the row if the source says it",
        )
    elif not means(shown, result.value):
        yield Problem(
            path,
            role.line,
            f"the page says {shown!r}, the data say {spell(result.value)} "
            f"({expression}, from {result.record.where()})",
            _PERCENT
            if _is_share(shown, result.value)
            else "correct the sentence, or the row if the source says so",
        )
    elif literal := literal_answer(expression, names()):
        yield Problem(
            path,
            role.line,
            f"the fact {shown!r} may be answered by {literal}, which the question itself holds",
            "ask the data for it: a column of a row, a count or a sum of rows",
        )


_PERCENT = "a share is asked for as percent_of(part, whole), a change as percent_change(old, new)"


def _is_share(shown: str, value: Any) -> bool:
    """True where the text names per cent and the value is the same number without a unit."""
    number = re.sub(r"\s*(?:%|per cent|percent)$", "", shown.strip())
    return number != shown.strip() and means(number, value)


def _unknown(value: Any) -> bool:
    return value is None or (isinstance(value, list | tuple | set) and None in value)


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
    result = evaluate(text)
    error, remedy = result.error, result.remedy
    if not source:
        error, remedy = "there is no example", ""
    elif error:
        remedy = remedy or "correct the question, or the row that it asks for"
    elif not isinstance(result.value, MarkdownTable):
        error = f"the example gives {spell(result.value)}, which is not a table"
    got = () if error else tuple(str(result.value).split("\n"))
    return TableRun(text, tuple(rest), block.body_line + used, got, error, result.record, remedy)


def check_table(block: Block, path: Path) -> Iterator[Problem]:
    """A checked table's rows must be what its example prints."""
    run = run_table(block)
    if run.error:
        yield Problem(
            path,
            block.body_line,
            f"the checked table cannot be made: {run.error}",
            run.remedy
            or 'begin the block with an example such as >>> table(rows, "Year", "Allies")',
            cause=run.error if run.source else "",
        )
        return
    if not run.record.lines:
        yield Problem(
            path,
            block.body_line,
            "the checked table reads no data",
            "ask the data for its rows, or write it as a {table} whose cells cite sources",
        )
    shown = {cell for row in run.expected for cell in cells(row)}
    if number := made_up_cell(run.source, names(), shown):
        yield Problem(
            path,
            block.body_line,
            f"the checked table shows {number}, which its example itself holds",
            "ask the data for it: a column of a row, a count or a sum of rows",
        )
    for index, wrong in differences(list(run.expected), list(run.got)):
        yield Problem(
            path,
            run.expected_line + index,
            f"the checked table {wrong} (from {run.record.where()})",
            "run `make fix`, then read the sentences around it again"
            if all(map(is_row, run.expected))
            else "write each row on a line of its own between bars, and take anything else out",
        )


class _Runner(doctest.DocTestRunner):
    """Collects failures as problems with the page's own line numbers."""

    def __init__(self, outcome: Outcome, path: Path, block: Block) -> None:
        super().__init__(verbose=False, optionflags=_FLAGS)
        self.outcome, self.path, self.block = outcome, path, block
        self.line = block.body_line

    def report_start(self, out: Any, test: doctest.DocTest, example: doctest.Example) -> None:
        self.line = (test.lineno or 0) + example.lineno + 1

    def report_failure(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        says = example.want.strip() or "nothing"
        if example.exc_msg is not None and got.count("Traceback (most recent call last):"):
            # It failed, but otherwise. A traceback names files of this machine: not for a page.
            failed = got.strip().rsplit("\n", 1)[-1]
            self.problem(
                f"the example fails with {failed}, the page says {example.exc_msg.strip()}",
                "correct the example",
            )
            return
        self.problem(
            f"the example prints {got.strip() or 'nothing'!r}, the page says {says!r}",
            "run `make fix`, or correct the example",
        )
        first = self.line + example.source.count("\n")
        pad = self.block.indent + " " * example.indent
        self.outcome.repairs.append(
            (first, first + example.want.count("\n") - 1, _written(got, pad))
        )

    def report_unexpected_exception(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        self.failed(exc_info[1])

    def failed(self, error: BaseException) -> None:
        remedy = "correct the example"
        if isinstance(error, NameError) and error.name in allied.__all__:
            remedy = f"begin it with a line `>>> from allied import {error.name}`"
        self.problem(f"the example fails with {_told(error)}", remedy)

    def problem(self, wrong: str, remedy: str) -> None:
        self.outcome.problems.append(Problem(self.path, self.line, wrong, remedy))


def _written(output: str, pad: str) -> list[str]:
    """An output as the lines of a page; a blank line would end it."""
    rows = _LINE_END.split(output.rstrip()) if output.strip() else []
    return [pad + (row.rstrip() if row.strip() else "<BLANKLINE>") for row in rows]


class _NoInput(io.TextIOBase):
    """Standard input for an example: there is nobody to ask."""

    def readable(self) -> bool:
        return True

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        raise EOFError("an example cannot ask for input")

    def read(self, size: int | None = -1, /) -> str:
        raise EOFError("an example cannot ask for input")


def _ended(*status: int) -> None:
    raise SystemExit("an example cannot end the program")


@contextlib.contextmanager
def _apart() -> Iterator[None]:
    """Let examples read no input and print nothing but what is caught, even in a subprocess."""
    with contextlib.ExitStack() as stack:
        nothing = os.open(os.devnull, os.O_RDWR)
        stack.callback(os.close, nothing)
        for number in (0, 1, 2):
            with contextlib.suppress(OSError):  # a program may be started without one of them
                kept = os.dup(number)
                stack.callback(os.close, kept)
                stack.callback(os.dup2, kept, number)
                os.dup2(nothing, number)
        before = sys.stdin
        stack.callback(setattr, sys, "stdin", before)
        sys.stdin = _NoInput()
        for name in ("_exit", "abort"):  # they would end the check without a word
            stack.callback(setattr, os, name, getattr(os, name))
            setattr(os, name, _ended)
        stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        yield


@dataclass(frozen=True, slots=True)
class _Printed:
    """What a code block printed, until an output block compares it."""

    line: int
    text: str
    failed: bool


def run_examples(page: Page) -> Outcome:
    """Run the examples of a page in order, in one namespace: all four spellings."""
    outcome = Outcome()
    globs: dict[str, Any] = {"__name__": "__main__"}
    printed: _Printed | None = None
    blocks = [block for block in page.blocks if block.kind in EXAMPLES]
    if not blocks:
        return outcome
    with recording() as outcome.record, _apart():
        for block in blocks:
            _check_options(block, page.path, outcome)
            if block.kind in ("doctest", "pycon"):
                _run_doctest(block, page.path, globs, outcome)
            elif block.kind == "testoutput":
                outcome.count += 1
                _compare(block, printed, page.path, outcome)
                printed = None
            elif block.kind == "testcode":
                _check_compared(printed, page.path, outcome)
                printed = _run_code(block, page.path, globs, outcome)
            else:
                _run_code(block, page.path, globs, outcome)
    _check_compared(printed, page.path, outcome)
    return outcome


def _check_options(block: Block, path: Path, outcome: Outcome) -> None:
    for name in _DECIDING:
        if block.directive and name in block.options:
            outcome.problems.append(
                Problem(
                    path,
                    block.line,
                    f"the option :{name}: would decide whether or how the example is run",
                    "take the option out; every example runs everywhere",
                )
            )


def _check_compared(printed: _Printed | None, path: Path, outcome: Outcome) -> None:
    if printed and printed.text.strip() and not printed.failed:
        outcome.problems.append(
            Problem(
                path,
                printed.line,
                f"the example prints {printed.text.strip()!r}, and nothing compares it",
                "write the output into a fence that begins with ```{testoutput} after it",
            )
        )


def _compare(block: Block, printed: _Printed | None, path: Path, outcome: Outcome) -> None:
    """The output of the last code block must be what the page says."""

    def problem(wrong: str, remedy: str) -> None:
        outcome.problems.append(Problem(path, block.line, wrong, remedy))

    if printed is None:
        problem(
            "this output belongs to no example",
            "put a fence that begins with ```{testcode} before it",
        )
        return
    if _ANYTHING.fullmatch(block.text):
        problem(_VAGUE, "write what the example prints")
    got = printed.text.rstrip()
    if printed.failed or doctest.OutputChecker().check_output(
        block.text.rstrip() + "\n", got + "\n", _FLAGS
    ):
        return
    problem(
        f"the example prints {got.strip()!r}, the page says {block.text.strip()!r}",
        "run `make fix`, or correct the example",
    )
    end = block.body_line + len(block.body) - 1
    outcome.repairs.append((block.body_line, end, _written(got, block.indent)))


def _run_doctest(block: Block, path: Path, globs: dict[str, Any], outcome: Outcome) -> None:
    text = block.text + "\n"
    try:
        parts = doctest.DocTestParser().parse(text, path.name)
    except ValueError as error:
        outcome.problems.append(
            Problem(path, block.line, f"the example cannot be read: {error}", "correct its layout")
        )
        return
    examples = [part for part in parts if isinstance(part, doctest.Example)]
    test = doctest.DocTest(examples, globs, path.name, str(path), block.body_line - 1, text)
    test.globs = globs  # a test copies them; the examples of a page share theirs
    line = block.body_line
    for part in parts:
        if isinstance(part, doctest.Example):
            line += part.source.count("\n") + part.want.count("\n")
            continue
        for offset, words in enumerate(part.split("\n")):
            if words.strip():
                wrong = f"this line is neither code nor its output: {words.strip()!r}"
                outcome.problems.append(
                    Problem(path, line + offset, wrong, "take it out of the block")
                )
        line += part.count("\n")
    if not test.examples:
        outcome.problems.append(
            Problem(path, block.line, "the block holds no example", "begin a line with >>> ")
        )
    outcome.count += len(test.examples)
    runner = _Runner(outcome, path, block)
    for example in test.examples:
        runner.report_start(None, test, example)
        for flag, is_on in list(example.options.items()):
            if not is_on or not flag & _FLAGS:
                sign = "+" if is_on else "-"
                runner.problem(
                    f"`# doctest: {sign}{_FLAG_NAMES[flag]}` would decide whether or how the "
                    "example is run",
                    "take the comment out; +ELLIPSIS and +NORMALIZE_WHITESPACE may stand",
                )
                del example.options[flag]
        if _ANYTHING.fullmatch(example.want) or _CUT_NUMBER.search(example.want):
            runner.problem(_VAGUE, "write what the example prints")
        elif words := _own_words(example):
            wrong = f"the example prints {words!r}, which it holds itself, and no data are asked"
            runner.problem(wrong, "print what a question gives")
    try:
        runner.run(test, out=lambda text: None, clear_globs=False)
    except BaseException as error:  # an example may raise KeyboardInterrupt itself
        runner.failed(error)


def _own_words(example: doctest.Example) -> str:
    """Words with a number that an example holds and prints: the data have no part in it."""
    for _, words in _TEXT.findall(example.source):
        if words in example.want and next(numerals(words), None):
            return str(words)
    return ""


def _run_code(block: Block, path: Path, globs: dict[str, Any], outcome: Outcome) -> _Printed:
    """Run plain code and return what it printed."""
    printed = io.StringIO()
    name = f"<{path.name}:{block.body_line}>"
    source = "\n" * (block.body_line - 1) + block.text
    try:
        code = compile(source, name, "exec", dont_inherit=True)
        with contextlib.redirect_stdout(printed):
            exec(code, globs)
    except BaseException as error:  # sys.exit() too must not end the check
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == name]
        if isinstance(error, SyntaxError) and error.filename == name:
            lines.append(error.lineno)
        line = (lines or [None])[-1] or block.body_line
        wrong = f"the code fails with {_told(error)}"
        outcome.problems.append(Problem(path, line, wrong, "correct the code"))
        return _Printed(block.line, printed.getvalue(), failed=True)
    return _Printed(block.line, printed.getvalue(), failed=False)
