"""What Allies spend on defence, by NATO's own definition and figures."""

from __future__ import annotations

from ..store.quantities import Quantity
from ..store.rows import Guideline, NatoSpending, NatoTotal, State
from ..store.tables import find, select
from .members import members
from .states import named, state

MEASURES = ("share_of_gdp", "usd_current", "usd_constant", "equipment_share", "personnel")
SUMMABLE = ("usd_current", "usd_constant", "personnel")
GROUPS = ("NATO Europe and Canada", "NATO Total")


def _one_of(kind: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise LookupError(f"{value!r} is no {kind}; use one of {', '.join(known)}")


def _year(year: int) -> None:
    if not 2014 <= year <= 2024:
        raise LookupError(f"the edition holds 2014 to 2024, not {year}")


def spending(name: str | State, year: int) -> NatoSpending:
    """The figures of one Ally in one year."""
    _year(year)
    code = state(name).code
    rows = select("nato_spending", NatoSpending, state=code, year=year)
    if not rows:
        raise LookupError(f"nato_spending.csv has no row for {name} in {year}")
    return rows[0]


def at_least(threshold: float, measure: str, year: int) -> tuple[State, ...]:
    """The states at or above a threshold in a year, by name.

    As in NATO's table, a state has a row for each year since 2014, also before it joined.
    """
    _one_of("measure", measure, MEASURES)
    _year(year)
    rows = select(
        "nato_spending",
        NatoSpending,
        lambda row: getattr(row, measure) >= threshold,
        year=year,
    )
    return named(row.state for row in rows)


def ranked(measure: str, year: int) -> tuple[tuple[State, Quantity], ...]:
    """The Allies of a year with their figures, the highest first."""
    _one_of("measure", measure, MEASURES)
    _year(year)
    allies = {member.code: member for member in members("NATO", on=year)}
    rows = select("nato_spending", NatoSpending, lambda row: row.state in allies, year=year)
    pairs = [(allies[row.state], getattr(row, measure)) for row in rows]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0].name)))


def total(group: str, year: int, measure: str, membership: int | None = None) -> Quantity:
    """The sum over those who were Allies at the end of the year, computed from the rows.

    ``group`` is "NATO Total" or "NATO Europe and Canada" (all but the United States). With
    ``membership``, the sum is over the Allies of that year instead.
    """
    _one_of("group", group, GROUPS)
    _one_of("measure that adds up", measure, SUMMABLE)
    _year(year)
    allies = {member.code for member in members("NATO", on=membership or year)}
    if group == "NATO Europe and Canada":
        allies.discard("USA")
    rows = select("nato_spending", NatoSpending, lambda row: row.state in allies, year=year)
    figures = [getattr(row, measure) for row in rows]
    return Quantity(sum(figures), figures[0].unit)


def implied_gdp(name: str, year: int) -> float:
    """Gross domestic product in million 2015 US dollars, as spending and its share imply it.

    ``name`` is an Ally or a group of `printed_total`.
    """
    if name in GROUPS:
        spent = printed_total(name, year, "usd_constant")
        return 100 * spent / printed_total(name, year, "share_of_gdp")
    row = spending(name, year)
    return 100 * row.usd_constant / row.share_of_gdp


def printed_total(group: str, year: int, measure: str) -> Quantity:
    """The aggregate that NATO printed for the same group."""
    _one_of("group", group, GROUPS)
    _one_of("measure", measure, ("share_of_gdp", *SUMMABLE))
    _year(year)
    rows = select("nato_totals", NatoTotal, group=group, year=year)
    figure: Quantity = getattr(rows[0], measure)
    return figure


def guideline(id: str) -> Guideline:
    """A spending guideline or pledge by its id, such as ``wales-2014-spending``."""
    return find("guidelines", Guideline, id)
