"""The ``questions`` directive: every question with what it gives, an example, and a refusal."""

from __future__ import annotations

import datetime
import inspect
import re
import types
from itertools import groupby
from typing import Any, get_args, get_origin, get_type_hints

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

import allied
from allied.store.bases import Row, StateNames
from allied.store.dates import PartialDate
from allied.store.quantities import Quantity
from allied.store.rows import ROW_TYPES
from allied.store.words import spell
from allied_check.catalogue import Entry, catalogue
from allied_check.doctests import Result, evaluate

from .statements import depend

LONGEST = 120
"""An answer of more characters is cut."""
_CODE = re.compile(r"``?([^`]+)``?")
_ONE: dict[Any, tuple[str, str]] = {
    datetime.date: ("a day", "days"),
    PartialDate: ("a date", "dates"),
    str: ("a text", "texts"),
    int: ("a number", "numbers"),
    float: ("a number", "numbers"),
}


class Questions(SphinxDirective):
    """A list for each group, after that of the rows that are asked for by their ids."""

    def run(self) -> list[nodes.Node]:
        found: list[nodes.Node] = []
        for group, entries in groupby(_in_order(), key=lambda entry: entry.group):
            part = nodes.section(ids=[f"group-{group or 'none'}"], generated=True)
            if group:
                told = (inspect.getdoc(getattr(allied, group)) or "").split("\n\n")[0]
                part += nodes.title("", "", nodes.literal("", group))
                part += nodes.paragraph("", "", *words(" ".join(told.split())))
            else:
                part += nodes.title("", "By name alone")
            listed = nodes.definition_list()
            for entry in entries:
                listed += self._item(entry)
            part += listed
            found.append(part)
        return found

    def _item(self, entry: Entry) -> nodes.Node:
        answer = evaluate(entry.example)
        depend(self.env, answer.record.tables)
        lines = [nodes.paragraph("", "", *words(entry.says)), _example(entry, answer)]
        if entry.refused:
            refusal = evaluate(entry.refused)
            depend(self.env, refusal.record.tables)
            reason = refusal.error.partition(": ")[2] or refusal.error
            line = nodes.paragraph("", "", nodes.Text("Raises "))
            line += nodes.literal("", refusal.error.partition(":")[0])
            line += nodes.Text(" for ")
            line += [nodes.literal("", entry.refused), nodes.Text(f": {_cut(reason)}")]
            lines.append(line)
        term = nodes.term("", "", nodes.literal("", entry.asked))
        return nodes.definition_list_item("", term, nodes.definition("", *lines))


def words(text: str) -> list[nodes.Node]:
    """The text of a docstring, with the names of the program in it as such."""
    parts = _CODE.split(text)
    return [nodes.literal("", part) if n % 2 else nodes.Text(part) for n, part in enumerate(parts)]


def _in_order() -> list[Entry]:
    return sorted(catalogue().values(), key=lambda entry: (entry.group, entry.name))


def _example(entry: Entry, answer: Result) -> nodes.Node:
    line = nodes.paragraph("", "", nodes.Text(f"Gives {_given(entry, answer.value)}: "))
    line += [nodes.literal("", entry.example), nodes.Text(f" is {_cut(spell(answer.value))}")]
    return line


def _given(entry: Entry, value: Any) -> str:
    """What kind of answer a question has, and in which unit, by its type and its example."""
    returned = get_type_hints(entry.question)["return"]
    unit = next((part.unit for part in _parts(value) if isinstance(part, Quantity)), "")
    return _kind(returned, unit, several=False)


def _parts(value: Any) -> list[Any]:
    return [part for each in value for part in _parts(each)] if _is_list(value) else [value]


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _kind(kind: Any, unit: str, *, several: bool) -> str:
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if inner[1:] == (Ellipsis,):
            return _kind(inner[0], unit, several=True)
        told = " and ".join(_kind(each, unit, several=False) for each in inner)
        return f"a list, in each part {told}" if several else f"{told} together"
    if get_origin(kind) in (types.UnionType,):
        return " or ".join(_kind(each, unit, several=several) for each in get_args(kind))
    if kind is Quantity:
        noun = "numbers" if several else "a number"
        return f"{noun} in {unit}" if unit else noun
    if issubclass(kind, StateNames):
        return "states" if several else "a state"
    if issubclass(kind, Row):
        table = next((f" of {name}.csv" for name, row in ROW_TYPES.items() if row is kind), "")
        return f"rows{table}" if several else f"a row{table}"
    return _ONE[kind][several]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " \u2026"


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("questions", Questions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
