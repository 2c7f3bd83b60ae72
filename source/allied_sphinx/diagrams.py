"""``institutions-diagram``: a Mermaid diagram drawn from the rows of relations.csv."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata
from sphinxcontrib.mermaid import figure_wrapper, mermaid

from allied import Bodies, bodies
from allied.store.tables import Recording, recording
from sphinx_pele import Picture

from .statements import note

SYMMETRIC = frozenset({"sits beside", "linked with"})
# Arrows rise to whoever is answered to or served; these verbs lead down, so their passive rises.
PASSIVE = {"heads": "headed by", "directs": "directed by"}

# Frames need room of their own: what is in them stands closer.
_CLOSE = (
    "---\nconfig:\n  flowchart:\n    nodeSpacing: 14\n    rankSpacing: 20\n"
    "    wrappingWidth: 120\n---"
)


def mermaid_source(title: str, description: str, chosen: Bodies) -> str:
    """Mermaid text of a diagram that is read from below: every arrow rises.

    Bodies that belong together stand in a frame with its name, if the diagram has groups.

    Relations between the same two bodies in the same direction share one arrow.
    """
    lines = [_CLOSE] if chosen.groups else []
    lines += ["flowchart BT", f"    accTitle: {title}", f"    accDescr: {description}"]
    boxes = {body.id: f'    {_box(body.id)}["{body.name}"]' for body in chosen.bodies}
    for number, (name, ids) in enumerate(chosen.groups.items()):
        lines += [
            f'    subgraph group{number}["{name}"]',
            *(boxes.pop(id) for id in ids),
            "    end",
        ]
    lines += boxes.values()
    arrows: dict[tuple[str, str, str], list[str]] = {}
    for row in chosen.relations:
        start, end, label = row.subject, row.object, row.relation
        if label in PASSIVE:
            start, end, label = end, start, PASSIVE[label]
        line = "---" if label in SYMMETRIC else "-->"
        arrows.setdefault((start, line, end), []).append(label)
    for (start, line, end), labels in arrows.items():
        lines.append(f'    {_box(start)} {line}|"{" and ".join(labels)}"| {_box(end)}')
    return "\n".join(lines)


def _box(id: str) -> str:
    return id.replace("-", "_")


class DataDiagram(SphinxDirective):
    """A diagram that is drawn from rows; its argument is its title."""

    required_arguments = 1
    final_argument_whitespace = True

    def figure(
        self,
        code: str,
        record: Recording,
        expression: str,
        value: str,
        silent: str = "",
        picture: Picture | None = None,
    ) -> nodes.Element:
        """The figure with its caption, noted as evidence; ``silent`` as for `mermaid.draw`.

        ``picture`` is shown in the place of what Mermaid would draw; the words stay Mermaid's.
        """
        title = self.arguments[0]
        node = mermaid()
        node["code"] = code
        node["options"] = {}
        node["silent"] = silent
        node["picture"] = picture
        self.set_source_info(node)
        figure: nodes.Element = figure_wrapper(self, node, title)
        self.add_name(figure)
        note(
            self.env,
            record,
            kind="diagram",
            line=self.lineno,
            anchor=figure["ids"][0] if figure["ids"] else "",
            shown=title,
            expression=expression,
            value=value,
        )
        return figure


class InstitutionsDiagram(DataDiagram):
    """Draw the chosen bodies and the chosen relations between them."""

    option_spec: ClassVar = {
        "name": directives.unchanged_required,
        "description": directives.unchanged_required,
        "relations": directives.unchanged_required,
        "bodies": directives.unchanged_required,
        "groups": directives.unchanged_required,
        "on": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        for option in ("description", "relations", "bodies"):
            if option not in self.options:
                raise self.error(f"the diagram has no {option}; add a line `:{option}: ...`")
        with recording() as record:
            try:
                chosen = bodies(self.options)
            except LookupError as error:
                raise self.error(str(error)) from error
        code = mermaid_source(self.arguments[0], self.options["description"], chosen)
        expression = f"relations: {self.options['relations']}"
        value = f"{len(chosen.bodies)} bodies, {len(chosen.relations)} relations"
        return [self.figure(code, record, expression, value)]


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("institutions-diagram", InstitutionsDiagram)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
