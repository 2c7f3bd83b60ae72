"""The ``checked-table`` directive: an example whose output, a Markdown table, is the table."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from allied.store.markdown import cells
from allied.store.tables import tables
from allied_check.catalogue import catalogue
from allied_check.doctests import check_table, run_table
from allied_check.expressions import called
from allied_check.page import Block

from .disclosure import disclosure
from .questions import words
from .sources import source_name
from .statements import Statement, note
from .tablenodes import build_table, titled

NAMED = 3
"""So many sources are named."""


class CheckedTable(SphinxDirective):
    """The table as a table, with the example that made it behind a disclosure."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = {"name": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        block = Block(
            kind="checked-table",
            directive=True,
            argument=self.arguments[0],
            line=self.lineno,
            options={},
            body=tuple(self.content),
            body_line=self.content_offset + 1,
            indent="",
        )
        run = run_table(block)
        for problem in check_table(block, Path(self.env.doc2path(self.env.docname))):
            raise self.error(f"{problem.wrong}; {problem.remedy}")
        heads, rule, *body = map(cells, run.got)
        table = build_table(heads, [*body], [cell.endswith(":") for cell in rule])
        table["checked"] = table["generated"] = True
        titled(self, table, self.arguments[0])
        statement = note(
            self.env,
            run.record,
            kind="table",
            line=self.lineno,
            anchor=table["ids"][0] if table["ids"] else "",
            shown=self.arguments[0],
            expression=run.source,
            value=f"{len(run.got) - 2} rows",
        )
        source = "\n".join(
            (">>> " if n == 0 else "... ") + line for n, line in enumerate(run.source.splitlines())
        )
        code = nodes.literal_block(source, source, language="pycon")
        parts = [*self._told(statement), code]
        made = disclosure("", *parts, summary="How this table is made", classes=[], print=False)
        made["generated"] = code["generated"] = True
        return [table, made] if statement.rows else [table]

    def _told(self, statement: Statement) -> list[nodes.Node]:
        """What was asked and what was read, in words."""
        asked = nodes.bullet_list(bullet="-")
        for name, says in questions(statement.expression):
            line = nodes.paragraph("", "", nodes.literal("", name), nodes.Text(": "), *words(says))
            asked += nodes.list_item("", line)
        titles = ", ".join(tables()[name].title for name in statement.rows)
        read = nodes.paragraph("", "", nodes.Text(f"Read from {titles}. Source: "))
        first = statement.sources[:NAMED]
        for number, key in enumerate(first):
            read += [nodes.Text("; " if number else ""), source_name("", key, key=key)]
        more = len(statement.sources) - len(first)
        read += nodes.Text(f"; and {more} more." if more else ".")
        return [nodes.paragraph("", "These questions are asked of the data:"), asked, read]


def questions(expression: str) -> list[tuple[str, str]]:
    """The questions that an expression asks, in its order, each with what it answers."""
    tree = ast.parse(expression.strip(), mode="eval")
    asked = dict.fromkeys(called(node) for node in ast.walk(tree))
    return [(name, catalogue()[name].brief) for name in asked if name in catalogue()]


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("checked-table", CheckedTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
