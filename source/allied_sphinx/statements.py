"""What the pages state, page by page: the records behind the evidence page and dependencies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from allied.store.tables import PACKAGE, Recording, tables
from allied_check.origins import Origin, origin, read_lines, second_sources, sources

from .pagewise import PagewiseDomain


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One bound statement: ``kind`` is fact, table, data table, example, diagram or chart.

    ``origin`` names the rows that gave the value: ``table``, ``lines``, ``columns``. ``rows`` are
    all that were read and ``sources`` those of all of them, in both what gave the value first.
    """

    kind: str
    page: str
    line: int
    anchor: str
    shown: str
    expression: str
    value: str
    origin: dict[str, Any]
    rows: dict[str, list[int]]
    sources: list[str]
    second_sources: list[str]

    @property
    def name(self) -> str:
        """Its anchor on the page of evidence of its page."""
        return self.anchor or f"line-{self.line}"

    @property
    def key(self) -> str:
        """Its anchor in a list of the evidence of all pages."""
        return f"{self.page.replace('/', '-')}-{self.anchor or self.line}"


class StatementsDomain(PagewiseDomain):
    """Keeps the statements of each page, and forgets them when the page is read again."""

    name = "statements"
    label = "bound statements"
    data_version = 3
    initial_data: ClassVar = {"pages": {}, "problems": {}}

    @property
    def pages(self) -> dict[str, list[Statement]]:
        found: dict[str, list[Statement]] = self.data["pages"]
        return found

    @property
    def problems(self) -> dict[str, int]:
        found: dict[str, int] = self.data["problems"]
        return found

    def in_order(self) -> list[Statement]:
        """All statements, by page and place."""
        return [
            statement
            for page in sorted(self.pages)
            for statement in sorted(self.pages[page], key=lambda item: item.line)
        ]


def statements(env: BuildEnvironment) -> StatementsDomain:
    """The domain of that environment."""
    domain = env.domains["statements"]
    assert isinstance(domain, StatementsDomain)
    return domain


def note(
    env: BuildEnvironment,
    record: Recording,
    *,
    kind: str,
    line: int,
    anchor: str,
    shown: str,
    expression: str,
    value: str,
    answer: Any = None,
) -> Statement:
    """Keep a statement, and make its page depend on every file that was read for it.

    ``answer`` is the value itself where it is one: by it the rows that gave it are known.
    """
    given = origin(answer, expression, record)
    statement = Statement(
        kind=kind,
        page=env.docname,
        line=line,
        anchor=anchor,
        shown=shown,
        expression=expression,
        value=value,
        origin=_named(given),
        rows=read_lines(given, record),
        sources=sources(given, record),
        second_sources=second_sources(given, record),
    )
    statements(env).pages.setdefault(env.docname, []).append(statement)
    depend(env, (*record.tables, *named_by(statement.rows)))
    return statement


def named_by(names: Iterable[str]) -> set[str]:
    """The tables that give the rows of other tables their names in words."""
    return {
        key.table
        for name in names
        for key in tables()[name].foreign_keys
        if key.field in tables()[name].primary_key
    }


def _named(given: Origin | None) -> dict[str, Any]:
    if given is None:
        return {}
    return {"table": given.table, "lines": given.lines, "columns": list(given.columns)}


def depend(env: BuildEnvironment, names: tuple[str, ...]) -> None:
    """The current page must be read again when these tables or the schema change."""
    for path in (*(tables()[name].path for name in names), PACKAGE):
        env.note_dependency(path)


EVIDENCE = "appendix/evidence"
"""The page that lists the evidence, or leads to it."""


def evidence_page(page: str) -> str:
    """The page of HTML that holds the evidence of a page."""
    return f"{EVIDENCE}/{page}"


def table_page(name: str) -> str:
    """The page of the appendix that shows a table."""
    return f"appendix/{name.replace('_', '-')}"


def table_of(page: str) -> str:
    """The table whose rows a page of the appendix shows: figures-counts goes on with figures."""
    return _table_of(page, tuple(tables()))


@cache
def _table_of(page: str, names: tuple[str, ...]) -> str:
    shown = (name for name in names if f"{page}-".startswith(f"{table_page(name)}-"))
    return max(shown, key=len, default="")


def shown_rows(env: BuildEnvironment, name: str) -> dict[int, str]:
    """The pages that show the rows of a table, by the lines of these; asked once all are read."""
    builder: Any = env._app.builder
    if not hasattr(builder, "rows_shown"):
        builder.rows_shown = {}
        for item in own_tables(env):
            lines = builder.rows_shown.setdefault(table_of(item.page), {})
            lines.update(dict.fromkeys(item.rows[table_of(item.page)], item.page))
    found: dict[int, str] = builder.rows_shown.get(name, {})
    return found


def own_tables(env: BuildEnvironment) -> list[Statement]:
    """The data tables that stand on the pages of their tables."""
    return [
        item
        for page in sorted(statements(env).pages)
        for item in statements(env).pages[page]
        if item.kind == "data table" and table_of(page) in item.rows
    ]


def bibliography(env: BuildEnvironment) -> Path:
    """The file of the site's sources."""
    return Path(env.srcdir) / "references.bib"


def skip_node(translator: Any, node: nodes.Element) -> None:
    """Visit the children only."""


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_domain(StatementsDomain)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
