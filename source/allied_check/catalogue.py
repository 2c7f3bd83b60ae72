"""Every question that a page may ask, as its docstring tells of it.

A docstring says what is answered; ``Example:`` is a question that has an answer, ``Refused:`` one
that has none. Both are asked at each check, so the page that lists them shows what is so.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from allied.store.problems import Problem

from .doctests import evaluate, names

_EXAMPLE = re.compile(r"\n\nExample: ``(.+)``(?:\n\nRefused: ``(.+)``)?\Z")
_FIRST = re.compile(r"(.*?[.!?])(?:\s.*)?", re.S)


@dataclass(frozen=True, slots=True)
class Entry:
    """One question: how it is asked, what it answers, and where it stands in the programs."""

    name: str
    question: Any
    says: str
    example: str
    refused: str

    @property
    def brief(self) -> str:
        """The first sentence of what it answers."""
        return _FIRST.sub(r"\1", self.says)

    @property
    def group(self) -> str:
        return self.name.rpartition(".")[0]

    @property
    def asked(self) -> str:
        """``nato.members(on=None)``: the question with what it takes."""
        takes = (
            str(parameter.replace(annotation=inspect.Parameter.empty))
            for parameter in inspect.signature(self.question).parameters.values()
        )
        return f"{self.name}({', '.join(takes)})"


@cache
def catalogue() -> Mapping[str, Entry]:
    """The questions by name; what only lays out answers, as ``table`` does, has no example."""
    found = {}
    for name, question in names().items():
        text = inspect.getdoc(question) or ""
        match = _EXAMPLE.search(text)
        if match:
            says = " ".join(text[: match.start()].split())
            found[name] = Entry(name, question, says, match[1], match[2] or "")
    return found


def check_catalogue() -> Iterator[Problem]:
    """Every question has its example; examples are answered, and refusals refused."""
    for name, question in names().items():
        path = Path(inspect.getsourcefile(question) or "")
        line = inspect.getsourcelines(question)[1]
        entry = catalogue().get(name)
        if entry is None:
            if not question.__module__.startswith("allied.store."):
                remedy = f"end its docstring with a line such as Example: ``{name}()``"
                yield Problem(path, line, f"the question {name} has no example", remedy)
            continue
        if error := evaluate(entry.example).error:
            wrong = f"the example of {name} is not answered: {entry.example} gives {error}"
            yield Problem(path, line, wrong, "write an example that has an answer")
        if entry.refused and not evaluate(entry.refused).error:
            wrong = f"what {name} is said to refuse is answered: {entry.refused}"
            yield Problem(path, line, wrong, "write a question that has no answer")
