"""The Declaration by United Nations of 1942, and the sanctions regimes of the Security Council."""

from __future__ import annotations

import datetime

from ..store.dates import Day, as_day
from ..store.rows import State, UnDeclaration1942, UnSanctionsRegime
from ..store.tables import find, select
from ..store.validity import holds
from .states import named

__all__ = ["regimes", "signatories"]

KNOWN_TO = datetime.date(2026, 8, 22)
"""The day of the list from which it is taken that a regime is in force."""


def signatories(on: Day | None = None) -> tuple[State, ...]:
    """The signatories of the Declaration by United Nations on a day, by name.

    A state of whose adherence only the year or month is known counts from its last day.
    Without ``on``, all of them.

    Example: ``len(un.signatories(on="1942-01-01"))``
    """
    rows = select(
        "un_declaration_1942", UnDeclaration1942, lambda row: on is None or holds(row, on)
    )
    return named(row.state for row in rows)


def regimes(on: Day | None = None) -> tuple[UnSanctionsRegime, ...]:
    """The regimes in force on a day, the last day included; without it, all ever established.

    A year or month means its last day. The restored measures against Iran are in force from
    their day, but are not counted as one more regime established.

    Example: ``len(un.regimes(on=1990))``

    Refused: ``un.regimes(on=2030)``
    """
    if on is None:
        return select("un_sanctions_regimes", UnSanctionsRegime, lambda row: row.resumes is None)
    day = as_day(on)
    if day > KNOWN_TO:
        raise LookupError(f"the regimes are known to {KNOWN_TO}; {day} is later")
    return select("un_sanctions_regimes", UnSanctionsRegime, lambda row: holds(row, day))


def regime(id: str) -> UnSanctionsRegime:
    """One sanctions regime of the Security Council by its id.

    Example: ``regime("mali-2017").since``

    Refused: ``regime("mali-1917")``
    """
    return find("un_sanctions_regimes", UnSanctionsRegime, id)
