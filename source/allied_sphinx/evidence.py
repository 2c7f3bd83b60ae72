"""The ``evidence`` directive: every bound statement of the site in one place."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from allied.store.schema import Table
from allied.store.tables import tables

from .downloads import download, offer
from .facts import EVIDENCE, table_page
from .statements import Statement, short_sources, statements
from .tablenodes import build_table


class evidence(nodes.General, nodes.Element):  # noqa: N801
    """Stands where the list will be, until all pages have been read."""


class Evidence(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        link = download("", "evidence.json", docname=self.env.docname, file="data/evidence.json")
        sentence = nodes.paragraph("", "", nodes.Text("The same list for programs: "), link)
        sentence += nodes.Text(".")
        sentence["classes"].append("downloads")
        sentence["generated"] = True
        return [offer("", sentence), evidence()]


class ListEvidence(SphinxPostTransform):
    """Fill the list: it needs the statements of every other page."""

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(evidence)):
            node.replace_self(_lists(self.env))


def _lists(env: BuildEnvironment) -> list[nodes.Node]:
    domain = statements(env)
    found: list[nodes.Node] = []
    for page in sorted(domain.pages):
        title = env.titles[page].astext()
        rows = [_row(env, item) for item in domain.in_order() if item.page == page]
        heads = ["Statement", "Expression", "Value", "Read from"]
        table = build_table(heads, [cells for _, cells in rows], [False] * 4, (3, 5, 3, 4))
        table["classes"].append("evidence")
        for row, (item, _) in zip(list(table.findall(nodes.row))[1:], rows, strict=True):
            first = next(iter(row.findall(nodes.paragraph)))
            first["ids"] = [item.key]
        found += [nodes.rubric("", title, classes=["evidence-page"]), table]
    return found


def _row(env: BuildEnvironment, item: Statement) -> tuple[Statement, list[str | list[nodes.Node]]]:
    builder = env._app.builder
    uri = builder.get_relative_uri(EVIDENCE, item.page)
    shown: nodes.Node = nodes.Text(item.shown)
    if builder.format in ("html", "typst"):
        anchor = f"#{item.anchor}" if item.anchor else ""
        shown = nodes.reference("", item.shown, internal=True, refuri=uri + anchor)
    read: list[nodes.Node] = []
    for name in item.rows:
        if read:
            read.append(nodes.Text(", "))
        read.append(_table_link(env, tables()[name]))
    if item.sources:
        read.append(nodes.Text(f" ({short_sources(env, item.sources)})"))
    kind = "" if item.kind == "fact" else f" ({item.kind})"
    code: list[nodes.Node] = [nodes.literal("", item.expression)] if item.expression else []
    return item, [[shown, nodes.Text(kind)], code, item.value, read]


def _table_link(env: BuildEnvironment, table: Table) -> nodes.Node:
    builder = env._app.builder
    page = table_page(table.name)
    if page not in env.found_docs or builder.format not in ("html", "typst"):
        return nodes.Text(table.title)
    uri = builder.get_relative_uri(EVIDENCE, page)
    return nodes.reference("", table.title, internal=True, refuri=uri)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("evidence", Evidence)
    app.add_node(evidence)
    app.add_post_transform(ListEvidence)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
