"""The widths of a table's columns, from the text of its cells.

Measured in characters, which is near enough: no word that could stand whole is broken, and the
rest of the page's width goes where it lets the rows be lower.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

LONGEST = 20
"""A word or name of more characters may break."""
PADDING = 3.0
"""What the space beside a cell's text takes, in characters, and a little to spare."""
_BREAKS = re.compile(r"[ \t\n]+|(?<=[_/;])|(?<=-)(?!\d)")


_STEPS = 40
_SAMPLE = 60
"""Rows of a long table that are enough to judge by."""
_MUCH = 0.9
_SPARE = 0.1
"""The part of a line that may be left over: columns are guessed a little too narrow."""


@dataclass(slots=True)
class Column:
    """What one column holds: its longest word, its longest line, and the text of each row."""

    word: float = 0
    line: float = 0
    rows: dict[int, float] = field(default_factory=dict)

    def add(self, row: int, text: str, factor: float = 1) -> None:
        """Take account of a cell; *factor* is larger for a wider typeface."""
        word = max(map(_length, _BREAKS.split(text)), default=0)
        self.word = max(self.word, min(word, LONGEST) * factor)
        self.line = max(self.line, max(map(_length, text.split("\n")), default=0) * factor)
        self.rows[row] = self.rows.get(row, 0) + _length(text) * factor


def _length(text: str) -> float:
    """Return the length of *text*; capitals are wider, and so are ``m`` and ``w``."""
    wide = sum(map(text.count, "mwMW"))
    return len(text) + 0.4 * sum(map(str.isupper, text)) + 0.6 * wide


def column_widths(
    columns: Sequence[Column], room: float, given: Sequence[float] | None = None
) -> list[float] | None:
    """Return the relative widths of the columns, or ``None`` if each can have what it wants.

    *room* is the width of the page in characters.  *given* widths are an author's and are kept
    where they leave room for each column's longest word and do not make the table much higher.
    """
    least = [column.word + PADDING for column in columns]
    most = [max(column.line + PADDING, low) for column, low in zip(columns, least, strict=True)]
    if given is None and sum(most) <= room:
        return None
    if sum(least) >= room:
        return least
    kept = None if given is None else _filled(least, given, room)
    if sum(most) <= room:
        return kept
    texts = _texts(columns)
    lowest = _lowest(texts, least, most, room)
    if kept is not None and _height(texts, lowest) > _MUCH * _height(texts, kept):
        return kept
    return lowest


def _texts(columns: Sequence[Column]) -> list[list[float]]:
    """Return for each row of a sample how much text each column holds."""
    rows = sorted({row for column in columns for row in column.rows})
    return [
        [column.rows.get(row, 0) for column in columns] for row in rows[:: 1 + len(rows) // _SAMPLE]
    ]


def _height(texts: Sequence[Sequence[float]], widths: Sequence[float]) -> float:
    return sum(max(map(_lines, row, widths)) for row in texts)


def _lowest(
    texts: Sequence[Sequence[float]],
    least: Sequence[float],
    most: Sequence[float],
    room: float,
) -> list[float]:
    """Return widths from *least* to *most* that fill *room* and keep the table low.

    Each step goes to the column that lets the rows shrink most.
    """
    widths = list(least)
    left = room - sum(least)
    step = left / _STEPS
    while left > 0:
        steps = [min(step, left, high - width) for high, width in zip(most, widths, strict=True)]
        gains = [0.0] * len(widths)
        for row in texts:
            heights = list(map(_lines, row, widths))
            second, first = sorted([1, *heights])[-2:]
            # Only the highest cell holds its row up.
            highest = heights.index(first)
            wider = _lines(row[highest], widths[highest] + steps[highest])
            gains[highest] += max(0, first - max(second, wider))
        best = max(range(len(gains)), key=gains.__getitem__)
        if gains[best] <= 0:
            break
        widths[best] += steps[best]
        left -= steps[best]
    wished = [high - width for high, width in zip(most, widths, strict=True)]
    share = (room - sum(widths)) / sum(wished)
    widths = [width + wish * share for width, wish in zip(widths, wished, strict=True)]
    return _without_breaks(texts, widths, least, most)


def _without_breaks(
    texts: Sequence[Sequence[float]],
    widths: list[float],
    least: Sequence[float],
    most: Sequence[float],
) -> list[float]:
    """Return *widths* with columns as wide as their lines where another one can spare that.

    The others count parts of lines, so they leave a column a little too narrow for its text where
    its neighbour has as many lines with less.
    """

    def height(widths: Sequence[float]) -> int:
        return sum(ceil(max(map(_lines, row, widths)) - _SPARE) for row in texts)

    for taker in sorted(range(len(widths)), key=lambda n: most[n] - widths[n]):
        giver = max(range(len(widths)), key=lambda n: widths[n] - least[n])
        need = most[taker] - widths[taker]
        if giver == taker or need <= 0 or need > widths[giver] - least[giver]:
            continue
        tried = list(widths)
        tried[taker] += need
        tried[giver] -= need
        if height(tried) <= height(widths):
            widths = tried
    return widths


def _lines(text: float, width: float) -> float:
    return max(1, text / (width - PADDING)) if width > PADDING else 1


def _filled(least: Sequence[float], shares: Sequence[float], room: float) -> list[float]:
    """Return *shares* of *room*, none of them below its *least*."""
    fixed: dict[int, float] = {}
    while True:
        free = [n for n in range(len(least)) if n not in fixed]
        left = room - sum(fixed.values())
        total = sum(shares[n] for n in free)
        if not free or total <= 0:
            return [fixed.get(n, least[n]) for n in range(len(least))]
        widths = {n: shares[n] / total * left for n in free}
        short = [n for n in free if widths[n] < least[n]]
        if not short:
            return [fixed.get(n, widths.get(n, 0)) for n in range(len(least))]
        fixed.update({n: least[n] for n in short})
