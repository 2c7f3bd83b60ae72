"""The sentences of the article that speak of the present, by the age of what they cite.

A policy, an aim or a membership may have changed since its source was written: what is oldest
is to be looked at first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .page import Page
from .prose import is_article
from .rules import Site
from .vocabulary import CITATIONS

_PRESENT = re.compile(
    r"\b(?:is|are|has|have|does|do|aims?|allows?|asks?|belongs?|binds?|bars?|buys?|calls?|can|"
    r"commands?|counts?|covers?|gives?|holds?|includes?|joins?|keeps?|leads?|leaves?|lets?|links?|"
    r"lists?|makes?|may|meets?|must|needs?|owns?|pays?|plans?|promises?|provides?|remains?|"
    r"requires?|runs?|serves?|shares?|sits?|stands?|supports?|takes?|uses?|wants?|will|works?)\b"
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|said|told|held|found|argued|wrote|saw|began|came|took|gave|made|led|"
    r"left|kept|meant|became|went|stood|won|lost|could|would|[a-z]{3,}ed)\b"
)


class Sentence(NamedTuple):
    """A sentence and the date of the newest source that it cites, as ISO 8601 has it."""

    date: str
    page: Page
    line: int
    words: str


def ages(site: Site) -> list[Sentence]:
    """The sentences in the present tense, the oldest first; a source without a date is older."""
    return sorted(
        (
            found
            for page in site.pages.values()
            if is_article(page.path)
            for found in _of(page, site)
        ),
        key=lambda found: (found.date, found.page.path, found.line),
    )


def _of(page: Page, site: Site) -> Iterator[Sentence]:
    for paragraph in page.prose:
        if paragraph.kind != "paragraph":
            continue
        begin = 0
        for text in paragraph.text.split("\n"):
            end = begin + len(text)
            keys = [
                key.strip()
                for place, role in paragraph.roles()
                if begin <= place <= end and role.name in CITATIONS
                for key in role.text.split(",")
            ]
            if keys and _PRESENT.search(text) and not _PAST.search(text):
                date = max(_date(site, key) for key in keys)
                words = " ".join(text.replace("\u2400", "…").split())
                yield Sentence(date, page, paragraph.line_at(begin), words)
            begin = end + 1


def _date(site: Site, key: str) -> str:
    fields = site.sources[key].entry.fields if key in site.sources else {}
    return str(fields.get("date") or fields.get("year") or "")
