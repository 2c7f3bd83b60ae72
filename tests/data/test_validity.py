"""One rule says whether a row holds on a day, for every table whose schema says how."""

from __future__ import annotations

from typing import Any

import pytest

from allied.store.bases import Row
from allied.store.dates import PartialDate
from allied.store.rows import (
    ROW_TYPES,
    Battlegroup,
    Event,
    Operation,
    PactMember,
    ProgrammePartner,
    Relation,
)
from allied.store.tables import select, tables
from allied.store.validity import holds


def row(kind: type[Row], since: str, until: str = "") -> Row:
    dates: dict[str, Any] = dict.fromkeys(kind.__dataclass_fields__)
    dates |= {"since": PartialDate.parse(since) if since else None}
    dates |= {"until": PartialDate.parse(until) if until else None}
    return kind(**dates)


@pytest.mark.parametrize(
    ("kind", "since", "until", "on", "answer"),
    [
        # the first day counts, the day before does not
        (ProgrammePartner, "1978-12-06", "", "1978-12-05", False),
        (ProgrammePartner, "1978-12-06", "", "1978-12-06", True),
        # a month or year counts as its last day, on both sides of the question
        (ProgrammePartner, "1978-12", "", "1978-12-05", False),
        (ProgrammePartner, "1978-12", "", "1978-12-31", True),
        (PactMember, "1990-03", "", "1990-03-05", False),
        (PactMember, "1990-03", "", "1990-03", True),
        (PactMember, "1990", "", 1990, True),
        (PactMember, "1990", "", 1989, False),
        # the end is the last day, or the day after it
        (ProgrammePartner, "1978", "2014-07-10", "2014-07-10", True),
        (ProgrammePartner, "1978", "2014-07-10", "2014-07-11", False),
        (ProgrammePartner, "1978", "2014-07", "2014-07-31", True),
        (ProgrammePartner, "1978", "2014-07", "2014-08-01", False),
        (PactMember, "1955", "1991-07-01", "1991-06-30", True),
        (PactMember, "1955", "1991-07-01", "1991-07-01", False),
        (PactMember, "1955", "1991", "1991-12-30", True),
        (PactMember, "1955", "1991", 1991, False),
        (Battlegroup, "2017-01-01", "2024-07-01", "2024-07-01", False),
        (Operation, "1999-06-11", "", 2026, True),
        # without a beginning a relation holds, a partner does not
        (Relation, "", "", "1949-04-04", True),
        (Relation, "", "1966", "1967-01-01", False),
        (ProgrammePartner, "", "", 2026, False),
    ],
)
def test_a_row_holds(kind: type[Row], since: str, until: str, on: str | int, answer: bool) -> None:
    assert holds(row(kind, since, until), on) is answer


def test_a_table_that_does_not_say_when_its_rows_hold_is_not_asked() -> None:
    (event,) = select("events", Event, lambda row: row.id == "treaty-signed")
    with pytest.raises(TypeError, match="no schema says when a row of Event holds"):
        holds(event, 1949)


def test_tables_with_a_beginning_say_how_it_is_meant() -> None:
    """But for states, whose codes end without a beginning."""
    for table in tables().values():
        named = {field.name for field in table.fields} & {"since", "until", "ended"}
        if named and table.name not in ("states", "pacts"):
            assert table.validity is not None, table.name
            assert named <= {table.validity.since, table.validity.until}, table.name


def test_every_row_type_is_the_one_that_the_schema_names() -> None:
    assert {name: kind.__name__ for name, kind in ROW_TYPES.items()} == {
        table.name: table.row_type for table in tables().values()
    }
