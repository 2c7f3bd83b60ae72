"""Where the words of others stand in a page: between quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .page import Paragraph

_CLOSED = re.compile(r'"[^"]*"|\u201c[^\u201d]*\u201d')
_OPEN = re.compile(r'"[^"]*\Z|\u201c[^\u201d]*\Z')
_BEGINS = re.compile(r'\s*["\u201c]')


@dataclass(frozen=True, slots=True)
class Quotation:
    """The place of a quotation in the text of a paragraph, marks included."""

    start: int
    end: int


def quotations(prose: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, list[Quotation]]]:
    """Each paragraph with its quotations.

    A quotation of several paragraphs opens each of them and closes the last: one that is left
    open runs to the end of its paragraph where the next one begins with a mark.
    """
    for number, paragraph in enumerate(prose):
        found = [Quotation(*match.span()) for match in _CLOSED.finditer(paragraph.text)]
        rest = found[-1].end if found else 0
        left = _OPEN.search(paragraph.text, rest)
        if left and number + 1 < len(prose) and _BEGINS.match(prose[number + 1].text):
            found.append(Quotation(*left.span()))
        yield paragraph, found


def blanked(text: str, spans: Sequence[Quotation], by: str) -> str:
    """The text with the spans hidden, line for line."""
    for span in spans:
        hidden = re.sub(r"[^\n]", by, text[span.start : span.end])
        text = text[: span.start] + hidden + text[span.end :]
    return text
