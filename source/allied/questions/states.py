"""The states: one by any of its names, several by their codes, and figures of each.

The figures are from outside NATO, to set beside its own: economies, forces, opinion.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from ..store.quantities import Quantity
from ..store.rows import Economy, Opinion, SipriExtract, State, UsForcesAbroad
from ..store.tables import advice, aside, find, first, recording, select

__all__ = ["favourable", "gdp", "population", "sipri_share", "us_forces"]

T = TypeVar("T")
V = TypeVar("V", bound=float)


@cache
def _codes() -> dict[str, str]:
    """The code of a state by each of its names, the first state's where two share one."""
    found: dict[str, str] = {}
    with recording():  # once for all: it may not count for whoever happens to ask first
        for row in select("states", State):
            for name in (row.code, *row.names):
                found.setdefault(name, row.code)
    return found


def state(name: str | State) -> State:
    """The state of that code or name, as the article or a source gives it.

    Example: ``state("Turkey").name``

    Refused: ``state("Atlantis")``
    """
    if isinstance(name, State):
        return name
    if name not in _codes():
        names = (known for known in _codes() if len(known) > len("USA"))
        raise LookupError(f"no state is called {name!r} in states.csv{advice(name, names, 0.7)}")
    return find("states", State, _codes()[name])


def named(codes: Iterable[str]) -> tuple[State, ...]:
    """The states of these codes, each once, by name."""
    states = (find("states", State, code) for code in set(codes))
    return tuple(sorted(states, key=lambda row: row.name))


def highest(pairs: Iterable[tuple[T, V]]) -> tuple[tuple[T, V], ...]:
    """Pairs of a name and a figure, the highest first, those that are equal by name."""
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], str(pair[0]))))


def us_forces(host: str | State, year: int) -> int:
    """How many active-duty members of the United States forces were in a host state in a year.

    Example: ``states.us_forces("Japan", 1950)``

    Refused: ``states.us_forces("Japan", 1951)``
    """
    code = state(host).code
    with aside():
        rows = select("us_forces_abroad", UsForcesAbroad, host=code)
    held = ", ".join(str(row.year) for row in rows) or "none"
    return first(
        select("us_forces_abroad", UsForcesAbroad, host=code, year=year),
        f"no United States forces in {host} in {year} are held; the years are {held}",
    ).troops


def _economy(name: str | State, year: int) -> Economy:
    if not 2014 <= year <= 2024:
        raise LookupError(f"economy.csv holds 2014 to 2024, not {year}")
    rows = select("economy", Economy, state=state(name).code, year=year)
    return first(rows, f"economy.csv has no row for {name} in {year}")


def population(name: str | State, year: int) -> Quantity:
    """The people who lived in a state in the middle of a year.

    Example: ``states.population("Iceland", 2014)``

    Refused: ``states.population("Iceland", 1949)``
    """
    return _economy(name, year).population


def gdp(name: str | State, year: int) -> Quantity:
    """Gross domestic product in million US dollars of the year: per head, times population.

    Example: ``states.gdp("Iceland", 2014)``

    Refused: ``states.gdp("South Korea", 2024)``
    """
    row = _economy(name, year)
    if row.gdp_per_head is None:
        raise LookupError(f"economy.csv has no gross domestic product for {name} in {year}")
    return Quantity(row.gdp_per_head * row.population / 1e6, "million US dollars")


def sipri_share(name: str | State, year: int) -> Quantity:
    """Military expenditure as a share of GDP by the definition of SIPRI, not of NATO.

    Example: ``states.sipri_share("Japan", 2014)``

    Refused: ``states.sipri_share("Japan", 2020)``
    """
    return first(
        select("sipri_extract", SipriExtract, state=state(name).code, year=year),
        f"sipri_extract.csv has no row for {name} in {year}; it holds fifteen states in 2014 "
        "and 2024",
    ).share_of_gdp


def favourable(name: str | State, survey: str) -> Quantity:
    """The share of adults who see NATO favourably, in a survey.

    Example: ``states.favourable("Poland", "Pew 2024")``

    Refused: ``states.favourable("Poland", "Pew 1949")``
    """
    with aside():
        known = dict.fromkeys(row.survey for row in select("opinion", Opinion))
    if survey not in known:
        raise LookupError(f"there is no survey {survey!r}; the surveys are {'; '.join(known)}")
    rows = select("opinion", Opinion, survey=survey, state=state(name).code)
    return first(rows, f"opinion.csv has no figure for {name} in the survey {survey}").favourable
