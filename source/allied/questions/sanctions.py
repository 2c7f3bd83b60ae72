"""Who imposes sanctions on whom, and by which measures.

By default the questions count programmes that impose sanctions and have not ended. With
``everything=True`` they count every programme or list of the source, as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..store.rows import SanctionsMeasure, SanctionsProgramme, SanctionsTarget, State
from ..store.tables import aside, find, select, tables
from .states import highest, named, state

__all__ = ["against", "issuers", "matrix", "measures", "programmes", "ranked", "targets"]

ISSUERS = ("UN", "EU", "UK", "US", "CH", "AU", "CA", "NZ")
OWN_STATE = {"UK": "GBR", "US": "USA", "CH": "CHE", "AU": "AUS", "CA": "CAN", "NZ": "NZL"}


def _issuer(issuer: str) -> None:
    if issuer not in ISSUERS:
        raise LookupError(f"{issuer!r} is no issuer here; use one of {', '.join(ISSUERS)}")


def _measure(measure: str) -> None:
    known = tables()["sanctions_measures"].field("measure").enum
    if measure not in known:
        raise LookupError(f"{measure!r} is no measure; use one of {', '.join(known)}")


def programmes(
    issuer: str | None = None,
    measure: str | None = None,
    *,
    everything: bool = False,
) -> tuple[SanctionsProgramme, ...]:
    """The programmes of an issuer, or those with a measure, or both.

    Example: ``len(sanctions.programmes("NZ"))``

    Refused: ``sanctions.programmes("NATO")``
    """
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


def measures(programme: str | None = None, *, everything: bool = False) -> tuple[str, ...]:
    """The measures of one programme, or of all of them, in the order of the alphabet.

    Example: ``sanctions.measures("UN-SC1970")``

    Refused: ``sanctions.measures("UN-SC1")``
    """
    if programme is None:
        ids = {row.id for row in programmes(everything=everything)}
        rows = select("sanctions_measures", SanctionsMeasure, lambda row: row.programme in ids)
        return tuple(sorted({row.measure for row in rows}))
    with aside():
        find("sanctions_programmes", SanctionsProgramme, programme)  # a programme that there is
    rows = select("sanctions_measures", SanctionsMeasure, programme=programme)
    return tuple(sorted(row.measure for row in rows))


def against(
    name: str | State, measure: str | None = None, *, everything: bool = False
) -> tuple[SanctionsProgramme, ...]:
    """The programmes that name a state as their target; with ``measure``, those that use it.

    A state's own programme, such as the British one against terrorism at home, is left out
    unless ``everything`` is asked for.

    Example: ``len(sanctions.against("Iran"))``

    Refused: ``sanctions.against("Atlantis")``
    """
    code = state(name).code
    rows = select("sanctions_targets", SanctionsTarget, target=code)
    aimed = {row.programme for row in rows}
    own = {issuer for issuer, home in OWN_STATE.items() if home == code and not everything}
    return _programmes(
        lambda row: row.id in aimed and row.issuer not in own, measure, everything=everything
    )


def issuers(
    name: str | State, measure: str | None = None, *, everything: bool = False
) -> tuple[str, ...]:
    """The issuers with at least one programme that names the state as its target.

    Example: ``sanctions.issuers("Belarus")``

    Refused: ``sanctions.issuers("Atlantis")``
    """
    found = {row.issuer for row in against(name, measure, everything=everything)}
    return tuple(issuer for issuer in ISSUERS if issuer in found)


def targets(issuer: str, *, everything: bool = False) -> tuple[State, ...]:
    """The states that programmes of an issuer name as targets, by name.

    Example: ``sanctions.targets("NZ")``

    Refused: ``sanctions.targets("NATO")``
    """
    ids = {row.id for row in programmes(issuer, everything=everything)}
    rows = select("sanctions_targets", SanctionsTarget, lambda row: row.programme in ids)
    codes = {row.target for row in rows}
    if not everything:
        codes.discard(OWN_STATE.get(issuer, ""))
    return named(codes)


def matrix(
    names: Iterable[str | State], *, everything: bool = False
) -> tuple[tuple[State | str | int, ...], ...]:
    """One row per target, for ``table``: the state, "yes" or "" per issuer, and how many.

    Example: ``sanctions.matrix(["Belarus"])``

    Refused: ``sanctions.matrix(["Atlantis"])``
    """
    rows: list[tuple[State | str | int, ...]] = []
    for name in names:
        found = issuers(name, everything=everything)
        marks = ("yes" if issuer in found else "" for issuer in ISSUERS)
        rows.append((state(name), *marks, len(found)))
    return tuple(rows)


def ranked(at_least: int = 5, *, everything: bool = False) -> tuple[tuple[State, int], ...]:
    """The states that at least so many issuers target, with their number, the most first.

    Example: ``sanctions.ranked(6)``

    Refused: ``sanctions.ranked(9)``
    """
    if not 1 <= at_least <= len(ISSUERS):
        raise LookupError(f"there are {len(ISSUERS)} issuers; ask for 1 to {len(ISSUERS)}")
    codes = {row.target for row in select("sanctions_targets", SanctionsTarget)}
    counts = [(row, len(issuers(row, everything=everything))) for row in named(codes)]
    return highest(pair for pair in counts if pair[1] >= at_least)
