"""Figures from outside NATO, to set beside its own: forces, pledges, economies, opinion."""

from __future__ import annotations

from ..store.dates import Day
from ..store.quantities import Quantity
from ..store.rows import (
    AlliancesPerYear,
    Economy,
    Opinion,
    SipriExtract,
    State,
    UnDeclaration1942,
    UsForcesAbroad,
)
from ..store.tables import aside, select
from ..store.validity import holds
from .states import named, state


def us_forces(host: str | State, year: int) -> int:
    """How many active-duty members of the United States forces were in a host state in a year."""
    code = state(host).code
    for row in select("us_forces_abroad", UsForcesAbroad, host=code, year=year):
        return row.troops
    with aside():
        rows = select("us_forces_abroad", UsForcesAbroad, host=code)
    held = ", ".join(str(row.year) for row in rows) or "none"
    raise LookupError(f"no United States forces in {host} in {year} are held; the years are {held}")


def defence_dyads(year: int, mutual: bool = False) -> int:
    """How many pairs of states were bound by a pledge of defence in a year, by the ATOP data.

    With ``mutual``, only the pairs of which each had promised to defend the other.
    """
    for row in select("alliances_per_year", AlliancesPerYear, year=year):
        return row.mutual_dyads if mutual else row.defence_dyads
    raise LookupError(f"alliances_per_year.csv holds 1815 to 2018, not {year}")


def _economy(name: str | State, year: int) -> Economy:
    if not 2014 <= year <= 2024:
        raise LookupError(f"economy.csv holds 2014 to 2024, not {year}")
    code = state(name).code
    for row in select("economy", Economy, state=code, year=year):
        return row
    raise LookupError(f"economy.csv has no row for {name} in {year}")


def population(name: str | State, year: int) -> Quantity:
    """The people who lived in a state in the middle of a year."""
    return _economy(name, year).population


def gdp(name: str | State, year: int) -> Quantity:
    """Gross domestic product in million US dollars of the year: per head, times population."""
    row = _economy(name, year)
    if row.gdp_per_head is None:
        raise LookupError(f"economy.csv has no gross domestic product for {name} in {year}")
    return Quantity(row.gdp_per_head * row.population / 1e6, "million US dollars")


def sipri_share(name: str | State, year: int) -> Quantity:
    """Military expenditure as a share of GDP by the definition of SIPRI, not of NATO."""
    code = state(name).code
    for row in select("sipri_extract", SipriExtract, state=code, year=year):
        return row.share_of_gdp
    raise LookupError(
        f"sipri_extract.csv has no row for {name} in {year}; it holds fifteen states in 2014 "
        "and 2024"
    )


def favourable(name: str | State, survey: str) -> Quantity:
    """The share of adults who see NATO favourably, in a survey such as ``Pew 2024``."""
    with aside():
        known = dict.fromkeys(row.survey for row in select("opinion", Opinion))
    if survey not in known:
        raise LookupError(f"there is no survey {survey!r}; the surveys are {'; '.join(known)}")
    code = state(name).code
    for row in select("opinion", Opinion, survey=survey, state=code):
        return row.favourable
    raise LookupError(f"opinion.csv has no figure for {name} in the survey {survey}")


def signatories(on: Day | None = None) -> tuple[State, ...]:
    """The signatories of the Declaration by United Nations on a day, by name.

    A state of whose adherence only the year or month is known counts from its last day.
    Without ``on``, all of them.
    """
    rows = select(
        "un_declaration_1942", UnDeclaration1942, lambda row: on is None or holds(row, on)
    )
    return named(row.state for row in rows)
