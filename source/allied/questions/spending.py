"""What Allies spend on defence, by NATO's own definition and figures.

The edition of June 2024 is held whole; of the later ones, what could be read. A question is asked
of the first unless it is given another, and no answer mixes two but that of `revision`.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..store.quantities import Quantity, percent_change, percent_of
from ..store.rows import Guideline, NatoSpending, NatoSpendingLater, NatoTotal, State
from ..store.tables import find, first, select
from .nato import members
from .states import highest, named, state

__all__ = [
    "at_least",
    "change",
    "implied_gdp",
    "of",
    "part",
    "printed",
    "ranked",
    "revision",
    "rows",
    "share",
    "total",
]

WHOLE, LATER = "2024-06", ("2025-08", "2026-07")
MEASURES = ("share_of_gdp", "usd_current", "usd_constant", "equipment_share", "personnel")
SUMMABLE = ("usd_current", "usd_constant", "personnel")
GROUPS = ("NATO Europe and Canada", "NATO Total")


def _one_of(kind: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise LookupError(f"{value!r} is no {kind}; use one of {', '.join(known)}")


def _year(year: int) -> None:
    if not 2014 <= year <= 2024:
        raise LookupError(f"the edition holds 2014 to 2024, not {year}")


def _figures(measure: str, year: int, edition: str) -> dict[str, Quantity]:
    """The figures of a year in an edition, by the codes of states."""
    _one_of("measure", measure, MEASURES)
    _one_of("edition", edition, (WHOLE, *LATER))
    if edition == WHOLE:
        _year(year)
        return {
            row.state: getattr(row, measure)
            for row in select("nato_spending", NatoSpending, year=year)
        }
    read = _read(measure, year, edition)
    if not read:
        raise LookupError(f"no {measure} of {year} was read in the edition {edition}")
    return {row.state: getattr(row, measure) for row in read if row.state is not None}


def _read(measure: str, year: int, edition: str) -> tuple[NatoSpendingLater, ...]:
    return select(
        "nato_spending_later",
        NatoSpendingLater,
        lambda row: row.state is not None and getattr(row, measure, None) is not None,
        edition=edition,
        year=year,
    )


def of(name: str | State, year: int) -> NatoSpending:
    """The figures of one Ally in one year.

    Example: ``spending.of("Poland", 2014).share_of_gdp``

    Refused: ``spending.of("Poland", 1999)``
    """
    _year(year)
    rows = select("nato_spending", NatoSpending, state=state(name).code, year=year)
    return first(rows, f"nato_spending.csv has no row for {name} in {year}")


def rows(edition: str) -> tuple[NatoSpendingLater, ...]:
    """Every row that was read of a later edition.

    Example: ``len(spending.rows("2026-07"))``

    Refused: ``spending.rows("2023-06")``
    """
    _one_of("later edition", edition, LATER)
    return select("nato_spending_later", NatoSpendingLater, edition=edition)


def share(name: str | State, year: int, edition: str = WHOLE) -> Quantity:
    """The share of gross domestic product of one Ally in one year, by an edition.

    Example: ``spending.share("Poland", 2025, edition="2025-08")``

    Refused: ``spending.share("Germany", 2025, edition="2025-08")``
    """
    if edition == WHOLE:
        return of(name, year).share_of_gdp
    ally = state(name)
    shares = _figures("share_of_gdp", year, edition)
    if ally.code not in shares:
        raise LookupError(f"no share of {ally} in {year} was read in the edition {edition}")
    return shares[ally.code]


def at_least(threshold: float, measure: str, year: int, edition: str = WHOLE) -> tuple[State, ...]:
    """The states at or above a threshold in a year, by name.

    As in NATO's table, a state has a row for each year since 2014, also before it joined. Of a
    later edition only what was read of every Ally can be counted: the shares of that of 2025.

    Example: ``len(spending.at_least(2, "share_of_gdp", 2014))``

    Refused: ``spending.at_least(2, "share_of_gdp", 2026, edition="2026-07")``
    """
    if edition == WHOLE:
        _one_of("measure", measure, MEASURES)
        _year(year)
        rows = select(
            "nato_spending",
            NatoSpending,
            lambda row: getattr(row, measure) >= threshold,
            year=year,
        )
        return named(row.state for row in rows)
    figures = _figures(measure, year, edition)
    if (edition, measure) != ("2025-08", "share_of_gdp"):
        raise LookupError(f"only {len(figures)} figures of the edition {edition} were read")
    return named(code for code, figure in figures.items() if figure >= threshold)


def ranked(measure: str, year: int, edition: str = WHOLE) -> tuple[tuple[State, Quantity], ...]:
    """The Allies of a year with their figures, the highest first.

    Of a later edition, the states whose figure was read.

    Example: ``spending.ranked("share_of_gdp", 2014)[0]``

    Refused: ``spending.ranked("share_of_gdp", 2026, edition="2025-08")``
    """
    if edition != WHOLE:
        figures = _figures(measure, year, edition)
        return highest((state(code), figure) for code, figure in figures.items())
    _one_of("measure", measure, MEASURES)
    _year(year)
    allies = {member.code: member for member in members(on=year)}
    rows = select("nato_spending", NatoSpending, lambda row: row.state in allies, year=year)
    return highest((allies[row.state], getattr(row, measure)) for row in rows)


def total(group: str, year: int, measure: str, membership: int | None = None) -> Quantity:
    """The sum over those who were Allies at the end of the year, computed from the rows.

    ``group`` is "NATO Total" or "NATO Europe and Canada" (all but the United States). With
    ``membership``, the sum is over the Allies of that year instead.

    Example: ``spending.total("NATO Total", 2014, "usd_constant")``

    Refused: ``spending.total("NATO Total", 2014, "share_of_gdp")``
    """
    _one_of("group", group, GROUPS)
    _one_of("measure that adds up", measure, SUMMABLE)
    _year(year)
    allies = {member.code for member in members(on=membership or year)}
    if group == "NATO Europe and Canada":
        allies.discard("USA")
    rows = select("nato_spending", NatoSpending, lambda row: row.state in allies, year=year)
    figures = [getattr(row, measure) for row in rows]
    return Quantity(sum(figures), figures[0].unit)


def part(
    name: str | State | Iterable[str | State], year: int, measure: str, edition: str = WHOLE
) -> Quantity:
    """What part of the sum over all Allies one of them, or several together, make up, in per cent.

    Example: ``spending.part("United States", 2014, "usd_constant")``

    Refused: ``spending.part("United States", 2024, "usd_constant", edition="2025-08")``
    """
    several = [name] if isinstance(name, str | State) else list(name)
    if edition != WHOLE:
        return _later_part([state(each).code for each in several], year, measure, edition)
    _one_of("measure that adds up", measure, SUMMABLE)
    figures: list[Quantity] = [getattr(of(each, year), measure) for each in several]
    return percent_of(sum(figures), total("NATO Total", year, measure))


def _later_part(codes: list[str], year: int, measure: str, edition: str) -> Quantity:
    """The same of a later edition, which gives the United States and all others together."""
    figures = _figures(measure, year, edition)
    others = select(
        "nato_spending_later",
        NatoSpendingLater,
        lambda row: getattr(row, measure) is not None,
        edition=edition,
        year=year,
        group="NATO Europe and Canada",
    )
    wrong = f"no {measure} of all Allies in {year} was read in the edition {edition}"
    whole = figures.get("USA", 0) + getattr(first(others, wrong), measure)
    if missing := [code for code in {"USA", *codes} if code not in figures]:
        raise LookupError(f"no {measure} of {min(missing)} in {year} was read in {edition}")
    return percent_of(sum(figures[code] for code in codes), whole)


def change(
    name: str | State, earlier: int, later: int, measure: str, membership: int | None = None
) -> Quantity:
    """The change from one year to a later one, in per cent of the first.

    ``name`` is an Ally or a group of `total`, which takes ``membership``.

    Example: ``spending.change("United States", 2014, 2024, "usd_constant")``

    Refused: ``spending.change("United States", 2014, 2025, "usd_constant")``
    """
    _one_of("measure that adds up", measure, SUMMABLE)
    if name in GROUPS:
        before, after = (total(str(name), year, measure, membership) for year in (earlier, later))
    else:
        before, after = (getattr(of(name, year), measure) for year in (earlier, later))
    return percent_change(before, after)


def implied_gdp(name: str | State, year: int) -> float:
    """Gross domestic product in million 2015 US dollars, as spending and its share imply it.

    ``name`` is an Ally or a group of `printed`.

    Example: ``spending.implied_gdp("Poland", 2014)``

    Refused: ``spending.implied_gdp("Japan", 2014)``
    """
    if name in GROUPS:
        spent = printed(str(name), year, "usd_constant")
        return 100 * spent / printed(str(name), year, "share_of_gdp")
    row = of(name, year)
    return 100 * row.usd_constant / row.share_of_gdp


def printed(group: str, year: int, measure: str) -> Quantity:
    """The aggregate that NATO printed for the same groups as those of `total`.

    Example: ``spending.printed("NATO Total", 2014, "share_of_gdp")``

    Refused: ``spending.printed("NATO Total", 2014, "equipment_share")``
    """
    _one_of("group", group, GROUPS)
    _one_of("measure", measure, ("share_of_gdp", *SUMMABLE))
    _year(year)
    rows = select("nato_totals", NatoTotal, group=group, year=year)
    figure: Quantity = getattr(rows[0], measure)
    return figure


def revision(name: str | State, year: int, earlier: str, later: str) -> Quantity:
    """By how much a later edition differs from an earlier one, in percentage points.

    Part of a difference with the edition of 2026 is its new definition, not new knowledge.

    Example: ``spending.revision("Poland", 2024, earlier="2024-06", later="2025-08")``

    Refused: ``spending.revision("Poland", 2024, earlier="2025-08", later="2024-06")``
    """
    if earlier >= later:
        raise LookupError(f"the edition {earlier} is not earlier than {later}")
    before = share(name, year, earlier)
    return Quantity(share(name, year, later) - before, "percentage points")


def guideline(id: str) -> Guideline:
    """A spending guideline or pledge by its id.

    Example: ``guideline("wales-2014-spending").percent``

    Refused: ``guideline("wales-1914-spending")``
    """
    return find("guidelines", Guideline, id)
