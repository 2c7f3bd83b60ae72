"""Plain sentences on who belongs to a pact, read against the data.

"Austria is a member of NATO", "Spain joined NATO in 1981", "AUKUS includes Canada": no number
gives them away, and a name cannot be asked to be bound wherever it stands. So the plain forms,
a state, a verb of belonging and a pact by its name, are compared with the rows themselves. What
is worded otherwise is the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from allied import Spell

from .memberships import one_state
from .number_words import any_of, one_of
from .page import Paragraph
from .vocabulary import FACT

# A state and a pact are each one sign while the sentence is read.
_S, PACT = "\ue000", "\ue001"
_P = PACT
_STATES = rf"(?P<who>{_S}(?:(?:,|,?\s+and|,?\s+or|,?\s+as\s+well\s+as)\s+{_S})*)"
_LINKED = rf"(?P<who>{_S}(?:(?:,|,?\s+and|,?\s+with)\s+{_S})*)"
_PACT = rf"(?P<pact>{_P})"
_ALSO = rf"(?P<also>{_P})"  # one pattern may name the pact in two ways
# One or two words for what kind of member it is, but none that says that it is none.
_NO_KIND = (
    "former future prospective potential possible likely associate aspiring candidate would-be no "
    "not never hardly less more like near to with of for by in as than between against"
).split()
_ADJECTIVE = rf"(?:(?!(?:{any_of(_NO_KIND)})\s)[a-zA-Z][\w-]*\s+){{0,2}}"
_KIND = rf"(?:(?:a|an|the|both|all|now|still|also|among|one\s+of)\s+)*{_ADJECTIVE}"
_MEMBERS = r"(?:[Mm]embers?|[Pp]art(?:y|ies)|[Ff]ounders?|[Ss]ignator(?:y|ies))"
_BODY = rf"{_MEMBERS}\s+(?:of|to)"
_ALLIES = r"(?:members?|all(?:y|ies)|(?:member[\s-])?states?|founders?|signator(?:y|ies))"
_ITS = r"['\u2019]s?"
_HAS = r"(?:(?:has|have|had|which|who|also|later|then|first|finally|both|all|only|itself)\s+)*"
_FIRST = r"(?:(?<!\w)[Ii]n\s+(?P<first>[0-9]{4}),?\s+)?"
_FROM = r"(?:(?<!\w)(?:[Ss]ince|[Ff]rom)\s+(?P<first>[0-9]{4}),?\s+)?"
_MIDDLE = r"(?:,?\s+in\s+(?P<middle>[0-9]{4}),?)?"
_WITH = rf"(?:,?\s+(?:(?:together|along)\s+with|alongside)\s+{_S},?)?"
_PART = "spring|summer|autumn|winter|course|beginning|end"
_SEASON = rf"(?:(?:early|late|mid)[\s-]|the\s+(?:{_PART})\s+of\s)?"
_IN = (
    rf"(?:\s+(?:only\s+|as\s+early\s+as\s+)?(?:in|at)\s+{_SEASON}(?P<last>[0-9]{{4}})"
    r"(?!\s+and\s+[0-9]))?"
)
_SINCE = r"(?:\s+(?:since|from)\s+(?P<last>[0-9]{4}))?"
_STOP = r"(?=\s*[.,;:)\"|\]\u2014\u2400]|\s*\Z)"
_END = (
    rf"(?:{_STOP}|(?=\s+(?:and|as|at|after|before|but|for|in|on|since|so|under|when|while"
    r"|with|yet|early|late|soon|again|already|because|despite|until)(?![\w-])))"
)
_ENTERS = (
    r"(?:joined|entered|acceded\s+to|(?:was|were)\s+admitted\s+(?:in)?to"
    rf"|became\s+(?:part\s+of|{_KIND}{_BODY}))"
)
_IS = r"(?:is|are|was|were|(?:has|have|had)\s+been)"
_IS_NOW = r"(?:is|are|remains?|stands?|stays?)"

_TREATY = r"(?:pact|treaty|alliance|agreement|partnership|arrangement|accord|declaration)"
_AT_THE_START = r"(?:\A|(?<=[.;:!?\n])|(?<=[.;:!?]\s))"
_MADE = r"(?:signed|concluded|agreed|made|formed|created|founded|set\s+up)"
# A sentence that goes on about the pact with which the one before it begins.
_ITSELF = re.compile(
    rf"{_AT_THE_START}{_P}[^.!?\n{_P}]*[.!?]?\s+It(?=\s+(?:binds|bound|includes?|included"
    r"|comprise[sd]?|unite[sd]|join[s]|link(?:s|ed)|groups?|brings\s+together|consists?\s+of"
    r"|is\s+made\s+up\s+of|is\s+between|was\s+signed))"
)

_FORMS = {
    "joined": [
        rf"{_FIRST}{_STATES}{_MIDDLE},?\s+{_HAS}{_ENTERS}\s+(?:the\s+\w+\s+)?{_PACT}{_WITH}{_IN}{_END}",
        rf"{_FIRST}{_STATES}{_MIDDLE}\s+{_HAS}became\s+{_KIND}{_PACT}(?:{_ITS})?\s+{_ADJECTIVE}"
        rf"{_ALLIES}{_IN}{_END}",
        rf"{_FIRST}{_PACT}\s+(?:(?:has|had)\s+)?(?:admitted|accepted|welcomed|took\s+in)\s+{_STATES}"
        rf"{_IN}{_STOP}",
        rf"{_PACT}\s+was\s+joined\s+by\s+{_STATES}{_IN}{_END}",
        rf"{_PACT}\s+(?:was\s+)?(?:enlarged|expanded|extended)\s+to\s+(?:take\s+in\s+|include\s+)?"
        rf"{_STATES}{_IN}{_END}",
    ],
    "belongs": [
        rf"{_FROM}{_STATES},?\s+{_HAS}{_IS}\s+{_KIND}{_BODY}\s+{_PACT}{_SINCE}{_END}",
        rf"{_FROM}{_STATES},?\s+{_HAS}{_IS}\s+{_KIND}{_PACT}(?:{_ITS})?\s+{_ADJECTIVE}{_ALLIES}"
        rf"{_SINCE}{_END}",
        rf"{_FROM}{_STATES},?\s+{_HAS}{_IS}\s+(?:still\s+|now\s+)?"
        rf"(?:in|inside|within|part\s+of)\s+{_PACT}(?:\s+alliance)?{_SINCE}{_END}",
        rf"{_FROM}{_STATES},?\s+{_HAS}belong(?:s|ed)?\s+to\s+{_PACT}{_SINCE}{_END}",
        rf"{_STATES},?\s+{_HAS}(?:founded|signed)\s+{_PACT}{_IN}{_END}",
        rf"{_STATES},?\s+{_HAS}(?:ratified|{_IS}\s+bound\s+by)\s+{_PACT}{_END}",
        rf"{_PACT}\s+was\s+founded(?:\s+in\s+[0-9]{{4}})?\s+by\s+{_STATES}{_END}",
        rf"{_STATES},\s+{_KIND}(?:{_BODY}\s+{_PACT}|{_ALSO}(?:{_ITS})?\s+{_ADJECTIVE}{_ALLIES})"
        rf"{_SINCE}{_STOP}",
        rf"{_STATES},\s+in\s+{_PACT}{_SINCE}{_STOP}",
        rf"{_STATES}\s+\((?:in\s+|a\s+member\s+of\s+)?{_PACT}(?:\s+member)?{_SINCE}(?=\))",
        rf"{_FROM}{_STATES},?\s+{_HAS}{_IS}\s+(?:(?:also|still|now)\s+)?one\s+of\s+{_PACT}{_END}",
        rf"{_STATES}{_ITS}\s+membership\s+of\s+{_PACT}\s+since\s+(?P<last>[0-9]{{4}})",
        rf"{_STATES},?\s+(?:and|like)\s+(?:the\s+|its\s+|all\s+)?other\s+(?:{_BODY}\s+{_PACT}|{_ALSO}\s+{_ALLIES})",
        rf"{_PACT},?\s+\(?(?:of|to)\s+which\s+{_STATES}\s+{_IS}\s+{_KIND}{_MEMBERS}{_STOP}",
        rf"{_PACT}(?:(?:{_ITS})?\s+members?|\s+all(?:y|ies))\s+{_STATES}",
        rf"{_PACT}(?:{_ITS})?\s+(?:members|allies|states),?\s+(?:such\s+as|like|including)\s+{_STATES}",
        rf"{_BODY}\s+{_PACT},?\s+(?:such\s+as|like|including)\s+{_STATES}",
        rf"{_BODY}\s+{_PACT}\s+(?:are|is|were|included?)\s+{_STATES}{_STOP}",
        rf"{_PACT}{_ITS}\s+{_ADJECTIVE}{_MEMBERS}\s+(?:are|is|were|included?)\s+{_STATES}{_STOP}",
        rf"(?<!\w)[Aa]mong\s+(?:{_PACT}{_ITS}\s+members|the\s+{_BODY}\s+{_ALSO})\s+{_IS}\s+"
        rf"{_STATES}{_STOP}",
        rf"{_PACT},?\s+(?:which\s+)?(?:includes?|included|comprise[sd]?|unites?|joins|links|groups?"
        r"|brings\s+together|consists?\s+of|is\s+made\s+up\s+of|are|were)\s+(?:both\s+)?"
        rf"{_LINKED}{_STOP}",
        rf"{_PACT}\s+counts\s+{_STATES}\s+among",
        rf"{_PACT}\s+has\s+(?:an?|one|as\s+an?)\s+{_ADJECTIVE}(?:member|party|ally),?\s+{_STATES}",
        rf"(?<!\w)(?:[Aa]ll|[Ee]very|[Ee]ach)\s+(?:[\w-]+\s+){{0,3}}(?:of|in|to)\s+{_PACT},?\s+"
        rf"(?:but|except|save|bar|apart\s+from)\s+{_STATES}",
        rf"{_AT_THE_START}{_PACT},?\s+(?:of\s+[0-9]{{4}}\s+|(?:is|was)\s+)?between\s+{_LINKED}",
        rf"{_PACT}(?:\s+{_IS}|,)\s+(?:an?|the)\s+(?:\w+\s+)?{_TREATY}\s+(?:between|of)\s+{_LINKED}",
        rf"{_PACT}\s+(?:binds|bound|commits|committed|oblige[sd])\s+{_LINKED}{_END}",
        rf"{_PACT},?\s+(?:(?:was|has\s+been)\s+)?{_MADE}(?:\s+in\s+[0-9]{{4}})?\s+(?:by|between)\s+{_LINKED}{_END}",
        rf"(?<!\w)(?:[Aa]s|[Bb]eing)\s+(?:{_KIND}{_BODY}\s+{_PACT}|{_KIND}{_ALSO}\s+{_ALLIES})"
        rf"{_SINCE},\s+{_STATES}",
        rf"{_PACT}(?:{_ITS})?\s+{_ALLIES},\s+{_STATES}\s+among\s+them",
        rf"{_BODY}\s+{_PACT},\s+{_STATES}\s+among\s+them",
        rf"{_PACT}\s*(?:\(|\u2014\s*){_LINKED}(?=\s*[)\u2014])",
    ],
    "left": [
        rf"{_FIRST}{_STATES}{_MIDDLE}\s+{_HAS}(?:left|quit|withdr(?:ew|awn)\s+from)\s+{_PACT}"
        rf"{_IN}{_END}",
    ],
    "entry": [
        rf"{_STATES}{_ITS}\s+(?:(?:accession|entry|admission)\s+(?:in)?to|joining)\s+{_PACT}"
        r"\s+in\s+(?P<last>[0-9]{4})",
    ],
    "never": [
        rf"{_STATES}\s+{_HAS}never\s+(?:joined|entered|belonged\s+to)\s+{_PACT}{_END}",
        rf"{_STATES}\s+(?:was|were)\s+never\s+{_KIND}{_BODY}\s+{_PACT}{_END}",
    ],
    "no founder": [
        rf"{_STATES}\s+(?:was|were)\s+not\s+(?:among|one\s+of)\s+the\s+{_ADJECTIVE}"
        rf"(?:[Ff]ounders?|signator(?:y|ies))\s+(?:of|to)\s+{_PACT}{_END}",
        rf"{_STATES}\s+(?:was|were)\s+(?:no|not\s+an?)\s+founder\s+of\s+{_PACT}{_END}",
    ],
    "earlier": [
        rf"(?P<who>{_S})\s+{_HAS}{_ENTERS}\s+{_PACT}\s+(?:before|earlier\s+than)\s+(?P<than>{_S}){_END}",
        rf"(?P<who>{_S}){_ITS}\s+(?:accession|entry|admission)\s+(?:in)?to\s+{_PACT}\s+"
        rf"(?:preceded|came\s+before)\s+(?:that\s+of\s+)?(?P<than>{_S})",
    ],
    "later": [
        rf"(?P<who>{_S})\s+{_HAS}{_ENTERS}\s+{_PACT}\s+(?:after|later\s+than)\s+(?P<than>{_S}){_END}",
        rf"(?P<who>{_S}){_ITS}\s+(?:accession|entry|admission)\s+(?:in)?to\s+{_PACT}\s+"
        rf"(?:followed|came\s+after)\s+(?:that\s+of\s+)?(?P<than>{_S})",
    ],
    "outside": [
        rf"{_S},?\s+unlike\s+(?P<who>{_S}),?\s+(?:{_IS_NOW}|belongs)\s+(?:in|part\s+of|to|{_KIND}{_BODY})"
        rf"\s+{_PACT}{_END}",
        rf"{_STATES}\s+{_IS_NOW}\s+(?:not|no)\s+{_KIND}(?:{_BODY}|in|part\s+of)\s+{_PACT}{_END}",
        rf"{_STATES}\s+{_IS_NOW}\s+(?:still\s+|[\w-]+\s+and\s+)?outside\s+{_PACT}{_END}",
        rf"{_STATES}\s+(?:has|have)\s+not\s+joined\s+{_PACT}{_END}",
        rf"(?<!\w)[Nn]either\s+(?P<who>{_S}\s+nor\s+{_S})\s+(?:belongs?\s+to|{_IS_NOW}\s+"
        rf"(?:in|part\s+of|{_KIND}{_BODY}))\s+{_PACT}{_END}",
    ],
}
# One state that is said to belong today; of several, a sentence may tell a history.
_NOW = re.compile(rf"{_S}\s+(?:is|remains|belongs)\s")
_PATTERNS = [
    (form, re.compile(pattern)) for form, patterns in _FORMS.items() for pattern in patterns
]
# Before the states: another subject, a condition, a denial, or somebody who says so.
_ANOTHER = re.compile(
    r"(?<!\w)(?:of|with|for|to|by|between|against|like|unlike|from|near|beside|besides|than|behind|if"
    r"|whether|unless|should|had|were|would|could|may|might|can|did|does|do|nor|neither|no|not"
    r"|(?:says?|said|claim(?:s|ed)?|den(?:y|ies|ied)|insist(?:s|ed)?|argue[sd]?|holds?|held"
    r"|believe[sd]?|fear(?:s|ed)?|hope[sd]?|pretend(?:s|ed)?)(?:\s+that)?)(?:\s+the)?\s+\Z",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in which states and pacts are signs, and what each sign stands for."""

    text: str
    names: dict[int, str]
    places: list[int]
    """Where each character of the text stands in the text as it was."""

    def ends(self, place: int) -> int:
        """Where in the text as it was a stretch ends that ends here."""
        signed = self.text[place - 1] in (_S, _P)
        return self.places[place] if signed else self.places[place - 1] + 1


def false_claims(text: str, known: Mapping[str, Sequence[Spell]]) -> Iterator[tuple[int, int, str]]:
    """Where sentences on belonging that the data deny start and end, and what is wrong.

    ``known`` says who belonged to what, by each name of a pact.

    >>> from allied import belonging
    >>> list(false_claims("Austria is a member of NATO.", belonging()))
    [(0, 27, "it says 'Austria is a member of NATO', and the data do not have Austria there")]
    """
    marked = marked_text(text, tuple(known))
    if _S not in marked.text or _P not in marked.text:
        return
    told: list[tuple[int, int]] = []
    for form, pattern in _PATTERNS:
        for match in pattern.finditer(marked.text):
            if any(start < match.end() and match.start() < end for start, end in told):
                continue
            if wrong := _contradicted(form, match, marked, known):
                told.append(match.span())
                start, end = marked.places[match.start()], marked.ends(match.end())
                said = " ".join(text[start:end].split())
                yield start, end, f"it says {said!r}, and the data {wrong}"


def _contradicted(
    form: str, match: re.Match[str], marked: Marked, known: Mapping[str, Sequence[Spell]]
) -> str:
    """What the data say to the contrary of one sentence; blank if they bear it out."""
    groups = match.groupdict()
    if match.start("who") == match.start() and _ANOTHER.search(marked.text, 0, match.start()):
        return ""
    own = known[marked.names[match.start("pact" if groups.get("pact") else "also")]]
    years = (groups.get(name) for name in ("first", "middle", "last"))
    year = next((int(year) for year in years if year), None)
    if year is None and own and re.search(r"\b[Ff]ound(?:ed|ers?|ing)\b", match[0]):
        year = min(spell.since for spell in own)
    if form in ("earlier", "later"):
        return _in_wrong_order(form, match, marked, own)
    for place in range(*match.span("who")):
        if marked.text[place] == _S:
            name = marked.names[place]
            here = [spell for spell in own if name in spell.state.names]
            since = [spell.since for spell in own]
            wrong = _denied(form, name, here, year, min(since, default=0), max(since, default=0))
            if not wrong and form == "belongs" and year is None and _NOW.match(match[0]):
                wrong = _no_longer(name, here)
            if wrong:
                return wrong
    return ""


def _in_wrong_order(form: str, match: re.Match[str], marked: Marked, own: Sequence[Spell]) -> str:
    """What the data say where one state is said to have come before or after another."""
    names = [marked.names[match.start(group)] for group in ("who", "than")]
    years = [
        next((spell.since for spell in own if name in spell.state.names), None) for name in names
    ]
    for name, year in zip(names, years, strict=True):
        if year is None:
            return f"do not have {name} there"
    one, other = years
    assert one is not None
    assert other is not None
    if one <= other if form == "earlier" else one >= other:  # of one year, days may differ
        return ""
    return f"say {one} for {names[0]} and {other} for {names[1]}"


def _denied(
    form: str, name: str, here: Sequence[Spell], year: int | None, earliest: int, latest: int
) -> str:
    """What the data say to the contrary of one state; blank if they bear the claim out.

    ``earliest`` and ``latest`` are the years in which the first and the last state came.
    """
    if form == "never":
        return f"have {name} there from {here[0].since}" if here else ""
    if form == "no founder":
        first = here[0].since if here else None
        return f"have {name} there from {first}" if first == earliest else ""
    if form == "outside":
        now = [spell for spell in here if spell.until is None]
        return f"have {name} there from {now[0].since}" if now else ""
    if not here:
        if form == "entry" and (year is None or year > latest):  # it may lie ahead
            return ""
        return f"do not have {name} there"
    if form == "left":
        ends = [spell.until for spell in here if spell.until is not None]
        if not ends:
            return f"do not say that {name} left"
        return "" if year is None or year in ends else f"say {ends[0]}"
    years = [spell.since for spell in here]
    return "" if year is None or year in years else f"say {years[0]}"


def _no_longer(name: str, here: Sequence[Spell]) -> str:
    """What the data say of a state that is said to belong today; blank if it does."""
    ends = [spell.until for spell in here if spell.until is not None]
    if len(ends) < len(here) or any(spell.suspended for spell in here):
        return ""
    return f"have {name} there until {max(ends)}"


@cache
def _names(pacts: tuple[str, ...]) -> re.Pattern[str]:
    pact = one_of(pacts).replace("\\ ", r"\s+")
    return re.compile(
        rf"(?<![\w'\u2019-])(?:(?:[Tt]he\s+)?(?P<pact>{pact})(?![\w-])|(?P<state>{one_state()}))"
    )


@lru_cache(1)  # two readers ask for one text
def marked_text(text: str, pacts: tuple[str, ...]) -> Marked:
    """The text with its states and pacts as signs; an empty one where it names no pact."""
    seen = text.replace("\n", " ")
    if not any(name in seen for name in pacts):
        return Marked("", {}, [])
    text = text.replace(_S, " ").replace(_P, " ")
    parts: list[str] = []
    names: dict[int, str] = {}
    places: list[int] = []
    end = 0
    for match in _names(pacts).finditer(text):
        parts.append(text[end : match.start()])
        places += range(end, match.start())
        name = re.sub(r"\s+", " ", match["pact"] or match["state"])
        names[len(places)] = name.removeprefix("the ").removeprefix("The ")
        parts.append(_P if match["pact"] else _S)
        places.append(match.start())
        end = match.end()
    parts.append(text[end:])
    places += range(end, len(text) + 1)
    marked = "".join(parts)
    while itself := _ITSELF.search(marked):
        place = itself.end() - 2
        names[place] = names[itself.start()]
        marked = f"{marked[:place]}{_P} {marked[place + 2 :]}"
    return Marked(marked, names, places)


def as_read(paragraph: Paragraph, text: str) -> str:
    """The text of a paragraph with its facts and links to the glossary as a reader sees them."""
    parts, end = [], 0
    for mark in paragraph.marks:
        if mark.role is not None and mark.role.name in ("term", FACT):
            parts += [text[end : mark.start], mark.role.shown]
            end = mark.end
    return "".join([*parts, text[end:]])
