"""Typst source to PDF, with Typst's messages led back to the pages they come from."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typst

BOOK = "book.typ"
_MARK = re.compile(r"/\*@(?P<docname>.*?):(?P<line>\d*)\*/")
_MESSAGE = re.compile(r"^(?:error|warning): ", re.MULTILINE)
COLOUR_SIGN = "\ufe0f"
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_BOOK_PLACE = re.compile(rf"[\s/\\]{re.escape(BOOK)}:(\d+):(\d+)")


def source_mark(docname: str, line: int | None) -> str:
    """Return the comment that tells :func:`compile_book` where the next markup comes from."""
    return f"/*@{docname}:{line or ''}*/"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of Typst; *docname* and *line* are ``None`` where no page is to blame."""

    text: str
    docname: str | None
    line: int | None


class CompileError(Exception):
    """Typst refused the book; *messages* holds its errors and warnings."""

    def __init__(self, messages: Sequence[Message]) -> None:
        super().__init__("; ".join(message.text for message in messages))
        self.messages = messages


Places = dict[str, tuple[int, float, float]]
"""For each name of a place its page (from 1) and the points from the page's left and top."""


def compile_book(
    source: Path,
    pdf: Path,
    *,
    root: Path,
    timestamp: int,
    font_paths: Sequence[str],
    standards: Sequence[str],
) -> tuple[list[Message], Places]:
    """Compile *source* to *pdf*; return Typst's warnings, and where links lead.

    *root* is the folder that paths with a leading slash start from; *timestamp* is in seconds
    since 1970-01-01 UTC.  Raises :class:`CompileError`.
    """
    compiler = typst.Compiler(
        str(source), root=str(root), font_paths=list(font_paths), ignore_system_fonts=True
    )
    try:
        _, warnings = compiler.compile_with_warnings(
            output=str(pdf),
            pdf_standards=list(standards),  # type: ignore[arg-type]  # any str from conf.py
            timestamp=timestamp,
        )
        # The layout is still in memory: this costs a tenth of a second.
        found = json.loads(compiler.query("<places>", field="value"))
    except typst.TypstError as error:
        said = list(_messages(error.diagnostic or str(error), source.read_text("utf-8")))
        raise CompileError(said) from error
    except (ValueError, RuntimeError) as error:  # standards that exclude one another
        raise CompileError([Message(str(error), None, None)]) from error
    places = {name: tuple(place) for part in found for name, place in part.items()}
    markup = source.read_text("utf-8") if warnings else ""
    messages = [found for warning in warnings for found in _messages(warning.diagnostic, markup)]
    return messages, places


def missing_signs(messages: Sequence[Message]) -> set[str]:
    """Return the characters of which Typst says that no font has them."""
    found: set[str] = set()
    for message in messages:
        for text in _NO_GLYPH.findall(message.text):
            plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
            # A sign for colour asks for another look of the one before it.
            found |= {COLOUR_SIGN} if COLOUR_SIGN in plain else set(plain)
    return found


def name_signs(source: Path, signs: Iterable[str]) -> None:
    """Put the name of each of these characters in its place: ``[package]``."""
    names: dict[str, str | int | None] = {
        sign: "" if sign == COLOUR_SIGN else f"[{unicodedata.name(sign, 'a sign').lower()}]"
        for sign in signs
    }
    text = source.read_text("utf-8").translate(str.maketrans(names))
    source.write_text(text, encoding="utf-8", newline="\n")


def _messages(diagnostic: str, markup: str) -> Iterator[Message]:
    """Split Typst's report into messages and find the page of each."""
    starts = [match.start() for match in _MESSAGE.finditer(diagnostic)] or [0]
    for start, end in zip(starts, [*starts[1:], len(diagnostic)], strict=True):
        text = diagnostic[start:end].rstrip()
        docname, line = _origin(text, markup)
        yield Message(text, docname, line)


def _origin(message: str, markup: str) -> tuple[str | None, int | None]:
    # The first place in book.typ is the innermost call: later ones are the calls around it.
    place = _BOOK_PLACE.search(message)
    if place is None:
        return None, None
    row, column = int(place[1]), int(place[2])
    lines = markup.splitlines(keepends=True)
    offset = sum(map(len, lines[: row - 1])) + column
    marks = list(_MARK.finditer(markup, 0, offset))
    if not marks:
        return None, None
    mark = marks[-1]
    return mark["docname"], int(mark["line"]) if mark["line"] else None
