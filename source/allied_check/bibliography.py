"""The keys of a BibTeX file, and how a reader names each source in a few words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

KINDS = ("primary", "scholarship", "reference", "press", "web")
"""What a source is: the text of those who acted, research, a work of reference, news, the rest."""
EXTENTS = ("not read again", "quoted elsewhere", "abstract", "part", "whole")
"""How much of a source was read, from the least to the most."""

_ENTRY = re.compile(r"^@(?P<type>\w+)\s*\{\s*(?P<key>[^,\s]+)\s*,", re.M)
_FIELD = re.compile(r"^\s*(?P<name>\w+)\s*=\s*(?P<value>.+?)\s*,?\s*$", re.M)


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry: its key, the line it begins on, and the fields a short name is made of."""

    key: str
    line: int
    author: str
    title: str
    year: str
    kind: str
    """One of `KINDS`, from the field ``keywords``; blank where it is not said."""
    extent: str
    """One of `EXTENTS`, from the field ``extent``; blank where it is not said."""

    @property
    def short(self) -> str:
        """Author and year, or the title where no author is named."""
        return (
            f"{self.author or self.title} ({self.year})" if self.year else self.author or self.title
        )


@cache
def references(path: Path) -> dict[str, Reference]:
    """The entries of a .bib file by key."""
    text = path.read_text(encoding="utf-8")
    entries = list(_ENTRY.finditer(text))
    ends = [entry.start() for entry in entries[1:]] + [len(text)]
    found: dict[str, Reference] = {}
    for entry, end in zip(entries, ends, strict=True):
        fields = {
            match["name"].lower(): match["value"]
            for match in _FIELD.finditer(text, entry.end(), end)
        }
        author = fields.get("author") or fields.get("editor") or fields.get("institution", "")
        found[entry["key"]] = Reference(
            key=entry["key"],
            line=text.count("\n", 0, entry.start()) + 1,
            author=_authors(author),
            title=_plain(fields.get("title", "")),
            year=_plain(fields.get("year", "")),
            kind=_plain(fields.get("keywords", "")),
            extent=_plain(fields.get("extent", "")),
        )
    return found


def _plain(value: str) -> str:
    return re.sub(r"[{}]", "", value.strip('"')).strip()


def _authors(value: str) -> str:
    if value.startswith("{{"):  # a body, whose name may hold "and" and commas
        return _plain(value)
    names = [name.split(",")[0].strip() for name in _plain(value).split(" and ") if name]
    if len(names) > 2:
        return f"{names[0]} and others"
    return " and ".join(names)
