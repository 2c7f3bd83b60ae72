"""Where a line must not break, such as between a number and its unit, and where it may.

The words are those of the document's language as far as they are known.
"""

from __future__ import annotations

import re
from functools import cache

from babel.core import Locale, UnknownLocaleError

NO_BREAK = "\u00a0"
# Units and powers of ten that are the same, or nearly, in many languages.
_UNITS = (
    "% ‰ °C °F km m cm mm kg g t kt MW GW kWh GB MB KB s ms min h Hz GHz "
    "million millions billion trillion thousand hundred Million Millionen Milliarden "
    "millón millones milliard milliards per\u00a0cent percent"
).split(" ")
_DIGIT = re.compile(r"\d")
_PIECES = re.compile(r"(?<=[/_+-])|(?=[.?&=%])")
_BEFORE = "Article Articles Figure Table Chapter Section Part No. p. pp. Nr. Art. § ca. c.".split()


@cache
def _pattern(language: str) -> re.Pattern[str]:
    try:
        locale = Locale.parse(language.replace("-", "_"))
        months = {
            name
            for width in ("wide", "abbreviated")
            for name in locale.months["format"][width].values()
            if not name.isdecimal()
        }
    except (UnknownLocaleError, ValueError):
        months = set()
    named = "|".join(map(re.escape, sorted(months, key=len, reverse=True))) or "(?!)"
    after = "|".join(map(re.escape, sorted({*_UNITS, *months}, key=len, reverse=True)))
    after = after.replace(re.escape(NO_BREAK), r"\s")
    before = "|".join(map(re.escape, _BEFORE))
    return re.compile(
        rf"(?<=\d) (?=(?:{after})(?!\w))|(?<=\d\.) (?=(?:{after})(?!\w))"
        rf"|(?<!\w)(?:{before}) (?=\d)|(?<!\w)(?:{named}) (?=\d{{4}}(?!\d))"
    )


def breakable(address: str) -> list[str]:
    """Cut *address* where its lines may break: at signs, and before those that end a sentence."""
    return [piece for piece in _PIECES.split(address) if piece]


def joined(text: str, language: str) -> str:
    """Return *text* with no-break spaces where a reader would stumble over a break."""

    def join(match: re.Match[str]) -> str:
        return match[0][:-1] + NO_BREAK

    if not _DIGIT.search(text):
        return text
    return _pattern(language).sub(join, text)
