"""Plain sentences on when a pact was signed, came into force and ended, read against the data.

"The North Atlantic Treaty of 1950": a year is bound only where its author binds it, and one that
stands right beside the name of a treaty can be told all the same. When a body began that grew
from a treaty, such as a secretariat, the row of the treaty does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from allied import Life, foundings

from .claims import PACT, marked_text

_YEAR = r"(?P<year>(?:1[5-9]|20)[0-9]{2})(?![\w%]|[-,.\u2013][0-9])"
_WHICH = r"(?:,?\s+(?:which\s+)?(?:(?:was|were|is)\s+)?(?:first\s+)?)"
_BETWEEN = r"(?:,[^.;,\n]{0,40},)?"
_ANY_YEAR = re.compile(r"[0-9]{4}")
_FORMS = {
    "of": (
        rf"{PACT}\s+of\s+{_YEAR}",
        rf"(?<!\w)[Tt]he\s+{_YEAR}\s+{PACT}",
        rf"{PACT}\s+\({_YEAR}\)",
    ),
    "signed": (
        rf"{PACT}{_WHICH}(?:signed|concluded|dated)\s+in\s+{_YEAR}",
        rf"(?<!\w)[Ss]igned\s+in\s+{_YEAR},\s+{PACT}",
    ),
    "begun": (
        rf"{PACT}{_WHICH}(?:founded|formed|created|established|set\s+up|born)\s+in\s+{_YEAR}",
        rf"{PACT}\s+(?:dates\s+(?:from|back\s+to)|goes\s+back\s+to|began\s+in)\s+{_YEAR}",
        rf"(?<!\w)(?:Founded|Formed|Created|Established)\s+in\s+{_YEAR},\s+{PACT}",
    ),
    "in force": (
        rf"{PACT}\s+(?:entered|came|went)\s+into\s+force\s+in\s+{_YEAR}",
        rf"{PACT}\s+(?:is|has\s+been)\s+in\s+force\s+since\s+{_YEAR}",
    ),
    "ended": (
        rf"{PACT}{_BETWEEN}\s+(?:(?:was|were)\s+)?(?:dissolved|disbanded|ended|expired|lapsed"
        rf"|terminated|wound\s+up)\s+in\s+{_YEAR}",
    ),
}
_PATTERNS = [(form, re.compile(part)) for form, parts in _FORMS.items() for part in parts]
_STILL = re.compile(
    rf"{PACT}\s+(?:still\s+exists|exists\s+(?:still|today|to\s+this\s+day)|is\s+still\s+in\s+force)"
    r"(?![^\W_])"
)
_BEGUN = r"(?:founded|formed|created|established|set\s+up)"
_ENDED = r"(?:dissolved|disbanded|abolished|wound\s+up)"
_MADE = re.compile(rf"(?i:{_BEGUN})")
_OF_A_BODY = re.compile(
    rf"(?:,|,?\s+(?:which\s+)?(?:was|were|is))?\s+(?:first\s+)?(?:(?P<begun>{_BEGUN})|{_ENDED})"
    rf"\s+in\s+{_YEAR}"
)


def false_years(text: str, known: Mapping[str, Life]) -> Iterator[tuple[int, int, str]]:
    """Where sentences on the years of pacts that the data deny start and end, and what is wrong.

    >>> from allied import lives
    >>> list(false_years("The ANZUS Treaty of 1952 binds them.", lives()))
    [(0, 24, "it says 'The ANZUS Treaty of 1952', and the data say 1951")]
    """
    yield from _bodies(text)
    still = "still" in text or " exists " in text
    if not (_ANY_YEAR.search(text) or still):
        return
    marked = marked_text(text, tuple(known))
    if PACT not in marked.text:
        return
    for match in _STILL.finditer(marked.text) if still else ():
        end = known[marked.names[match.start()]].ended
        if end is not None:
            start, last = marked.places[match.start()], marked.ends(match.end())
            said = " ".join(text[start:last].split())
            yield start, last, f"it says {said!r}, and the data say that it ended in {end}"
    for form, pattern in _PATTERNS:
        for match in pattern.finditer(marked.text):
            name = marked.names[marked.text.index(PACT, match.start())]
            life = known[name]
            body = form == "of" and " " not in name  # NATO of 1990 is NATO as it was then
            right = frozenset[int]() if body else _right(form, life)
            if form == "begun" and not right and _MADE.search(match[0]):
                # A body may have grown from its treaty later; it was not there before.
                right = frozenset({life.signed}) if int(match["year"]) < life.signed else right
            if right and int(match["year"]) not in right | life.others:
                start, end = marked.places[match.start()], marked.ends(match.end())
                said = " ".join(text[start:end].split())
                years = " or ".join(map(str, sorted(right)))
                yield start, end, f"it says {said!r}, and the data say {years}"


def _bodies(text: str) -> Iterator[tuple[int, int, str]]:
    """Where sentences say that a body was founded or dissolved in another year than its row."""
    for match in _OF_A_BODY.finditer(text):
        before = text[: match.start()].replace("\n", " ")
        name = max((name for name in foundings() if before.endswith(name)), key=len, default="")
        if not name:
            continue
        begun, ended = foundings()[name]
        right = begun if match["begun"] else ended
        if right is not None and right != int(match["year"]):
            start = match.start() - len(name)
            said = " ".join(text[start : match.end()].split())
            yield start, match.end(), f"it says {said!r}, and the data say {right}"


def _right(form: str, life: Life) -> frozenset[int]:
    """The years that a sentence of that form may name; none if the data do not tell."""
    if form in ("in force", "ended"):
        year = life.in_force if form == "in force" else life.ended
        return frozenset() if year is None else frozenset({year})
    if not life.treaty and form != "signed":
        return frozenset()
    force = life.in_force if form == "begun" else None
    return frozenset({life.signed} if force is None else {life.signed, force})
