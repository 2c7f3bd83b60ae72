"""Charts of what Allies spend, and of what they give."""

from __future__ import annotations

import allied
from allied.store.rows import NatoTotal, UkraineSupport
from allied.store.tables import select
from allied.store.words import spell

from .drawing import (
    AFTER,
    BEFORE,
    INK,
    MARK,
    NARROW,
    Chart,
    altair,
    data,
    draw,
    dumbbells,
    lines,
    year_rows,
)

YEARS = range(2014, 2025)
_BOTH = ("2014", "2024 (estimate)")
_HEADS = ("Ally", "2014, %", "2024 (estimate), %")


def spending_share_by_ally(width: int) -> Chart:
    """Each Ally's share of GDP in 2014 and in 2024, with the guideline."""
    pairs = [
        (ally.name, float(allied.spending.of(ally, 2014).share_of_gdp), float(share))
        for ally, share in allied.spending.ranked("share_of_gdp", 2024)
    ]
    line = float(allied.guideline("wales-2014-spending").percent)
    before, after = (
        len(allied.spending.at_least(line, "share_of_gdp", year)) for year in (2014, 2024)
    )
    words = (
        f"Two dots for each of {len(pairs)} Allies, joined by a line: defence spending as a share "
        "of GDP in 2014 and, by estimate, in 2024, the highest of 2024 first. "
        f"{_extremes(pairs)} At or above the dashed line at {line:g} per cent: "
        f"{before} in 2014, {after} in 2024."
    )
    figure = dumbbells(pairs, _BOTH, line, "Defence spending, % of GDP", width)
    return draw(figure, width, words, _HEADS, _shares(pairs))


def equipment_share_by_ally(width: int) -> Chart:
    """The share of equipment in each Ally's defence spending in 2014 and in 2024."""
    pairs = [
        (ally.name, float(allied.spending.of(ally, 2014).equipment_share), float(share))
        for ally, share in allied.spending.ranked("equipment_share", 2024)
    ]
    line = float(allied.guideline("wales-2014-equipment").percent)
    before, after = (
        len(allied.spending.at_least(line, "equipment_share", year)) for year in (2014, 2024)
    )
    words = (
        f"Two dots for each of {len(pairs)} Allies, joined by a line: major equipment, with its "
        "research and development, as a share of defence spending in 2014 and, by estimate, in "
        f"2024, the highest of 2024 first. {_extremes(pairs)} At or above the dashed line at "
        f"{line:g} per cent: {before} in 2014, {after} in 2024."
    )
    figure = dumbbells(pairs, _BOTH, line, "Equipment, % of defence spending", width)
    return draw(figure, width, words, _HEADS, _shares(pairs))


def _extremes(pairs: list[tuple[str, float, float]]) -> str:
    top, bottom = pairs[0], pairs[-1]
    rose = sum(after > before for _, before, after in pairs)
    return (
        f"In 2024 the range is {bottom[2]:.2f} per cent ({bottom[0]}) to {top[2]:.2f} per cent "
        f"({top[0]}). The share rose in {spell(rose)} states and fell in "
        f"{spell(len(pairs) - rose)}."
    )


def _shares(pairs: list[tuple[str, float, float]]) -> tuple[tuple[str, ...], ...]:
    return tuple((name, f"{before:.2f}", f"{after:.2f}") for name, before, after in pairs)


def spending_since_2014(width: int) -> Chart:
    """The shares of GDP of the European Allies and Canada together, and of four Allies."""
    group = "NATO Europe and Canada"
    totals = select("nato_totals", NatoTotal, group=group)
    drawn = {"European Allies and Canada": [(row.year, float(row.share_of_gdp)) for row in totals]}
    for ally in ("United States", "Poland", "Germany", "Spain"):
        drawn[ally] = [(year, float(allied.spending.of(ally, year).share_of_gdp)) for year in YEARS]
    line = float(allied.guideline("wales-2014-spending").percent)
    words = "Lines of defence spending as a share of GDP, 2014 to 2024 (by estimate): " + "; ".join(
        f"{name}, from {points[0][1]:.2f} to {points[-1][1]:.2f} per cent"
        for name, points in drawn.items()
    )
    words += f". A dashed line marks {line:g} per cent."
    figure = lines(drawn, "Defence spending, % of GDP", width, rule=line)
    heads = ("Year", *(f"{name}, %" for name in drawn))
    return draw(figure, width, words, heads, year_rows(drawn, ".2f"), YEARS)


def allies_at_guideline(width: int) -> Chart:
    """How many Allies spent at least two per cent of GDP, year by year."""
    alt = altair()
    line = float(allied.guideline("wales-2014-spending").percent)
    counts = [(year, len(allied.spending.at_least(line, "share_of_gdp", year))) for year in YEARS]
    bars = [{"year": str(year), "count": count} for year, count in counts]
    x = alt.X("year:N", title=None, axis=alt.Axis(labelAngle=0 if width > NARROW else -90))
    y = alt.Y("count:Q", title=f"Allies at {line:g} % of GDP or more", axis=alt.Axis(tickMinStep=5))
    base = alt.Chart(data(bars)).encode(x=x, y=y)
    figure = alt.layer(
        base.mark_bar(color=AFTER),
        base.mark_text(dy=-8, fontSize=13, color=INK).encode(text="count:Q"),
    ).properties(height=230)
    words = (
        f"A bar for each year from {counts[0][0]} to {counts[-1][0]}: the Allies that spent at "
        f"least {line:g} per cent of GDP on defence, by the edition of 2024, in which the last two "
        "years are estimates: " + ", ".join(f"{count} in {year}" for year, count in counts) + "."
    )
    rows = tuple((str(year), str(count)) for year, count in counts)
    return draw(figure, width, words, ("Year", "Allies"), rows, "x")


def ukraine_support(width: int) -> Chart:
    """Aid to Ukraine by donor and kind."""
    alt = altair()
    rows = select("ukraine_support", UkraineSupport)
    kinds = ("military", "financial", "humanitarian")
    parts = [
        {"donor": row.donor, "kind": kind, "place": place, "sum": float(getattr(row, kind))}
        for row in rows
        for place, kind in enumerate(kinds)
    ]
    donors = alt.Axis(labelLimit=220 if width > NARROW else 170)
    figure = (
        alt.Chart(data(parts))
        .mark_bar()
        .encode(
            y=alt.Y("donor:N", sort=[row.donor for row in rows], title=None, axis=donors),
            x=alt.X("sum:Q", title="Billion US dollars", axis=alt.Axis(tickCount=5)),
            order=alt.Order("place:Q"),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=list(kinds), range=[AFTER, BEFORE, MARK]),
                legend=alt.Legend(title=None, orient="top", columns=3 if width > NARROW else 2),
            ),
        )
        .properties(height=24 * len(rows))
    )
    first, last = rows[0], rows[-1]
    most = max(rows, key=lambda row: row.military)
    words = (
        f"Bars for the {len(rows)} largest donors, each divided into military, financial and "
        f"humanitarian aid. They run from {float(first.total):.1f} billion US dollars "
        f"({first.donor}) to {float(last.total):.1f} ({last.donor}). "
        f"Most military aid: {most.donor}, {float(most.military):.1f}."
    )
    heads = ("Donor", "Military", "Financial", "Humanitarian", "Total")
    figures = tuple(
        (row.donor, *(f"{float(getattr(row, kind)):.1f}" for kind in (*kinds, "total")))
        for row in rows
    )
    return draw(figure, width, words, heads, figures)


def ukraine_support_by_gdp(width: int) -> Chart:
    """Aid to Ukraine by state, as a share of the state's product of 2021, the year before."""
    alt = altair()
    rows = [row for row in select("ukraine_support", UkraineSupport) if row.state]
    shares = [
        (row.donor, float(allied.percent_of(row.total * 1000, allied.states.gdp(row.state, 2021))))
        for row in rows
        if row.state is not None
    ]
    shares.sort(key=lambda pair: -pair[1])
    labels = alt.Axis(labelLimit=220 if width > NARROW else 120)
    base = alt.Chart(data([{"donor": name, "share": share} for name, share in shares])).encode(
        y=alt.Y("donor:N", sort=[name for name, _ in shares], title=None, axis=labels),
        x=alt.X("share:Q", title="% of the GDP of 2021", axis=alt.Axis(tickCount=4)),
    )
    figure = alt.layer(
        base.mark_bar(color=AFTER),
        base.mark_text(align="left", dx=4).encode(text=alt.Text("share:Q", format=".1f")),
    ).properties(height=24 * len(shares))
    words = (
        f"Bars for {len(shares)} states among the largest donors: all their aid to Ukraine as a "
        f"share of one year's GDP, that of 2021. They run from {shares[0][1]:.1f} per cent "
        f"({shares[0][0]}) to {shares[-1][1]:.1f} per cent ({shares[-1][0]})."
    )
    figures = tuple((name, f"{share:.2f}") for name, share in shares)
    return draw(figure, width, words, ("Donor", "Share of the GDP of 2021, %"), figures)
