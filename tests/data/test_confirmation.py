"""The question which rows of a table a second source confirms."""

from __future__ import annotations

import pytest

from allied import consultations, events, operations
from allied.questions.sources import SECOND, confirmed


def test_the_rows_of_a_table_are_told_apart_by_their_second_source() -> None:
    for table, rows in (("events", events.listed()), ("operations", operations.listed())):
        assert sum(len(confirmed(table, second)) for second in SECOND) == len(rows)
        assert len(confirmed(table)) == len([row for row in rows if row.second_source])
        found = {row.line for row in confirmed(table, "sought in vain")}
        assert found == {row.line for row in rows if row.sought}


def test_a_table_need_not_say_that_one_was_sought() -> None:
    assert len(confirmed("consultations")) == len(consultations.listed())


def test_what_no_table_says_is_refused() -> None:
    with pytest.raises(LookupError, match=r"'states' has no column .* events, "):
        confirmed("states")
    with pytest.raises(LookupError, match="'lost'; it is one of: found, "):
        confirmed("events", "lost")
