"""``memberships-diagram``: which states belong to which of several pacts, from their parties."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from html import escape
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from allied import circles
from allied.store.rows import State
from allied.store.tables import recording
from allied.store.words import spell
from sphinx_pele import Picture

from .diagrams import DataDiagram

# The measures of the grid, in px: where the names of states end, a column, letters, a line of them.
_NAMES, _COLUMN, _LETTERS, _LINE = 272, 80, 14, 18


def mermaid_source(
    title: str, description: str, chosen: dict[str, tuple[str, tuple[State, ...]]]
) -> str:
    """Mermaid text: states that belong to the same circles share one box, the most tied first.

    ``chosen`` gives the name and the states of each id.
    """
    ranked = alike(chosen)
    lines = ["flowchart LR", f"    accTitle: {title}", f"    accDescr: {description}"]
    for number, states in enumerate(ranked.values()):
        lines.append(f'    s{number}["{spell(states)}"]')
    for id, (name, _) in chosen.items():
        lines.append(f'    {id.replace("-", "_")}(["{name}"])')
    for number, ids in enumerate(ranked):
        lines += [f"    s{number} --- {id.replace('-', '_')}" for id in ids]
    return "\n".join(lines)


def alike(chosen: dict[str, tuple[str, tuple[State, ...]]]) -> dict[tuple[str, ...], list[State]]:
    """States by the circles that they share, the most tied first."""
    belongs: dict[State, list[str]] = defaultdict(list)
    for id, (_, states) in chosen.items():
        for state in states:
            belongs[state].append(id)
    boxes: dict[tuple[str, ...], list[State]] = defaultdict(list)
    for state in sorted(belongs, key=lambda state: state.name):
        boxes[tuple(belongs[state])].append(state)
    order = list(chosen)
    return {
        ids: boxes[ids]
        for ids in sorted(boxes, key=lambda ids: (-len(ids), [order.index(id) for id in ids]))
    }


def grid(chosen: dict[str, tuple[str, tuple[State, ...]]]) -> Picture:
    """A line for states that share their circles, a column for each, a dot where they meet."""
    places = {id: _NAMES + n * _COLUMN + _COLUMN // 2 for n, id in enumerate(chosen)}
    width = _NAMES + _COLUMN * len(chosen)
    heads = {
        id: textwrap.wrap(name, 12, break_long_words=False) for id, (name, _) in chosen.items()
    }
    y = _LINE * max(map(len, heads.values())) + 6
    parts = [_text(words, places[id], y - 6, "middle", _LETTERS - 3) for id, words in heads.items()]
    for ids, states in alike(chosen).items():
        words = textwrap.wrap(spell(states), 35)
        height = _LINE * len(words) + 12
        parts.append(f'<path d="M0,{y}H{width}" stroke="$line" stroke-opacity=".35"/>')
        parts.append(_text(words, 4, y + height - 10, "start"))
        at = y + height / 2
        first, last = places[ids[0]], places[ids[-1]]
        parts.append(f'<path d="M{first},{at:g}H{last}" stroke="$accent" stroke-width="2"/>')
        parts += [f'<circle cx="{places[id]}" cy="{at:g}" r="7" fill="$accent"/>' for id in ids]
        y += height
    return Picture("".join(parts), width, y)


def _text(lines: list[str], x: float, bottom: float, anchor: str, letters: int = _LETTERS) -> str:
    """Lines of words, of which the last stands at ``bottom``."""
    first = bottom - _LINE * (len(lines) - 1)
    return "".join(
        f'<text x="{x:g}" y="{first + n * _LINE:g}" font-size="{letters}" '
        f'text-anchor="{anchor}">{escape(line).replace("$", "$$")}</text>'
        for n, line in enumerate(lines)
    )


class MembershipsDiagram(DataDiagram):
    """Draw who belonged to the chosen pacts on a day."""

    option_spec: ClassVar = {
        "name": directives.unchanged_required,
        "description": directives.unchanged_required,
        "groups": directives.unchanged_required,
        "on": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        for option in ("description", "groups", "on"):
            if option not in self.options:
                raise self.error(f"the diagram has no {option}; add a line `:{option}: ...`")
        with recording() as record:
            try:
                chosen = circles(self.options)
            except (LookupError, ValueError) as error:
                raise self.error(str(error)) from error
        states = {state for _, bound in chosen.values() for state in bound}
        code = mermaid_source(self.arguments[0], self.options["description"], chosen)
        expression = f"parties of {', '.join(chosen)} on {self.options['on']}"
        value = f"{len(chosen)} pacts, {len(states)} states"
        picture = grid(chosen)
        return [self.figure(code, record, expression, value, "belongs to", picture)]


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("memberships-diagram", MembershipsDiagram)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
