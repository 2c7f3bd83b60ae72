"""Entries of a .bib file that are written in some other way than ours, read by pybtex itself.

It is a module of its own because few files have any: pybtex takes long to load.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pybtex.database import Entry
from pybtex.database.input.bibtex import LowLevelParser, Parser, SkipEntry, UndefinedMacro
from pybtex.errors import capture
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pybtex.scanner import PybtexSyntaxError

from allied.store.problems import DataError, Problem

_MACROS = 100_000  # signs of all strings together: each may hold many of another
_UNREAD = (PybtexError, UnicodeError)


class Commands(LowLevelParser):  # type: ignore[misc]  # untyped base
    """pybtex's reading of one entry after another; it remembers the strings that are defined."""

    def __init__(self, text: str, path: Path) -> None:
        super().__init__(text, macros=Parser().macros)
        self.path = path
        self.skipped = False

    def entry(self, start: int, line: int) -> tuple[str, str, list[tuple[str, str]]] | None:
        """Type, key and fields of the entry that begins there; None for what is no entry.

        ``pos`` is then its end; ``skipped`` says that it was a comment, which may go on and say
        anything up to the next entry. Raises DataError where it cannot be read.
        """
        self.command_start, self.pos, self.lineno = start, start + 1, line
        try:
            command, (key, *rest) = self.parse_command()
        except UndefinedMacro as error:
            message = str(error).rpartition(": ")[2]
            raise self._broken(error.lineno, f"the string {message!r} is not defined") from None
        except PybtexSyntaxError as error:
            raise self._broken(line, self._reason(error)) from None
        except SkipEntry:
            self.skipped = True
            return None
        self.skipped = False
        if sum(map(len, self.macros.values())) > _MACROS:
            raise self._broken(line, "the strings up to here are too long")
        if command.lower() in ("string", "preamble"):
            return None
        return command, key, [(name, "".join(values)) for name, values in rest[0]]

    def _broken(self, line: int, wrong: str) -> DataError:
        remedy = "correct it: each { needs its }, and each field but the last a comma"
        return DataError([Problem(self.path, line, wrong, remedy)])

    def _reason(self, error: PybtexSyntaxError) -> str:
        key = self.current_entry_key
        what = f"the entry {key!r}" if key else "this entry"
        message = re.sub(r"^syntax error(?: in line \d+)?: ", "", str(error))
        return f"{what} cannot be read (line {error.lineno}: {message})"


def as_entry(type_: str, key: str, fields: Sequence[tuple[str, str]]) -> tuple[Entry, list[str]]:
    """pybtex's form of an entry, and what it finds wrong with it."""
    parser = Parser()
    with capture() as errors:  # pybtex would raise them, or print them
        parser.process_entry(type_, key, [(name, [value]) for name, value in fields])
    return parser.data.entries[key], [str(error) for error in errors]


def as_text(latex: str) -> str | None:
    """LaTeX as a reader sees it; None where it cannot be read."""
    try:
        return str(Text.from_latex(latex))
    except _UNREAD:
        return None
