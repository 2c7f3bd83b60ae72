"""Values in words: what a message, a caption or a cell of a table says of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from .dates import PartialDate
from .quantities import Quantity, digits
from .rows import State


def spell(value: Any) -> str:
    """A value in words for a message or a caption; the fullest form that `means` accepts.

    What is not known is ``unknown``: that means nothing, so no text can be right about it.
    """
    match value:
        case None:
            return "unknown"
        case bool():
            return "yes" if value else "no"
        case Quantity():
            return str(value)
        case int():
            return str(value) if 0 <= value < 10000 else f"{value:,}"
        case float() | Decimal():
            return digits(value)
        case datetime.date():
            return str(PartialDate(value.year, value.month, value.day))
        case str() | PartialDate() | State():
            return str(value)
        case Iterable():
            names = [spell(item) for item in value]
            if names[1:]:
                return f"{', '.join(names[:-1])} and {names[-1]}"
            return names[0] if names else "none"
        case _:
            return str(value)
