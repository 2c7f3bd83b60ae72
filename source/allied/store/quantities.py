"""Numbers that know their unit: a sentence cannot give the right figure in the wrong one."""

from __future__ import annotations

import math
from decimal import Decimal


class Quantity(float):
    """A float with a unit such as ``%`` or ``million US dollars``.

    Arithmetic drops the unit, but for a minus sign before it.
    """

    unit: str

    def __new__(cls, value: float, unit: str) -> Quantity:
        self = super().__new__(cls, value)
        self.unit = unit
        return self

    def __neg__(self) -> Quantity:
        """A fall of so many per cent is a change by as many less than nothing."""
        return Quantity(-float(self), self.unit)

    def __getnewargs__(self) -> tuple[float, str]:  # type: ignore[override]
        return float(self), self.unit

    def __str__(self) -> str:
        return f"{digits(self)} {self.unit}" if self.unit else digits(self)

    def __repr__(self) -> str:
        return float.__repr__(self)


def digits(value: float | Decimal) -> str:
    """A number as a reader writes it: thousands apart, ten digits or all before the point.

    >>> digits(3418.609), digits(524000.0), digits(1e15), digits(0.1 + 0.2)
    ('3,418.609', '524,000', '1,000,000,000,000,000', '0.3')
    """
    if not math.isfinite(value):
        return str(value)
    exact = Decimal(repr(float(value))) if isinstance(value, float) else value
    text = f"{Decimal(f'{exact:.{max(10, exact.adjusted() + 1)}g}'):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent_of(part: float, whole: float) -> Quantity:
    """What part of the whole, in per cent.

    Example: ``percent_of(1, 4)``
    """
    return Quantity(100 * part / whole, "%")


def percent_change(before: float, after: float) -> Quantity:
    """The change from one figure to a later one, in per cent of the first.

    Example: ``percent_change(4, 5)``
    """
    return Quantity(100 * (after / before - 1), "%")
