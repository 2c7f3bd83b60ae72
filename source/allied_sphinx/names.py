"""Who and what an index names: states, pacts and bodies from the rows, people, proper terms.

A heading of the index stands over the forms by which pages speak of one and the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from allied.store.bases import Row
from allied.store.rows import Institution, Pact, State
from allied.store.tables import aside, select
from allied_check.bibliography import persons, plain, references

LISTED = Path(__file__).with_name("names.txt")

AnyRow = TypeVar("AnyRow", bound=Row)

_SINCE = re.compile(r", (?:from \d{4} |modified in \d{4})")
_KIND = re.compile(r" (?:Agreement|Treaty|partnership)$")
_SHORT = re.compile(r"[A-Z]{3,}|[A-Z]{2,} [A-Z][A-Za-z]+")
_BEFORE = re.compile(r"(?<![\w-])([A-Z][\w.]*)$")
# "South China Sea", "Northern Ireland": part of another name.
_PARTS = frozenset("New North South East West Northern Southern Eastern Western".split())
_TITLES = frozenset(
    "Admiral Ambassador Chancellor General Justice Lord Minister President Presidents "
    "Secretary Senator Senators Sir".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A heading, and the forms that stand under it."""

    heading: str
    forms: tuple[str, ...]
    surname: str = ""
    """Names the same person on a page that gives the full name."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where in a text which heading is spoken of, and by which form."""

    start: int
    heading: str
    form: str


@dataclass(slots=True)
class Names:
    """All that can be found, by form."""

    headings: Mapping[str, str]
    surnames: Mapping[str, frozenset[str]]
    """Headings of the people with a surname."""
    people: frozenset[str] = field(init=False)
    _pattern: re.Pattern[str] = field(init=False)
    _surnames: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        self.people = frozenset(name for group in self.surnames.values() for name in group)
        self._pattern = _any_of(self.headings)
        self._surnames = _any_of(self.surnames)

    def on_page(self, texts: Iterable[str]) -> frozenset[str]:
        """The headings of the people whom a page names by more than the surname."""
        return self.people & {item.heading for text in texts for item in self.find(text)}

    def find(self, text: str, known: frozenset[str] = frozenset()) -> Iterator[Found]:
        """What a text speaks of; people in ``known`` by their surnames too."""
        text = text.replace("\n", " ").replace("\u2019", "'")
        taken = []
        for match in self._pattern.finditer(text):
            taken.append(match.span())
            before = _BEFORE.search(text[: match.start()].rstrip())
            if before is None or before[1] not in _PARTS:
                yield Found(match.start(), self.headings[match[0]], match[0])
        if not known:
            return
        for match in self._surnames.finditer(text):
            if any(start <= match.start() < end for start, end in taken):
                continue
            meant = self.surnames[match[0]] & known
            if len(meant) == 1 and not _of_another(text[: match.start()]):
                yield Found(match.start(), next(iter(meant)), match[0])


def _of_another(before: str) -> bool:
    """Whether a surname follows a title or a first name that it is not known with."""
    words = before.rstrip()
    last = _BEFORE.search(words)
    if last is None or before == words:
        return False
    return last[1] in _TITLES or not re.search(r"(?:^|[.!?:;\u201c\"(]\s*)$", words[: last.start()])


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """The longest of some words; by their first letters, or each would be tried everywhere."""
    rest: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        rest.setdefault(word[0], []).append(re.escape(word[1:]))
    each = (f"{re.escape(first)}(?:{'|'.join(others)})" for first, others in sorted(rest.items()))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(each)})(?!\w)")


def all_names(bibliography: Path, terms: Iterable[str]) -> Names:
    """The names of the rows, of people, and of ``terms`` that are names."""
    proper = {term for term in terms if term[:1].isupper()}
    headings: dict[str, str] = {term: term for term in proper}
    surnames: dict[str, set[str]] = {}
    rows = _merged([*_pacts(), *_bodies()], proper)
    for name in (*_states(), *listed_names(), *_authors(bibliography), *rows):
        for form in name.forms:
            headings.setdefault(form, name.heading)
        if name.surname and headings[name.forms[0]] == name.heading:
            surnames.setdefault(name.surname, set()).add(name.heading)
    return Names(headings, {last: frozenset(group) for last, group in surnames.items()})


def _merged(names: Iterable[Name], terms: Iterable[str]) -> Iterator[Name]:
    """The names, under the term that is one of their forms where there is one."""
    known = {term: term for term in terms}
    for name in names:
        heading = next((known[form] for form in name.forms if form in known), name.heading)
        for form in name.forms:
            known.setdefault(form, heading)
        yield Name(heading, name.forms)


def _rows(table: str, kind: type[AnyRow]) -> list[AnyRow]:
    with aside():
        return list(select(table, kind))


def _states() -> Iterator[Name]:
    for row in _rows("states", State):
        also = tuple(form for form in (row.also or "").split(";") if form and "," not in form)
        yield Name(row.name, (row.name, *also))


def _pacts() -> Iterator[Name]:
    for row in _rows("pacts", Pact):
        outer, _, inner = row.name.removesuffix(")").partition(" (")
        parts = [part for text in (outer, inner) for part in _SINCE.split(text)]
        forms = [part for part in parts if part[:1].isupper()]
        short = [_KIND.sub("", form) for form in forms]
        forms += [form for form in short if _SHORT.fullmatch(form)]
        # Readers look for what is said most often, and that is short.
        yield Name(min(forms, key=len), tuple(dict.fromkeys(forms)))


def _bodies() -> Iterator[Name]:
    for row in _rows("institutions", Institution):
        if row.name.startswith("Government of "):  # the state, by another name
            continue
        own = re.sub(r" \([^()]+\)$", "", row.name)
        short = row.short or ""
        forms = (own, short) if _SHORT.fullmatch(short) else (own,)
        yield Name(row.name if own != row.name or not short else f"{own} ({short})", forms)


def listed_names() -> Iterator[Name]:
    """Those of names.txt."""
    for line in LISTED.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            heading, _, also = line.partition(":")
            last, comma, first = heading.partition(", ")
            whole = f"{first} {last}" if comma else heading
            forms = [form.strip() for form in also.split(";") if form.strip()]
            yield Name(heading, (whole, *forms), last if comma else "")


@cache
def _authors(bibliography: Path) -> tuple[Name, ...]:
    """Those whom pages name as the authors of what they cite."""
    found: dict[str, Name] = {}
    for reference in references(bibliography).values():
        for person in persons(reference.entry):
            last = plain(" ".join(person.prelast_names + person.last_names))
            first = plain(" ".join(person.first_names))
            given = plain(" ".join(person.first_names + person.middle_names))
            if not first or len(last) < 2:
                continue
            forms = dict.fromkeys((f"{given} {last}", f"{first} {last}"))
            key = f"{first} {last}"
            old = found.get(key)
            heading = f"{last}, {given}" if not old else min(old.heading, f"{last}, {given}")
            found[key] = Name(heading, (*forms, *(old.forms if old else ())), last)
    return tuple(found.values())
