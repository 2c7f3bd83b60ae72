"""What was found of the sentences drawn at random is told in full."""

from __future__ import annotations

from allied import sources


def test_a_sentence_that_did_not_hold_says_why_and_what_it_says_since() -> None:
    for row in sources.sentences_drawn():
        told = (row.fault is not None, row.change is not None)
        assert told == (not row.held, not row.held), (row.draw, row.number)


def test_a_draw_is_numbered_without_a_gap_and_draws_no_sentence_twice() -> None:
    for draw in ("first", "second", "third"):
        rows = sources.sentences_drawn(draw)
        assert [row.number for row in rows] == list(range(1, len(rows) + 1)), draw
    assert len({(row.page, row.sentence) for row in sources.sentences_drawn()}) == len(
        sources.sentences_drawn()
    )
