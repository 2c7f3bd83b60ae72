"""What a diagram drawn from rows shows, read from its options for the check and the build."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import allied
from allied.store.problems import Problem
from allied.store.rows import Institution, Relation, State

from .claims import other_pact
from .page import Page, nearest

_CHARTS = Path(__file__).parents[1] / "allied_sphinx/figures"
_GROUP = re.compile(r"\s*([a-z0-9-]+)\s*(?:\(([^()]+)\))?\s*")
_REMEDY = "take the name from the table that the data dictionary describes"


@dataclass(frozen=True, slots=True)
class Bodies:
    """Bodies and the relations between them."""

    bodies: list[Institution]
    relations: list[Relation]
    groups: dict[str, list[str]] = field(default_factory=dict)
    """By the name of a frame, the ids of the bodies in it."""


def bodies(options: Mapping[str, str]) -> Bodies:
    """What an ``institutions-diagram`` shows; LookupError for what the data do not know."""
    on = options.get("on")
    framed = [_listed(part) for part in options.get("bodies", "").split(";")]
    names = _listed(options.get("groups", ""))
    if len(framed) != (len(names) or 1):
        raise LookupError(
            f"`:bodies:` has {len(framed)} groups and `:groups:` names {len(names)}; "
            "part the groups of bodies with `;` and name each in `:groups:`"
        )
    ids = [id for group in framed for id in group]
    chosen = [allied.institution(id) for id in ids]
    found = [
        row
        for verb in _listed(options.get("relations", ""))
        for row in allied.related(relation=verb, on=on)
        if row.subject in ids and row.object in ids and (on or row.until is None)
    ]
    return Bodies(chosen, found, dict(zip(names, framed, strict=False)))


def circles(options: Mapping[str, str]) -> dict[str, tuple[str, tuple[State, ...]]]:
    """The name and the states of each pact of a ``memberships-diagram``, by its id.

    Raises LookupError for a pact that the data do not know, ValueError for what is no day or list.
    """
    found = {}
    for part in options.get("groups", "").split(","):
        match = _GROUP.fullmatch(part)
        if not match:
            raise ValueError(f"`:groups:` reads id or id (name), not {part!r}")
        found[match[1]] = (
            match[2] or allied.pact(match[1]).name,
            allied.parties(match[1], options.get("on")),
        )
    return found


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


@cache
def charts() -> tuple[str, ...]:
    """The names of the charts: functions that draw one; none where the extension is not at hand."""
    return tuple(
        sorted(
            node.name
            for path in _CHARTS.glob("*.py")
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef)
            and isinstance(node.returns, ast.Name)
            and node.returns.id == "Chart"
            and [argument.arg for argument in node.args.args] == ["width"]
        )
    )


def check_pictures(page: Page) -> Iterator[Problem]:
    """What a chart or a diagram from rows names is known to the data."""
    for block in page.blocks:
        if not block.directive:
            continue
        try:
            match block.kind:
                case "institutions-diagram":
                    if not bodies(block.options).relations:
                        wrong = "none of these relations holds between these bodies"
                        yield Problem(page.path, block.line, wrong, "correct `:relations:`")
                case "memberships-diagram":
                    for id, (name, _) in circles(block.options).items():
                        if other := other_pact(name, id):
                            wrong = f"the circle of {id} is named {name!r}, as {other} is"
                            yield Problem(page.path, block.line, wrong, "give it its own name")
                case "chart" if charts() and block.argument not in charts():
                    wrong = f"there is no chart {block.argument!r}"
                    yield Problem(page.path, block.line, wrong, nearest(block.argument, charts()))
        except (LookupError, ValueError) as error:
            wrong, _, remedy = str(error.args[0]).partition("; ")
            yield Problem(page.path, block.line, wrong, remedy or _REMEDY)
