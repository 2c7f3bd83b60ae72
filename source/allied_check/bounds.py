"""What keeps a question small: its steps are counted, its numbers, texts and lists bounded."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import chain
from typing import Any

from allied.store.bases import Row
from allied.store.dates import PartialDate

MAX_SOURCE = 10_000  # characters of one question
MAX_DEPTH = 60  # brackets within brackets
MAX_LOOPS = 4  # `for` in one comprehension
MAX_STEPS = 200_000
MAX_ITEMS = 10_000  # of a list
MAX_TEXT = 100_000  # characters of a string
MAX_BITS = 256  # of a whole number
QUESTION_STEPS = 100  # what asking one question counts for
ITEM_STEPS = 50  # and each item of a list that it is given

EXAMPLE = "ask a question such as len(nato.members())"
LEAVE_OUT = "ask for a row in which they do, or leave this one out with `if`"


class Refused(Exception):
    """A question that is not answered. ``wrong`` says why, ``remedy`` what to write instead."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(f"{wrong}; {remedy}")
        self.wrong, self.remedy = wrong, remedy


NUMBER = (int, float, Decimal)
SET = (set, frozenset)
DATA = (
    *(type(None), *NUMBER, *SET, str, tuple, list, dict, range, Iterator),
    *(Row, PartialDate, datetime.date, datetime.timedelta),
)
KINDS: dict[type, str] = {
    type(None): "an unknown value",
    bool: "yes or no",
    int: "a number",
    float: "a number",
    Decimal: "a number",
    str: "a text",
    tuple: "a list",
    list: "a list",
    range: "a range",
    set: "a set",
    frozenset: "a set",
    dict: "a mapping",
    PartialDate: "a date",
    datetime.date: "a date",
    datetime.timedelta: "a length of time",
    Iterator: "a series that is not made yet",
}


def kind(value: Any) -> str:
    if isinstance(value, Row):
        return f"a row of {type(value).__name__}"
    found = next((KINDS[base] for base in type(value).__mro__ if base in KINDS), "")
    return found or (KINDS[Iterator] if isinstance(value, Iterator) else "a function")


class Bounds:
    """The steps of one question, and the size of every value that it meets."""

    def __init__(self) -> None:
        self.steps = 0

    def tick(self, steps: int = 1) -> None:
        """Count steps; every loop here goes through it."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise Refused(
                f"the question takes more than {MAX_STEPS:,} steps", "ask for less at once"
            )

    def weigh(self, *values: Any) -> None:
        """Count what it costs to compare, to hash or to print values, whatever parts they share."""
        stack = list(values)
        while stack:
            value = stack.pop()
            self.tick()
            if isinstance(value, dict):
                self.tick(2 * len(value))
                stack += chain(value.keys(), value.values())
            elif isinstance(value, list | tuple | range | AbstractSet):
                self.tick(len(value))
                stack += value
            elif isinstance(value, Iterator) and not any(value is whole for whole in values):
                raise Refused(f"a list holds {kind(value)}", "write tuple(...) around it")

    def bounded(self, value: Any) -> Any:
        """A value, if it is data and not too large; every value passes here."""
        if not isinstance(value, DATA):
            raise Refused(f"the question holds {type(value).__name__}, which is not data", EXAMPLE)
        if isinstance(value, int) and value.bit_length() > MAX_BITS:
            raise Refused("the number is too large", "ask for a smaller one")
        if isinstance(value, NUMBER) and not math.isfinite(value):
            raise Refused("the number is infinite or undefined", "write a plain number")
        if isinstance(value, str):
            self.sized(len(value), MAX_TEXT, "characters in one text")
            self.tick(len(value) // 100)
        elif isinstance(value, list | tuple | dict | range | AbstractSet):
            self.sized(len(value), MAX_ITEMS, "values in one list")
            self.tick(len(value) // 16)
        return value

    def sized(self, size: int, limit: int, things: str) -> None:
        if size > limit:
            raise Refused(f"the question makes more than {limit:,} {things}", "ask for less")

    def each(self, values: Any) -> Iterator[Any]:
        """The values one by one, each of them a step; what is no list is refused at once."""
        if isinstance(values, int | float | Row | PartialDate | datetime.date | None):
            raise Refused(f"{kind(values)} is not a list", "give a list, or put it in brackets")
        return self._counted(values)

    def _counted(self, values: Any) -> Iterator[Any]:
        for count, value in enumerate(values, 1):
            self.tick()
            self.sized(count, MAX_ITEMS, "values in one list")
            yield value
