"""``memberships-diagram``: which states belong to which of several pacts, from their parties."""

from __future__ import annotations

from collections import defaultdict
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from allied.store.rows import State
from allied.store.tables import recording
from allied.store.words import spell
from allied_check.pictures import circles

from .diagrams import DataDiagram

# Boxes are wide and close, so that a dozen of them fit a printed page at the size of its text.
_CLOSE = "---\nconfig:\n  flowchart:\n    nodeSpacing: 16\n    wrappingWidth: 340\n---"


def mermaid_source(
    title: str, description: str, chosen: dict[str, tuple[str, tuple[State, ...]]]
) -> str:
    """Mermaid text: states that belong to the same circles share one box, the most tied first.

    ``chosen`` gives the name and the states of each id.
    """
    belongs: dict[State, list[str]] = defaultdict(list)
    for id, (_, states) in chosen.items():
        for state in states:
            belongs[state].append(id)
    boxes: dict[tuple[str, ...], list[State]] = defaultdict(list)
    for state in sorted(belongs, key=lambda state: state.name):
        boxes[tuple(belongs[state])].append(state)
    lines = [_CLOSE, "flowchart LR", f"    accTitle: {title}", f"    accDescr: {description}"]
    ranked = sorted(boxes, key=lambda ids: (-len(ids), [list(chosen).index(id) for id in ids]))
    for number, ids in enumerate(ranked):
        lines.append(f'    s{number}["{spell(boxes[ids])}"]')
    for id, (name, _) in chosen.items():
        lines.append(f'    {id.replace("-", "_")}(["{name}"])')
    for number, ids in enumerate(ranked):
        lines += [f"    s{number} --- {id.replace('-', '_')}" for id in ids]
    return "\n".join(lines)


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
        return [self.figure(code, record, expression, value, silent="belongs to")]


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("memberships-diagram", MembershipsDiagram)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
