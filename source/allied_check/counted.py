"""What the article counts, and how a noun that is counted stands after its number."""

from __future__ import annotations

import re

from .number_words import NTH, SCALES, TENS, any_of

FORCES = (
    "troops soldiers personnel peacekeepers people men women deaths casualties ships warships "
    "submarines aircraft fighters tanks missiles battlegroups brigades divisions dollars euros "
    "pounds"
).split()
BODIES = (
    "members states countries allies nations parties signatories governments founders votes "
    "vetoes missions regimes resolutions agencies"
).split()
ONE_BODY = "member state country nation party government ally signatory founder".split()
UNITS = (
    "per cent|percent|percentage|dollars|euros|pounds|yen|km|kilometres|miles|metres|tonnes|tons|"
    + "|".join(SCALES)
)
# Words that stand between a number and a noun without belonging to the noun.
NO_ADJECTIVE = (
    "a an and are as at been before between but by did do does for from had has have in into is "
    "it its of on or over than that the their them then these they this those to under was were "
    "when where which while who whose with"
).split()

END = r"(?![^\W_])"  # no letter and no digit follows
UNIT = rf"(?:\s*[%\u2030]|[\s-]+(?:{UNITS}){END})"
ADJECTIVE = rf"(?:\s+(?!(?:{any_of(NO_ADJECTIVE)}){END})[^\W\d_][\w'\u2019-]*)?"
COUNTED = rf"{ADJECTIVE}\s+(?:{any_of((*FORCES, *BODIES))}){END}"
COUNTED_FORCES = rf"{ADJECTIVE}\s+(?:{any_of(FORCES)}){END}"

STREET = (
    r"(?:\s+[A-Z][\w'\u2019-]+){1,3}\s+"
    rf"(?:Street|Road|Avenue|Square|Lane|Boulevard|Terrace|Embankment|Rue|Stra\u00dfe){END}"
)
"""After the number of a house: (10) Downing Street."""

_IN_WORDS = (
    rf"(?:(?:{any_of(TENS)})[-\u2011\s])?(?:{any_of((*NTH, *(f'{ten[:-1]}ieth' for ten in TENS)))})"
)
_NTH = rf"(?:[0-9]{{1,3}}(?:st|nd|rd|th)|{_IN_WORDS}){END}"
_AND_NTH = rf"-?(?:,|,?\s+(?:and|or|to)|\s?\u2013)\s*(?:(?:the|early|late|mid)[\s-]+)*{_NTH}"
IN_A_SEQUENCE = rf"(?:{_AND_NTH})*[\s-]+(?:centur|[Pp]arallel|sessions?{END})"
"""After an ordinal that is a name: the nineteenth (and 21st centuries), the 75th (session)."""

CENTURY_BEFORE = re.compile(
    r"centur(?:y|ies)(?:,|,?\s+(?:and|or|to|as|than|like))\s+(?:(?:in|of)\s+)?the\s+\Z"
)
"""The same: the nineteenth century and the (twentieth)."""
