"""What the columns of a table hold, told by classes of their heads: the style sheet makes room.

A browser shrinks a column of sentences to its longest word before it lets a table scroll.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata

from .accessibility import is_day

MANY = 4  # columns: fewer have room on a phone
SENTENCE = 60  # letters
HEAVY = 50  # letters: in bold, a column of longer names outweighs what it names
WORD = 12
_YEAR = re.compile(r"\d{4}")


class Columns(SphinxPostTransform):
    """Mark heads over names and sentences; years that name rows stand to the left like names."""

    default_priority = 502
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for group in self.document.findall(nodes.tgroup):
            rows = [list(row.findall(nodes.entry)) for row in group.findall(nodes.row)]
            if len({len(row) for row in rows}) == 1 and len(rows) > 1:
                for number, (head, *cells) in enumerate(zip(*rows, strict=True)):
                    _mark(head, cells, first=number == 0, many=len(rows[0]) >= MANY)


def _mark(head: nodes.entry, cells: list[nodes.entry], *, first: bool, many: bool) -> None:
    texts = [cell.astext() for cell in cells]
    longest = max(map(len, texts))
    if first and all(map(_YEAR.fullmatch, texts)):
        for cell in (head, *cells):
            cell["classes"] = [name for name in cell["classes"] if name != "text-right"]
    elif first and not any(map(is_day, texts)):
        own = 2 * len(set(texts)) > len(texts)  # what is repeated row by row names a group
        named = many and longest > (WORD if own else HEAVY)
        head["classes"] += ["name"] * named + ["plain"] * (longest > HEAVY)
    elif many and longest > SENTENCE:
        head["classes"].append("words")


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_post_transform(Columns)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
