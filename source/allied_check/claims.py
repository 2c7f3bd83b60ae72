"""Plain sentences on who belongs to a pact, read against the data.

"Austria is a member of NATO", "Spain joined NATO in 1981", "AUKUS includes Canada": no number
gives them away, and a name cannot be asked to be bound wherever it stands. So the plain forms,
a state, a verb of belonging and a pact by its name, are compared with the rows themselves. What
is worded otherwise is the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from allied import Spell

from .memberships import one_state
from .number_words import any_of
from .page import Paragraph

_KIND = r"(?:(?:a|an|the|both|all|now|still|founding|full|original|new)\s+)*"
_BODY = r"(?:members?|part(?:y|ies)|founders?|signator(?:y|ies))\s+(?:of|to)"
_YEAR = r"(?:\s+in\s+(?P<year>[0-9]{4}))?"
_END = (
    r"(?=\s*[.,;:)\u2400]|\s*\Z|\s+(?:and|as|at|after|before|but|for|in|on|since|so|under|when|while"
    r"|with|yet)\s)"
)
_VERB = re.compile(
    r"(?<!\w)(?:joine?[ds]|acceded|became|belong|founded|signed|members?|part(?:y|ies)|signator"
    r"|founders?|includes?|included|comprises?|unites?|left|quit|withdr)"
)


@cache
def _patterns(pacts: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    one = one_state()
    states = rf"(?<![\w'\u2019-])(?P<who>{one}(?:(?:,|,?\s+and|,?\s+or)\s+{one})*)"
    pact = rf"(?:the\s+)?(?P<pact>{any_of(pacts)})(?![\w'\u2019-])"
    has = r"(?:(?:has|have|had)\s+)?"
    forms = {
        "joined": rf"{states}\s+{has}(?:joined|acceded\s+to|became\s+{_KIND}{_BODY})\s+{pact}"
        rf"{_YEAR}{_END}",
        "belongs": rf"{states}\s+(?:(?:is|are|was|were)\s+{_KIND}{_BODY}|belong(?:s|ed)?\s+to"
        rf"|is\s+one\s+of\s+the\s+{_BODY}|founded|signed)\s+{pact}{_END}",
        "holds": rf"(?<!\w){pact}\s+(?:includes?|included|comprises?|unites?|joins)\s+{states}"
        r"(?=\s*[.,;:)\u2400]|\s*\Z)",
        "members": rf"(?<!\w){_BODY}\s+{pact}\s+(?:are|is|were|include)\s+{states}"
        r"(?=\s*[.,;:)\u2400]|\s*\Z)",
        "left": rf"{states}\s+{has}(?:left|quit|withdrew\s+from|withdrawn\s+from)\s+{pact}"
        rf"{_YEAR}{_END}",
        "never": rf"{states}\s+{has}never\s+joined\s+{pact}{_END}",
        "outside": rf"{states}\s+(?:is|are)\s+(?:not|no)\s+{_KIND}{_BODY}\s+{pact}{_END}",
    }
    return tuple((form, re.compile(pattern)) for form, pattern in forms.items())


def false_claims(text: str, known: Mapping[str, Sequence[Spell]]) -> Iterator[tuple[int, int, str]]:
    """Where sentences on belonging that the data deny start and end, and what is wrong.

    ``known`` says who belonged to what, by each name of a pact.

    >>> from allied import belonging
    >>> list(false_claims("Austria is a member of NATO.", belonging()))
    [(0, 27, "it says 'Austria is a member of NATO', and the data do not have Austria there")]
    """
    if not _VERB.search(text) or not any(name in text for name in known):
        return
    for form, pattern in _patterns(tuple(known)):
        for match in pattern.finditer(text):
            own = known[match["pact"]]
            year = match.groupdict().get("year")
            for name in re.findall(one_state(), match["who"]):
                name = re.sub(r"\s+", " ", name).removeprefix("the ")
                here = [spell for spell in own if name in spell.state.names]
                if wrong := _denied(form, name, here, int(year) if year else None):
                    said = " ".join(match[0].split())
                    yield *match.span(), f"it says {said!r}, and the data {wrong}"
                    break


def _denied(form: str, name: str, here: Sequence[Spell], year: int | None) -> str:
    """What the data say to the contrary of one state; blank if they bear the claim out."""
    if form == "never":
        return f"have {name} there from {here[0].since}" if here else ""
    if form == "outside":
        now = [spell for spell in here if spell.until is None]
        return f"have {name} there from {now[0].since}" if now else ""
    if not here:
        return f"do not have {name} there"
    if form == "left":
        ends = [spell.until for spell in here if spell.until is not None]
        if not ends:
            return f"do not say that {name} left"
        return "" if year is None or year in ends else f"say {ends[0]}"
    years = [spell.since for spell in here]
    return "" if year is None or year in years else f"say {years[0]}"


def as_read(paragraph: Paragraph, text: str) -> str:
    """The text of a paragraph with the links to the glossary as a reader sees them."""
    parts, end = [], 0
    for mark in paragraph.marks:
        if mark.role is not None and mark.role.name == "term":
            parts += [text[end : mark.start], mark.role.shown]
            end = mark.end
    return "".join([*parts, text[end:]])
