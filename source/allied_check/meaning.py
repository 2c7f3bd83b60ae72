"""Does a text that a reader sees mean the value that the data give?

Numbers compare at the precision that is shown, dates at theirs, names by any name their
state is known by, lists whatever their order.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from allied.store.dates import PartialDate
from allied.store.quantities import Quantity
from allied.store.rows import State

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: number for number, word in enumerate(_UNITS)}
_WORDS |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_WORDS |= {
    f"{ten}-{_UNITS[one]}": 10 * number + one
    for number, ten in enumerate(_TENS, 2)
    for one in range(1, 10)
}
_NTH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_ORDINALS = {word: number for number, word in enumerate(_NTH, 1)}
_TIMES = {"once": 1, "twice": 2, "none": 0, "no": 0}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# A sign of a currency, and the word that the unit of the value must then hold.
_CURRENCIES = {
    "US$": "US dollars",
    "A$": "Australian dollars",
    "C$": "Canadian dollars",
    "NZ$": "New Zealand dollars",
    "$": "dollars",
    "\u20ac": "euros",
    "\u00a3": "pounds",
}
_NUMERAL = re.compile(
    r"(?P<currency>(?:US|A|C|NZ)?\$|\u20ac|\u00a3)? ?(?P<sign>[-\u2212])?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+)"
    r"(?P<decimals>\.\d+)?(?: (?P<scale>thousand|million|billion|trillion))?"
    r"(?P<unit> ?%| per cent| (?:(?:US|Australian|Canadian|New Zealand) )?dollars| euros| pounds)?"
)


def means(shown: str, value: Any) -> bool:
    """True if ``shown`` says what ``value`` is, at the precision at which it is shown.

    >>> means("2.7 %", Quantity(2.7127, "%")), means("twelve", 12), means("1,184,796", 1184796.4)
    (True, True, True)
    """
    shown = " ".join(shown.split())
    match value:
        case bool():
            return shown.lower() == ("yes" if value else "no")
        case int() | float() | Decimal():
            return _number_means(shown, value)
        case datetime.date():
            return _date_means(shown, PartialDate(value.year, value.month, value.day))
        case PartialDate():
            return _date_means(shown, value)
        case State():
            return _bare(shown) in map(_bare, value.names)
        case str():
            return _bare(shown) == _bare(value)
        case Iterable():
            return _list_means(shown, list(value))
        case _:
            return _bare(shown) == _bare(str(value))


def _bare(name: str) -> str:
    """A name without its article, its case of the first letter and its surrounding space."""
    name = name.strip().removeprefix("the ").removeprefix("The ")
    return name[:1].casefold() + name[1:]


def _number_means(shown: str, value: float | Decimal) -> bool:
    word = shown.lower()
    for words in (_WORDS, _ORDINALS, _TIMES):
        if word in words:
            return value == words[word]
    match = _NUMERAL.fullmatch(shown)
    if not match:
        return False
    unit = value.unit if isinstance(value, Quantity) else ""
    says = (match["unit"] or "").strip()
    money = _CURRENCIES.get(match["currency"] or "", says.removesuffix("per cent").strip("%"))
    if (says in ("%", "per cent") and unit != "%") or money not in unit:
        return False
    scale = Decimal(_SCALES[match["scale"]]) if match["scale"] else Decimal(1)
    unit_scale = Decimal(next((n for word, n in _SCALES.items() if word in unit.split()), 1))
    if unit_scale != 1 and not match["scale"] and not money:
        unit_scale = Decimal(1)  # a bare number is read in the unit that the text gives outside
    shown_value = Decimal(match["digits"].replace(",", "") + (match["decimals"] or "")) * scale
    if match["sign"]:
        shown_value = -shown_value
    step = scale * Decimal(10) ** -max(len(match["decimals"] or ".") - 1, 0)
    true_value = Decimal(repr(float(value)) if isinstance(value, float) else str(value))
    return abs(shown_value - true_value * unit_scale) <= step / 2


def _date_means(shown: str, value: PartialDate) -> bool:
    for read in (PartialDate.parse_words, PartialDate.parse):
        try:
            date = read(shown)
        except ValueError:
            continue
        return date == value.cut(date.precision)
    return False


def _list_means(shown: str, values: list[Any]) -> bool:
    if not values:
        return shown.lower() in ("none", "no one", "nobody")
    for parts in _splits(shown):
        if len(parts) == len(values):
            left = list(values)
            for part in parts:
                held = next((value for value in left if means(part, value)), None)
                if held is None:
                    break
                left.remove(held)
            if not left:
                return True
    return False


def _splits(shown: str) -> Iterable[list[str]]:
    """The ways to cut a list: ``and`` may join the last two names or be part of one."""
    parts = [part.strip() for part in shown.split(",")]
    last = parts.pop().removeprefix("and ")
    yield [*parts, last]
    pieces = last.split(" and ")
    for cut in range(1, len(pieces)):
        yield [*parts, " and ".join(pieces[:cut]), " and ".join(pieces[cut:])]
