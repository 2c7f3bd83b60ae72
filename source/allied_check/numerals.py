"""The numbers that a reader sees in a stretch of text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PLACE = re.compile(
    r"\b(?:articles?|paragraphs?|chapters?|books?|sections?|parts?|tables?|figures?|pages?)"
    r"\s+\d+\w?(?:\(\d+\))?(?:(?:,| and| to)(?:\s+and)?\s+\d+\w?)*",
    re.I,
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d(?:s|\b)")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*(?<![.,])")


def numerals(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_PLACE, _YEAR):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    for match in _NUMBER.finditer(text):
        yield match.span()
