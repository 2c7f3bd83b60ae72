"""Does a text that a reader sees mean the value that the data give?

Numbers compare at the precision that is shown, dates at theirs, names by any name their
state is known by, lists whatever their order. What is not known (None) is meant by no text.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from allied.store.bases import StateNames
from allied.store.dates import MONTHS, PartialDate
from allied.store.quantities import Quantity

from .number_words import (
    NUMBER_WORDS,
    ONES,
    SCALES,
    any_of,
    read_fraction,
    read_ordinal,
    read_words,
)

# A sign of a currency, and the words that the unit of the value must then end with.
CURRENCIES = {
    "US$": "US dollars",
    "A$": "Australian dollars",
    "C$": "Canadian dollars",
    "NZ$": "New Zealand dollars",
    "$": "dollars",
    "\u20ac": "euros",
    "\u00a3": "pounds",
    "\u00a5": "yen",
}
_UNITS = {"per cent": "%", "percent": "%", "kilometres": "km"}  # other ways to write a unit
_TIMES = {"once": 1, "twice": 2, "none": 0, "no": 0, "a dozen": 12, "two dozen": 24}
# What a quantity has become of another, in words: "tripled" of 18.6 to 6. They are said of what is
# near: by an eighth at most.
_MULTIPLES: dict[str, Fraction] = {
    **dict.fromkeys(("twice", "double", "doubled", "twofold"), Fraction(2)),
    **dict.fromkeys(("thrice", "triple", "tripled", "treble", "trebled", "threefold"), Fraction(3)),
    **dict.fromkeys(("quadruple", "quadrupled", "fourfold"), Fraction(4)),
    **dict.fromkeys(("quintupled", "fivefold"), Fraction(5)),
    **{f"{ten}fold": Fraction(n) for n, ten in enumerate(ONES[5:10], 6)},
    "halved": Fraction(1, 2),
}
_NEAR = Fraction(1, 50)  # how near a share must be to the half or third that it is called
_NOBODY = ("none", "no one", "nobody")
_NUMBER = re.compile(
    rf"(?P<sign>[-\u2212])?(?P<currency>{any_of(CURRENCIES)})? ?"
    r"(?P<minus>[-\u2212])?"
    r"(?:(?P<digits>[1-9][0-9]{0,2}(?:,[0-9]{3}){1,200}|[1-9][0-9]{0,400}|0)"
    rf"(?P<decimals>\.[0-9]{{1,400}})?|(?P<words>(?i:{NUMBER_WORDS})))"
    rf"(?: (?P<scale>{'|'.join(SCALES)}))?(?P<unit> ?%| [0-9A-Za-z ]+)?"
)
# €5bn, and only behind a sign of a currency: 5 m may be metres.
_SHORT = re.compile(rf"((?:{any_of(CURRENCIES)})[0-9][0-9.,]*) ?(bn|tn|mn?)\Z")
_SHORT_FOR = {"m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}
_MARKS = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"'}
    | dict.fromkeys("\u2010\u2011", "-")
)
_DAY = r"(?:the )?(?P<day>[0-9]{1,2}|[0-9]{1,2}(?:st|nd|rd|th)|[a-z]+(?:[- ][a-z]+)??)"
_OF_A_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_OF_A_YEAR = r"(?:,? (?P<year>[0-9]{4}))?"
_DAYS = (
    re.compile(rf"{_DAY}(?: (?:day )?of)? {_OF_A_MONTH}{_OF_A_YEAR}"),
    re.compile(rf"{_OF_A_MONTH} {_DAY}{_OF_A_YEAR}"),
)
_SEPARATOR = re.compile(r"(, and |, | and )")


def means(shown: str, value: Any) -> bool:
    """True if ``shown`` says what ``value`` is, at the precision at which it is shown.

    >>> means("2.7 %", Quantity(2.7127, "%")), means("twelve", 12), means("1,184,796", 1184796.4)
    (True, True, True)
    """
    shown = " ".join(unicodedata.normalize("NFC", shown).split())
    if not shown or value is None:
        return False
    match value:
        case bool():
            return shown.lower() == ("yes" if value else "no")
        case int() | float() | Decimal():
            return excess(shown, value) is not None
        case datetime.date():
            return _date_means(shown, PartialDate(value.year, value.month, value.day))
        case PartialDate():
            return _date_means(shown, value)
        case StateNames():
            return _bare(shown) in map(_bare, value.names)
        case str():
            return _bare(shown) == _bare(value)
        case Iterable():
            return _list_means(shown, list(value))
        case _:
            return _bare(shown) == _bare(str(value))


def _bare(name: str) -> str:
    """A name without its article, its case of the first letter and its surrounding space."""
    name = " ".join(unicodedata.normalize("NFC", name).translate(_MARKS).split())
    name = name.removeprefix("the ").removeprefix("The ")
    return name[:1].casefold() + name[1:]


def unit_of(value: Any) -> tuple[int, str]:
    """The scale and the words of a value's unit: (10**6, "US dollars"); (1, "") if it has none."""
    unit = value.unit if isinstance(value, Quantity) else ""
    first, _, rest = unit.partition(" ")
    return (SCALES[first], rest) if first in SCALES else (1, unit)


def says_unit(shown: str) -> bool:
    """True if a number names its unit itself: ``5 %``, ``US$60``, ``17 billion euros``."""
    match = _NUMBER.fullmatch(" ".join(shown.split()))
    return bool(_SHORT.fullmatch(shown)) or bool(match and (match["currency"] or match["unit"]))


def excess(shown: str, value: float | Decimal) -> Fraction | None:
    """By how much a value is more than the number that is shown, None if that does not mean it.

    A bare number is read in the unit of the value or without it, one with a unit as it says.

    >>> excess("2.7 %", Quantity(2.75, "%")), excess("32", 31)
    (Fraction(1, 20), None)
    """
    shown = " ".join(unicodedata.normalize("NFC", shown).split())
    if not math.isfinite(value):
        return None
    exact = Fraction(Decimal(repr(float(value))) if isinstance(value, float) else value)
    word = shown.translate(_MARKS).lower()
    scale, unit = unit_of(value)
    nth = _TIMES.get(word, read_ordinal(word))
    if nth is not None and not unit and (word not in _MULTIPLES or isinstance(value, int)):
        return Fraction(0) if exact == nth else None
    multiple = _MULTIPLES.get(word)
    if multiple is not None:
        over = exact - multiple
        return over if not unit and abs(over) <= multiple / 8 else None
    part = read_fraction(word)
    if part is not None:
        over = exact / (100 if unit else 1) - part
        return over if unit in ("", "%") and abs(over) <= _NEAR else None
    shown = shown.translate(_MARKS)
    if short := _SHORT.fullmatch(shown):
        shown = f"{short[1]} {_SHORT_FOR[short[2]]}"
    if unit.endswith("s"):  # a three-year delay
        shown = re.sub(rf"-{unit[:-1]}\Z", f" {unit}", shown)
    match = _NUMBER.fullmatch(shown)
    if not match or (match["sign"] and match["minus"]):
        return None
    says = (match["unit"] or "").strip()
    says = _UNITS.get(says, says)
    currency = CURRENCIES.get(match["currency"] or "", "")
    if not _ends_with(unit, says) or not _ends_with(unit, currency):
        return None
    number, step, scaled = _reading(match)
    bare = not (says or currency or scaled)
    if match["decimals"] and not scaled and isinstance(value, int):
        return None  # what is counted has no decimals
    found = [exact * factor - number for factor in {scale, 1 if bare else scale}]
    return next((over for over in sorted(found, key=abs) if abs(over) <= step / 2), None)


def _reading(match: re.Match[str]) -> tuple[Fraction, Fraction, bool]:
    """The number that is shown, the size of its last place, and whether it names a scale."""
    if match["words"]:
        number = Fraction(read_words(match["words"]) or 0)
        first, *rest = match["words"].lower().replace("-", " ").split()
        last = rest[-1] if rest else first
        places = SCALES.get(last, 1) if last != "thousand" else 1
        # two million is shown to the million, two million three hundred thousand to the unit
        step = Fraction(places if number < 1000 * places else 1)
        scaled = any(word in SCALES for word in rest)
    else:
        decimals = match["decimals"] or ""
        number = Fraction(match["digits"].replace(",", "") + decimals)
        step = Fraction(1, 10 ** max(len(decimals) - 1, 0))
        scaled = False
    if match["scale"]:
        scaled = True
        number, step = number * SCALES[match["scale"]], step * SCALES[match["scale"]]
    return (-number if match["sign"] or match["minus"] else number), step, scaled


def _ends_with(unit: str, words: str) -> bool:
    """True if the words are the last of the unit's own: ``dollars`` of ``US dollars``."""
    return not words or f" {unit}".endswith(f" {words}")


def _date_means(shown: str, value: PartialDate) -> bool:
    for read in (PartialDate.parse_words, PartialDate.parse):
        try:
            date = read(shown)
        except ValueError:
            continue
        return date == value.cut(date.precision)
    return any(_day_means(match, value) for day in _DAYS if (match := day.fullmatch(shown)))


def _day_means(match: re.Match[str], value: PartialDate) -> bool:
    """A day as Britons and Americans write and say it; its year may stand elsewhere."""
    day = match["day"]
    said = int(day) if day.isdigit() else read_ordinal(day)
    month, year = MONTHS.index(match["month"]) + 1, int(match["year"] or value.year)
    return (year, month, said) == (value.year, value.month, value.day)


def _list_means(shown: str, values: Sequence[Any]) -> bool:
    if not values:
        return shown.lower() in _NOBODY
    return any(_are_the_same(parts, values) for parts in _splits(shown, values))


def _splits(shown: str, values: Sequence[Any]) -> Iterator[list[str]]:
    """The ways to cut a list so that each part means a value.

    A comma or an ``and`` may part two names or belong to one; between the last two names stands
    either, or both.
    """
    pieces = _SEPARATOR.split(shown)  # name, separator, name, separator, name

    def cut(start: int, wanted: int) -> Iterator[list[str]]:
        if wanted == 0:
            if start > len(pieces):
                yield []
            return
        for end in range(start + 1, len(pieces) - 2 * (wanted - 1) + 1, 2):
            if end < len(pieces) and wanted > 2 and pieces[end] != ", ":
                continue
            part = "".join(pieces[start:end])
            if any(means(part, value) for value in values):
                for rest in cut(end + 1, wanted - 1):
                    yield [part, *rest]

    yield from cut(0, len(values))


def _are_the_same(parts: Sequence[str], values: Sequence[Any]) -> bool:
    """True if each part can be given a value of its own that it means."""
    held: dict[int, int] = {}  # the part to which a value is given

    def give(part: int, tried: set[int]) -> bool:
        for index, value in enumerate(values):
            if index not in tried and means(parts[part], value):
                tried.add(index)
                if index not in held or give(held[index], tried):
                    held[index] = part
                    return True
        return False

    return all(give(part, set()) for part in range(len(parts)))
