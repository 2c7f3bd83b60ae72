"""What the quotations of the article rest on: the passages in which their words were read."""

from __future__ import annotations

from ..store.rows import Passage
from ..store.tables import select


def passages(source: str | None = None, extent: str | None = None) -> tuple[Passage, ...]:
    """The passages recorded of a source, or of all; with ``extent``, only those read so."""
    asked = {"source": source, "extent": extent}
    return select("passages", Passage, **{name: v for name, v in asked.items() if v is not None})
