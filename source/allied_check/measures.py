"""Does a figure measure what the words right after it say?

"2.12 % of its budget" of a share of GDP, "US$250 billion a month" of a year's spending, "82 days"
of votes: the number is right and the sentence false. The row of a figure, its column and the unit
say in words what is measured. Words of the same kind are compared: of what a share is taken, over
what time a sum is counted, and whether people, states, votes or machines are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from allied.store.tables import tables

from .counted import ADJECTIVE, END
from .doctests import Result
from .number_words import any_of
from .origins import Origin, origin

_GDP = r"GDP|GNP|gross\s+(?:domestic|national)\s+product|national\s+income|(?:economic\s+)?output"
_BUDGET = (
    r"(?:(?:defen[cs]e|military|state|federal|national|public|government|its|whole)\s+)*"
    r"(?:budgets?|expenditures?|spending)"
)
_PEOPLE = (
    r"(?:population|people|inhabitants|citizens|adults|workforce|residents|troops|soldiers|forces)"
)
_TRADE = r"(?:exports|imports|trade|oil|gas)"
_BASES = {"GDP": _GDP, "spending": _BUDGET, "people": _PEOPLE, "trade": _TRADE}
_BASE = "|".join(rf"(?P<{name}>{words})" for name, words in _BASES.items())
_OWN = (
    r"(?:(?:the|its|their|his|her|our|all|total|whole|world|global|real|combined|annual|yearly)\s+"
    r"|[A-Z][\w-]*['\u2019]s?\s+)*"
)
_OF = re.compile(rf"(?:\s+per\s+cent|\s*%)?\s+of\s+{_OWN}(?:{_BASE}){END}")
_TAKEN_OF = re.compile(rf"(?:share|part|percentage|per\s+cent)\s+of\s+{_OWN}(?:{_BASE}){END}", re.I)

_TIMES = "day|week|month|quarter|year|hour|minute|decade"
_HEADS = "head|capita|person|inhabitant|soldier|citizen|household|country|state|member"
_EACH = re.compile(
    rf"(?:\s+[\w'\u2019-]+)?\s+(?:an?|per|each|every)\s+(?P<each>{_TIMES}|{_HEADS}){END}"
    r"(?!\s+(?:ago|later|earlier|before|after|from|of))"
)
_DAILY = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly|annual"}

_KINDS = {
    "people": "troops soldiers personnel peacekeepers people men women persons inhabitants adults"
    " members participants individuals workers students refugees residents dead deaths casualties"
    " killed prisoners attackers policemen officers",
    "bodies": "states countries nations governments allies parties signatories partners members"
    " contributors founders",
    "machines": "aircraft ships warships vessels submarines fighters tanks missiles boats jets"
    " helicopters satellites",
    "units": "battlegroups brigades divisions battalions companies",
    "times": "days weeks months years hours minutes decades",
    "weight": "tonnes tons barrels shells rounds",
}
_KIND_OF: dict[str, set[str]] = {}
for _name, _nouns in _KINDS.items():
    for _noun in _nouns.split():
        _KIND_OF.setdefault(_noun, set()).add(_name)
for _noun in ("votes", "vetoes"):  # who has one may be a person, a party or a state
    _KIND_OF[_noun] = {"people", "bodies"}
_NOUN = re.compile(rf"{ADJECTIVE}\s+(?P<noun>{any_of(_KIND_OF)}){END}")
_SINGULAR = re.compile(
    rf"(?<![\w-])(?:{any_of({*_KIND_OF, *(noun.removesuffix('s') for noun in _KIND_OF)})}){END}",
    re.I,
)


def false_measure(result: Result, expression: str, after: str) -> str | None:
    """What is wrong with what a figure of one row is said to measure; None if nothing is.

    ``after`` are the words after it.
    """
    after = re.sub(r"\s+", " ", after[:80])
    matches = _OF.match(after), _EACH.match(after), _NOUN.match(after)
    if not any(matches) or "/" in expression or expression.startswith(("len(", "sum(")):
        return None
    found = origin(result.value, expression, result.record)
    if found is None or len(found.columns) != 1 or not found.rows:
        return None
    column = tables()[found.table].field(found.columns[0])
    if column.type not in ("integer", "number"):
        return None
    said = tuple(_words(found, column.title, column.description, column.unit or ""))
    share, each, noun = matches
    return _of_another(said, share) or _over_another(said, each) or _another_kind(said, noun)


def _words(found: Origin, *words: str) -> Iterator[str]:
    """The words of the data on what the figure is."""
    yield from words
    for row in found.rows:
        for name in ("title", "unit", "kind"):
            if isinstance(text := getattr(row, name, ""), str):
                yield text
    yield tables()[found.table].description


def _of_another(said: tuple[str, ...], match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    own = {str(taken.lastgroup) for words in said for taken in _TAKEN_OF.finditer(words)}
    if not own or str(match.lastgroup) in own:
        return None
    return f"it says {match[0].strip(' %')!r}, and the figure is a share of {min(own)}"


def _over_another(said: tuple[str, ...], match: re.Match[str] | None) -> str | None:
    if match is None or match["each"] == "year":
        return None
    each = match["each"]
    if re.search(rf"(?<!\w)(?:{each}s?|{_DAILY.get(each, each)}){END}", " ".join(said), re.I):
        return None
    return f"it says {match[0].strip()!r}, of which the row of the figure says nothing"


def _another_kind(said: tuple[str, ...], match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    own = set[str]().union(*map(_kinds, said))
    if not own or own & _KIND_OF[match["noun"]]:
        return None
    return f"it says {match['noun']!r}, and its row speaks of {' and '.join(sorted(own))}"


@cache
def _kinds(words: str) -> frozenset[str]:
    """The kinds of what words of the data speak of."""
    found = (word.lower() for word in _SINGULAR.findall(words))
    return frozenset(
        kind for word in found for noun in (word, f"{word}s") for kind in _KIND_OF.get(noun, ())
    )
