"""``memberships-diagram``: which states belong to which of several pacts, from their parties."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from allied.questions.pacts import pact, parties
from allied.store.rows import State
from allied.store.tables import recording
from allied.store.words import spell

from .diagrams import DataDiagram

# Boxes are wide and close, so that a dozen of them fit a printed page at the size of its text.
_CLOSE = "---\nconfig:\n  flowchart:\n    nodeSpacing: 16\n    wrappingWidth: 340\n---"
_GROUP = re.compile(r"\s*([a-z0-9-]+)\s*(?:\(([^()]+)\))?\s*")


def mermaid_source(
    title: str, description: str, circles: dict[str, tuple[str, tuple[State, ...]]]
) -> str:
    """Mermaid text: states that belong to the same circles share one box, the most tied first.

    ``circles`` gives the name and the states of each id.
    """
    belongs: dict[State, list[str]] = defaultdict(list)
    for id, (_, states) in circles.items():
        for state in states:
            belongs[state].append(id)
    boxes: dict[tuple[str, ...], list[State]] = defaultdict(list)
    for state in sorted(belongs, key=lambda state: state.name):
        boxes[tuple(belongs[state])].append(state)
    lines = [_CLOSE, "flowchart LR", f"    accTitle: {title}", f"    accDescr: {description}"]
    ranked = sorted(boxes, key=lambda ids: (-len(ids), [list(circles).index(id) for id in ids]))
    for number, ids in enumerate(ranked):
        lines.append(f'    s{number}["{spell(boxes[ids])}"]')
    for id, (name, _) in circles.items():
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
        circles: dict[str, tuple[str, tuple[State, ...]]] = {}
        with recording() as record:
            for part in self.options["groups"].split(","):
                match = _GROUP.fullmatch(part)
                if not match:
                    raise self.error(f"`:groups:` reads id or id (name), not {part!r}")
                try:
                    name = match[2] or pact(match[1]).name
                    circles[match[1]] = name, parties(match[1], self.options["on"])
                except (LookupError, ValueError) as error:
                    raise self.error(str(error)) from error
        states = {state for _, bound in circles.values() for state in bound}
        code = mermaid_source(self.arguments[0], self.options["description"], circles)
        expression = f"parties of {', '.join(circles)} on {self.options['on']}"
        value = f"{len(circles)} pacts, {len(states)} states"
        return [self.figure(code, record, expression, value, silent="belongs to")]


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("memberships-diagram", MembershipsDiagram)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
