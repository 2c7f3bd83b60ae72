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


MAX_DIGITS = 15  # more decimals than a float holds

_ESCAPED = re.compile(r"[\\|\r\n]|&(?=#?\w+;)")
_ESCAPES = re.compile(r"\\([\\|&])|&#(10|13);")
_ROW = re.compile(r" {0,3}\|(?:.*(?<!\\))?\|[ \t]*", re.S)
_BAR = re.compile(r"(?<!\\)\|")


def table(rows: Iterable[Sequence[Any]], *columns: str, digits: int = 2) -> MarkdownTable:
    """Rows under column titles. Numbers are set right, fractions with ``digits`` decimals.

    A value that is None leaves its cell blank, as in the data. A whole number below 10,000 may be
    a year and stands bare, unless a larger one in its column shows that none there is.
    """
    if not columns:
        raise ValueError("a table needs the titles of its columns")
    if not 0 <= digits <= MAX_DIGITS:
        raise ValueError(f"digits is {digits}; give a number from 0 to {MAX_DIGITS}")
    body = [list(row) for row in rows]
    for row in body:
        if len(row) != len(columns):
            raise ValueError(f"{len(row)} values under {len(columns)} columns: {row}")
    right = [_is_numeric([row[n] for row in body]) for n in range(len(columns))]
    lines = [[_escape(title) for title in columns]]
    lines += [["---:" if is_right else "---" for is_right in right]]
    apart = [_is_large([row[n] for row in body]) for n in range(len(columns))]
    lines += [[_cell(*pair, digits) for pair in zip(row, apart, strict=True)] for row in body]
    return MarkdownTable("\n".join(f"| {' | '.join(cells)} |" for cells in lines))


def _is_numeric(column: list[Any]) -> bool:
    known = [value for value in column if value is not None]
    return bool(known) and all(isinstance(value, int | float) for value in known)


def _is_large(column: list[Any]) -> bool:
    return any(isinstance(value, int) and value >= 10_000 for value in column)


def _cell(value: Any, is_apart: bool, digits: int) -> str:
    if value is None:
        return ""
    if is_apart and type(value) is int:
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.{digits}f}"
    return _escape(spell(value))


def _escape(text: str) -> str:
    """Keep a text inside its cell. Markdown reads the escapes, and `cells` takes them back."""
    return _ESCAPED.sub(
        lambda found: f"&#{ord(found[0])};" if found[0] in "\r\n" else "\\" + found[0], text
    )


def _unescape(text: str) -> str:
    text = text.replace("\\|", "|")  # Markdown does so when it cuts the row, then reads the cell
    return _ESCAPES.sub(lambda found: found[1] or chr(int(found[2])), text)


def is_row(line: str) -> bool:
    """True for a line that Markdown reads as a row, with a bar at both ends as `table` writes."""
    return bool(_ROW.fullmatch(line))


def cells(line: str) -> list[str]:
    """The trimmed cells of one line of a Markdown table, as Markdown cuts it.

    A bar after a backslash belongs to its cell, however many backslashes there are.
    """
    inner = line.strip().removeprefix("|")
    parts = _BAR.split(inner)
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    return [_unescape(part.strip()) for part in parts]


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
        if not is_row(line):
            found.append((index, f"holds a line that is not a row: {line.strip()!r}"))
            continue
        if index >= len(got):
            found.append((index, f"the row {line.strip()} is not in the data"))
            continue
        left, right = cells(line), cells(got[index])
        if index == 1 and is_rule(line):
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
