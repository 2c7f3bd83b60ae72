"""The ``fact`` role: a text of the page bound to an expression over the data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole
from sphinx.util.typing import ExtensionMetadata

from allied.store.words import spell
from allied_check.doctests import check_fact, evaluate
from allied_check.page import Role

from .accessibility import WHOLE, is_one
from .site import SITE
from .statements import EVIDENCE, evidence_page, note, skip_node, table_page


class fact(nodes.inline):  # noqa: N801 (docutils names nodes in lower case)
    """A bound text. ``docname`` and ``tables`` say where it leads."""


class FactRole(SphinxRole):
    """Show the text if it means the value; the checks have said where it does not."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        shown, expression = Role("fact", self.text, self.lineno).split()
        result = evaluate(expression)
        path = Path(self.env.doc2path(self.env.docname))
        for problem in check_fact(Role("fact", self.text, self.lineno), path):
            return [], [self.inliner.reporter.error(f"{problem.wrong}; {problem.remedy}")]
        anchor = f"fact-{self.env.new_serialno('fact') + 1}"
        statement = note(
            self.env,
            result.record,
            kind="fact",
            line=self.lineno,
            anchor=anchor,
            shown=shown,
            expression=expression,
            value=spell(result.value),
            answer=result.value,
        )
        node = fact(
            self.rawtext,
            shown,
            ids=[anchor],
            classes=["fact"],
            docname=self.env.docname,
            expression=expression,
            tables=list(statement.rows),
        )
        self.set_source_info(node)
        return [node], []


class LinkFacts(SphinxPostTransform):
    """Lead each fact to its evidence in HTML, and to its table in other formats."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        builder = self.env._app.builder
        for node in list(self.document.findall(fact)):
            if builder.name == SITE:
                home, target = EVIDENCE, evidence_page(node["docname"])
                anchor = f"#{node['ids'][0]}"
            else:
                home = target = table_page(next(iter(node["tables"]), ""))
                anchor = ""
            if home not in self.env.found_docs or builder.name not in ("html", "typstbook"):
                continue
            uri = builder.get_relative_uri(node["docname"], target) + anchor
            link = nodes.reference("", "", internal=True, refuri=uri, classes=node["classes"])
            link["ids"] = node["ids"]
            if builder.name != SITE:
                link["classes"].append("hairline-link")
            elif is_one(node.astext()):
                link["classes"] = [*link["classes"], WHOLE]
            link += node.children
            node.replace_self(link)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_role("fact", FactRole())
    plain = (skip_node, skip_node)
    app.add_node(fact, html=plain, latex=plain, text=plain, man=plain, texinfo=plain)
    app.add_post_transform(LinkFacts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
