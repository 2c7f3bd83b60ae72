"""Plain sentences on when a pact was signed, came into force and ended, read against the data.

"The North Atlantic Treaty of 1950": a year is bound only where its author binds it, and one that
stands right beside the name of a treaty can be told all the same. When a body began that grew
from a treaty, such as a secretariat, the row of the treaty does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from allied import Life

from .number_words import one_of

_YEAR = r"(?P<year>(?:1[5-9]|20)[0-9]{2})(?![\w%]|[-,.\u2013][0-9])"
_WHICH = r"(?:,?\s+(?:which\s+)?(?:(?:was|were|is)\s+)?(?:first\s+)?)"
_BETWEEN = r"(?:,[^.;,\n]{0,40},)?"
_FORMS = {
    "of": (r"{pact}\s+of\s+{year}", r"(?<!\w)[Tt]he\s+{year}\s+{pact}"),
    "signed": (
        r"{pact}{which}(?:signed|concluded|dated)\s+in\s+{year}",
        r"(?<!\w)[Ss]igned\s+in\s+{year},\s+(?:the\s+)?{pact}",
    ),
    "begun": (
        r"{pact}{which}(?:founded|formed|created|established|set\s+up|born)\s+in\s+{year}",
        r"{pact}\s+(?:dates\s+(?:from|back\s+to)|goes\s+back\s+to|began\s+in)\s+{year}",
        r"(?<!\w)(?:Founded|Formed|Created|Established)\s+in\s+{year},\s+(?:the\s+)?{pact}",
    ),
    "in force": (
        r"{pact}\s+(?:entered|came|went)\s+into\s+force\s+in\s+{year}",
        r"{pact}\s+(?:is|has\s+been)\s+in\s+force\s+since\s+{year}",
    ),
    "ended": (
        r"{pact}{between}\s+(?:(?:was|were)\s+)?(?:dissolved|disbanded|ended|expired|lapsed"
        r"|terminated|wound\s+up)\s+in\s+{year}",
    ),
}


def false_years(text: str, known: Mapping[str, Life]) -> Iterator[tuple[int, int, str]]:
    """Where sentences on the years of pacts that the data deny start and end, and what is wrong.

    >>> from allied import lives
    >>> list(false_years("The ANZUS Treaty of 1952 binds them.", lives()))
    [(4, 24, "it says 'ANZUS Treaty of 1952', and the data say 1951")]
    """
    seen = text.replace("\n", " ")
    if not any(name in seen for name in known):
        return
    for form, pattern in _patterns(tuple(known)):
        for match in pattern.finditer(text):
            name = re.sub(r"\s+", " ", match["pact"])
            life = known[name]
            body = form == "of" and " " not in name  # NATO of 1990 is NATO as it was then
            right = frozenset[int]() if body else _right(form, life)
            if right and int(match["year"]) not in right | life.others:
                said = " ".join(match[0].split())
                years = " or ".join(map(str, sorted(right)))
                yield *match.span(), f"it says {said!r}, and the data say {years}"


def _right(form: str, life: Life) -> frozenset[int]:
    """The years that a sentence of that form may name; none if the data do not tell."""
    if form in ("in force", "ended"):
        year = life.in_force if form == "in force" else life.ended
        return frozenset() if year is None else frozenset({year})
    if not life.treaty and form != "signed":
        return frozenset()
    force = life.in_force if form == "begun" else None
    return frozenset({life.signed} if force is None else {life.signed, force})


@cache
def _patterns(names: tuple[str, ...]) -> list[tuple[str, re.Pattern[str]]]:
    pact = rf"(?<![\w-])(?P<pact>{one_of(names)})(?![\w-])".replace("\\ ", r"\s+")
    return [
        (form, re.compile(part.format(pact=pact, year=_YEAR, which=_WHICH, between=_BETWEEN)))
        for form, parts in _FORMS.items()
        for part in parts
    ]
