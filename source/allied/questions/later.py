"""What could be read of the editions that NATO published after that of June 2024."""

from __future__ import annotations

from ..store.quantities import Quantity
from ..store.rows import NatoSpendingLater, State
from ..store.tables import select
from .spending import spending
from .states import state

EDITIONS = ("2025-08", "2026-07")
FIRST_EDITION = "2024-06"


def _known(edition: str) -> None:
    if edition not in EDITIONS:
        raise LookupError(f"no edition {edition!r} is held; the later ones: {', '.join(EDITIONS)}")


def later_figures(edition: str) -> tuple[NatoSpendingLater, ...]:
    """Every row that was read of an edition."""
    _known(edition)
    return select("nato_spending_later", NatoSpendingLater, edition=edition)


def _shares(year: int, edition: str) -> dict[str, Quantity]:
    """The shares of a year, by the codes of states."""
    _known(edition)
    rows = select(
        "nato_spending_later",
        NatoSpendingLater,
        lambda row: row.state is not None and row.share_of_gdp is not None,
        edition=edition,
        year=year,
    )
    if not rows:
        raise LookupError(f"no shares of {year} were read in the edition {edition}")
    return {
        row.state: row.share_of_gdp
        for row in rows
        if row.state is not None and row.share_of_gdp is not None
    }


def later_share(name: str | State, year: int, edition: str) -> Quantity:
    """The share of gross domestic product of one Ally in one year, by one later edition."""
    ally = state(name)
    shares = _shares(year, edition)
    if ally.code not in shares:
        raise LookupError(f"no share of {ally} in {year} was read in the edition {edition}")
    return shares[ally.code]


def later_ranked(year: int, edition: str) -> tuple[tuple[State, Quantity], ...]:
    """The states whose share was read, with it, the highest first."""
    pairs = [(state(code), share) for code, share in _shares(year, edition).items()]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0].name)))


def later_at_least(threshold: float, year: int, edition: str) -> tuple[State, ...]:
    """The states whose share was read and is at or above a threshold, by name.

    A state whose share was not read is not among them, so the edition of 2026 is refused: too
    few of its shares are held to count.
    """
    ranked = later_ranked(year, edition)
    if edition != "2025-08":
        raise LookupError(f"only {len(ranked)} shares of the edition {edition} were read")
    return tuple(
        sorted((ally for ally, share in ranked if share >= threshold), key=lambda row: row.name)
    )


def revision(name: str | State, year: int, earlier: str, later: str) -> Quantity:
    """By how much a later edition differs from an earlier one, in percentage points.

    The editions are "2024-06", "2025-08" and "2026-07". Part of a difference with the last is
    its new definition, not new knowledge.
    """
    if earlier >= later:
        raise LookupError(f"the edition {earlier} is not earlier than {later}")
    before = (
        spending(name, year).share_of_gdp
        if earlier == FIRST_EDITION
        else later_share(name, year, earlier)
    )
    return Quantity(later_share(name, year, later) - before, "percentage points")
