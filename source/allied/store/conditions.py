"""The rows that a page asks for: ``since=1949-04-04; founding=true``.

``unit=(blank)`` asks for rows without a unit, ``unit=(filled)`` for those that have one.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from .bases import Row
from .dates import PartialDate
from .rows import ROW_TYPES
from .schema import Field, Table
from .tables import TYPE_WORDS, parse, recording, select

BLANK, FILLED = "(blank)", "(filled)"
_CONDITION = re.compile(r"\s*(\w+)\s*=\s*(.+?)\s*")


def condition(table: Table, text: str) -> Callable[[Row], bool]:
    """What ``column=value; column=value`` asks of a row; values are as the CSV writes them.

    Raises ValueError, in words for who wrote the page, if no row of the table fulfils it.
    """
    wanted: dict[str, Callable[[Any], bool]] = {}
    for part in filter(str.strip, text.split(";")):
        match = _CONDITION.fullmatch(part)
        if not match:
            raise ValueError(f"a condition reads column=value, not {part.strip()!r}; correct it")
        column = table.field(match[1])
        wanted[column.name] = _asked(match[2], column)
        if not _select(table, {column.name: wanted[column.name]}):
            values = list(
                dict.fromkeys(written(getattr(row, column.name)) for row in _select(table, {}))
            )
            near = get_close_matches(match[2], values, n=1) if column.type == "string" else []
            shown = ", ".join(near or values[:8]) + (", ..." if not near and values[8:] else "")
            head = "did you mean" if near else "the values are"
            end = "?" if near else ""
            raise ValueError(f"no row has {column.name}={match[2]}; {head} {shown}{end}")
    if not _select(table, wanted):
        raise ValueError(f"no row has all of {text.strip()!r}; leave one condition out")
    return _all(wanted)


def _asked(text: str, column: Field) -> Callable[[Any], bool]:
    """Whether a value of the column is the one asked for."""
    if text in (BLANK, FILLED):
        return lambda value: (value is None) == (text == BLANK)
    try:
        wanted = parse(text, column)
    except ValueError:
        words = TYPE_WORDS[column.type]
        raise ValueError(f"{column.name} is {text!r}; write {words}") from None
    return lambda value: value == wanted


def _all(wanted: dict[str, Callable[[Any], bool]]) -> Callable[[Row], bool]:
    return lambda row: all(fulfils(getattr(row, name)) for name, fulfils in wanted.items())


def _select(table: Table, wanted: dict[str, Callable[[Any], bool]]) -> tuple[Row, ...]:
    """The rows, without a trace in the record of what a page rests on."""
    with recording():
        return select(table.name, ROW_TYPES[table.name], _all(wanted))


def written(value: Any) -> str:
    """A value as the CSV writes it."""
    match value:
        case None:
            return BLANK
        case bool():
            return str(value).lower()
        case float():
            return f"{value:.15g}"
        case PartialDate() | datetime.date():
            return value.isoformat()
        case _:
            return str(value)
