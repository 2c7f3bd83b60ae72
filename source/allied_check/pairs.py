"""Two facts that the words between them set side by side: the greater, the earlier, how far apart.

"Poland's 4.12 % lagged the 3.43 % of Estonia", "signed on 4 April 1949, a month after it entered
into force on 24 August": each number is right and the sentence false. Read are only words that
lead from the one fact to the other; what has a subject of its own between them, or an "and" or a
"which", is the author's.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from allied.store.dates import PartialDate

from .spans import LENGTH, Span, is_so_long

_NO = "and|or|but|which|while|that|who|whose|as|when|then|not|no|never|nor|if"
_WORD = rf"(?:(?!(?:{_NO})\s)[\w%'\u2019-]+)"
_MORE = (
    r"exceed(?:s|ed)?|surpasse[sd]|outstrips|outstripped|outdid|overtook|overtakes|topped|tops"
    r"|outnumber(?:s|ed)?|outweigh(?:s|ed)?|outspen[dt]s?|beats?|bettered"
    r"|(?:is|are|was|were|stands?|stood|lies|lay|remain(?:s|ed)?|stay(?:s|ed)?)(?:\s+(?:well|far|just))?"
    r"\s+(?:above|(?:higher|larger|greater|bigger|more)\s+than)"
)
_LESS = (
    r"lag(?:s|ged)?(?:\s+behind)?|trail(?:s|ed)?|f[ae]ll(?:s)?\s+(?:well\s+|far\s+|just\s+)?short\s+of|miss(?:es|ed)"
    r"|(?:is|are|was|were|stands?|stood|lies|lay|remain(?:s|ed)?|stay(?:s|ed)?)(?:\s+(?:well|far|just))?"
    r"\s+(?:below|short\s+of|(?:lower|smaller|less|fewer)\s+than)"
)
_THE = r"(?=\s(?:the|that|those|its|their)\s)"  # and not 29 states, fewer than 10 of them at sea
_COMPARED = re.compile(
    rf"(?:\s{_WORD}){{0,5}},?\s(?:(?P<more>{_MORE}|(?:more|higher|larger|greater)\s+than{_THE})"
    rf"|(?P<less>{_LESS}|(?:less|fewer|lower|smaller)\s+than{_THE}))(?:\s{_WORD}){{0,6}}\s\Z"
)
_ORDER = re.compile(
    rf",?\s(?:(?:just\s+)?(?P<span>{LENGTH})\s)?"
    rf"(?P<word>before|after|earlier\s+than|later\s+than)\s(?:{_WORD},?\s){{0,9}}"
    rf"(?:which\s(?:{_WORD}\s){{0,5}})?\Z"
)
_LEADS = re.compile(
    rf"(?:[.;:!?\n]\s*|\A)(?P<word>After|Before|Following|Once)\s(?:{_WORD}\s)+(?:on\s|in\s)?\Z"
)
_THEN = re.compile(  # and not: after it, all kept the treaty that was signed on, or is of
    rf",\s(?:{_WORD}\s)(?:(?:(?:in)?to|from)\s{_WORD}\s|(?!(?:the|an?|its|their|his|had|still"
    rf"|already|of|what|where|kept)\s){_WORD}\s){{1,7}}(?:on|in)\s\Z"
)
_CLOSES = re.compile(r"[\s\u2400]*(?:[.;:]|\Z)")
_AGAIN = re.compile(r"(?<!\w)(?:again|also|too|later|earlier|already)(?!\w)")
_LATER = re.compile(
    r"(?<!\w)(?:(?P<next>(?:the|on\s+the)\s+(?:next|following)\s+day)|the\s+(?P<same>same)\s+"
    rf"(?P<of>day|month|year)|(?:just\s+)?(?!the\s){LENGTH}\s"
    r"(?P<way>later|afterwards|earlier|before)),?\s(?:on\s|in\s)?\Z"
)
_LASTS = re.compile(
    rf"(?<!\w)(?:[Ff]or|[Ii]n|[Oo]ver|[Dd]uring|took|lasted)\s(?:the\s(?=[a-z]+s\s))?{LENGTH},?\s"
    r"(?:from|between)\s\Z"
)
_WITHIN = re.compile(rf"(?<!\w)(?=within\s){LENGTH},?\son\s\Z")
_ENDS = re.compile(r"(?:\s[\w-]+){0,3}\s(?:to|until|till)\s\Z")
_CLAUSE = re.compile(r"[.!?\n]|[0-9]{4}")
_ADOPTED = re.compile(
    r"(?<!\w)(?:adopted|approved|passed|carried|ratified|backed|rejected|defeated|voted\s+down|killed)"
    r"(?!\w)[^.;:!?]{0,60}\sby\s(?:a\svote\sof\s)?\Z"
)
_NUMBERS = (int, float, Decimal)
_VOTES = re.compile(r"(?:\svotes)?\s(?:to|against)\s\Z")


def false_pair(before: str, between: str, one: object, other: object) -> str | None:
    """What is wrong with the words between two facts; None if nothing is.

    ``before`` stands before the first, ``one`` and ``other`` are their values.

    >>> false_pair("Poland's ", " lagged the ", 4.12, 3.43)
    "it says 'lagged', and the data give 4.12 and 3.43"
    >>> false_pair("Poland's ", " exceeded the ", 4.12, 3.43)
    """
    between = re.sub(r"\s+", " ", between)
    if isinstance(one, _NUMBERS) and isinstance(other, _NUMBERS):
        return _greater(re.sub(r"\s+", " ", before[-120:]), between, one, other)
    first, second = _span(one), _span(other)
    if first and second:
        return _earlier(before, between, first, second) or _apart(between, first, second)
    return None


def out_of_order(before: str, between: str, after: str, one: object, other: object) -> str | None:
    """What is wrong with "after" or "before" at the head of a sentence; None if nothing is.

    >>> early, late = datetime.date(1949, 4, 4), datetime.date(1949, 8, 24)
    >>> out_of_order("After the entry on ", ", it was signed on ", ".", late, early)
    "it says 'After', and the data give 1949-08-24 and then 1949-04-04"
    """
    first, second = _span(one), _span(other)
    if not first or not second or not _CLOSES.match(after):
        return None
    match = _LEADS.search(before)
    if match is None or not _THEN.fullmatch(re.sub(r"\s+", " ", between)):
        return None
    if second[1] < first[0] if match["word"] != "Before" else second[0] > first[1]:
        return f"it says {match['word']!r}, and the data give {first[0]} and then {second[0]}"
    return None


def _greater(before: str, between: str, one: object, other: object) -> str | None:
    if isinstance(one, bool) or isinstance(other, bool):
        return None
    if getattr(one, "unit", "") != getattr(other, "unit", "") or one == other:
        return None
    more = one > other  # type: ignore[operator]
    match = _COMPARED.match(between)
    if match and bool(match["more"]) != more:
        said = match["more"] or match["less"]
        return f"it says {said!r}, and the data give {one} and {other}"
    if not more and _VOTES.fullmatch(between) and (match := _ADOPTED.search(before)):
        said = match[0].split()[0]
        return f"it says {said!r} by the smaller number, {one} to {other}"
    return None


def _span(value: object) -> tuple[datetime.date, datetime.date] | None:
    if isinstance(value, PartialDate):
        return value.first_day, value.last_day
    return (value, value) if isinstance(value, datetime.date) else None


def _earlier(before: str, between: str, first: Span, second: Span) -> str | None:
    told = f"and the data give {first[0]} and {second[0]}"
    if (
        first[0] > second[1]
        and _ENDS.fullmatch(between)
        and re.search(r"(?<!\w)[Ff]rom\s+\Z", before)
    ):
        return f"it goes from one day to an earlier one, {told}"
    lasts = _LASTS.search(before) if _ENDS.fullmatch(between) or between == " and " else None
    if lasts and not is_so_long(lasts, first, second):
        return f"it says {' '.join(lasts[0].split())!r}, {told}"
    match = _ORDER.fullmatch(between)
    if match is None or _AGAIN.search(between, match.end("word")):
        return None
    early = match["word"].startswith(("before", "earlier"))
    if first[0] > second[1] if early else first[1] < second[0]:
        return f"it says {match['word']!r}, {told}"
    if match["span"] and not is_so_long(match, first, second):
        return f"it says {match[0].split(match['word'])[0].strip(' ,')} {match['word']}, {told}"
    return None


def _apart(between: str, first: Span, second: Span) -> str | None:
    if _CLAUSE.search(between):
        return None
    told = f"and the data give {first[0]} and {second[0]}"
    if (match := _WITHIN.search(between)) and not is_so_long(match, first, second):
        return f"it says {match[0].strip(' ,')!r}, {told}"
    match = _LATER.search(between)
    if match is None:
        return None
    told = f"it says {match[0].strip(' ,')!r}, {told}"
    if match["same"]:
        size = {"day": 10, "month": 7, "year": 4}[match["of"]]
        return None if first[0].isoformat()[:size] == second[0].isoformat()[:size] else told
    early = match["way"] in ("earlier", "before")
    if first[1] < second[0] if early else first[0] > second[1]:
        return told
    if match["next"]:
        return None if abs((second[0] - first[0]).days) == 1 else told
    return None if is_so_long(match, first, second) else told
