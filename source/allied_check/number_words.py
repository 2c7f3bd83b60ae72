"""Numbers in words, British and American: ``one hundred and five``, ``thirteenth``, ``21st``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NTH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
YEAR = r"(?:1[5-9]|20)[0-9]{2}(?![\w%-]|[.,][0-9]|\s?[\u2013/][0-9])"
"""A pattern of a year in figures, from 1500 on, that is no part of a longer number or span."""

_ORDINALS = dict(zip(NTH, ONES, strict=True)) | {f"{ten[:-1]}ieth": ten for ten in TENS}
_ORDINALS |= {f"{scale}th": scale for scale in ("hundred", *SCALES)}
_VALUES = {word: number for number, word in enumerate(ONES, 1)}
_VALUES |= {word: 10 * number for number, word in enumerate(TENS, 2)}


def any_of(words: Iterable[str]) -> str:
    """An alternative of a pattern for each word, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def one_of(names: Iterable[str]) -> str:
    """The same for many names, by their first letters: a text is asked letter by letter."""
    by_letter: dict[str, list[str]] = {}
    for name in sorted(names):
        by_letter.setdefault(name[0], []).append(name[1:])
    parts = [f"{re.escape(first)}(?:{any_of(rest)})" for first, rest in by_letter.items()]
    return f"(?:{'|'.join(parts)})"


_NTH_IN_DIGITS = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3}){1,5}|[1-9][0-9]{0,20})(st|nd|rd|th)")
_WORD = any_of((*_VALUES, "hundred", *SCALES))
# One or several such words: two million three hundred thousand. `read_words` reads them.
NUMBER_WORDS = (
    rf"zero|(?:a (?=(?:hundred|{any_of(SCALES)})(?![a-z])))?(?:{_WORD})(?![a-z])"
    rf"(?:(?:-|,? (?:and )?)(?:{_WORD})(?![a-z]))*"
)


def read_words(text: str) -> int | None:
    """The number that words say, in British or American use; None if they are no number.

    >>> read_words("one hundred and five"), read_words("two million"), read_words("two and two")
    (105, 2000000, None)
    """
    words = text.lower().replace(",", "").replace("-", " ").split()
    if words == ["zero"]:
        return 0
    total, limit = 0, 10**15
    while words:
        if total and words[0] == "and":
            words.pop(0)
        part = _below_thousand(words)
        scale = SCALES.get(words.pop(0), limit) if words else 1
        if part is None or scale >= limit:
            return None
        total, limit = total + part * scale, scale
    return total or None


def _below_thousand(words: list[str]) -> int | None:
    """Take a number such as ``nine hundred and five`` from the front of the words."""
    if words[1:] and words[0] == "a" and words[1] in ("hundred", *SCALES):
        number = 1
        words.pop(0)
    else:
        number = _below_hundred(words)
    if number and words and words[0] == "hundred" and number < 20:
        words.pop(0)
        number *= 100
        rest = words[1:] if words and words[0] == "and" else words[:]
        if more := _below_hundred(rest):
            number += more
            words[:] = rest
    return number or None


def _below_hundred(words: list[str]) -> int:
    if not words or words[0] not in _VALUES:
        return 0
    number = _VALUES[words.pop(0)]
    if number >= 20 and words and words[0] in ONES[:9]:
        number += _VALUES[words.pop(0)]
    return number


def read_ordinal(text: str) -> int | None:
    """The number of ``thirteenth``, ``twenty-first`` or ``21st``; None if it is no ordinal.

    >>> read_ordinal("one hundred and fifth"), read_ordinal("21st"), read_ordinal("21th")
    (105, 21, None)
    """
    if match := _NTH_IN_DIGITS.fullmatch(text):
        number = int(match[1].replace(",", ""))
        return number if match[2] == _suffix(number) else None
    head, last = re.fullmatch(r"(.*?)([a-z]*)", text.lower(), re.S).groups()  # type: ignore[union-attr]
    return read_words(head + _ORDINALS[last]) if last in _ORDINALS else None


def _suffix(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


_PARTS = {2: ("half", "halves"), 4: ("quarter", "quarters")} | {
    number: (nth, f"{nth}s") for number, nth in enumerate(NTH[:12], 1) if number not in (1, 2, 4)
}
_PART_OF = {word: number for number, words in _PARTS.items() for word in words}
FRACTION_WORDS = rf"(?:a|one)[-\s](?:{any_of(words[0] for words in _PARTS.values())})(?![a-z])"
FRACTION_WORDS += (
    rf"|(?:{any_of(ONES[1:12])})[-\s](?:{any_of(w[1] for w in _PARTS.values())})(?![a-z])"
)
_FRACTION = re.compile(rf"half|{FRACTION_WORDS}")


def read_fraction(text: str) -> Fraction | None:
    """The number of ``half``, ``a quarter`` or ``two thirds``; None if it is no fraction.

    >>> read_fraction("two-thirds"), read_fraction("half"), read_fraction("two third")
    (Fraction(2, 3), Fraction(1, 2), None)
    """
    words = text.lower()
    if not _FRACTION.fullmatch(words):
        return None
    *count, part = re.split(r"[-\s]", words)
    number = _VALUES.get(count[0], 1) if count else 1
    return Fraction(number, _PART_OF[part]) if number < _PART_OF[part] else None
