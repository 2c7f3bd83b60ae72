"""Values in words: what a message, a caption or a cell of a table says of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from .dates import PartialDate
from .quantities import Quantity
from .rows import State


def spell(value: Any) -> str:
    """A value in words for a message or a caption; the fullest form that `means` accepts."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Quantity():
            return str(value)
        case int():
            return str(value) if 0 <= value < 10000 else f"{value:,}"
        case float() | Decimal():
            return f"{value:,.10g}"
        case datetime.date():
            return str(PartialDate(value.year, value.month, value.day))
        case str() | PartialDate() | State():
            return str(value)
        case Iterable():
            names = [spell(item) for item in value]
            return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
        case _:
            return str(value)
