"""Markdown tables: what a checked table's example prints, and how two of them are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from .words import spell


class MarkdownTable(str):
    """A table as Markdown text; it shows itself without quotes, so an example can end with it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def table(rows: Iterable[Sequence[Any]], *columns: str, digits: int = 2) -> MarkdownTable:
    """Rows under column titles. Numbers are set right, fractions with ``digits`` decimals."""
    body = [list(row) for row in rows]
    for row in body:
        if len(row) != len(columns):
            raise ValueError(f"{len(row)} values under {len(columns)} columns: {row}")
    right = [
        bool(body) and all(isinstance(row[n], int | float) for row in body)
        for n in range(len(columns))
    ]
    lines = [columns, ["---:" if is_right else "---" for is_right in right]]
    lines += [[_cell(value, digits) for value in row] for row in body]
    return MarkdownTable("\n".join(f"| {' | '.join(cells)} |" for cells in lines))


def _cell(value: Any, digits: int) -> str:
    if isinstance(value, float):
        return f"{value:,.{digits}f}"
    return spell(value).replace("|", "\\|")


def cells(line: str) -> list[str]:
    """The trimmed cells of one line of a Markdown table."""
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def is_rule(line: str) -> bool:
    """True for the line that separates the header from the rows."""
    return all(re.fullmatch(r":?-+:?", cell) for cell in cells(line))


def differences(expected: list[str], got: list[str]) -> list[tuple[int, str]]:
    """Where two tables differ: (index of the expected line, what is wrong there).

    Spaces and the width of the rule do not count, its alignment does.
    """
    found: list[tuple[int, str]] = []
    header = cells(got[0]) if got else []
    for index, line in enumerate(expected):
        if index >= len(got):
            found.append((index, f"the row {line.strip()} is not in the data"))
            continue
        left, right = cells(line), cells(got[index])
        if is_rule(line) and is_rule(got[index]):
            left, right = ([re.sub("-+", "-", cell) for cell in side] for side in (left, right))
        if len(left) != len(right):
            found.append((index, f"{len(left)} cells where the data give {len(right)}"))
            continue
        for column, says, holds in zip(header, left, right, strict=True):
            if says != holds:
                found.append((index, f"column {column!r} says {says!r}, the data say {holds!r}"))
    if len(got) > len(expected):
        missing = len(got) - len(expected)
        last = max(len(expected) - 1, 0)
        found.append(
            (last, f"{missing} more row(s) follow in the data, first {got[len(expected)]}")
        )
    return found
