"""Who imposes sanctions on whom, by which measures, and the regimes of the Security Council.

By default the questions count programmes that impose sanctions and have not ended. With
``everything=True`` they count every programme or list of the source, as it stands.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from ..store.dates import Day, as_day
from ..store.rows import (
    Correction,
    SanctionsMeasure,
    SanctionsProgramme,
    SanctionsTarget,
    State,
    UnSanctionsRegime,
)
from ..store.tables import aside, find, select, tables
from ..store.validity import holds
from .states import named, state

ISSUERS = ("UN", "EU", "UK", "US", "CH", "AU", "CA", "NZ")
OWN_STATE = {"UK": "GBR", "US": "USA", "CH": "CHE", "AU": "AUS", "CA": "CAN", "NZ": "NZL"}
KNOWN_TO = datetime.date(2026, 8, 22)
"""The day of the list from which it is taken that a regime is in force."""


def _issuer(issuer: str) -> None:
    if issuer not in ISSUERS:
        raise LookupError(f"{issuer!r} is no issuer here; use one of {', '.join(ISSUERS)}")


def _measure(measure: str) -> None:
    known = tables()["sanctions_measures"].field("measure").enum
    if measure not in known:
        raise LookupError(f"{measure!r} is no measure; use one of {', '.join(known)}")


def sanctions_programmes(
    issuer: str | None = None,
    measure: str | None = None,
    *,
    everything: bool = False,
) -> tuple[SanctionsProgramme, ...]:
    """The programmes of an issuer, or those with a measure, or both."""
    if issuer is not None:
        _issuer(issuer)
    return _programmes(
        lambda row: issuer is None or row.issuer == issuer, measure, everything=everything
    )


def _programmes(
    where: Callable[[SanctionsProgramme], bool], measure: str | None, *, everything: bool
) -> tuple[SanctionsProgramme, ...]:
    wanted: set[str] | None = None
    if measure is not None:
        _measure(measure)
        rows = select("sanctions_measures", SanctionsMeasure, measure=measure)
        wanted = {row.programme for row in rows}
    return select(
        "sanctions_programmes",
        SanctionsProgramme,
        lambda row: (
            where(row)
            and (wanted is None or row.id in wanted)
            and (everything or (row.kind == "sanctions" and row.status == "current"))
        ),
    )


def sanctions_measures(programme: str) -> tuple[str, ...]:
    """The measures of one programme, such as ``UN-SC1970``, in the order of the alphabet."""
    with aside():
        known = select("sanctions_programmes", SanctionsProgramme, id=programme)
    if not known:
        raise LookupError(f"no programme {programme!r} in sanctions_programmes.csv")
    rows = select("sanctions_measures", SanctionsMeasure, programme=programme)
    return tuple(sorted(row.measure for row in rows))


def sanctions_on(
    name: str | State, measure: str | None = None, *, everything: bool = False
) -> tuple[SanctionsProgramme, ...]:
    """The programmes that name a state as their target; with ``measure``, those that use it.

    A state's own programme, such as the British one against terrorism at home, is left out
    unless ``everything`` is asked for.
    """
    code = state(name).code
    rows = select("sanctions_targets", SanctionsTarget, target=code)
    aimed = {row.programme for row in rows}
    own = {issuer for issuer, home in OWN_STATE.items() if home == code and not everything}
    return _programmes(
        lambda row: row.id in aimed and row.issuer not in own, measure, everything=everything
    )


def issuers_against(
    name: str | State, measure: str | None = None, *, everything: bool = False
) -> tuple[str, ...]:
    """The issuers with at least one programme that names the state as its target."""
    found = {row.issuer for row in sanctions_on(name, measure, everything=everything)}
    return tuple(issuer for issuer in ISSUERS if issuer in found)


def sanctioned_by(issuer: str, *, everything: bool = False) -> tuple[State, ...]:
    """The states that programmes of an issuer name as targets, by name."""
    ids = {row.id for row in sanctions_programmes(issuer, everything=everything)}
    rows = select("sanctions_targets", SanctionsTarget, lambda row: row.programme in ids)
    codes = {row.target for row in rows}
    if not everything:
        codes.discard(OWN_STATE.get(issuer, ""))
    return named(codes)


def coordination_matrix(
    targets: Iterable[str | State], *, everything: bool = False
) -> tuple[tuple[State | str | int, ...], ...]:
    """One row per target, for ``table``: the state, "yes" or "" per issuer, and how many."""
    rows: list[tuple[State | str | int, ...]] = []
    for name in targets:
        found = issuers_against(name, everything=everything)
        marks = ("yes" if issuer in found else "" for issuer in ISSUERS)
        rows.append((state(name), *marks, len(found)))
    return tuple(rows)


def most_sanctioned(
    at_least: int = 5, *, everything: bool = False
) -> tuple[tuple[State, int], ...]:
    """The states that at least so many issuers target, with their number, the most first."""
    if not 1 <= at_least <= len(ISSUERS):
        raise LookupError(f"there are {len(ISSUERS)} issuers; ask for 1 to {len(ISSUERS)}")
    codes = {row.target for row in select("sanctions_targets", SanctionsTarget)}
    counts = [(row, len(issuers_against(row, everything=everything))) for row in named(codes)]
    found = [pair for pair in counts if pair[1] >= at_least]
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0].name)))


def un_regimes(
    on: Day | None = None,
) -> tuple[UnSanctionsRegime, ...]:
    """The regimes in force on a day, the last day included; without it, all ever established.

    A year or month means its last day. The restored measures against Iran are in force from
    their day, but are not counted as one more regime established.
    """
    if on is None:
        return select("un_sanctions_regimes", UnSanctionsRegime, lambda row: row.resumes is None)
    day = as_day(on)
    if day > KNOWN_TO:
        raise LookupError(f"the regimes are known to {KNOWN_TO}; {day} is later")
    return select("un_sanctions_regimes", UnSanctionsRegime, lambda row: holds(row, day))


def un_regime(id: str) -> UnSanctionsRegime:
    """One regime by its id, such as ``mali-2017``."""
    return find("un_sanctions_regimes", UnSanctionsRegime, id)


def corrections(table: str | None = None) -> tuple[Correction, ...]:
    """The corrections of known errors in sources, or those of one table."""
    if table is not None and table not in tables():
        raise LookupError(f"there is no table {table!r}; the tables are {', '.join(tables())}")
    return select("corrections", Correction, lambda row: table is None or row.table == table)
