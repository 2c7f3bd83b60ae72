"""The ``checked-table`` directive: an example whose output, a Markdown table, is the table."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from allied_check.doctests import run_examples, run_table
from allied_check.page import Block, parse_page

from .disclosure import disclosure
from .statements import note


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
        table = next(
            (
                node
                for node in self.parse_text_to_nodes("\n".join(run.expected))
                if isinstance(node, nodes.table)
            ),
            None,
        )
        if table is None:  # the checks name the page, the line and the cause
            return []
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
        made = disclosure("", code, summary="How this table is made", classes=[], print=False)
        return [table, made] if statement.rows else [table]


def titled(directive: SphinxDirective, table: nodes.table, caption: str) -> None:
    """Give a table its caption, its name and its row headers."""
    title_nodes, messages = directive.parse_inline(caption)
    table.insert(0, [nodes.title(caption, "", *title_nodes), *messages])
    directive.add_name(table)
    directive.set_source_info(table)
    for column in list(table.findall(nodes.colspec))[:1]:
        column["stub"] = 1


def note_examples(app: Sphinx, docname: str, source: list[str]) -> None:
    """The plain examples of a page read data too: the page depends on them."""
    path = Path(app.env.doc2path(docname))
    outcome = run_examples(parse_page(source[0], path))
    if outcome.count:
        note(
            app.env,
            outcome.record,
            kind="example",
            line=1,
            anchor="",
            shown=f"{outcome.count} examples",
            expression="",
            value="all hold",
        )


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("checked-table", CheckedTable)
    app.connect("source-read", note_examples)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
