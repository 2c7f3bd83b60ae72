"""Is a question asked of the time of which its sentence speaks?

"NATO will have 32 members" beside a count of today, "in the Second World War" before a day of
1955: the number is right and the sentence false. Read are a verb of another time right before a
count that asks of no day, and a few periods with years that nobody disputes.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection

from allied.store.dates import PartialDate

_HAD = re.compile(
    r"(?<!\w)(?:(?:will|would|shall|is\s+to|are\s+to|used\s+to)(?:\s+(?:soon|then|one\s+day|again))?"
    r"\s+(?:have|count|number)|(?:once|formerly|originally)\s+(?:had|counted|numbered)"
    r"|had\s+(?:once|formerly|originally))\s+(?:some\s+|about\s+|only\s+)?\Z"
)
_PERIODS = {
    "First World War": (1914, 1918),
    "Second World War": (1939, 1945),
    "Cold War": (1945, 1992),
    "nineteenth century": (1800, 1900),
    "twentieth century": (1900, 2000),
    "twenty-first century": (2000, 2100),
}
_DURING = (
    r"(?:[Ii]n|[Dd]uring|[Tt]hroughout|[Aa]t\s+the\s+(?:end|height|beginning|start|close)\s+of)\s+the"
    r"\s+(?:(?:early|late|last|first)\s+(?:years\s+of\s+the\s+)?)?"
    rf"(?P<period>{'|'.join(_PERIODS)})(?![\w'\u2019-])"
)
_BEFORE = re.compile(rf"(?<!\w){_DURING},?[^,.;:!?\u2400]{{0,70}},?\s(?:on\s|in\s)?\Z")
_AFTER = re.compile(rf",?\s{_DURING}")


def false_tense(before: str, expression: str) -> str | None:
    """What is wrong with the verb before a count that asks of no day; None if nothing is.

    >>> false_tense("NATO will have ", "len(nato.members())")
    "it says 'will have', and the question asks of the present"
    """
    match = _HAD.search(before[-40:]) if expression.startswith("len(") else None
    if match is None:
        return None
    return f"it says {' '.join(match[0].split())!r}, and the question asks of the present"


def false_period(before: str, after: str, value: object, asked: Collection[int]) -> str | None:
    """What is wrong with a period of history beside a fact; None if nothing is.

    ``asked`` are the years that the question names.

    >>> day = datetime.date(1955, 5, 6)
    >>> false_period("In the Second World War it joined on ", ".", day, ())
    "it says 'Second World War', and 6 May 1955 is outside it"
    """
    if " the " not in before + after:
        return None
    match = _BEFORE.search(before) or _AFTER.match(after)
    if match is None:
        return None
    dated = isinstance(value, datetime.date | PartialDate)
    years = [value.year] if isinstance(value, datetime.date | PartialDate) else list(asked)
    first, last = _PERIODS[match["period"]]
    if not years or any(first <= year <= last for year in years):
        return None
    told = _day(value) if dated else " and ".join(map(str, sorted(years)))
    return f"it says {match['period']!r}, and {told} is outside it"


def _day(value: object) -> str:
    if isinstance(value, datetime.date):
        value = PartialDate(value.year, value.month, value.day)
    return str(value)
