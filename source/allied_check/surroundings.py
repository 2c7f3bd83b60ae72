"""Does the text around a bound value change what the value says?

A fact's own text is compared with the data; what stands next to it is not, so ``32`` could be
made 32,000 by three letters outside. `clash` reads both together. Refused is what makes another
number, date or unit of it: digits, letters and signs that touch it, a scale or a unit that the
data do not bear out, a day, month or year that completes or contradicts a date.

The line is drawn at the number; words that compare with it are read in `comparatives`, those
that place a date or lengthen a list in `neighbours`. Whole sentences are the author's: "not 32",
"about 32", "half of 32", "32 to 35". No word list could say whether they are right.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import Any

from allied.store.dates import MONTHS, PartialDate
from allied.store.quantities import Quantity

from .counted import ADJECTIVE, BODIES, COUNTED, FORCES
from .meaning import CURRENCIES, means, says_unit, unit_of
from .number_words import NTH, ONES, SCALES, TENS, any_of, read_words
from .numerals import numerals

_END = r"(?![^\W_])"
_MASK = "\u2400"
# What may touch a value: brackets, quotation marks, the punctuation and the dash of a clause.
_OPENING = re.compile(r"[(\[{\"'\u201c\u2018\u00ab\u2014]*\Z")
_CLOSING = re.compile(r"[.,;:!?)\]}\"'\u201d\u2019\u00bb\u2026]*")
_WEAK = ".,:'\u2019"  # those that also stand within a number
# Signs that make another number of the one they stand beside, even with a space between.
_SIGNS_BEFORE = "\u2212+\u00b1~\u2248<>\u2264\u2265\u00d7\u00f7=\u221a#"
_SIGNS_AFTER = "+\u00b1\u00d7\u00f7^\u00b0\u2030\u2031*\u2032\u2033="
_READ_LATER = "%|\u2400$\u20ac\u00a3\u00a5"  # units, the edge of a cell, what is masked
_JOINED_BEFORE = re.compile(r"(?<![^\W_])(?:mid|pre|post)[-\u2011]\Z", re.I)  # mid-1949
_NEGATIVE = re.compile(
    r"(?<![^\W_])(?:minus|negative|half|twice|thrice|double|triple|treble) \Z", re.I
)
_MANY = (
    *SCALES,
    *(f"{scale}s" for scale in SCALES),
    *"hundred hundreds dozen dozens score scores".split(),
)
_PARTS = "halves third thirds quarter quarters".split()
_PARTS += [*(f"{nth}{s}" for nth in NTH[3:10] for s in ("", "s")), "hundredths", "thousandths"]
_POWERS = "squared cubed factorial to\\s+the\\s+power and\\s+a\\s+(?:half|quarter|third)".split(" ")
_POINTS = "percentage points?|per cent points?|percent points?"
_MONEY = (
    "dollars dollar euros euro pounds pound yen francs roubles rubles yuan kroner zlotys".split()
)
_MEASURES = "km kilometres miles metres tonnes tons kilograms litres hectares knots".split()
_PEOPLE = "people persons troops soldiers personnel men women inhabitants peacekeepers".split()
_NATIONS = "US U.S. American".split()
_TIMES = "minute hour day week month year decade century".split()

_NUMBER_BEFORE = re.compile(r"(?<![\w.,/])([0-9][0-9.,]*)\s+\Z")
_YEARLIKE = re.compile(r"(?:1[0-9]|20|21)[0-9]{2}")
_WORDS_BEFORE = re.compile(
    rf"(?<![^\W_])(?:(?:a|{any_of((*ONES, *TENS, 'hundred', *SCALES, 'and'))})[-\u2011\s]+)+\Z",
    re.I,
)
_MONEY_BEFORE = re.compile(
    r"(?:(?:US|A|C|NZ|HK|CA|AU)?[$\u20ac\u00a3\u00a5]|[\u20a0-\u20cf\u00a2]"
    r"|(?<![^\W_])(?:AUD|CAD|CHF|EUR|GBP|JPY|NZD|USD))\s?\Z"
)
_MONTH = rf"(?:{any_of(MONTHS)}|(?:{any_of([month[:3] for month in MONTHS])}|Sept){_END}\.?)"
_DATE_BEFORE = re.compile(
    rf"(?<![^\W_])(?:[0-9]{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+)?{_MONTH},?\s+\Z"
    r"|(?<![\w.,])[0-9]+(?:st|nd|rd|th)?(?:\s+of)?\s+\Z"
)
_DATE_AFTER = re.compile(rf"\s+(?:[0-9]+(?:st|nd|rd|th)?{_END}|(?:{any_of(MONTHS)}){_END})")
_DAY_AFTER = re.compile(rf"\u2013[0-9]{{1,2}}\s+{_MONTH}")
_YEAR_AFTER = re.compile(r",?(?:\s+(?:of|in))?\s+([0-9]{4})(?![0-9])")
_YEARS_BEFORE = re.compile(r"(?<![\w.,/-])((?:1[5-9]|20)[0-9]{2})(?![\w%]|[.,][0-9])[^.!?]*\Z")
_ERA_AFTER = re.compile(r"\s+(?:BCE?|B\.\s?C\.)")
_RANGE_AFTER = re.compile(r"\u2013([0-9]{4}|[0-9]{2})(?![0-9])")
_TAIL = re.compile(
    rf"(?P<scale>[\s-]+\(?(?:{any_of(_MANY)}){_END})?"
    rf"(?P<points>[\s-]+(?:{_POINTS}){_END})?"
    rf"(?P<per>\s*%|[\s-]+(?:per\s+cent|percent|pct?|p\.\s?c\.){_END})?"
    rf"(?P<unit>(?P<dated>\s+20[0-9]{{2}})?{ADJECTIVE}[\s-]+"
    rf"(?P<noun>{any_of((*_MONEY, *_MEASURES, *FORCES, *BODIES, *_PEOPLE))}){_END})?"
    r"(?P<sign>\s?[$\u20ac\u00a3\u00a5])?",
    re.I,
)
_WORDS_AFTER = re.compile(
    rf"(?:[-\u2011\s]+(?:and\s+)?(?:{any_of((*ONES, *TENS, 'hundred', *SCALES))}){_END})+", re.I
)
_OTHER_AFTER = re.compile(
    rf"[-\u2011\s]+(?:{any_of(_PARTS)}){_END}(?!-)|[-\u2011\s]*fold{_END}"
    rf"|\s+(?:{'|'.join(_POWERS)}){_END}|\s+point\s+(?:[0-9]|(?:zero|{any_of(ONES)}){_END})"
    rf"|\s*[x*/:]\s*[0-9]|\s(?:k|mn?|bn|tn|mln|mrd){_END}|\s+per\s+mille"
    rf"|\s+(?:minus|plus|less|times)\s+(?:[0-9]|(?:{any_of((*ONES, *TENS))}){_END})",
    re.I,
)


_TIME_AFTER = re.compile(rf"[\s-]+({any_of(_TIMES)})s?{_END}")


def clash(before: str, shown: str, after: str, value: object) -> str | None:
    """What is wrong with the text next to a fact, as a sentence; None if nothing is.

    ``before`` and ``after`` are the visible text next to it in its paragraph, a line break as
    one, other masked things as U+2400. Only what stands near is read.

    >>> clash("It has ", "32", ",000 members", 32)
    "the text after it, ',000', changes the number 32"
    >>> clash("It has ", "32", " members, by 2024.", 32) is None
    True
    """
    before, shown, after = _plain(before[-80:]), _plain(shown), _plain(after[:120])
    is_date = isinstance(value, PartialDate | datetime.date)
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    kind = "date" if is_date else "number" if is_number else "text"
    if kind == "text" and re.search(r"\A[0-9]|[0-9]\Z", shown):
        kind = "numeral"  # a name that begins or ends as a number does
    piece = _touching_before(before, kind)
    if piece is None and is_number:
        piece = _number_before(before, shown, _with_scale(shown, _tail(after)), value)
    if piece is None and (is_date or _YEARLIKE.fullmatch(shown)):
        piece = _date_before(before, shown, value)
        if piece is None and is_date and _YEARLIKE.fullmatch(shown):
            counted = re.match(COUNTED, after)
            if counted and (len(before), len(before + shown)) in numerals(before + shown + after):
                return (
                    f"the text after it, {counted[0].strip()!r}, makes a count of the year {shown}"
                )
    if piece:
        return f"the text before it, {piece!r}, changes the {kind} {shown}"
    piece = _touching_after(shown, after, kind)
    if piece is None and is_date:
        piece = _date_after(shown, after, value)
    if piece is None and is_number:
        piece = _number_after(shown, after, value)
    if piece is None and (is_number or is_date):
        piece, unit = _unit_after(shown, after, value)
        if unit:
            return f"the text after it, {piece!r}, is not the unit of {shown}; {unit}"
    if piece:
        return f"the text after it, {piece!r}, changes the {kind} {shown}"
    return None


def _plain(text: str) -> str:
    """The text as it is seen: composed, spaces folded, without characters of no width."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    if text.isascii():
        return text
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def _touching_before(before: str, kind: str) -> str | None:
    run = _OPENING.search(before)[0]  # type: ignore[index]
    before = before[: len(before) - len(run)]
    if not before or before[-1].isspace():
        return None
    last = before[-1]
    piece = re.search(r"\S{1,20}\Z", before)[0] + run  # type: ignore[index]
    if run:
        weak = all(letter in _WEAK for letter in run)
        if weak or last == _MASK:
            return piece if weak and kind != "text" else None
        return piece if _is_sign(last) and kind != "text" else None
    if kind == "number" and _MONEY_BEFORE.search(before):
        return None  # read as a unit
    if last.isalnum() or unicodedata.category(last)[0] in "MS":
        return piece
    # a dash makes a span (1949-55) unless it is a minus sign
    right = last == "\u2013" and before[-2:-1].strip(" (")
    return None if kind == "text" or right or _JOINED_BEFORE.search(before) else piece


def _number_before(before: str, shown: str, said: str, value: Any) -> str | None:
    if match := _MONEY_BEFORE.search(before):
        return None if means(match[0] + said, value) else match[0].strip()
    bare = before.rstrip()
    if bare and bare[-1] in _SIGNS_BEFORE:
        return None if means(bare[-1] + shown, value) else bare[-1]
    if match := _NEGATIVE.search(before):
        return match[0].strip()
    if shown[:1].isdigit():
        match = _NUMBER_BEFORE.search(before)
        if match and not _YEARLIKE.fullmatch(match[1]) and not match[1].endswith((".", ",")):
            return match[1]
    elif match := _WORDS_BEFORE.search(before):
        words = re.split(r"\s+", match[0].strip())
        for first in range(len(words)):
            joined = " ".join([*words[first:], shown])
            if read_words(joined) is not None and not means(joined, value):
                return " ".join(words[first:])
    return None


def _date_before(before: str, shown: str, value: Any) -> str | None:
    match = _DATE_BEFORE.search(before)
    if not match:
        return _year_before(before, shown, value)
    if not isinstance(value, PartialDate | datetime.date) and not re.search(_MONTH, match[0]):
        return None
    return None if means(match[0] + shown, value) else match[0].strip()


def _year_before(before: str, shown: str, value: Any) -> str | None:
    """The year that a reader takes for that of a day or month which is shown without one."""
    match = None if re.search(r"[0-9]{4}\Z", shown) else _YEARS_BEFORE.search(before)
    return match[1] if match and int(match[1]) != value.year else None


def _touching_after(shown: str, after: str, kind: str) -> str | None:
    run = _CLOSING.match(after)[0]  # type: ignore[index]
    rest = after[len(run) :]
    if not rest or rest[0].isspace() or rest[0] == "\u2014":
        return None
    first, second = rest[0], rest[1:2]
    piece = re.match(r"\S{1,20}", after)[0]  # type: ignore[index]
    if run:
        weak = all(letter in _WEAK for letter in run)
        if first.isalpha():
            return piece if re.search(r"(?<!\.)\.\Z", run) else None
        joined = weak and (_is_sign(first) or not (second.isspace() or second.isalpha()))
        return piece if first.isnumeric() or (joined and kind != "text") else None
    if first in "-\u2011/\u2013":
        if kind == "text" or not second or second.isspace() or second.isalpha():
            return None
        return None if first == "\u2013" and _is_span(shown, after, kind) else piece
    if first == "%" or first in CURRENCIES:
        return None  # read as a unit
    if first.isalnum() or first == _MASK:
        return piece
    return piece if kind != "text" and (_is_sign(first) or second.isnumeric()) else None


def _is_sign(letter: str) -> bool:
    """True for a symbol or a mark, such as ``+``, ``%``, ``^`` or what U+2400 stands for."""
    return unicodedata.category(letter)[0] in "MNS" or letter in _SIGNS_AFTER or letter == "%"


def _is_span(shown: str, after: str, kind: str) -> bool:
    """True if a dash leads to the end of a span that begins with the value: 1949-55."""
    if after[1:2] == _MASK or (kind == "date" and _DAY_AFTER.match(after)):
        return True
    return bool(_RANGE_AFTER.match(after) and _YEARLIKE.fullmatch(shown[-4:]))


def _date_after(shown: str, after: str, value: Any) -> str | None:
    has_year = re.search(r"[0-9]{4}\Z", shown)
    for pattern in (_DATE_AFTER, _YEAR_AFTER, _ERA_AFTER):
        if pattern is _YEAR_AFTER and has_year:
            continue
        match = pattern.match(after)
        said = match[match.lastindex or 0].strip(", ") if match else ""
        if match and not means(f"{shown} {said}", value):
            return match[0].strip()
    return None


def _number_after(shown: str, after: str, value: Any) -> str | None:
    tail = _tail(after)
    after = after[tail.end("unit") :] if tail["dated"] else after  # 2015 US dollars
    rest = after.lstrip()
    if rest and rest[0] not in _READ_LATER and _is_sign(rest[0]):
        return re.match(r"\S{1,20}", rest)[0]  # type: ignore[index]
    if re.match(r"[-\u2011.,][0-9]", rest):
        return rest[:2]
    if match := _OTHER_AFTER.match(after):
        return match[0].strip()
    if match := _WORDS_AFTER.match(after):
        words = match[0]
        while words:
            joined = shown + words
            if read_words(joined) is not None and not means(joined, value):
                return words.strip()
            words = re.sub(r"[-\u2011\s]+[a-z]+\Z", "", words, flags=re.I)
    return None


def _unit_after(shown: str, after: str, value: Any) -> tuple[str | None, str]:
    """The scale or unit after it that the value does not have, and what the data give."""
    time, own = _TIME_AFTER.match(after), _unit_in_words(value)
    if time and (unit := unit_of(value)[1].removesuffix("s")) in _TIMES and time[1] != unit:
        return time[0].strip(" -"), own
    tail = _tail(after)
    said = _with_scale(shown, tail)
    if tail["scale"] and not means(said, value):
        return tail["scale"].strip(), ""
    if tail["points"]:
        return (tail["points"].strip(), own) if isinstance(value, int) else (None, "")
    if tail["per"]:
        return (None, "") if means(f"{said} %", value) else (tail["per"].strip(), own)
    if tail["sign"]:
        right = CURRENCIES[tail["sign"].strip()] in unit_of(value)[1] and not says_unit(shown)
        return (None, "") if right else (tail["sign"].strip(), own)
    if tail["unit"] and not _has_unit(said, shown, tail, value):
        return " ".join(tail["unit"].split()), own
    return None, ""


def _tail(after: str) -> re.Match[str]:
    match = _TAIL.match(after)
    assert match is not None  # every part of it may be missing
    return match


def _with_scale(shown: str, tail: re.Match[str]) -> str:
    return " ".join([shown, *re.split(r"[\s(-]+", tail["scale"] or "")[1:]])


def _has_unit(said: str, shown: str, tail: re.Match[str], value: Any) -> bool:
    """True if the value can be counted in what is named after it."""
    noun = tail["noun"].lower()
    if not isinstance(value, Quantity) or not value.unit:
        return noun not in (*_MONEY, *_MEASURES)
    if says_unit(shown) and noun not in (*_MONEY, *_MEASURES):
        return True  # with 5 % members can: the number has its unit already
    words = tail["unit"].split()
    noun = "people" if noun in _PEOPLE else noun
    if noun in _MONEY:  # whose dollars they are
        whose = [word for word in words[:-1] if not word[0].islower()]
        noun = " ".join(["US" if word in _NATIONS else word for word in whose] + [noun])
    return means(f"{said} {noun}", value)


def _unit_in_words(value: Any) -> str:
    unit = value.unit if isinstance(value, Quantity) else ""
    return f"the data give {unit or 'none'}"
