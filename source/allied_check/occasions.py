"""Is the day that a fact gives the day of what its sentence tells?

"The treaty entered into force on" before the day of its signature: the date is right and the
sentence false. The column that the question asks says what happened on its day, and an event
says it where the data package has it agree with a column. The verb right before the date, and
what the sentence names, are held against that. What else a sentence does is the author's.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache

import allied
from allied.store.rows import Operation
from allied.store.schema import read_agreements
from allied.store.tables import PACKAGE, select

from .expressions import called
from .page import MASK

_TABLES = {
    "event": "events",
    "operation": "operations",
    "pact": "pacts",
    "programme": "programmes",
    "regime": "un_sanctions_regimes",
}
# The last of these before a date is what happened on it.
_VERB = re.compile(
    r"(?<!\w)(?:(?P<signed>signed|concluded|initialled)"
    r"|(?P<force>(?:enter(?:ed|s)|c[ao]mes?|went)\s+into\s+force|in\s+force|took\s+effect)"
    r"|(?P<ended>ended|expired|lapsed|dissolved|disbanded|terminated|wound\s+up|closed)"
    r"|(?P<began>began|begun|started|launched|founded|formed|created|established)"
    r"|(?P<left>left|quit|withdr[ae]w|withdrew)"
    r"|(?P<joined>joined|acceded|became\s+(?:a\s+)?(?:full\s+)?members?)"
    r"|(?P<asked>applied|asked|invited)|(?P<undone>refused|declined|ratified|denounced))(?!\w)",
    re.I,
)
_TAIL = re.compile(r"(?:\s+[\w'\u2019-]+){0,6}\s+(?:on|in|since|from)\s+(?:the\s+)?\Z")
_CLAUSE = re.compile(rf"[;:.!?({MASK}\u2014\n]|,\s+(?:and|but|which|who)\s|\s(?:and|but)\s")
_FALSE = {
    ("nato_members", "since"): ("left", "asked", "ended", "signed", "undone"),
    ("operations", "since"): ("ended",),
    ("operations", "until"): ("began",),
    ("pact_members", "since"): ("left", "ended", "asked"),
    ("pact_members", "until"): ("joined", "signed", "began"),
    ("pacts", "signed"): ("force", "ended", "left", "undone"),
    ("pacts", "in_force"): ("signed", "ended", "left"),
    ("pacts", "ended"): ("signed", "force", "joined", "began"),
    ("un_sanctions_regimes", "since"): ("ended",),
    ("un_sanctions_regimes", "ended"): ("began",),
}
_SAID = {
    "nato_members": {"since": "of an accession"},
    "operations": {"since": "on which it began", "until": "on which it ended"},
    "pact_members": {"since": "of joining", "until": "of leaving"},
    "pacts": {
        "signed": "of the signature",
        "in_force": "of entry into force",
        "ended": "of the end",
    },
    "un_sanctions_regimes": {"since": "on which it began", "ended": "on which it ended"},
}


def false_occasion(before: str, expression: str) -> str | None:
    """What is wrong with the verb before a date, as a sentence; None if nothing is.

    >>> false_occasion("It entered into force on ", 'pact("anzus").signed')
    "it says 'entered into force', and the question asks for the day of the signature"
    >>> false_occasion("It was signed on ", 'pact("anzus").signed')
    """
    cells = asked_cells(expression)
    if not cells:
        return None
    told = before[clause(before, len(before), len(before))[0] :]
    verbs = list(_VERB.finditer(told))
    if not verbs or not _TAIL.match(told, verbs[-1].end()):
        return None
    kind, word = verbs[-1].lastgroup, " ".join(verbs[-1][0].split())
    if cells[0][0] == "events" and kind not in ("signed", "force") and not _named(told, expression):
        return None  # the occupation ended on the day on which a treaty came into force
    for table, key, column in cells:
        if kind in _FALSE.get((table, column), ()) and not _same_day(table, key, column, kind):
            return f"it says {word!r}, and the question asks for the day {_SAID[table][column]}"
    return None


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause around a fact begins and ends."""
    first = max((match.end() for match in _CLAUSE.finditer(text, 0, start)), default=0)
    last = _CLAUSE.search(text, end)
    return first, last.start() if last else len(text)


def _named(clause: str, expression: str) -> bool:
    """True if the clause names what the question asks of."""
    return any(name in clause for names in told_of(expression) for name in names)


def _same_day(table: str, key: str, column: str, kind: str) -> bool:
    """A pact may enter into force on the day on which it is signed; its founders signed it."""
    if table == "nato_members":
        day = allied.pact("north-atlantic-treaty").signed.first_day
        return kind == "signed" and allied.nato.accession(key) == day
    if table != "pacts" or kind not in ("force", "signed"):
        return False
    row = allied.pact(key)
    return row.signed == row.in_force


@cache
def asked_cells(expression: str) -> tuple[tuple[str, str, str], ...]:
    """The cells of the data that a question asks for, as table, key and column.

    >>> asked_cells('event("anzus-signed").date')
    (('events', 'anzus-signed', 'date'), ('pacts', 'anzus', 'signed'))
    """
    try:
        node = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    if isinstance(node, ast.Attribute) and node.attr == "year":
        node = node.value
    column = ""
    if isinstance(node, ast.Attribute):
        column, node = node.attr, node.value
    if not isinstance(node, ast.Call) or not node.args:
        return ()
    name = called(node.func)
    given = [each.value for each in node.args if isinstance(each, ast.Constant)]
    if name == "nato.accession" and not column:
        return (("nato_members", str(given[-1]), "since"),) if given else ()
    if name not in _TABLES or not column or not given:
        return ()
    own = (_TABLES[name], str(given[0]), column)
    return (own, *_agreeing().get(own, ()))


@cache
def _agreeing() -> Mapping[tuple[str, str, str], tuple[tuple[str, str, str], ...]]:
    """The cells that hold the same date as another, by that other."""
    found: dict[tuple[str, str, str], tuple[tuple[str, str, str], ...]] = {}
    for _, pair in read_agreements(PACKAGE):
        one, other = (_cell(name) for name in pair)
        found[one] = (*found.get(one, ()), other)
        found[other] = (*found.get(other, ()), one)
    return found


def _cell(name: str) -> tuple[str, str, str]:
    table, rest = name.split("/", 1)
    key, _, column = rest.rpartition("/")
    return table, key, column


@cache
def told_of(expression: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the pacts, and of the operations, whose cells a question asks for."""
    pacts: set[str] = set()
    operations: set[str] = set()
    for table, key, _ in asked_cells(expression):
        if table in ("pacts", "pact_members"):
            id = key.split("/")[0]
            pacts.update(name for name in allied.belonging() if allied.pact_named(name) == id)
        elif table == "operations":
            operations.update(operation_names().get(key, ()))
    return frozenset(pacts), frozenset(operations)


@cache
def operation_names() -> Mapping[str, tuple[str, ...]]:
    """The names of each operation by its id: whole, in brackets, and without its first word."""
    return {row.id: tuple(_names(row.name)) for row in select("operations", Operation)}


def _names(name: str) -> Iterator[str]:
    outer, _, inner = name.partition(" (")
    yield outer
    if inner:
        yield inner.partition(")")[0]
    if outer.startswith("Operation "):
        yield outer.removeprefix("Operation ")
