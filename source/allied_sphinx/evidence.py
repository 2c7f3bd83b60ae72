"""Every bound statement of the site: in HTML a page for each page that makes some, and a list of
those pages where the ``evidence`` directive stands; elsewhere all of them in its place.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from allied.store.tables import tables
from allied_check.bibliography import references

from .downloads import download, offer
from .generated import PROVIDERS, Generated
from .repository import form_link, line_link, page_path, table_path
from .rowwords import column_words, row_anchor, row_name, rows_on
from .site import SITE
from .sources import source_uri
from .statements import (
    EVIDENCE,
    Statement,
    bibliography,
    evidence_page,
    named_by,
    own_tables,
    shown_rows,
    statements,
    table_page,
)

NAMED = 6
"""So many rows and sources of a statement are named one by one."""
KINDS = ("fact", "table", "data table", "chart", "diagram", "example")


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

    def run(self, **kwargs: object) -> None:
        for node in list(self.document.findall(evidence)):
            if self.env._app.builder.name == SITE:
                node.replace_self(list(_contents(self.env)))
            else:
                node.replace_self(list(_everything(self.env)))


def _contents(env: BuildEnvironment) -> Iterator[nodes.Node]:
    """The pages that state something, by part of the site, with links to their evidence."""
    builder = env._app.builder
    pages = statements(env).pages
    parts: dict[str, list[str]] = {}
    for page in _in_reading_order(env):
        if page in pages:
            parts.setdefault(page.rpartition("/")[0], []).append(page)
    for part, names in parts.items():
        title = part.capitalize() or env.titles[env.config.root_doc].astext()
        items = nodes.bullet_list(bullet="-", classes=["leads"])
        for page in names:
            uri = builder.get_relative_uri(EVIDENCE, evidence_page(page))
            link = nodes.reference("", env.titles[page].astext(), internal=True, refuri=uri)
            kinds = Counter(item.kind for item in pages[page])
            told = ", ".join(_counted(kind, kinds[kind]) for kind in KINDS if kinds[kind])
            line = nodes.paragraph("", "", link, nodes.Text(f": {told}"))
            items += nodes.list_item("", line)
        yield nodes.rubric("", title, classes=["leads"], **{"heading-level": 2})
        yield items


def _in_reading_order(env: BuildEnvironment) -> list[str]:
    """The pages as the tables of contents name them, then those that none names."""
    order: dict[str, None] = {}

    def visit(page: str) -> None:
        if page not in order:
            order[page] = None
            for child in env.toctree_includes.get(page, ()):
                visit(child)

    for page in (env.config.root_doc, *sorted(env.found_docs)):
        visit(page)
    return list(order)


def _counted(kind: str, count: int) -> str:
    return f"{count} {kind}" if count == 1 else f"{count} {kind}s"


def _everything(env: BuildEnvironment) -> Iterator[nodes.Node]:
    for page in sorted(statements(env).pages):
        yield nodes.rubric("", env.titles[page].astext(), classes=["evidence-page"])
        yield _list(env, page, EVIDENCE)


def evidence_pages(app: Sphinx) -> Iterator[Generated]:
    """The page of evidence for each page that states something."""
    env = app.env
    if EVIDENCE not in env.found_docs:
        return
    own = [(item.page, item.expression) for item in own_tables(env)]
    for page in sorted(statements(env).pages):
        title = env.titles[page].astext()
        yield Generated(
            name=evidence_page(page),
            title=f"Evidence: {title}",
            description=f"Every statement of the page {title} that is bound to data: its value, "
            "the rows that gave it, their sources, and the question that was asked.",
            parent=EVIDENCE,
            made_from=repr((own, _in_order(env, page), _data(env, page), _settings(env))),
            content=lambda page=page: _page(env, page),  # type: ignore[misc]
        )


def _settings(env: BuildEnvironment) -> tuple[str, str]:
    return env.config.site_repository, env.config.site_branch


def _data(env: BuildEnvironment, page: str) -> list[str]:
    """The tables whose rows the evidence of a page names in words, as they are now."""
    names = {name for item in statements(env).pages[page] for name in item.rows}
    read = sorted(names | named_by(names))
    return [hashlib.sha256(tables()[name].path.read_bytes()).hexdigest() for name in read]


def _in_order(env: BuildEnvironment, page: str) -> list[Statement]:
    return sorted(statements(env).pages[page], key=lambda item: item.line)


def _page(env: BuildEnvironment, page: str) -> list[nodes.Node]:
    here = evidence_page(page)
    uri = env._app.builder.get_relative_uri(here, page)
    back = nodes.reference("", env.titles[page].astext(), internal=True, refuri=uri)
    first = nodes.paragraph("", "", nodes.Text("What "), back)
    first += nodes.Text(
        " shows, in its order: the value, the rows that gave it, where they were read, and the "
        "question that was asked."
    )
    return [first, _list(env, page, here)]


def _list(env: BuildEnvironment, page: str, here: str) -> nodes.bullet_list:
    """The statements of a page as a list that stands on the page ``here``."""
    found = nodes.bullet_list(bullet="-", classes=["filtered", "evidence"])
    for item in _in_order(env, page):
        anchor = item.key if here == EVIDENCE else item.name
        lines = list(_Entry(env, item, here).lines())
        if env._app.builder.name != SITE:  # paper is not spent on a line for each
            lines = _run_together(lines)
        found += nodes.list_item("", *lines, ids=[anchor])
    return found


def _run_together(lines: list[nodes.Node]) -> list[nodes.Node]:
    """One paragraph of all that is said; the question ends it, on a line of its own.

    As a paragraph it would be left behind at the head of a page, and nearer to the next entry.
    """
    whole = nodes.paragraph()
    for number, line in enumerate(lines):
        if isinstance(line.children[0], nodes.literal):
            whole += nodes.raw("", "<br />", format="html")
        elif number:
            whole += nodes.Text(". " if number == 1 else " ")
        whole += line.children
    return [whole]


class _Entry:
    """One statement in words: what is shown, from which rows, by which source, by what question."""

    def __init__(self, env: BuildEnvironment, item: Statement, here: str) -> None:
        self.env, self.item, self.here = env, item, here
        self.linked = env._app.builder.name in ("html", "typstbook")
        origin = item.origin
        self.rows = rows_on(origin["table"], origin["lines"]) if origin else []
        fields = tables()[origin["table"]].fields if origin else ()
        self.given = {
            getattr(row, field.name) for row in self.rows for field in fields if field.bibliography
        }

    def lines(self) -> Iterator[nodes.Node]:
        item = self.item
        anchor = f"#{item.anchor}" if item.anchor else ""
        shown = nodes.strong("", "", self._link(item.shown, item.page, anchor))
        kind = f" ({item.kind})" if item.kind != "fact" else ""
        value = f": {item.value}" if item.value != item.shown else ""
        yield nodes.paragraph("", "", shown, nodes.Text(kind + value))
        if item.origin:
            yield nodes.paragraph("", "", *self._rows())
            first = [key for key in item.sources if key in self.given]
            rest = [key for key in item.sources if key not in self.given]
            yield nodes.paragraph("", "", nodes.Text("Source: "), *self._named(first))
            others = [tables()[name].title for name in item.rows if name != item.origin["table"]]
            if others:
                words = f"Read as well: {', '.join(others)}"
                also = [nodes.Text(", from "), *self._named(rest)] if rest else [nodes.Text(".")]
                yield nodes.paragraph("", "", nodes.Text(words), *also)
        if item.second_sources:
            named = self._named(item.second_sources)
            yield nodes.paragraph("", "", nodes.Text("Confirmed by "), *named)
        if item.expression:
            yield nodes.paragraph("", "", nodes.literal("", item.expression))
        if self.env._app.builder.name == SITE and self.env.config.site_repository:
            yield nodes.paragraph("", "", *self._places())

    def _places(self) -> Iterator[nodes.Node]:
        """The line of the page and those of its rows, to be changed, and the form for errors."""
        item, config = self.item, self.env.config

        def link(words: str, address: str) -> nodes.reference:
            return nodes.reference("", words, refuri=address)

        yield nodes.Text("Change it: ")
        path = page_path(item.page)
        yield link(f"{path}, line {item.line}", line_link(config, path, item.line))
        for row in self.rows if len(self.rows) <= NAMED else ():
            path = table_path(item.origin["table"])
            name = path.rpartition("/")[2]
            yield nodes.Text("; ")
            yield link(f"{name}, line {row.line}", line_link(config, path, row.line))
        yield nodes.Text("; or ")
        where = f"{self.env.titles[item.page].astext()}, {page_path(item.page)}:{item.line}"
        yield link("suggest a correction", form_link(config, where, item.shown))
        yield nodes.Text(".")

    def _link(self, words: str, page: str, anchor: str = "") -> nodes.Node:
        if not self.linked or page not in self.env.found_docs:
            return nodes.Text(words)
        uri = self.env._app.builder.get_relative_uri(self.here, page) + anchor
        return nodes.reference("", words, internal=True, refuri=uri)

    def _rows(self) -> Iterator[nodes.Node]:
        name = self.item.origin["table"]
        table, page = tables()[name], table_page(name)
        rows = self.rows
        there = shown_rows(self.env, name)
        yield self._link(table.title, page)
        few = rows if len(rows) <= NAMED else ()
        yield nodes.Text(", " if few else f", {len(rows)} rows")
        html = self.env._app.builder.name == SITE
        for number, row in enumerate(few):
            if number:
                yield nodes.Text("; ")
            words, home = row_name(table, row), there.get(row.line)
            yield (
                self._link(words, home, f"#{row_anchor(table, row)}")
                if html and home
                else nodes.Text(words)
            )
        columns = [column_words(table.field(column)) for column in self.item.origin["columns"]]
        ends = f": {' and '.join(columns)}" if columns else ""
        yield nodes.Text(f"{ends}. Edition: {table.edition}.")

    def _named(self, keys: list[str]) -> Iterator[nodes.Node]:
        known = references(bibliography(self.env))
        shown = keys if len(keys) <= NAMED else keys[: NAMED - 1]
        for number, key in enumerate(shown):
            if number:
                yield nodes.Text("; ")
            words = known[key].short if key in known else key
            uri = source_uri(self.env, self.here, key)
            yield (
                nodes.reference("", words, internal=True, refuri=uri) if uri else nodes.Text(words)
            )
        more = len(keys) - len(shown)
        yield nodes.Text(f"; and {more} more." if more else ".")


def setup(app: Sphinx) -> ExtensionMetadata:
    if evidence_pages not in PROVIDERS:
        PROVIDERS.append(evidence_pages)
    app.add_directive("evidence", Evidence)
    app.add_node(evidence)
    app.add_post_transform(ListEvidence)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
