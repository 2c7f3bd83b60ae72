"""All tables in one accessible workbook (xlsx): a cover, notes, and one sheet a table.

A sheet holds one Excel table that begins in A1, under the names that the CSV file has; no cell
is merged, nothing is said by colour alone, and there is no macro.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

from allied.store.schema import Field, Table
from allied.store.tables import tables

from .packages import Edition, licences, package, values

COVER, NOTES = "Cover", "Notes"
STYLE = "Table Style Light 1"  # black on white and light grey: enough contrast for everyone
WIDEST = 60  # characters; longer texts are wrapped
# Excel counts days from 1900 and takes that year for a leap year: earlier days stay texts.
FIRST_DAY = datetime.date(1900, 3, 1)
_TYPES = {"string": "text", "partial-date": "date, to the year, month or day"}
_NOTES_WIDTHS = (18, 30, WIDEST, 36, 16, 44, 44, 14)


def workbook(edition: Edition) -> bytes:
    """The bytes of the workbook: the same for the same data and edition.

    Raises DataError for data that break their schema and ValueError for what Excel cannot hold.
    """
    import xlsxwriter  # here, not above: only a build of the site needs to wait for it

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties(
        {
            "title": package()["title"],
            "subject": f"The tables behind the reference article {edition.article}",
            "author": edition.author,
            "category": "Data",
            "keywords": ", ".join(tables()),
            "comments": edition.citation,
            # Without it XlsxWriter asks the clock.
            "created": datetime.datetime.combine(edition.date, datetime.time()),
        }
    )
    pen = _Pen(book)
    _cover(pen, edition)
    _notes(pen)
    for table in tables().values():
        _sheet(pen, table)
    book.close()
    return target.getvalue()


class _Pen:
    """Writes cells by the type of their value, and refuses what did not arrive."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, **properties: Any) -> Any:
        """The format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **properties})
        return self._formats[key]

    def put(self, sheet: Any, row: int, column: int, value: Any, **properties: Any) -> None:
        """Write one value: text, number, boolean, date, partial date (as text) or a blank."""
        match value:
            case None | "":
                return
            case bool():  # before numbers: True is an int
                done = sheet.write_boolean(row, column, value, self.format(**properties))
            case int() | float():
                done = sheet.write_number(row, column, value, self.format(**properties))
            case datetime.date() if value >= FIRST_DAY:
                dated = self.format(num_format="yyyy-mm-dd", align="left", **properties)
                done = sheet.write_datetime(row, column, value, dated)
            case _:
                # Never sheet.write(): it would take "=..." for a formula and a URL for a link.
                done = sheet.write_string(row, column, _text(value), self.format(**properties))
        _written(done, sheet, f"row {row + 1}, column {column + 1}")

    def link(self, sheet: Any, row: int, column: int, address: str, words: str) -> None:
        """Write a link that shows words."""
        look = self.format(font_color="#0000C0", underline=1, text_wrap=True)
        done = sheet.write_url(row, column, address, look, words)
        _written(done, sheet, f"the link {address}")

    def table(
        self, sheet: Any, top: int, heads: list[str], height: int, name: str, words: str
    ) -> None:
        """Make rows below ``top`` an Excel table of that name; ``words`` describe it."""
        bold = self.format(bold=True)
        done = sheet.add_table(
            top,
            0,
            top + max(height, 1),  # an Excel table has at least one row
            len(heads) - 1,
            {
                "name": name,
                "style": STYLE,
                "columns": [{"header": head, "header_format": bold} for head in heads],
                "description": words,
            },
        )
        _written(done, sheet, f"the table {name}")


def _written(done: Any, sheet: Any, what: str) -> None:
    """XlsxWriter reports a failure by what it returns, and goes on."""
    if done not in (0, None):
        raise ValueError(f"Excel cannot hold {what} of the sheet {sheet.get_name()}")


def _cover(pen: _Pen, edition: Edition) -> None:
    sheet = pen.book.add_worksheet(COVER)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    pen.put(sheet, 0, 0, package()["title"], bold=True, font_size=16)
    lines: list[tuple[str, Any]] = [
        ("What this is", f"The tables behind the reference article {edition.article}."),
        (
            "How to read it",
            f"One table a sheet; the sheet {NOTES} says what each column means. A blank means "
            "that the source gives no value, or that none exists.",
        ),
        ("Edition", edition.date),
        ("Commit", edition.commit),
        ("How to cite", edition.citation),
        (
            "Sources",
            "The column 'source' of each row gives a key of references.bib, "
            "which the zip beside this workbook holds.",
        ),
    ]
    for (words, url), group in licences().items():
        names = ", ".join(table.name for table in group)
        lines.append(("Licence", f"{words} (tables {names}). {url}".rstrip()))
    for row, (label, value) in enumerate(lines, 2):
        pen.put(sheet, row, 0, label, bold=True)
        pen.put(sheet, row, 1, value, text_wrap=True)
    top = len(lines) + 3
    pen.put(sheet, top, 0, "Sheets", bold=True, font_size=14)
    sheets = {NOTES: "What each table and each column means"}
    sheets |= {table.name: table.title for table in tables().values()}
    for row, (name, words) in enumerate(sheets.items(), top + 1):
        pen.link(sheet, row, 0, f"internal:'{name}'!A1", name)
        pen.put(sheet, row, 1, words)


def _notes(pen: _Pen) -> None:
    sheet = pen.book.add_worksheet(NOTES)
    for column, width in enumerate(_NOTES_WIDTHS):
        sheet.set_column(column, column, width)
    pen.put(sheet, 0, 0, "Notes", bold=True, font_size=16)
    lines = (
        "This sheet holds two tables: about_tables, and below it about_columns.",
        "Numbers are shown rounded as on the pages; the cells hold them in full.",
        "A date known only to the year or month is text, for a cell would add a day to it.",
    )
    for row, line in enumerate(lines, 1):
        pen.put(sheet, row, 0, line)
    heads = "Table|Title|Description|Edition|Read on|Licence|Licence address|Rows".split("|")
    body = [_about_table(table) for table in tables().values()]
    top = len(lines) + 2
    words = "Each table of this workbook: what it is, its edition and licence"
    _block(pen, sheet, top, heads, body, "about_tables", words)
    heads = "Table|Column|Meaning|Title|Type|Allowed values|Unit|Blank".split("|")
    body = [_about_column(table, field) for table in tables().values() for field in table.fields]
    top += len(tables()) + 2
    words = "Each column of each table: its meaning, type, allowed values and unit"
    _block(pen, sheet, top, heads, body, "about_columns", words)


def _block(
    pen: _Pen, sheet: Any, top: int, heads: list[str], body: list[list[Any]], name: str, words: str
) -> None:
    for row, cells in enumerate(body, top + 1):
        for column, value in enumerate(cells):
            pen.put(sheet, row, column, value, text_wrap=True)
    pen.table(sheet, top, heads, len(body), name, words)


def _about_table(table: Table) -> list[Any]:
    return [
        table.name,
        table.title,
        table.description,
        table.edition,
        datetime.date.fromisoformat(table.read),
        table.licence,
        table.licence_url,
        len(values(table)),
    ]


def _about_column(table: Table, field: Field) -> list[Any]:
    return [
        table.name,
        field.name,
        field.description + ".",
        field.title,
        _TYPES.get(field.type, field.type),
        ", ".join(field.enum),
        field.unit,
        "never" if field.required else "may be blank",
    ]


def _sheet(pen: _Pen, table: Table) -> None:
    sheet = pen.book.add_worksheet(table.name)
    rows = values(table)
    for column, field in enumerate(table.fields):
        # The button of the filter stands on the head, so that it needs room for two more.
        longest = max([len(field.name) + 2, *(len(_text(row[field.name])) for row in rows)])
        sheet.set_column(column, column, min(longest, WIDEST) + 2)
        properties: dict[str, Any] = {}
        if field.type == "number" and field.digits is not None:
            properties["num_format"] = "#,##0" + ("." + "0" * field.digits) * bool(field.digits)
        elif longest > WIDEST:
            properties["text_wrap"] = True
        for line, row in enumerate(rows, 1):
            pen.put(sheet, line, column, row[field.name], **properties)
    heads = [field.name for field in table.fields]
    pen.table(sheet, 0, heads, len(rows), table.name, f"{table.title}. {table.description}")
    sheet.freeze_panes(1, 0)
    # Codes such as 008 and years as partial dates are meant as texts.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(rows) + 1}"})


def _text(value: Any) -> str:
    """A value in the characters of its cell, without the unit that a quantity would add."""
    if isinstance(value, float):
        return f"{float(value):,}"
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
