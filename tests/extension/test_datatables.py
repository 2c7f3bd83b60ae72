"""Tables straight from the data: how a value is written."""

from __future__ import annotations

import pytest

from allied.store.tables import tables
from allied_sphinx.datatables import show


@pytest.mark.parametrize(
    ("table", "column", "value", "shown"),
    [
        ("un_sanctions_regimes", "resolution", 2048, "2048"),
        ("un_sanctions_regimes", "ended_by", 1532, "1532"),
        ("exercises", "year", 2025, "2025"),
        ("exercises", "participants", 2048, "2,048"),
        ("nato_spending", "usd_current", 2048.0, "2,048"),
    ],
)
def test_a_number_that_names_is_written_without_a_comma(
    table: str, column: str, value: float, shown: str
) -> None:
    (field,) = (field for field in tables()[table].fields if field.name == column)
    assert show(value, field) == shown
