"""The United States and its allies in NATO and the Pacific beside China and Russia."""

from __future__ import annotations

from ..store.quantities import Quantity
from .figures import figure
from .nato import members
from .states import gdp

__all__ = ["compared", "times"]

PACIFIC = ("Australia", "Japan", "New Zealand")
ALLIED = ("United States", "Other members of NATO", "Australia, Japan and New Zealand")
MEASURES = ("product", "spending")
UNIT = "billion US dollars"


def compared(year: int) -> tuple[tuple[str, Quantity, Quantity], ...]:
    """Each side part by part: product and military spending, in billion US dollars of the year.

    Example: ``rivals.compared(2024)[0]``

    Refused: ``rivals.compared(2023)``
    """
    product, spent = _product(year), _spent(year)
    return tuple((who, product[who], spent[who]) for who in product)


def times(measure: str, year: int) -> float:
    """How many times the product or the spending of China and Russia the allied side has.

    Other American allies are on neither side.

    Example: ``rivals.times("spending", 2024)``

    Refused: ``rivals.times("population", 2024)``
    """
    if measure not in MEASURES:
        raise LookupError(f"{measure!r} is not compared; use one of {', '.join(MEASURES)}")
    found = _product(year) if measure == "product" else _spent(year)
    allied = sum(found[who] for who in ALLIED)
    return allied / sum(amount for who, amount in found.items() if who not in ALLIED)


def _product(year: int) -> dict[str, Quantity]:
    china = figure(f"china-gdp-{year}").value
    others = [member for member in members(on=year) if member.code != "USA"]
    sums = {
        ALLIED[0]: gdp("United States", year),
        ALLIED[1]: sum(gdp(member, year) for member in others),
        ALLIED[2]: sum(gdp(name, year) for name in PACIFIC),
        "China": 1000 * china,
        "Russia": gdp("Russia", year),
    }
    return {who: Quantity(million / 1000, UNIT) for who, million in sums.items()}


def _spent(year: int) -> dict[str, Quantity]:
    ids = ("us", "nato-others", "pacific", "china", "russia")
    names = (*ALLIED, "China", "Russia")
    return {name: figure(f"milex-{id}-{year}").value for name, id in zip(names, ids, strict=True)}
