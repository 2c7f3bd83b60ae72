"""``data-table``: rows straight from a CSV. ``data-dictionary``: what its columns mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from allied.store.bases import Row
from allied.store.conditions import condition
from allied.store.dates import PartialDate
from allied.store.rows import ROW_TYPES
from allied.store.schema import Field, ForeignKey, Table
from allied.store.tables import recording, select, tables
from allied.store.words import spell

from .downloads import download_links
from .rowwords import row_anchor
from .site import of_site
from .statements import depend, note, own_tables, table_of
from .tablenodes import build_table, titled


class DataTable(SphinxDirective):
    """Rows of a table, with chosen columns, and where they come from below."""

    required_arguments = 1
    option_spec: ClassVar = {
        "name": directives.unchanged_required,
        "caption": directives.unchanged_required,
        "columns": directives.unchanged_required,
        "where": directives.unchanged_required,
        "sort": directives.unchanged_required,
        "landscape": directives.flag,
        "widths": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in tables():
            raise self.error(f"there is no table {name!r}; the tables are {', '.join(tables())}")
        schema = tables()[name]
        try:
            columns = self._columns(schema)
            widths = self._widths(columns)
            where = self._where(schema)
            sort = self.options.get("sort", "")
            key = schema.field(sort.lstrip("-")) if sort else None
        except (KeyError, ValueError) as error:
            raise self.error(str(error.args[0])) from error
        with recording() as record:
            rows = list(select(name, ROW_TYPES[name], where))
            if key is not None:
                rows.sort(key=lambda row: _sortable(row, key), reverse=sort.startswith("-"))
            table = _table(schema, rows, columns, widths, self._cite)
        if table_of(self.env.docname) == name:
            self._name_rows(table, schema, rows)
        caption = self.options.get("caption", schema.title)
        titled(self, table, caption)
        table["generated"] = True
        if "landscape" in self.options:
            table["classes"].append("landscape")
        note(
            self.env,
            record,
            kind="data table",
            line=self.lineno,
            anchor=table["ids"][0] if table["ids"] else "",
            shown=caption,
            expression=f"{name}: {self.options.get('where', 'all rows')}",
            value=f"{len(rows)} rows",
        )
        return [table, *self._origin(schema, rows)]

    def _columns(self, schema: Table) -> list[Field]:
        given = self.options.get("columns")
        names = (
            [part.strip() for part in given.split(",")]
            if given
            else [field.name for field in schema.fields if field.name not in ("source", "locator")]
        )
        return [schema.field(name) for name in names]

    def _widths(self, columns: list[Field]) -> tuple[int, ...]:
        widths = tuple(int(part) for part in self.options.get("widths", "").split())
        if widths and len(widths) != len(columns):
            raise ValueError(f"{len(widths)} widths for {len(columns)} columns")
        return widths

    def _where(self, schema: Table) -> Callable[[Row], bool]:
        return condition(schema, self.options.get("where", ""))

    def _name_rows(self, table: nodes.table, schema: Table, rows: list[Row]) -> None:
        """Give each row its line, and its anchor where it first stands on the table's page."""
        named: set[str] = self.env.temp_data.setdefault("named_rows", set())  # type: ignore[assignment]
        [body] = table.findall(nodes.tbody)
        for node, row in zip(body.findall(nodes.row), rows, strict=True):
            node["file_line"] = schema.name, row.line
            anchor = row_anchor(schema, row)
            if anchor not in named:
                node["ids"].append(anchor)
                named.add(anchor)

    def _cite(self, key: str) -> list[nodes.Node]:
        return self.parse_inline(f"{{cite:p}}`{key}`")[0]

    def _origin(self, schema: Table, rows: list[Row]) -> list[nodes.Node]:
        keys = sorted({row.source for row in rows})
        few = len(keys) <= 3
        cite = f" {{cite:p}}`{','.join(keys)}`" if few else "s: named row by row in the file"
        text = (
            f"Source{':' if few else ''}{cite}. Edition: {schema.edition}. "
            f"Read {PartialDate.parse(schema.read)}. "
            f"Licence: {schema.licence}."
        )
        inlines, messages = self.parse_inline(text)
        paragraph = nodes.paragraph(text, "", *inlines, classes=["origin"], generated=True)
        paragraph += [nodes.Text(" "), *download_links(self.env.docname, schema.name)]
        return [paragraph, *messages]


def _sortable(row: Row, field: Field) -> tuple[bool, Any]:
    value = getattr(row, field.name)
    return value is not None, value if not hasattr(value, "first_day") else value.first_day


def _table(
    schema: Table,
    rows: list[Row],
    columns: list[Field],
    widths: tuple[int, ...],
    cite: Callable[[str], list[nodes.Node]],
) -> nodes.table:
    names = {key.field: _names(key) for key in schema.foreign_keys}
    body: list[list[str | list[nodes.Node]]] = [
        [
            cite(value)
            if column.bibliography and value
            else names.get(column.name, {}).get(value) or show(value, column)
            for column in columns
            for value in [getattr(row, column.name)]
        ]
        for row in rows
    ]
    heads = [
        f"{column.title}, {column.unit}" if column.unit else column.title for column in columns
    ]
    right = [column.type in ("number", "integer") for column in columns]
    return build_table(heads, body, right, widths)


def _names(key: ForeignKey) -> dict[str, str]:
    """What a reader calls the rows that a column points at."""
    rows = select(key.table, ROW_TYPES[key.table])
    return {str(getattr(row, key.key)): str(row) for row in rows}


# Numbers that name something: nobody writes "Resolution 2,048".
_NAMES = frozenset({"year", "by", "resolution", "committee", "ended_by"})


def show(value: Any, column: Field) -> str:
    """A value as a reader sees it: numbers with their decimals, dates in words."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.{column.digits}f}" if column.digits is not None else f"{value:,.10g}"
    if isinstance(value, int) and not isinstance(value, bool) and column.name not in _NAMES:
        return f"{value:,}"
    return spell(value)


class DataDictionary(SphinxDirective):
    """The columns of a table, generated from its schema."""

    required_arguments = 1
    option_spec: ClassVar = {"name": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in tables():
            raise self.error(f"there is no table {name!r}; the tables are {', '.join(tables())}")
        schema = tables()[name]
        depend(self.env, (name,))
        body: list[list[str | list[nodes.Node]]] = [
            [[nodes.literal("", column.name)], _type(column), column.description + "."]
            for column in schema.fields
        ]
        table = build_table(["Column", "Type", "Meaning"], body, [False] * 3)
        titled(self, table, f"Columns of {schema.title}")
        table["classes"].append("dictionary")
        table["generated"] = True
        return [table]


def _type(column: Field) -> str:
    words = {"partial-date": "date, to the year, month or day", "string": "text"}
    parts = [words.get(column.type, column.type)]
    if column.unit:
        parts.append(column.unit)
    if column.enum:
        parts.append("one of: " + ", ".join(column.enum))
    parts.append("required" if column.required else "may be blank")
    return "; ".join(parts)


def lead_on(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Lead from each page of a table that has several to the next, for links to rows."""
    if name := table_of(pagename):
        pages = sorted({item.page for item in own_tables(app.env) if table_of(item.page) == name})
        if later := [page for page in pages if page > pagename]:
            uri = app.builder.get_relative_uri(pagename, later[0])
            attributes: dict[str, Any] = {"defer": "defer", "data-next": uri}
            app.add_js_file("rows.js", **attributes)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("html-page-context", of_site(lead_on))
    app.add_directive("data-table", DataTable)
    app.add_directive("data-dictionary", DataDictionary)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
