"""The charts and maps of the article: functions from rows to an SVG with its words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from allied.store.tables import Recording, recording

from .drawing import COLOURS, NARROW, WIDE, Chart, altair
from .forces import (
    alliances_per_year,
    kfor_strength,
    opinion_of_nato,
    sanctions_by_issuer,
    us_forces_abroad,
)
from .maps import battlegroups_map, nato_by_accession, treaty_partners
from .spending import (
    allies_at_guideline,
    equipment_share_by_ally,
    spending_share_by_ally,
    spending_since_2014,
    ukraine_support,
    ukraine_support_by_gdp,
)

__all__ = ["CHARTS", "COLOURS", "NARROW", "WIDE", "Chart", "drawn"]

CHARTS: dict[str, Callable[[int], Chart]] = {
    figure.__name__: figure
    for figure in (
        alliances_per_year,
        allies_at_guideline,
        battlegroups_map,
        equipment_share_by_ally,
        kfor_strength,
        nato_by_accession,
        opinion_of_nato,
        sanctions_by_issuer,
        spending_share_by_ally,
        spending_since_2014,
        treaty_partners,
        ukraine_support,
        ukraine_support_by_gdp,
        us_forces_abroad,
    )
}


def drawn(name: str, width: int = WIDE) -> tuple[Chart, Recording]:
    """A chart by its name, fitted into a width in CSS pixels, and the rows it was drawn from."""
    return _drawn(name, width)


@cache
def _drawn(name: str, width: int) -> tuple[Chart, Recording]:
    # Specifications are validated by a test; Altair would do so again at each step of each build.
    with recording() as record, altair().utils.schemapi.debug_mode(False):
        return CHARTS[name](width), record
