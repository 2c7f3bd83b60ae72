"""Is the day that a fact gives the day of what its sentence tells?

"The treaty entered into force on" before the day of its signature: the date is right and the
sentence false. The column that the question asks says what happened on its day, and an event
says it where the data package has it agree with a column. The verb right before the date, and
what the sentence names, are held against that. What else a sentence does is the author's.
"""

from __future__ import annotations

import ast
import re
from functools import cache

import allied

from .expressions import called
from .page import MASK

# The last of these before a date is what happened on it.
_VERB = re.compile(
    r"(?<!\w)(?:(?P<signed>signed|concluded|initialled)"
    r"|(?P<force>(?:enter(?:ed|s)|c[ao]mes?|went)\s+into\s+force|in\s+force|took\s+effect)"
    r"|(?P<ended>ended|expired|lapsed|dissolved|disbanded|terminated|wound\s+up|closed)"
    r"|(?P<began>began|begun|started|launched|founded|formed|created|established)"
    r"|(?P<left>left|quit|withdr[ae]w)"
    r"|(?P<joined>joined|acceded|became\s+(?:a\s+)?(?:full\s+)?members?)"
    r"|(?P<asked>applied|asked|invited)|(?P<undone>refused|declined|ratified|denounced|failed|far\s+from))(?!\w)",
    re.I,
)
_TAIL = re.compile(r"(?:\s+[\w'\u2019-]+){0,6}\s+(?:on|in|since|from)\s+(?:the\s+)?\Z")
_CLAUSE = re.compile(rf"[;:.!?({MASK}\u2014\n]|,\s+(?:and|but|which|who)\s|\s(?:and|but)\s")
_DENIED = {
    "accession": ("left", "asked", "ended", "undone", "signed"),
    "beginning": ("ended",),
    "end": ("signed", "force", "joined", "began"),
    "entry into force": ("signed", "ended", "left"),
    "departure": ("joined", "signed", "began"),
    "signature": ("force", "ended", "left", "undone"),
}
"""The verbs that say of a day something else than what happened on it."""
_MEANT = {"signed": "signature", "force": "entry into force"}


def false_occasion(before: str, expression: str) -> str | None:
    """What is wrong with the verb before a date, as a sentence; None if nothing is.

    >>> false_occasion("It entered into force on ", 'pact("anzus").signed')
    "it says 'entered into force', and the question asks for the day of the signature"
    >>> false_occasion("It was signed on ", 'pact("anzus").signed')
    """
    name, found = _asked(expression)
    if not found:
        return None
    told = before[clause(before, len(before), len(before))[0] :]
    verbs = list(_VERB.finditer(told))
    if not verbs or not _TAIL.match(told, verbs[-1].end()):
        return None
    kind, word = str(verbs[-1].lastgroup), " ".join(verbs[-1][0].split())
    names = [each for group in told_of(expression) for each in group]
    if name == "event" and kind not in _MEANT and not any(each in told for each in names):
        return None  # the occupation ended on the day on which a treaty came into force
    for cell, occasion in found:
        if kind in _DENIED[occasion] and _MEANT.get(kind) not in allied.also(cell):
            return f"it says {word!r}, and the question asks for the day of the {occasion}"
    return None


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause around a fact begins and ends."""
    first = max((match.end() for match in _CLAUSE.finditer(text, 0, start)), default=0)
    last = _CLAUSE.search(text, end)
    return first, last.start() if last else len(text)


@cache
def told_of(expression: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the pacts, and of the operations, for whose day a question asks.

    >>> sorted(told_of('event("anzus-signed").date')[0])
    ['ANZUS', 'ANZUS Treaty']
    """
    name, key, _ = _parts(expression)
    found = [allied.named_by(cell) for cell, _ in _asked(expression)[1]]
    pacts = frozenset[str]().union(*(pacts for pacts, _ in found))
    operations = frozenset[str]().union(*(names for _, names in found))
    if name == "operation" and not operations:
        operations = frozenset(allied.operation_names().get(key, ()))
    return pacts, operations


@cache
def _asked(expression: str) -> tuple[str, tuple[tuple[tuple[str, str, str], str], ...]]:
    name, key, column = _parts(expression)
    return name, allied.occasions(name, key, column) if key else ()


@cache
def _parts(expression: str) -> tuple[str, str, str]:
    """The question, the key and the column of an expression such as ``pact("anzus").signed``."""
    try:
        node = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "", "", ""
    if isinstance(node, ast.Attribute) and node.attr == "year":
        node = node.value
    column = ""
    if isinstance(node, ast.Attribute):
        column, node = node.attr, node.value
    if not isinstance(node, ast.Call) or not node.args:
        return "", "", ""
    first = node.args[0]
    return called(node.func), str(first.value) if isinstance(first, ast.Constant) else "", column
