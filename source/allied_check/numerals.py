"""Finds the numbers in a text that must be bound to data.

Let through is what is no figure about the subject: years, places in a text (Article 5), names
(F-35, G7, 9/11, the 82nd Airborne) and addresses. Numbers in words are found by `worded`. All
words that decide this are data below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from allied.store.dates import MONTHS

from .counted import (
    BODIES,
    CENTURY_BEFORE,
    COUNTED,
    COUNTED_FORCES,
    END,
    FORCES,
    IN_A_SEQUENCE,
    NO_ADJECTIVE,
    ONE_BODY,
    STREET,
    UNIT,
)
from .number_words import SCALES, any_of
from .worded import in_words

# What a number is part of when one of these words stands before it.
_PLACES_IN_ANY_CASE = (
    "article paragraph para section chapter page annex appendix appendice clause footnote "
    "resolution protocol book volume note endnote recital"
).split()
_PLACES_WITH_A_CAPITAL = (
    "Table Figure Part Title Decision Regulation Directive Phase Tier Level Type Block Box No Nos "
    "Art Pillar Option Case Column Convention Question Step Stage Pier Gate Checkpoint"
).split()
_SERIES = (
    *"Mode Sector Version version".split(),
    *"ISO IEC STANAG STANREC Link Mark Flight Area Camp Route Highway Interstate Room".split(),
    *"Reforger Horizon Agenda Windows Office Android Airbus Boeing Leopard Challenger".split(),
    *"Type Track Unit Bureau Channel Hut Web Version Industry UNSCR APT".split(),
    *"Merkava Falcon Ariane Apollo Soyuz Sputnik Voyager Minuteman Trident".split(),
    *"Mk MC NSC FM ADP JP AJP CTF RFC PD COM CFSP H.R. E.O.".split(),
    *("Group of", "Task Force", "Task Group", "Maritime Group", "Public Law", "Executive Order"),
    *("Able Archer", "Steadfast Defender", "Trident Juncture", "Talisman Sabre", "Cold Response"),
)
_CURRENCY_CODES = "AUD CAD CHF EUR GBP JPY NZD USD".split()
# Before four digits: what makes them a year whatever follows, what makes them one if no forces
# follow (the code of 1994 states), and what makes them a number.
_AT_A_TIME = (
    "in since until till during before after early late mid pre post year fiscal FY spring summer "
    "autumn winter"
).split()
_NEAR_A_TIME = "of by from to and or between through for the this that its their".split()
_A_QUANTITY = (
    r"some|over|nearly|almost|exactly|cost|costs|number(?:ed|ing)|totall(?:ed|ing)|worth|lost|sent"
    r"|killed|wounded|captured|deployed|(?:fleet|force|army|crew|garrison|contingent|strength|toll)\s+of"
    rf"|(?:{any_of(FORCES)}|strength|toll)[,:]?"
    r"|(?:more|fewer|less|greater)\s+than"
    r"|(?:number|figure|total|sum)(?:\s+of)?"
)
_ERA_BEFORE = re.compile(r"(?<!\w)AD\s+\Z")
_MEETINGS = "talks format dialogue ministerial meeting meetings process negotiations treaty".split()
_OF_A_YEAR = "figures estimates prices data".split()

_RAISED = "\u00b2\u00b3"
_FRACTIONS = (
    rf"{_RAISED}\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2150-\u2189\u2460-\u249b"
    "\u3007\u3021-\u3029"
    "\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u4e07\u842c"
)
"""Signs that are numbers and no digits: fractions, raised, Roman and Chinese ones."""
_DIGIT = re.compile(rf"[\d{_FRACTIONS}]")
_MONTH = rf"(?:{any_of(MONTHS)}|(?:{any_of([m[:3] for m in MONTHS])}|Sept){END}\.?)"
_A_YEAR = r"(?:1[5-9]|20)[0-9]{2}"
_FIGURE = re.compile(
    rf"(?:\d+(?:[.,]\d+)*)?[{_FRACTIONS}]*\w*"
    rf"(?:[\s-]+(?:{any_of(SCALES)}){END})?(?:\s*%|\s+per\s?cent{END})?"
)
_BEFORE_A_FIGURE = re.compile(
    r"(?:(?:US|A|C|NZ)?[$\u20ac\u00a3\u00a5]\s?)?(?:(?<![^\s\u2400])\.)?\Z"
)
_DATE = re.compile(
    r"[0-9]{1,2}(?:st|nd|rd|th)?(?:\s?[-\u2013]\s?[0-9]{1,2}|\s+(?:and|or|to)\s+[0-9]{1,2})?"
    rf"\s+(?:of\s+)?{_MONTH}(?:,?\s+[0-9]{{4}}(?!\d))?{END}"
    r"|[0-9]{4}([-/.])[0-9]{2}\1[0-9]{2}(?!\d)"
    r"|[0-9]{1,2}([/.])[0-9]{1,2}\2(?:[0-9]{4}|[0-9]{2})(?!\d)"
)
_AFTER_A_MONTH = re.compile(
    rf"[0-9]{{4}}{END}|[0-9]{{1,2}}(?:st|nd|rd|th)?{END}(?:,\s+[0-9]{{4}}{END})?"
)
_MONTH_BEFORE = re.compile(rf"(?<!\w){_MONTH}\s+\Z")

_NTH = r"[0-9]{1,3}(?:st|nd|rd|th)"
_NAME = re.compile(
    rf"(?:9/11|24/7|[2-6][DG]|{_NTH}(?={IN_A_SEQUENCE})"
    rf"|[1-9][0-9]{{0,2}}(?=\s+(?:\([A-Z]{{2,3}}\)\s+)?(?:Corps|Division|Brigade|Regiment){END})"
    rf"|(?:180|360)(?=-degree)|[1-3](?:\.5)?(?=-track)"
    rf"|[1-9][0-9]{{0,3}}[A-Z]?(?={STREET})|[1-9][0-9]{{0,3}}(?=\s+BCE?{END})"
    rf"|[1-9]?[1-9]\s?\+\s?[1-9](?=\s+(?:[A-Z]|(?:{any_of(_MEETINGS)}){END}))"
    rf"|[0-9][A-Z]{{2}}(?<=[A-Z0-9]\s[0-9][A-Z]{{2}})"  # the end of a British postcode
    rf"|50[-\u2013/]50"
    rf"|{_NTH}(?=\s+[A-Z][a-z])(?!{COUNTED}|\s+(?:{any_of(MONTHS)}){END})){END}"
)
_SHORT_YEAR = re.compile(rf"[0-9]{{2}}{END}(?!{UNIT}|{COUNTED})")
_NTH_ALONE = re.compile(_NTH + END)
_DECADE = re.compile(rf"[1-9]0s{END}(?!{UNIT}|{COUNTED})")
_DECADE_BEFORE = re.compile(r"(?:['\u2019]|(?<!\w)(?:the|early|late|mid)[\s-])\Z", re.I)
_WORD_BEFORE = re.compile(r"[^\W_]+\Z")
_HYPHENATED_BEFORE = re.compile(r"(?<!\w)([^\W_]+)[-\u2011]\Z")
_FORMAT_BEFORE = re.compile(r"(?<![\w+])[A-Z]{1,3}[0-9]?(?:/[A-Z]{2})?\+\Z")  # P5+1
_DOCUMENT_BEFORE = re.compile(  # S/RES/1970, S/2019/171, C-402/05
    r"(?<![^\W_])(?:(?:[A-Z]+/)+(?:[0-9]{4}/)?|[A-Z]{1,2}-[0-9]+/)\Z"
)
_OF_AN_ERA = re.compile(rf"[1-9][0-9]{{0,3}}{END}(?!{UNIT}|{COUNTED})")
_SERIES_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:{any_of(_SERIES)})(?:\([0-9]{{4}}\))?"
    r"|[Ee]xercise(?:\s+[A-Z][a-z]+){1,3})\s+\Z"
)
_SHORT_YEAR_BEFORE = re.compile(
    r"(?<!\w)(?:in|of|since|by|to|from|and|until|spring|summer|autumn|winter)\s+['\u2019]\Z", re.I
)
_IN_A_SERIES = re.compile(rf"[0-9]+(?:[-./][0-9]+)*(?:[A-Z][0-9]*)?{END}(?!{UNIT})")
_BODIES_AFTER = re.compile(rf"\s+(?:{any_of(BODIES)}){END}")
_SPACE = re.compile(r"[\s\u2400]")
_ADDRESS = re.compile(r"[(<\[]*(?:(?:https?|ftp)://|www\.|doi:|10\.[0-9]{4,9}/)")
_LONGEST = 300  # letters of an address on either side of a digit
_PLACE_BEFORE = re.compile(
    rf"(?:(?<!\w)(?:(?i:(?:{any_of(_PLACES_IN_ANY_CASE)})(?:es|s)?)"
    rf"|(?:{any_of(_PLACES_WITH_A_CAPITAL)})s?|pp?|vols?|no(?=\.))\.?\s+|\u00a7\s?)"
    r"(?:\((?:EU|EC|EEC|CFSP)\)\s+)?\Z"
)
_A_PLACE = rf"[0-9]+(?:[./][0-9]+)*[a-z]?(?:\([0-9a-z]{{1,4}}\))*{END}(?!\.?\d)"
_PLACE = re.compile(
    rf"{_A_PLACE}(?!{UNIT})"
    rf"(?:(?:\s?[-\u2013]\s?|(?:,|,?\s+(?:and|or|to))\s+){_A_PLACE}(?!{UNIT}|{COUNTED}))*"
)
_COUNTED_BY = re.compile(rf"\s+(?:{any_of({*FORCES, *BODIES} - {'missions'})}){END}")
_YEAR = re.compile(
    rf"{_A_YEAR}(?:['\u2019]?s)?(?:\s?[-\u2013/]\s?(?:{_A_YEAR}|[0-9]{{2}})|/[0-9])*{END}"
    rf"(?![.,]?\d|{UNIT}|[-\u2011](?:strong|fold|odd|{any_of(ONE_BODY)}){END})"
)
_OLD_YEAR = re.compile(rf"1[0-4][0-9]{{2}}{END}(?![.,]\d|{UNIT}|{COUNTED})")
_WORDS_BEFORE_A_YEAR = re.compile(
    rf"(?:^|(?<=[\s(\[\"'\u201c\u2018\u2013\u2014\u2400]))(?:"
    rf"(?P<time>(?i:{any_of(_AT_A_TIME)})[\s-]+)|(?P<quantity>(?i:{_A_QUANTITY})\s+)"
    rf"|(?P<near>(?i:{any_of(_NEAR_A_TIME)})\s+)|(?P<whose>\w+['\u2019]s?\s+))?"
    r"[(\[\"'\u201c\u2018\u2013\u2014\u2400]*\Z"
)
_OF_TIME = re.compile(rf"\s+(?:to|and)\s+{_A_YEAR}{END}|['\u2019]s{END}")
_COUNT_AFTER = re.compile(
    rf"{COUNTED}|\s+(?:or\s+(?:more|so|fewer|less)|in\s+(?:all|total)|altogether|died|perished"
    rf"|came\s+(?:home|back)|(?:were|was|are)\s+(?:killed|wounded|captured|sent|deployed)){END}"
)
_FORCES_AFTER = re.compile(COUNTED_FORCES)
_PART_AFTER = re.compile(rf"\s+of\s+(?:its|their|them|these|those|our){END}")
_PLURAL_AFTER = re.compile(
    rf"\s+(?!(?:{any_of((*_OF_A_YEAR, *NO_ADJECTIVE))}){END})[a-z]+(?<![siu])s{END}"
)


# Turns of speech that count nothing, and the attacks that bear their day as a name.
_IDIOM_HINT = re.compile(r"9-to|nine|Nine|fifty|birds|half a dozen of|million miles|September")
_IDIOM = re.compile(
    rf"(?<!\w)(?:nine[\s-]+to[\s-]+five|9-to-5|fifty-fifty|nine\s+times\s+out\s+of\s+ten"
    rf"|two\s+birds\s+with\s+one\s+stone|six\s+of\s+one\s+and\s+half\s+a\s+dozen\s+of\s+the\s+other"
    rf"|a\s+million\s+miles(?=\s+(?:away|from))"
    rf"|(?<=attacks\sof\s)11\s+September(?:\s+2001)?|(?:11\s+September|September\s+11)(?:,?\s+2001)?(?=\s+attacks)){END}",
    re.I,
)


def numerals(text: str) -> Iterator[tuple[int, int]]:
    """Where the numbers that must be bound start and end, in order and apart.

    ``text`` is what a reader sees; what is bound, quoted or code is masked with U+2400. A date
    is found as a whole, a number with its sign of a currency, its scale and its per cent. A list
    mark is no part of what is seen: one in the text is found.

    >>> text = "In 1949 twelve states signed; 2.7 per cent of 31 members, by Article 5."
    >>> [text[start:end] for start, end in numerals(text)]
    ['twelve', '2.7 per cent', '31']
    """
    if _IDIOM_HINT.search(text):
        text = _IDIOM.sub(lambda match: "\u2400" * len(match[0]), text)
    yield from sorted((*_in_digits(text), *in_words(text)))


def _in_digits(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    while match := _DIGIT.search(text, position):
        start = match.start()
        position = _name_end(text, start)
        if not position:
            first, position = _date(text, start)
            if not position:
                position = _place_end(text, start) or _year_end(text, start)
                if position:
                    continue
                first, position = _figure(text, start)
            yield first, position


def _before(text: str, start: int) -> str:
    return text[max(0, start - 32) : start]


def _name_end(text: str, start: int) -> int:
    """Where a name or an address that the digits at ``start`` belong to ends; 0 for none."""
    before = _before(text, start)
    glued = _WORD_BEFORE.search(before)
    if glued:
        word = glued[0]
        if text[start] in _RAISED:  # km and a raised two
            return start + 1
        if not word[0].isupper() or word in _CURRENCY_CODES:
            return 0
        year = _YEAR.match(text, start)  # FY2014/15
        return year.end() if year else _end_of_word(text, start)
    if _DOCUMENT_BEFORE.search(before) or _FORMAT_BEFORE.search(before):
        return _end_of_word(text, start)
    if match := _NAME.match(text, start):
        return match.end()
    if _ERA_BEFORE.search(before) and (match := _OF_AN_ERA.match(text, start)):
        return match.end()
    if (match := _NTH_ALONE.match(text, start)) and CENTURY_BEFORE.search(before):
        return match.end()
    if _SHORT_YEAR_BEFORE.search(before) and (match := _SHORT_YEAR.match(text, start)):
        return match.end()
    if _DECADE_BEFORE.search(before) and (match := _DECADE.match(text, start)):
        return match.end()
    hyphenated = _HYPHENATED_BEFORE.search(before)
    if hyphenated and any(map(str.isupper, hyphenated[1])):
        return _end_of_word(text, start)
    series = _SERIES_BEFORE.search(before)
    if series and (match := _IN_A_SERIES.match(text, start)):
        counts = _BODIES_AFTER.match(text, match.end()) and not series[0].startswith("Group")
        return 0 if counts else match.end()
    return _address_end(text, start)


def _end_of_word(text: str, start: int) -> int:
    while start < len(text) and text[start].isalnum():
        start += 1
    return start


def _address_end(text: str, start: int) -> int:
    near, far = max(0, start - _LONGEST), start + _LONGEST
    first = max(near - 1, *(text.rfind(mark, near, start) for mark in " \n\u2400")) + 1
    space = _SPACE.search(text, start, far)
    end = space.start() if space else min(far, len(text))
    return end if _ADDRESS.match(text, first, end) else 0


def _date(text: str, start: int) -> tuple[int, int]:
    """Where a date around ``start`` begins and ends; (0, 0) for none."""
    if match := _DATE.match(text, start):
        return match.span()
    before = _before(text, start)
    month = _MONTH_BEFORE.search(before)
    if month and (match := _AFTER_A_MONTH.match(text, start)):
        return start - len(before) + month.start(), match.end()
    return 0, 0


def _place_end(text: str, start: int) -> int:
    if _PLACE_BEFORE.search(_before(text, start)):
        match = _PLACE.match(text, start)
        return match.end() if match and not _COUNTED_BY.match(text, match.end()) else 0
    return 0


def _year_end(text: str, start: int) -> int:
    """Where a year or a span of years that begins at ``start`` ends; 0 if it is a count."""
    year, old = _YEAR.match(text, start), _OLD_YEAR.match(text, start)
    context = _WORDS_BEFORE_A_YEAR.search(_before(text, start)) if year or old else None
    if year and context and year[0].endswith("s"):  # the 2010s
        return year.end()
    if not context or (context["quantity"] and not _OF_TIME.match(text, start + 4)):
        return 0
    if old:
        return old.end() if context["time"] or context["near"] else 0
    assert year is not None
    end = year.end()
    if context["time"]:
        return end
    if context["near"] == "By ":  # a clause begins with it: By 2014 American troops had left
        return end
    if context["near"] or context["whose"]:
        return 0 if _FORCES_AFTER.match(text, end) else end
    counted = _COUNT_AFTER.match(text, end) or _PLURAL_AFTER.match(text, end)
    return 0 if counted or _PART_AFTER.match(text, end) else end


def _figure(text: str, start: int) -> tuple[int, int]:
    before = _before(text, start)
    match = _BEFORE_A_FIGURE.search(before)
    end = _FIGURE.match(text, start).end()  # type: ignore[union-attr]
    return start - (len(before) - match.start() if match else 0), max(end, start + 1)
