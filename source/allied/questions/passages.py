"""What the quotations of the article rest on: the passages in which their words were read."""

from __future__ import annotations

from ..store.rows import Passage
from ..store.tables import select


def passages(source: str | None = None, extent: str | None = None) -> tuple[Passage, ...]:
    """The passages recorded of a source, or of all; with ``extent``, only those read so."""
    return select(
        "passages",
        Passage,
        lambda row: source in (None, row.source) and extent in (None, row.extent),
    )
