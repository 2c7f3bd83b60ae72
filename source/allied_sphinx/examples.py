"""The ``checked-table`` directive: an example whose output, a Markdown table, is the table."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

import allied
from allied.store.markdown import cells
from allied.store.tables import tables
from allied_check.doctests import check_table, run_table
from allied_check.page import Block

from .disclosure import disclosure
from .statements import Statement, note
from .tablenodes import build_table, titled

NAMED = 3
"""So many sources are named."""
_FIRST = re.compile(r"(.*?[.!?])(?:\s.*)?", re.S)


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
        told, messages = self._told(statement)
        parts = [*told, code]
        made = disclosure("", *parts, summary="How this table is made", classes=[], print=False)
        made["generated"] = code["generated"] = True
        return [table, made, *messages] if statement.rows else [table]

    def _told(self, statement: Statement) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """What was asked and what was read, in words."""
        asked = nodes.bullet_list(bullet="-")
        for name, says in questions(statement.expression):
            line = nodes.paragraph("", "", nodes.literal("", name), nodes.Text(f": {says}"))
            asked += nodes.list_item("", line)
        read = nodes.Text(f"Read from {', '.join(tables()[name].title for name in statement.rows)}")
        first = statement.sources[:NAMED]
        more = len(statement.sources) - len(first)
        cited, messages = self.parse_inline(f"{{cite:p}}`{','.join(first)}`") if first else ([], [])
        end = nodes.Text(f" and {more} more sources." if more else ".")
        return [
            nodes.paragraph("", "These questions are asked of the data:"),
            asked,
            nodes.paragraph("", "", read, nodes.Text(" "), *cited, end),
        ], messages


def questions(expression: str) -> list[tuple[str, str]]:
    """The questions that an expression asks, in its order, each with what it answers."""
    found: dict[str, str] = {}
    for node in ast.walk(ast.parse(expression.strip(), mode="eval")):
        if isinstance(node, ast.Name) and node.id in allied.__all__ and node.id != "table":
            told = " ".join(
                (inspect.getdoc(getattr(allied, node.id)) or "").split("\n\n")[0].split()
            )
            found.setdefault(node.id, _FIRST.sub(r"\1", told))
    return list(found.items())


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("checked-table", CheckedTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
