"""Does a sentence speak of what the question beside it asks?

"In 1998 NATO had" before the members of 1999, "Sweden acceded on" before the day of Finland: the
number is right and the sentence false. Three things can be told: a year that stands right beside
a fact, a state and a pact that the sentence names. A subject is another one only where the whole
paragraph does not name that of the question, for a sentence may call it by what went before.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import allied
from allied.store.tables import tables
from allied.store.words import spell

from .doctests import Result, evaluate, names
from .expressions import called
from .meaning import means
from .memberships import one_state, states_by_name
from .number_words import any_of, one_of
from .origins import origin
from .page import MASK, Mark, Paragraph
from .vocabulary import FACT

_YEAR = r"((?:1[5-9]|20)[0-9]{2})(?![\w%-]|[.,][0-9]|\s?[\u2013/][0-9])"
_AFTER = re.compile(
    rf"(?:\s+(?!(?:and|or|but)\s)[\w'\u2019-]+){{0,6}}?\s+(?:in|by|at\s+the\s+end\s+of)\s+{_YEAR}"
)
_BEFORE = re.compile(
    rf"(?:\A|[.;:!?]\s+|\n)(?:In|By|At\s+the\s+end\s+of)\s+{_YEAR},?\s+[^{MASK},;:.]*\Z"
)
_DAY = re.compile(r"([0-9]{4})(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_LITERAL = re.compile(
    r"(?P<mark>[\"'])(?P<text>.*?)(?P=mark)|(?<![\w.])(?P<year>(?:1[5-9]|20)[0-9]{2})(?![\w.])"
)
_FEW_ROWS = 3  # of so many each is meant; of more, any may be
_END_OF_SENTENCE = re.compile(r"(?<=[.!?;:])\s|\n")


class _Asked(NamedTuple):
    """What a question names: years or days, states and pacts by their names."""

    years: frozenset[int]
    states: frozenset[str]
    pacts: frozenset[str]


def false_subject(paragraph: Paragraph, mark: Mark) -> str | None:
    """What is wrong with the sentence around a fact, as a sentence; None if nothing is."""
    assert mark.role is not None
    shown, expression = mark.role.split()
    before, after = paragraph.text[: mark.start], paragraph.text[mark.end :]
    return false_year(before, shown, after, expression) or _elsewhere(paragraph, mark, expression)


def false_year(before: str, shown: str, after: str, expression: str) -> str | None:
    """What is wrong with a year right beside a fact, as a sentence; None if nothing is.

    >>> false_year("NATO had ", "19", " members in 1998.", 'len(nato.members(on=1999))')
    "it says '19' of 1998, and the question asks of 1999"
    >>> false_year("NATO had ", "19", " members in 1999.", 'len(nato.members(on=1999))')
    """
    match = _AFTER.match(after) or _BEFORE.search(before)
    if match is None:
        return None
    year, asked = int(match[1]), _asked(expression).years
    if asked:
        others = " and ".join(map(str, sorted(asked)))
        return (
            None
            if year in asked
            else f"it says {shown!r} of {year}, and the question asks of {others}"
        )
    then = evaluate(dated) if (dated := _on(expression, year)) else None
    if then is not None:
        same = then.error or means(shown, then.value)
        return (
            None
            if same
            else f"it says {shown!r} of {year}, and of {year} the data say {spell(then.value)}"
        )
    return _row_of_another_year(shown, expression, year, evaluate(expression))


def _row_of_another_year(shown: str, expression: str, year: int, result: Result) -> str | None:
    found = origin(result.value, expression, result.record)
    if found is None or len(found.rows) > _FEW_ROWS:
        return None
    columns = [field.name for field in tables()[found.table].fields]
    told = " ".join(str(getattr(row, name)) for row in found.rows for name in columns)
    return (
        None if str(year) in told else f"it says {shown!r} of {year}, of which its row says nothing"
    )


def _on(expression: str, year: int) -> str:
    """The question, asked of a year where it asks of no day; blank if it cannot be."""
    tree = ast.parse(expression.strip(), mode="eval")
    changed = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            question = names().get(called(node.func))
            places = list(inspect.signature(question).parameters) if callable(question) else []
            given = places[: len(node.args)] + [word.arg for word in node.keywords]
            if "on" in places and "on" not in given:
                node.keywords.append(ast.keyword("on", ast.Constant(year)))
                changed = True
    return ast.unparse(tree) if changed else ""


@cache
def _asked(expression: str) -> _Asked:
    years: set[int] = set()
    states: set[str] = set()
    pacts: set[str] = set()
    for match in _LITERAL.finditer(expression):
        name = match["text"]
        if match["year"]:
            years.add(int(match["year"]))
        elif day := _DAY.fullmatch(name):
            years.add(int(day[1]))
        else:
            state = states_by_name().get(name)
            states.update(state.names if state else ())
            pacts.update(_pact_names().get(name, ()))
    for node in ast.walk(ast.parse(expression.strip(), mode="eval")):
        if (name := called(node)) in names():
            pacts.update(_pact_of_group().get(name.rpartition(".")[0], ()))
    return _Asked(frozenset(years), frozenset(states), frozenset(pacts))


@cache
def _pact_names() -> Mapping[str, tuple[str, ...]]:
    """The names of each pact by its id and by each of them."""
    by_id: dict[str, tuple[str, ...]] = {}
    for name in allied.belonging():
        id = allied.pact_named(name)
        by_id[id] = (*by_id.get(id, ()), name)
    return by_id | {name: names for names in by_id.values() for name in names}


@cache
def _pact_of_group() -> Mapping[str, tuple[str, ...]]:
    """The names of a pact by that of the group whose questions are asked of it alone."""
    groups = {name.rpartition(".")[0] for name in names()}
    return {name.lower(): own for name, own in _pact_names().items() if name.lower() in groups}


def _elsewhere(paragraph: Paragraph, mark: Mark, expression: str) -> str | None:
    """A state or a pact of which the sentence speaks, and the question does not."""
    asked = _asked(expression)
    if not (asked.states or asked.pacts):
        return None
    first, last = _sentence(paragraph.text, mark.start)
    here, whole = _seen(paragraph, first, last), _seen(paragraph, 0, len(paragraph.text))
    for own, pattern in ((asked.states, _states()), (asked.pacts, _pacts())):
        others = sorted({*_named(pattern, here)} - own)
        if own and others and not own & {*_named(pattern, whole)}:
            if own is asked.states and _called(own, whole):
                continue
            return (
                f"the sentence speaks of {others[0]}, and the question asks of {min(own, key=len)}"
            )
    return None


def _called(names: Collection[str], text: str) -> bool:
    """True if a word made of one of the names stands there: Bulgarian ships."""
    stems = {name[: max(4, len(name) - 3)] for name in names}
    return bool(re.search(rf"(?<!\w)(?:{any_of(stems)})", text))


def _sentence(text: str, place: int) -> tuple[int, int]:
    first = max((match.end() for match in _END_OF_SENTENCE.finditer(text, 0, place)), default=0)
    end = _END_OF_SENTENCE.search(text, place)
    return first, end.start() if end else len(text)


def _seen(paragraph: Paragraph, first: int, last: int) -> str:
    """What a reader sees there, without the facts: what they say is asked."""
    parts, end = [], first
    for each in paragraph.marks:
        if each.role is not None and each.role.name != FACT and first <= each.start < last:
            parts += [paragraph.text[end : each.start], each.role.shown]
            end = each.end
    return "".join([*parts, paragraph.text[end:last]])


def _named(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        yield re.sub(r"\s+", " ", match[0]).removeprefix("the ").removeprefix("The ")


@cache
def _states() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){one_state()}")


@cache
def _pacts() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:[Tt]he )?{one_of(allied.belonging())}(?![\w-])")
