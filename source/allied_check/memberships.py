"""Lists of states that a sentence calls members of something, and that are bound to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from allied import OTHER_STATES
from allied.store.bases import StateNames
from allied.store.rows import ROW_TYPES
from allied.store.tables import select

from .number_words import one_of

_BELONGING = re.compile(
    r"(?<!\w)(?:members?(?! of the (?:armed|united states))|part(?:y|ies) to|signator(?:y|ies)"
    r"|founders?|founded by|joined|acceded|belongs? to|consists? of|made up of|comprises?|unites?"
    r"|brings? together|makes? up|signed by|binds"
    r"|(?:parties|allies|partners) (?:are|were)|(?:pact|alliance) (?:of|between))"
    r"(?!\w)",
    re.I,
)
_BETWEEN = (",", ";", "and", "or", "with", "&")
"""What stands between the names of a list; three have two."""
_SENTENCE = re.compile(r"[^.!?]+")


@cache
def states_by_name() -> Mapping[str, StateNames]:
    """Each state that the data know, by every name of it."""
    return {
        name: state
        for table, kind in ROW_TYPES.items()
        if issubclass(kind, StateNames)
        for state in select(table, kind)
        for name in state.names
    }


@cache
def one_state() -> str:
    """A pattern for the name of a state, with or without its article."""
    names = {*states_by_name(), *OTHER_STATES}
    return rf"(?:[Tt]he )?{one_of(names)}(?![^\W_])".replace("\\ ", " ").replace(" ", r"\s+")


@cache
def _lists() -> re.Pattern[str]:
    """Three names of states or more, one after another."""
    one = one_state()
    more = rf"(?:[,;]\s+(?:and\s+)?|\s+(?:and|or|with|&)\s+){one}"
    return re.compile(rf"(?<![^\W_]){one}(?:{more}){{2,}}")


def memberships(text: str) -> Iterator[tuple[int, int]]:
    """Where such lists start and end in what a reader sees; what is bound is masked.

    >>> [found] = memberships("Its members are Australia, Japan and New Zealand.")
    >>> found
    (16, 48)
    """
    if sum(map(text.count, _BETWEEN)) < 2:
        return
    for sentence in _SENTENCE.finditer(text):
        if _BELONGING.search(sentence[0]):
            for match in _lists().finditer(text, *sentence.span()):
                yield match.span()
