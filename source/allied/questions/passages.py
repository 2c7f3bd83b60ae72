"""What the article rests on: the passages that it quotes, and sentences drawn to be read."""

from __future__ import annotations

from ..store.rows import DrawnSentence, Passage
from ..store.tables import select


def passages(source: str | None = None, extent: str | None = None) -> tuple[Passage, ...]:
    """The passages recorded of a source, or of all; with ``extent``, only those read so."""
    return select(
        "passages",
        Passage,
        lambda row: source in (None, row.source) and extent in (None, row.extent),
    )


def sentences_drawn(draw: str | None = None, held: bool | None = None) -> tuple[DrawnSentence, ...]:
    """The sentences drawn at random, of one draw or both; with ``held``, those that did or not."""
    return select(
        "sentences_drawn",
        DrawnSentence,
        lambda row: draw in (None, row.draw) and held in (None, row.held),
    )
