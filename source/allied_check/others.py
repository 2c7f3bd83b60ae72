"""Another state than that of which a question asks, in one sentence with it.

"Finland joined after Sweden" beside the day of Finland, "Germany spent more than Poland" beside a
figure of each: what the question gives for the other state shows the sentence false. It can show
one right, too: two states that joined on one day share it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from allied import PEOPLES

from .doctests import evaluate
from .meaning import means
from .memberships import one_state, states_by_name
from .number_words import any_of
from .page import MASK, Mark

LITERAL = re.compile(
    r"(?P<mark>[\"'])(?P<text>.*?)(?P=mark)|(?<![\w.])(?P<year>(?:1[5-9]|20)[0-9]{2})(?![\w.])"
)
_DENIED = re.compile(r"(?<!\w)(?:not|no|never|nor)(?!\w)")


@cache
def states() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{one_state()}|(?:{any_of(PEOPLES)})(?![\w-]))")


def named(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        yield re.sub(r"\s+", " ", match[0]).removeprefix("the ").removeprefix("The ")


def state_of(name: str) -> str:
    return PEOPLES.get(name, name)


def of_another(expression: str, state: str) -> object:
    """What the question gives for another state than the only one that it names, or None."""
    changed, count = LITERAL.subn(
        lambda match: repr(state) if match["text"] in states_by_name() else match[0], expression
    )
    named = [match["text"] for match in LITERAL.finditer(expression) if match["text"]]
    if count == 0 or sum(name in states_by_name() for name in named) != 1:
        return None
    result = evaluate(changed)
    return None if result.error else result.value


def is_right_of(mark: Mark, states: Collection[str]) -> bool:
    """True if the fact is as right of other states: two that joined on one day."""
    assert mark.role is not None
    shown, expression = mark.role.split()
    values = [of_another(expression, state_of(name)) for name in states]
    return all(value is not None and means(shown, value) for value in values)


_JOINED = re.compile(
    r"(?<!\w)(?:joined|acceded|came\s+in|signed)(?:\s+(?:it|the\s+\w+|[A-Z]{3,}))?\s+"
    r"(?P<word>before|after|ahead\s+of|earlier\s+than|later\s+than|together\s+with)\s+"
)


def before_another(here: str, expression: str, own: frozenset[str]) -> str | None:
    """A state after which another is said to have joined, though it joined before it."""
    match = _JOINED.search(here)
    other = states().match(here, match.end()) if match else None
    if match is None or other is None or other[0] in own or not own & {*named(states(), here)}:
        return None
    day, then = evaluate(expression).value, of_another(expression, state_of(other[0]))
    if not isinstance(day, datetime.date) or not isinstance(then, datetime.date):
        return None
    word = match["word"]
    early = word.startswith(("before", "ahead", "earlier"))
    if day == then if word.startswith("together") else day < then if early else day > then:
        return None
    return f"it says {word} {other[0]}, and the data give {day} and {then}"


_THAN = re.compile(
    r"(?<!\w)(?:(?P<more>(?:larger|greater|higher|bigger)\s+(?:share|part|proportion|sum|number)"
    r"|more(?:\s+(?:of|on|for)\s[^.;:,]{0,30}?)?)"
    r"|(?P<less>(?:smaller|lower|lesser)\s+(?:share|part|proportion|sum|number)"
    r"|(?:less|fewer)(?:\s+(?:of|on|for)\s[^.;:,]{0,30}?)?))(?:\s+of\s+[^.;:,]{0,20}?)?\s+than\s+"
    r"|(?<!\w)(?P<out>outspen[dt]s?|outdid|outnumber(?:s|ed)?|overt(?:ook|akes?)|beats?|surpasse[sd])\s+"
)
_WITH_FIGURE = re.compile(rf",\s(?:with|at|on)\s[^,]{{0,20}}{MASK}[^,]*,\s")
_HINTS = (" than", "outspen", "outdid", "outnumber", "overt", "beat", "surpasse")


def compares(text: str) -> bool:
    """Whether a text may compare two states: quick to ask."""
    return any(hint in text for hint in _HINTS)


def compared(here: str, told: Sequence[tuple[Collection[str], object]]) -> str | None:
    """Two states that a sentence compares, and a figure of each that says the contrary.

    ``told`` are the figures, each with the names of the states of which it is asked.

    >>> figures = [({"Germany"}, 2.1), ({"Poland"}, 4.1)]
    >>> compared("Germany spent more than Poland", figures)
    "it says 'more than' Poland, and the data give 2.1 and 4.1"
    """
    match = _THAN.search(here)
    two = states().match(here, match.end()) if match else None
    if match is None or two is None or _DENIED.search(here):
        return None
    ones = [*states().finditer(here, 0, match.start())]
    if not ones:
        return None
    between = here[ones[-1].end() : match.start()]
    if "," in between and not _WITH_FIGURE.fullmatch(between):
        return None
    first, second = (_figure(found[0], told) for found in (ones[-1], two))
    if not isinstance(first, int | float) or not isinstance(second, int | float):
        return None
    if first == second or getattr(first, "unit", "") != getattr(second, "unit", ""):
        return None
    if (first > second) == bool(match["more"] or match["out"]):
        return None
    return f"it says {match[0].strip()!r} {two[0]}, and the data give {first} and {second}"


_CLOSED = re.compile(r",?\s(?:with|at)\s|[,:.]\s|\Z")


def compared_alone(here: str, expression: str, own: frozenset[str]) -> str | None:
    """Two states that a sentence compares by a figure of the first alone, and that of the other.

    Who spends more in money may spend less of its output, so of a share only "share" is read.
    """
    match = _THAN.search(here) if compares(here) else None
    two = states().match(here, match.end()) if match else None
    if match is None or two is None or two[0] in own or _DENIED.search(here):
        return None
    ones = [*states().finditer(here, 0, match.start())]
    if not ones or ones[-1][0].removeprefix("the ") not in own:
        return None
    if "," in here[ones[-1].end() : match.start()] or not _CLOSED.match(here, two.end()):
        return None
    value = evaluate(expression).value
    if getattr(value, "unit", "") == "%" and not re.search(r"share|part|proportion", match[0]):
        return None
    other = of_another(expression, state_of(two[0].removeprefix("the ")))
    return compared(here, [(own, value), ({two[0].removeprefix("the ")}, other)])


def _figure(name: str, told: Sequence[tuple[Collection[str], object]]) -> object:
    return next((value for own, value in told if name.removeprefix("the ") in own), None)
