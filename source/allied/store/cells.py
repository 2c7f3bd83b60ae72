"""A CSV file as cells; what spreadsheets and editors do to one is said once, at its cause."""

from __future__ import annotations

import csv
import io
from difflib import get_close_matches
from pathlib import Path

from .files import source_text
from .problems import DataError, Problem

_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}


def read_cells(path: Path, columns: list[str]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and each record after it with the line on which it begins.

    Raises DataError with one problem unless the header names ``columns``, in their order.
    """
    text = source_text(path)
    if not text.strip():
        wrong = "the file is empty"
        raise _one(path, 1, wrong, f"restore it, or begin with a header: {','.join(columns)}")
    _check_separator(path, text.partition("\n")[0], columns)
    records = _records(path, text)
    header = records.pop(0)[1]
    _check_header(path, header, columns)
    if not records:
        raise _one(path, 1, "the table has a header and no rows", "restore its rows, or add one")
    return header, records


def _one(path: Path, line: int, wrong: str, remedy: str) -> DataError:
    return DataError([Problem(path, line, wrong, remedy)])


def _check_separator(path: Path, first: str, columns: list[str]) -> None:
    """The header tells what the file is separated by."""
    if first.lower().startswith("sep="):
        wrong = f"the line {first!r} is an instruction to Excel, not a header"
        raise _one(path, 1, wrong, "save the file as CSV UTF-8 with commas, without that line")
    for separator, name in _SEPARATORS.items():
        parts = [part.strip('" ') for part in first.split(separator)]
        if len(parts) > 1 and len(set(parts) & set(columns)) * 2 >= len(columns):
            excel = ", as Excel writes it in some countries" if separator == ";" else ""
            raise _one(
                path,
                1,
                f"this file is separated by {name}{excel}",
                "save it as CSV UTF-8 with commas",
            )


def _records(path: Path, text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[int, list[str]]] = []
    begin = 1
    try:
        for cells in reader:
            records.append((begin, cells))
            begin = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            wrong = "a value in this row goes on for more than 100,000 characters"
            raise _one(path, begin, wrong, "shorten it, or close the quote before it") from None
        raise _one(
            path,
            begin,
            'a quote (") in this row is not closed, or text follows it',
            "close it before the comma; write a quote within a quoted value twice",
        ) from None
    return records


def _check_header(path: Path, header: list[str], columns: list[str]) -> None:
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    twice = [name for name in columns if header.count(name) > 1]
    if len(missing) == len(columns):
        wrong = f"the file does not begin with its header, but with {_names(header[:3])}"
        raise _one(path, 1, wrong, f"put this line above it: {','.join(columns)}")
    if missing:
        wrong = f"the header has no column {_names(missing)}"
        wrong += f", but has {_names(unknown)}" if unknown else ""
        raise _one(path, 1, wrong, _restore(missing, unknown))
    if twice:
        raise _one(path, 1, f"the header names {_names(twice)} twice", "remove one of the two")
    if not unknown and header != columns:
        wrong = "the header names its columns in another order than datapackage.json"
        raise _one(path, 1, wrong, f"let it be {','.join(columns)}, and each row as it")


def _restore(missing: list[str], unknown: list[str]) -> str:
    """Rename what is only misspelt, and restore the rest."""
    written = {name.strip().lower(): name for name in unknown}
    steps, lost = [], []
    for name in missing:
        if near := get_close_matches(name, written, n=1):
            steps.append(f"rename {written.pop(near[0])!r} to {name!r}")
        else:
            lost.append(name)
    if lost:
        steps.append(f"restore {_names(lost)} in the header and in each row")
    return " and ".join(steps)


def _names(names: list[str]) -> str:
    return " and ".join(map(repr, names))
