"""Finds the numbers in words that must be bound to data: ``twelve``, ``a third of``, ``XXXI``.

Let through is what counts nothing about the subject (two ways), what is known from the sentences
before (the two governments, these five), names (the Five Eyes), ordinals that only number
(the fourth point), and what is not exact (dozens, several hundred). Two and three are bound where
a body, a force, a unit or a time is counted, from four on everything is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from allied.store.dates import MONTHS

from .counted import (
    ADJECTIVE,
    CENTURY_BEFORE,
    COUNTED,
    END,
    FORCES,
    IN_A_SEQUENCE,
    ONE_BODY,
    STREET,
    UNIT,
)
from .number_words import FRACTION_WORDS, NTH, ONES, SCALES, TENS, any_of

# What an author counts in his own text.
_OF_THE_TEXT = (
    "ways kinds types sorts reasons questions points parts sides findings tests accounts obstacles "
    "principles camps conditions claims arguments answers objections steps stages phases senses "
    "forms aims tasks lessons things facts respects groups lines levels headings letters decimals"
).split()
_TIMES = "seconds minutes hours days nights weeks months years decades centuries times".split()
_CHANGE = (
    "rose rise rises rising fell fall falls falling grew grow grown growing shrank dropped climbed "
    "swelled increased reduced cut down up came numbered numbers reached reaches totalled"
).split()
# What the subject has by twos and threes, besides bodies and forces.
_EVENTS = (
    "treaties protocols summits wars rounds packages drafts seats headquarters parliaments "
    "attempts enlargements operations exercises battalions bombers carriers frigates helicopters "
    "civilians"
).split()
_DID = "killed wounded captured sank downed bought ordered vetoed signed sent deployed".split()
_DONE = (
    "invoked used vetoed amended renewed extended enlarged tested postponed rejected invaded "
    "attacked elected activated convened"
).split()
_SMALL = ONES[1:12]
_FEW = _SMALL[:2]
_SMALL_AND_ONE = ONES[:12]
_LARGE = ("hundred", *SCALES)
_SIMPLE = (
    rf"(?:(?:{any_of(TENS)}){END}(?:[-\u2011\s]+(?:{any_of((*ONES[:9], *NTH[:9]))}){END})?"
    rf"|(?:{any_of(TENS)})(?:{any_of(ONES[:9])}){END}"  # thirtyone
    rf"|(?:{any_of(ONES)}){END}"
    rf"|(?:{any_of((*NTH[12:], *(f'{ten[:-1]}ieth' for ten in TENS)))}){END})"
)
_STEMS = "thirt fift fort twent".split()  # thirteen, thirty and thirtieth begin alike
_NUMBER_WORD = re.compile(any_of((*_SMALL, *_STEMS, *_LARGE, *ONES[13:], *TENS[4:])))
_IN_WORDS = re.compile(
    rf"(?:{_SIMPLE}|(?:{any_of(_LARGE)})(?:th)?{END})"
    rf"(?:[-\u2011\s]+(?:{any_of(_LARGE)})(?:th)?{END}"
    rf"|(?:(?<=hundred)|(?<=thousand)|(?<=illion)),?\s+(?:and\s+)?{_SIMPLE})*"
)
_STREET_AFTER = re.compile(STREET)
_CAPITAL_AFTER = re.compile(rf"\s+(?!(?:{any_of(MONTHS)}){END})[A-Z][a-z]")
_SEQUENCE_AFTER = re.compile(IN_A_SEQUENCE)
_ONE_BEFORE = re.compile(
    r"(?<![^\W_])(?:an?|one)\s+(?:(?:cool|good|full|whole|mere|round|further|extra|other)\s+)?\Z",
    re.I,
)
_KNOWN_BEFORE = re.compile(
    r"(?<![^\W_])(?:(?:the|these|those|its|their|our|both|all|other)\s+(?:\w+\s+)?|\w+['\u2019]s?\s+)\Z",
    re.I,
)
_KIND_AFTER = re.compile(rf"[-\u2011](?:star|letter|wheel){END}")  # a four-star general
_NAME = re.compile(r"Five (?:Eyes|Power|Country)\b")
_CHANGE_BEFORE = re.compile(
    rf"(?<!\w)(?:{any_of((*_CHANGE, *_DID))})\s+(?:(?:from|to|by)\s+)?\Z"
    r"|\b(?:factor|crew|team|total|number)\s+of\s+\Z",
    re.I,
)
_COUNT_AFTER = re.compile(COUNTED)
_HALF_AFTER = re.compile(rf"[-\u2011](?:{any_of(ONE_BODY)}){END}")
_UNIT_AFTER = re.compile(UNIT)
_TIME_AFTER = re.compile(
    rf"{ADJECTIVE}\s+(?:{any_of(_TIMES)}){END}|[-\u2011](?:hour|day|week|month|year|decade)"
)
_EVENTS_AFTER = re.compile(rf"{ADJECTIVE}\s+(?:{any_of(_EVENTS)}){END}")
# Two abstained, three others joined.
_DONE_AFTER = re.compile(
    r"\s+(?:(?:more|others?|of\s+them|further)\s+)?(?:later\s+)?"
    rf"(?:[a-z]{{2,}}ed|left|stayed|stood|kept|met|went|became|withdrew){END}"
)
_TEXT_AFTER = re.compile(rf"{ADJECTIVE}{ADJECTIVE}\s+(?:{any_of(_OF_THE_TEXT)}){END}")

_MONTH = any_of(MONTHS)
_DAY = rf"(?:(?:{any_of(TENS)})[-\u2011\s])?(?:{any_of((*NTH, 'twentieth', 'thirtieth'))})"
_DATE = re.compile(
    rf"(?<!\w)(?i:{_DAY})\s+(?:(?:day\s+)?of\s+)?(?:{_MONTH}){END}"
    rf"|(?<!\w)(?:{_MONTH})\s+(?:the\s+)?(?i:{_DAY}){END}"
)
_ONE_OF_THEM = (
    "enlargement",
    "time",
    "round",
    *ONE_BODY,
    *(word.removesuffix("s") for word in FORCES),
    "mission",
    "regime",
)
_NTH_BODY = re.compile(
    rf"(?<!\w)(?:{any_of(NTH[3:12])})(?={ADJECTIVE}\s+(?:{any_of(_ONE_OF_THEM)}){END})"
)
_FRACTION = re.compile(
    rf"(?<![\w-])(?:{FRACTION_WORDS})"
    rf"(?:(?<=s)|(?=\s+(?:of|more|less|fewer|as|the|its|their){END}|\s*(?:[.,;:)\u2013\u2014\u2400]|$)))"
    rf"(?!\s+of\s+an?\s+(?:century|hour|kind){END})|(?<![\w-])half(?=\s+(?:of|its|their|as){END})"
    rf"|(?<=\bthan )half{END}|(?<=\bnearly )half{END}|(?<=\babout )half{END}|(?<=\bby )half{END}"
)
_PART = re.compile(r"half|quarter|(?:third|fourth|[fx]th|nth|hth)s?\b")
_ONE_HALF = re.compile(
    r"(?<!\w)(?:first|second|other|latter|former|better|upper|lower|north|south|east|west"
    r"|(?:north|south|east|west)ern|early|late|half|in|this|that|each|and)\s\Z"
)
_DOZEN = re.compile(
    rf"(?<!\w)(?:(?:(?:half\s+)?a|(?:a\s+)?half(?:\s+a)?|one|the|some|a\s+(?:full|good|round)|a\s+baker['\u2019]s|{any_of(_SMALL)})"
    rf"[\s-]+dozen|(?:{any_of(_SMALL)})[\s-]*score|a\s+score(?=\s+of)){END}"
)
_ONE_IN = re.compile(
    rf"(?<!\w)(?<!no )(?:{any_of(_SMALL_AND_ONE)})\s+(?:in|out\s+of)\s+(?:every\s+)?"
    rf"(?:{any_of((*_SMALL, 'twenty', 'a hundred', 'a thousand'))}){END}"
    rf"(?!-|\s+(?:{any_of((*_OF_THE_TEXT, *_TIMES))}){END})"
    rf"|(?<!\w)(?:{any_of(_SMALL)})(?:\s+to\s+|-to-)one{END}"
    rf"|(?<!\w)one\s+(?:per\s?cent|percentage\s+point|dollar|euro|pound|kilometre|mile|tonne){END}"
    rf"|(?<!\w)(?:{any_of(_SMALL_AND_ONE)})[\s-]+and[\s-]+a[\s-]+half{END}"
    rf"|(?<!\w)every\s+(?:other|{any_of(NTH[1:12])})\s+(?:{any_of(ONE_BODY)}){END}"
)
_PAIRS = re.compile(r"\b(?:in|of|to|every|one|half)\b")
# Of one quantity and another; "counted twice" and "double standards" compare nothing.
_FOLD = rf"(?:{any_of((*ONES[2:], *TENS, 'hundred', 'thousand'))})[-\u2011]?fold"
_MULTIPLE = re.compile(
    rf"(?<![\w-])(?<!be )(?<!are )(?:(?:doubled|tripled)(?!\s+(?:back|up|down|over|as)(?![^\W_]))"
    rf"|trebled|quadrupled|quintupled|halved|{_FOLD}"
    r"|(?:twice|thrice|double|triple|treble|quadruple)"
    r"(?=\s+(?:the|as|that|what|its|their|those)(?![^\W_])|\s+[\d$\u20ac\u00a3])"
    r"|(?:more|less)\s+than\s+(?:twice|thrice|doubled?|tripled?|trebled?|quadrupled?)"
    rf"|(?:{any_of((*ONES[1:], 'hundred'))})\s+times"
    r"(?=\s+(?:as|the|more|less|larger|greater|higher))"
    rf"){END}"
)
_OFTEN = re.compile(
    rf"(?<!\w)(?:{any_of(_DONE)})\s+(?:only\s+|just\s+)?(?P<often>twice|thrice){END}"
    rf"|(?<!\w)(?P<oftener>twice|thrice)(?=\s+been{END})"
)
_ZERO = re.compile(rf"(?<!\w)zero(?={COUNTED})")
_MULTIPLES = re.compile(
    r"twi|thric|doubl|trip|trebl|quadru|quint|halv|fold|times|trio|duo|quart|brac|pair"
)
_GROUP = re.compile(
    rf"(?<!\w)(?:a|the)\s+(?:(?:trio|duo|quartet|quintet|brace)(?=\s+of)"
    rf"|pair(?=\s+of(?:{COUNTED}|{ADJECTIVE}\s+(?:{any_of(_EVENTS)}){END}))){END}"
    rf"|(?<!\w)an?\s+(?:doubling|tripling|trebling|quadrupling|halving)(?=\s+of){END}"
)
_NUMERAL_ALONE = re.compile(rf"[IVXLCDMivxl](?<!\w.)[IVXLCDMivxl]+{END}")
_SMALL_NUMERAL = r"(?:xl|l?x{0,4})(?:ix|iv|v?i{0,4})"
_HOLDS = (
    r"(?<!\w)(?:has|have|had|numbered|reached|totalled|counts?|only|about|nearly|over|rose to"
    r"|fell to)"
)
_ROMAN = re.compile(
    r"(?<!\w)(?<!Chapter )(?<!Article )(?<!Part )(?<!Annex )(?<!Title )"
    rf"[IVXLCDM]{{2,}}(?={COUNTED})"
    rf"|(?<!\w)(?!mix{END})(?={_SMALL_NUMERAL}{END})[ivxl]{{2,}}(?={COUNTED})"
    rf"|(?:{_HOLDS})\s+(?P<bare>(?=(?:{_SMALL_NUMERAL}|{_SMALL_NUMERAL.upper()}){END})[ivxlIVXL]{{2,}}"
    r"(?!\s+[A-Z]))"
)


def in_words(text: str) -> Iterator[tuple[int, int]]:
    """Where the numbers in words of a text that must be bound start and end, in order and apart."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters are longer in lower case
        lower = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    end = 0
    for first, last in sorted((*_others(text, lower), *_wholes(text, lower)), key=_longest_first):
        if first >= end:
            yield first, last
            end = last


def _longest_first(span: tuple[int, int]) -> tuple[int, int]:
    return span[0], -span[1]


def _others(text: str, lower: str) -> Iterator[tuple[int, int]]:
    """Dates, ordinals, fractions, dozens and Roman numerals."""
    patterns = [(_ROMAN, text)] if _NUMERAL_ALONE.search(text) else []
    if any(month in text for month in MONTHS):
        patterns.append((_DATE, text))
    if "dozen" in lower or "score" in lower:
        patterns.append((_DOZEN, lower))
    if _PAIRS.search(lower):
        patterns.append((_ONE_IN, lower))
    if _MULTIPLES.search(lower):
        patterns.append((_MULTIPLE, lower))
        patterns.append((_GROUP, lower))
        patterns.append((_OFTEN, lower))
    if "zero" in lower:
        patterns.append((_ZERO, lower))
    part = _PART.search(lower)
    if part:
        patterns.append((_NTH_BODY, lower))
    for pattern, where in patterns:
        yield from (match.span(match.lastgroup or 0) for match in pattern.finditer(where))
    for match in _FRACTION.finditer(lower) if part else ():
        if not _ONE_HALF.search(lower[max(0, match.start() - 12) : match.start()]):
            yield match.span()


def _wholes(text: str, lower: str) -> Iterator[tuple[int, int]]:
    position = 0
    while candidate := _NUMBER_WORD.search(lower, position):
        start, position = candidate.span()
        if start and (lower[start - 1].isalnum() or lower[start - 1] == "_"):
            continue
        if match := _IN_WORDS.match(lower, start):
            position = match.end()
            if first := _counts(text, lower, match):
                yield first - 1, position


def _counts(text: str, lower: str, match: re.Match[str]) -> int:
    """One more than where the number begins; 0 if it is let through."""
    start, end = match.span()
    words = re.split(r"[-\u2011\s]+", match[0])
    before = text[max(0, start - 40) : start]
    after = lower[end : end + 80]
    counted = _COUNT_AFTER.match(after) or _UNIT_AFTER.match(after)
    nth = words[-1].endswith(("th", "st", "nd", "rd")) or words[0] in _FEW  # two centuries of data
    if nth and (_SEQUENCE_AFTER.match(after) or CENTURY_BEFORE.search(before)):
        return 0
    if _STREET_AFTER.match(text, end):
        return 0
    if text[start].isupper() and not counted and not _begins_a_sentence(before):
        if nth and _CAPITAL_AFTER.match(text, end):
            return 0  # the Seventy-ninth Congress
        compound = len(words) > 1 and words[1].removesuffix("th") not in _LARGE
        if not compound or before.endswith("of "):
            return 0  # a name: the Group of Seven
    if _NAME.match(text, start) or _KIND_AFTER.match(after):
        return 0
    if words[0].removesuffix("th") in _LARGE:  # a hundred, but not several hundred
        one = _ONE_BEFORE.search(before)
        part = one and words[0].endswith("th") and one[0][0] in "aA"  # a hundredth of it
        return 1 + start - (len(before) - one.start()) if one and not part else 0
    if words[1:] or words[0] not in _SMALL:
        return 1 + start
    if _TEXT_AFTER.match(after) and not counted:
        return 0
    known = _KNOWN_BEFORE.search(before)
    if known and not _UNIT_AFTER.match(after) and (words[0] in _SMALL[:3] or not counted):
        return 0  # the two governments: known from what was said
    if words[0] not in _FEW or counted or _TIME_AFTER.match(after) or _EVENTS_AFTER.match(after):
        return 1 + start
    if _DONE_AFTER.match(after):
        return 1 + start
    return 1 + start if _CHANGE_BEFORE.search(before) else 0


def _begins_a_sentence(before: str) -> bool:
    rest = before.rstrip(" \t\n\"'\u201c\u2018([*_#>|-")
    return not rest or rest[-1] in ".!?:;\u2026\u2400"
