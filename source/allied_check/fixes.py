"""Rewrites what can be derived: the rows of checked tables, the output of examples, and the
counts of rows that pages of the appendix give.

Other sentences are left alone: a figure that changed may have made its sentence untrue, and only
a person can say so. So is everything else of the file: its line ends, its mode, its place.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from allied.store.markdown import differences, is_row
from allied.store.problems import DataError, Problem

from .doctests import Outcome, evaluate, run_examples, run_table
from .page import Page, parse_page

_LINE_END = re.compile(r"(\r\n|\r|\n)")
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})*|\d+")
_BOM = "\ufeff"
Repair = tuple[int, int, list[str]]  # the first line, the last, and what to put there


def fix_page(page: Page) -> int:
    """Rewrite the derived parts of a page; the number of places that changed.

    Raises DataError, and leaves the file as it was, where a part cannot be rewritten so that
    it then holds, or the file cannot be written.
    """
    outcome, tables = run_examples(page), list(_tables(page))
    repairs = sorted([*outcome.repairs, *filter(None, tables), *_counts(page)])
    if not repairs:
        return 0
    before = _read(page.path)
    if _lines(before) != [line.removeprefix(_BOM) for line in page.lines]:
        raise _problem(page.path, 1, "the file changed while it was read", "run `make fix` again")
    after = _rewritten(before, repairs)
    fixed = parse_page(after.removeprefix(_BOM), page.path)
    left = [table for table in tables if table is None]
    if not _holds(page, outcome, fixed) or list(_tables(fixed)) != left:
        raise _problem(
            page.path,
            repairs[0][0],
            "the output here, or one after it, is not the same when the page is read again",
            "let the example print something that stays the same and does not look like Markdown "
            "or like an example",
        )
    write_whole(page.path, after)
    return len(repairs)


def _tables(page: Page) -> Iterator[Repair | None]:
    """What is wrong with checked tables: rows to replace, or None where that is for people."""
    for block in page.blocks:
        if block.directive and block.kind == "checked-table":
            run = run_table(block)
            if run.error or not all(map(is_row, run.expected)):
                yield None
            elif differences(list(run.expected), list(run.got)):
                last = run.expected_line + len(run.expected) - 1
                yield run.expected_line, last, [f"{block.indent}{row}" for row in run.got]


def _counts(page: Page) -> Iterator[Repair]:
    """Lines of the appendix that count rows, in digits: every new row changes some of them."""
    if page.path.parent.name != "appendix":
        return
    changed: dict[int, str] = {}
    for role in page.facts:
        shown, expression = role.split()
        if role.sample or not (_DIGITS.fullmatch(shown) and expression.startswith("len(")):
            continue
        value = evaluate(expression).value
        if isinstance(value, int) and shown.replace(",", "") != str(value):
            line = changed.get(role.line, page.lines[role.line - 1].removeprefix(_BOM))
            old = f"`{shown} <{expression}>`"
            changed[role.line] = line.replace(old, f"`{value:,} <{expression}>`", 1)
    for number, line in changed.items():
        if line != page.lines[number - 1]:
            yield number, number, [line]


def _holds(page: Page, before: Outcome, fixed: Page) -> bool:
    """Whether examples read back once written: the same blocks, and nothing left to rewrite.

    An output may look like the end of its fence or like an example, or differ at each run.
    """
    after = run_examples(fixed)
    return (
        not after.repairs
        and len(after.problems) == len(before.problems) - len(before.repairs)
        and [block.kind for block in fixed.blocks] == [block.kind for block in page.blocks]
    )


def _problem(path: Path, line: int, wrong: str, remedy: str) -> DataError:
    return DataError([Problem(path, line, wrong, remedy)])


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _lines(text: str) -> list[str]:
    lines = _LINE_END.split(text.removeprefix(_BOM))[::2]
    return lines if lines[-1] else lines[:-1]


def _rewritten(text: str, repairs: list[Repair]) -> str:
    """The text with its places replaced. A new line ends as the line before it does."""
    parts = [*_LINE_END.split(text), ""]
    lines = list(zip(parts[::2], parts[1::2], strict=True))
    if not lines[-1][0]:
        lines.pop()
    final = lines[-1][1]
    for first, last, new in reversed(repairs):
        end = lines[first - 2][1] or parts[1]
        lines[first - 1 : last] = [(line, end) for line in new]
    usual = parts[1] or "\n"
    whole = [line + (end or usual) for line, end in lines[:-1]]
    return "".join([*whole, lines[-1][0] + final])


def write_whole(path: Path, text: str) -> None:
    """Replace a file in one step, so that no reader ever meets half of it.

    A link stays a link, and the file keeps its mode. Raises DataError where it may not be
    written or cannot be.
    """
    target = path.resolve()
    draft = ""
    try:
        content = text.encode()
        if not target.stat().st_mode & 0o222:
            raise PermissionError(0, "it is read-only")
        number, draft = tempfile.mkstemp(
            prefix=f".{target.name}.", suffix=".new", dir=target.parent
        )
        with os.fdopen(number, "wb") as file:
            file.write(content)
        shutil.copymode(target, draft)
        os.replace(draft, target)
        draft = ""
    except (OSError, UnicodeEncodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else "it would not be UTF-8"
        raise _problem(
            path,
            1,
            f"the page cannot be written ({cause})",
            "make the file and its folder writable, then run `make fix` again",
        ) from None
    finally:
        if draft:
            os.unlink(draft)
