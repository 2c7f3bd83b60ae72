"""NATO's forward battlegroups: who hosts them, who leads them, and how large they are."""

from __future__ import annotations

import datetime

from ..store.dates import Day, touches
from ..store.rows import Battlegroup, BattlegroupStrength, State
from ..store.tables import aside, first, select
from ..store.validity import holds
from .states import state

__all__ = ["hosted_by", "listed", "strengths"]


def listed(on: Day | None = None) -> tuple[Battlegroup, ...]:
    """The battlegroups and their framework nations on a day, by host; without it, the latest.

    ``on`` is a date, or a year or month (its last day).

    Example: ``len(battlegroups.listed(on=2017))``
    """
    day = datetime.date.max if on is None else on
    return select("battlegroups", Battlegroup, lambda row: holds(row, day))


def hosted_by(host: str | State, on: Day | None = None) -> Battlegroup:
    """The battlegroup that a state hosts, with the framework nation of the day or the latest.

    Example: ``battlegroups.hosted_by("Slovakia", on=2023).since``

    Refused: ``battlegroups.hosted_by("France")``
    """
    code = state(host).code
    day = datetime.date.max if on is None else on
    when = "" if on is None else f" on {on}"
    return first(
        select("battlegroups", Battlegroup, lambda row: holds(row, day), host=code),
        f"{state(host)} hosts no battlegroup{when} in battlegroups.csv",
    )


def strengths(during: Day) -> tuple[BattlegroupStrength, ...]:
    """The counts of troops made on a date, or in a month or year, the largest first.

    Example: ``sum(row.troops for row in battlegroups.strengths(during="2022-06"))``

    Refused: ``battlegroups.strengths(during=2019)``
    """
    rows = select(
        "battlegroup_strengths",
        BattlegroupStrength,
        lambda row: touches(during, row.date, row.date),
    )
    if not rows:
        with aside():
            days = {row.date for row in select("battlegroup_strengths", BattlegroupStrength)}
        known = ", ".join(map(str, sorted(days)))
        raise LookupError(f"no battlegroup was counted in {during}; counted: {known}")
    return tuple(sorted(rows, key=lambda row: (-row.troops, row.host)))
