"""The widths of a table's columns, from the text of its cells.

Measured in characters, which is near enough: no word that could stand whole is broken, and the
rest of the page's width goes where there is most to read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 20
"""A word or name of more characters may break."""
PADDING = 2.6
"""What the space beside a cell's text takes, in characters."""
_BREAKS = re.compile(r"[ \t\n]+|(?<=[_/;-])")


@dataclass(slots=True)
class Column:
    """What one column holds: its longest word, its longest line, and all of its text."""

    word: float = 0
    line: float = 0
    text: float = 0

    def add(self, text: str, factor: float = 1) -> None:
        """Take account of a cell; *factor* is larger for a wider typeface."""
        word = max(map(_length, _BREAKS.split(text)), default=0)
        self.word = max(self.word, min(word, LONGEST) * factor)
        self.line = max(self.line, max(map(_length, text.split("\n")), default=0) * factor)
        self.text += len(text) * factor


def _length(text: str) -> float:
    """Return the length of *text*; capitals are wider."""
    return len(text) + 0.4 * sum(map(str.isupper, text))


def column_widths(
    columns: Sequence[Column], room: float, given: Sequence[float] | None = None
) -> list[float] | None:
    """Return the relative widths of the columns, or ``None`` if each can have what it wants.

    *room* is the width of the page in characters.  *given* widths are an author's and are kept
    where they leave room for each column's longest word.
    """
    least = [column.word + PADDING for column in columns]
    if given is None:
        wanted = [column.line + PADDING for column in columns]
        if sum(wanted) <= room:
            return None
        shares = _shares(columns, room)
    else:
        shares = list(given)
    if sum(least) >= room:
        return least
    return _filled(least, shares, room)


def _shares(columns: Sequence[Column], room: float) -> list[float]:
    """Return what each column would fill: a line at the most, more for more text."""
    whole = sum(column.text for column in columns) or 1
    return [
        min(column.line + PADDING, max(column.text / whole * room, PADDING)) for column in columns
    ]


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
