"""Does a title, or the head and the first cell of a row, say what is asked below and beside it?

"Defence spending in 2014" above the rows of 2024, the day of Germany in the row of Spain: each
cell is right and the table false. A title may name a time before or after what it shows, so only
a year by "in", "of" or "for" and a span are held against what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from .number_words import YEAR
from .occasions import false_occasion
from .others import is_right_of, named, states
from .page import Mark, Paragraph
from .subjects import asked_of, pacts
from .vocabulary import FACT

_YEAR = rf"({YEAR})"
_IN = re.compile(
    r"(?<!prices )(?<!edition )(?<!\w)(?:in|of|for|at\s+the\s+end\s+of)\s+"
    rf"{_YEAR}(?!\s+(?:and|or|to)\s)"
)
_SPAN = re.compile(rf"(?<!\w)(?:from|between)\s+{_YEAR}\s+(?:to|and|until)\s+{_YEAR}")
_ALLIES = re.compile(r"(?<!\w)All(?:y|ies|iance)(?!\w)", re.I)
_ANY = re.compile(rf"(?<![\w-]){_YEAR}")


def false_year_above(title: str, asked: Collection[int]) -> str | None:
    """What is wrong with the only time that a title names; None if nothing is.

    >>> false_year_above("Spending of each Ally in 2014", {2024})
    "the title says 'in 2014', and what it stands above asks of 2024"
    """
    said = {int(year) for year in _ANY.findall(title)}
    if not asked or not said or said & {*asked}:
        return None
    if match := _SPAN.search(title):
        first, last = int(match[1]), int(match[2])
        if len(said) > 2 or any(first <= year <= last for year in asked):
            return None
    elif len(said) > 1 or not (match := _IN.search(title)):
        return None
    told = " and ".join(map(str, sorted(asked)))
    return f"the title says {' '.join(match[0].split())!r}, and what it stands above asks of {told}"


def rows(prose: Sequence[Paragraph]) -> Iterator[tuple[list[Paragraph], list[Paragraph]]]:
    """The rows of the tables of a page, each with the heads of its columns."""
    cells = [paragraph for paragraph in prose if paragraph.kind == "cell"]
    for _, table in groupby(cells, key=lambda cell: cell.table):
        heads: list[Paragraph] = []
        for _, row in groupby(table, key=lambda cell: cell.row):
            if heads:
                yield heads, list(row)
            else:
                heads = list(row)


def false_rows(prose: Sequence[Paragraph]) -> Iterator[tuple[Mark, str]]:
    """The facts of tables that are asked of another state, or another occasion, than their place.

    The state, or the pact, is that of the first cell, where it is no more than the name of one.
    """
    for heads, row in rows(prose):
        subject = row[0].shown.strip()
        pact = next(iter(named(pacts(), subject)), "") if pacts().fullmatch(subject) else ""
        state = next(iter(named(states(), subject)), "") if states().fullmatch(subject) else ""
        for place, cell in enumerate(row):
            for mark in cell.marks:
                if mark.role is None or mark.role.name != FACT or place == 0:
                    continue
                head = heads[place].shown if place < len(heads) else ""
                whole = " ".join(it.shown for it in row)
                wrong = state and _of_another_row(state, mark, whole)
                wrong = wrong or (pact and _of_another_pact(pact, mark, f"{head} {whole}"))
                if wrong := wrong or false_occasion(f"{head} on ", mark.role.split()[1]):
                    yield mark, wrong


def _of_another_row(state: str, mark: Mark, row: str) -> str | None:
    assert mark.role is not None
    own = asked_of(mark.role.split()[1]).states
    if not own or state in own or own & {*named(states(), row)} or is_right_of(mark, [state]):
        return None
    return f"the row speaks of {state}, and the question asks of {min(own, key=len)}"


def _of_another_pact(pact: str, mark: Mark, told: str) -> str | None:
    """``told`` is what the row and the head say: "Allies" may be counted in that of the Union."""
    assert mark.role is not None
    own = asked_of(mark.role.split()[1]).pacts
    if not own or pact in own or own & {*named(pacts(), told)} or _ALLIES.search(told):
        return None
    return f"the row speaks of {pact}, and the question asks of {min(own, key=len)}"
