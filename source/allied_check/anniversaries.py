"""An anniversary is reckoned from the years of its sentence: the 60th, in 2009, of 1949."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations

from allied import Spell

from .number_words import read_ordinal

_ANNIVERSARY = re.compile(r"[\s-]+anniversar")
_YEAR = re.compile(r"(?<![\w.,])(?:1[0-9]|20)[0-9]{2}(?![\w%]|[.,][0-9])")


def is_reckoned(
    number: str, after: str, sentence: str, known: Mapping[str, Sequence[Spell]]
) -> bool:
    """True for an anniversary that lies as many years as it says after another year.

    The years are those that the sentence shows, and the first of each pact that it names.

    >>> from allied import belonging
    >>> is_reckoned("60th", " anniversary", "NATO's, in 2009", belonging())
    True
    >>> is_reckoned("60th", " anniversary", "NATO's, in 2010", belonging())
    False
    """
    apart = read_ordinal(number.lower()) if _ANNIVERSARY.match(after) else None
    if apart is None:
        return False
    years = set(map(int, _YEAR.findall(sentence)))
    years |= {
        min(spell.since for spell in spells) for name, spells in known.items() if name in sentence
    }
    return any(abs(one - other) == apart for one, other in combinations(years, 2))
