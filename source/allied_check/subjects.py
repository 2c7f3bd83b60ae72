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
from collections.abc import Collection, Mapping
from functools import cache
from typing import NamedTuple

import allied
from allied import OTHER_BODIES, PEOPLES
from allied.store.bases import StateNames
from allied.store.rows import ROW_TYPES
from allied.store.tables import tables
from allied.store.words import spell

from .doctests import Result, evaluate, names
from .expressions import called, parse
from .extremes import false_extreme, names_an_extreme
from .meaning import means
from .measures import false_measure
from .memberships import states_by_name
from .number_words import YEAR, any_of, one_of
from .occasions import clause, false_occasion, told_of
from .origins import origin
from .other_years import compares_years, false_then
from .others import (
    LITERAL,
    before_another,
    compared,
    compared_alone,
    compares,
    is_right_of,
    named,
    state_of,
    states,
)
from .page import MASK, Mark, Paragraph
from .pairs import false_pair, out_of_order
from .superlatives import false_superlative
from .times import false_period, false_tense
from .vocabulary import FACT

_YEAR = rf"({YEAR})"
_AFTER = re.compile(
    rf"(?:\s+(?!(?:and|or|but)\s)[\w'\u2019-]+){{0,6}}?\s+(?:in|by|at\s+the\s+end\s+of)\s+{_YEAR}"
)
_BEFORE = re.compile(
    rf"(?:\A|[.;:!?]\s+|\n)(?:In|By|As\s+of|At\s+the\s+end\s+of)\s+{_YEAR},?\s+[^{MASK},;:.]*\Z"
)
_DAY = re.compile(r"([0-9]{4})(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_PEOPLE_FIRST = re.compile(rf"({any_of(PEOPLES)})(?!\w)")
_OF_ONE_STATE = re.compile(r"(?<!\w)(?:nato\.accession|spending\.of|spending\.share)\(")
_ITSELF = re.compile(r"(?:event|pact)\(")
_A_TREATY = re.compile(
    r"(?<!\w)(?:agreement|alliance|convention|pact|treat(?:y|ies)|that\s+of)(?!\w)"
)
_FAR = 90  # letters after a fact that may say what it measures
_FEW_ROWS = 3  # of so many each is meant; of more, any may be
_END_OF_SENTENCE = re.compile(r"(?<=[.!?;:])\s|\n")


class _Asked(NamedTuple):
    """What a question names: years or days, states and pacts by their names."""

    years: frozenset[int]
    states: frozenset[str]
    pacts: frozenset[str]
    operations: frozenset[str] = frozenset()


def false_subject(paragraph: Paragraph, mark: Mark) -> str | None:
    """What is wrong with the sentence around a fact, as a sentence; None if nothing is."""
    assert mark.role is not None
    shown, expression = mark.role.split()
    before, after = paragraph.text[: mark.start], paragraph.text[mark.end :]
    return (
        false_year(before, shown, after, expression)
        or false_occasion(before, expression)
        or _elsewhere(paragraph, mark, expression)
        or _other_article(paragraph, mark, expression)
        or false_superlative(_around(paragraph, mark), expression)
        or _of_another_day(paragraph, mark, expression)
        or _of_another_time(paragraph, mark, expression)
        or _since_another_year(paragraph, mark, expression)
        or _beaten(paragraph, mark, expression)
        or false_measure(evaluate(expression), expression, after[:_FAR])
    )


def _beaten(paragraph: Paragraph, mark: Mark, expression: str) -> str | None:
    if not names_an_extreme(paragraph.text):  # most do not, and a clause is slow to find
        return None
    here = _seen(paragraph, *clause(paragraph.text, mark.start, mark.end))
    return false_extreme(here, expression, evaluate(expression))


def false_pairing(paragraph: Paragraph, earlier: Mark, mark: Mark) -> str | None:
    """What is wrong with the words between two facts that stand one after the other, or None."""
    assert earlier.role is not None
    assert mark.role is not None
    if mark.start - earlier.end > _FAR:
        return None
    first, second = (evaluate(role.split()[1]).value for role in (earlier.role, mark.role))
    between = _seen(paragraph, earlier.end, mark.start)
    before = paragraph.text[max(0, earlier.start - _FAR) : earlier.start]
    after = paragraph.text[mark.end : mark.end + _FAR]
    wrong = false_pair(before, between, first, second)
    wrong = wrong or out_of_order(before, between, after, first, second)
    if wrong or not compares(paragraph.text):
        return wrong
    begins = paragraph.text.rfind("\n", 0, mark.start) + 1  # a sentence a line
    return _of_two_states(_seen(paragraph, begins, mark.start), earlier, mark)


def _of_two_states(here: str, *marks: Mark) -> str | None:
    questions = [mark.role.split()[1] for mark in marks if mark.role is not None]
    return compared(here, [(asked_of(each).states, evaluate(each).value) for each in questions])


def false_year(before: str, shown: str, after: str, expression: str) -> str | None:
    """What is wrong with a year right beside a fact, as a sentence; None if nothing is.

    >>> false_year("NATO had ", "19", " members in 1998.", 'len(nato.members(on=1999))')
    "it says '19' of 1998, and the question asks of 1999"
    >>> false_year("NATO had ", "19", " members in 1999.", 'len(nato.members(on=1999))')
    """
    match = _AFTER.match(after) or _BEFORE.search(before)
    if match is None:
        return None
    year, asked = int(match[1]), asked_of(expression).years
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


def _state_of_the_row(expression: str) -> set[str]:
    """The state of the only row that gave the answer; the people that a poll asked."""
    if "ranked(" not in expression and not expression.startswith(("max(", "min(", "figure(")):
        return set()
    result = evaluate(expression)
    found = origin(result.value, expression, result.record) if not result.error else None
    if found is None or len(found.rows) != 1:
        return set()
    (row,), table = found.rows, tables()[found.table]
    if title := getattr(row, "title", ""):
        people = _PEOPLE_FIRST.match(title)
        codes = {PEOPLES[people[1]]} if people else set()
    else:
        codes = {
            getattr(row, key.field)
            for key in table.foreign_keys
            if issubclass(ROW_TYPES[key.table], StateNames)
        }
    by_name = states_by_name()
    known = {state.code: state for state in by_name.values()}
    own = {name for one in codes for name in (by_name.get(one) or known[one]).names}
    return own | {people for people, state in PEOPLES.items() if state in own}


def false_title(title: str, source: str) -> str | None:
    """What is wrong with the pact that the title of a table names; None if nothing is.

    >>> false_title("Members of the Warsaw Pact", "table([(1, len(nato.members()))], 'A', 'B')")
    'the title speaks of Warsaw Pact, and the example asks of NATO'
    """
    own = asked_of(source).pacts
    told = {*named(pacts(), title)}
    if not own or not told or own & told:
        return None
    return f"the title speaks of {min(told)}, and the example asks of {_short(own)}"


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
def asked_of(expression: str) -> _Asked:
    years: set[int] = set()
    states: set[str] = set()
    pacts: set[str] = set()
    for match in LITERAL.finditer(expression):
        name = match["text"]
        if match["year"]:
            years.add(int(match["year"]))
        elif day := _DAY.fullmatch(name):
            years.add(int(day[1]))
        else:
            state = states_by_name().get(name)
            states.update(state.names if state else ())
            pacts.update(_pact_names().get(name, ()))
    for node in ast.walk(parse(expression.strip())):
        if (name := called(node)) in names():
            pacts.update(_pact_of_group().get(name.rpartition(".")[0], ()))
    by_cell, operations = told_of(expression)
    states |= {people for people, name in PEOPLES.items() if name in states}
    if not states:
        states = _state_of_the_row(expression)
    return _Asked(frozenset(years), frozenset(states), frozenset(pacts | by_cell), operations)


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
    asked = asked_of(expression)
    if not (asked.states or asked.pacts or asked.operations):
        return None
    first, last = _sentence(paragraph.text, mark.start)
    if expression.startswith("event("):  # it says what happened, and its sentence much besides
        first, last = clause(paragraph.text, mark.start, mark.end)
    here, whole = _seen(paragraph, first, last), paragraph.shown
    for own, pattern in (
        (asked.states, states()),
        (asked.pacts, pacts()),
        (asked.operations, _operations()),
    ):
        others = sorted({*named(pattern, here)} - own)
        if own and others and not own & {*named(pattern, whole)}:
            if own is asked.pacts and _ITSELF.match(expression) and _A_TREATY.search(here):
                continue  # the treaty with the Philippines, that of Aachen
            if own is asked.states and (_called(own, whole) or is_right_of(mark, others)):
                continue
            return f"the sentence speaks of {others[0]}, and the question asks of {_short(own)}"
    if _OF_ONE_STATE.search(expression):
        around = _seen(paragraph, *clause(paragraph.text, mark.start, mark.end))
        if wrong := _next_to(mark, asked.states, around):
            return wrong
        around = _around(paragraph, mark)
        return before_another(around, expression, asked.states) or (
            None
            if _is_paired(paragraph, mark, first, last)
            else compared_alone(around, expression, asked.states)
        )
    return None


def _is_paired(paragraph: Paragraph, mark: Mark, first: int, last: int) -> bool:
    """Whether another fact of that sentence tells of a state too: the two are read together."""
    return any(
        first <= other.start < last and asked_of(other.role.split()[1]).states
        for other in paragraph.marks
        if other is not mark and other.role is not None and other.role.name == FACT
    )


_ARTICLE = re.compile(r"(?<!\w)Articles?\s+([0-9]+)(?:\s+(?:and|or|to)\s+([0-9]+))?")
_CONSULTATIONS = re.compile(r"(?<!\w)consultations\.listed\(([45])")


def _other_article(paragraph: Paragraph, mark: Mark, expression: str) -> str | None:
    """An article of which the sentence speaks, where the question counts uses of another."""
    asked = set(_CONSULTATIONS.findall(expression))
    if not asked:
        return None
    first, last = _sentence(paragraph.text, mark.start)
    here, whole = _seen(paragraph, first, last), _seen(paragraph, 0, len(paragraph.text))
    told = {number for pair in _ARTICLE.findall(here) for number in pair if number}
    all_told = {number for pair in _ARTICLE.findall(whole) for number in pair if number}
    if not told or asked & all_told:
        return None
    return f"the sentence speaks of Article {min(told)}, and the question of Article {min(asked)}"


def _around(paragraph: Paragraph, mark: Mark) -> str:
    return _seen(paragraph, *_sentence(paragraph.text, mark.start))


_PRESENT = re.compile(
    r"(?<![\w-])(?:[Tt]oday|[Nn]owadays|[Cc]urrently|[Aa]t\s+present|[Nn]ow)(?![\w'\u2019-])"
)
_DECADE = re.compile(r"(?<!\w)[Ii]n\s+the\s+(?:early\s+|late\s+|mid-)?((?:19|20)[0-9])0s(?!\w)")
_A_WHILE = 3  # years: what was so that long before the data were read may be said to be so


@cache
def _lately() -> int:
    """The first year of which words for the present may speak."""
    return int(max(table.read for table in tables().values())[:4]) - _A_WHILE


def _of_another_day(paragraph: Paragraph, mark: Mark, expression: str) -> str | None:
    """A word for the present, or a decade, beside a question that asks of a year long past."""
    years = asked_of(expression).years
    if not years or max(years) >= _lately():
        return None
    text = paragraph.text
    here = _seen(paragraph, *clause(text, mark.start, mark.end))
    if any(str(year) in _around(paragraph, mark) for year in years):
        return None
    if (match := _PRESENT.search(here)) or (
        (match := _DECADE.search(here)) and not any(year // 10 == int(match[1]) for year in years)
    ):
        asked = " and ".join(map(str, sorted(years)))
        return f"it says {match[0]!r}, and the question asks of {asked}"
    return None


def _of_another_time(paragraph: Paragraph, mark: Mark, expression: str) -> str | None:
    """A verb or a period of another time than that of which the question asks."""
    before = paragraph.text[max(0, mark.start - 2 * _FAR) : mark.start]
    if (wrong := false_tense(before, expression)) and _on(expression, _lately()):
        return wrong
    after = paragraph.text[mark.end : mark.end + _FAR]
    value = evaluate(expression).value
    return false_period(before, after, value, asked_of(expression).years)


def _since_another_year(paragraph: Paragraph, mark: Mark, expression: str) -> str | None:
    before = paragraph.text[max(0, mark.start - _FAR) : mark.start]
    after = paragraph.text[mark.end : mark.end + _FAR]
    if not compares_years(before, after):
        return None
    return false_then(
        before, after, evaluate(expression).value, lambda year: _of_year(expression, year)
    )


def _of_year(expression: str, year: int) -> object:
    """What the question gives for another year than the only one that it names, or None."""
    asked = asked_of(expression).years
    dated = LITERAL.sub(lambda it: str(year) if it["year"] else it[0], expression)
    if not asked:
        dated = _on(expression, year)
    elif len(asked) > 1 or dated == expression:
        return None
    result = evaluate(dated) if dated else None
    return None if result is None or result.error else result.value


def _next_to(mark: Mark, own: frozenset[str], here: str) -> str | None:
    """The only state of which the clause around a fact speaks, if the question asks of another."""
    told = {*named(states(), here)} if own and states().match(here.lstrip()) else set()
    if not told or own & told or len({state_of(name) for name in told}) > 1 or _called(own, here):
        return None
    if is_right_of(mark, told):
        return None
    return f"it speaks of {min(told)} there, and the question asks of {_short(own)}"


def _short(names: Collection[str]) -> str:
    """The shortest of the names, that of a state rather than that of its people."""
    return min(names, key=lambda name: (name in PEOPLES, len(name), name))


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


@cache
def pacts() -> re.Pattern[str]:
    """The names of pacts and of other bodies, as a sentence has them."""
    names = {*allied.belonging(), *OTHER_BODIES}
    return re.compile(rf"(?<![\w-])(?:[Tt]he )?{one_of(names)}(?![\w-])")


@cache
def _operations() -> re.Pattern[str]:
    names = {name for row in allied.operation_names().values() for name in row}
    return re.compile(rf"(?<![\w-])(?:[Tt]he )?{one_of(names)}(?![\w-])")
