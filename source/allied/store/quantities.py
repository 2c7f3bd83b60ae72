"""Numbers that know their unit: a sentence cannot give the right figure in the wrong one."""

from __future__ import annotations


class Quantity(float):
    """A float with a unit such as ``%`` or ``million US dollars``. Arithmetic drops the unit."""

    unit: str

    def __new__(cls, value: float, unit: str) -> Quantity:
        self = super().__new__(cls, value)
        self.unit = unit
        return self

    def __getnewargs__(self) -> tuple[float, str]:  # type: ignore[override]
        return float(self), self.unit

    def __str__(self) -> str:
        return f"{float(self):,.10g} {self.unit}" if self.unit else f"{float(self):,.10g}"

    def __repr__(self) -> str:
        return float.__repr__(self)


def percent_of(part: float, whole: float) -> Quantity:
    """What part of the whole, in per cent."""
    return Quantity(100 * part / whole, "%")


def percent_change(before: float, after: float) -> Quantity:
    """The change from one figure to a later one, in per cent of the first."""
    return Quantity(100 * (after / before - 1), "%")
