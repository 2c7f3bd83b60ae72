"""The charts of the article: each a function from rows to an SVG, its words and its figures."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import allied
from allied.store.rows import AlliancesPerYear, KforTotal, UkraineSupport, UsForcesAbroad
from allied.store.tables import Recording, recording, select
from allied.store.words import spell

from .fonts import SANS, folder

# marker colour in the drawing -> (CSS property, colour in print)
COLOURS = {
    "#010101": ("--chart-ink", "#1f2937"),
    "#020202": ("--chart-muted", "#4b5563"),
    "#030303": ("--chart-rule", "#c7ced8"),
    "#040404": ("--chart-before", "#6b7280"),
    "#050505": ("--chart-after", "#0b5cad"),
    "#060606": ("--chart-mark", "#b42318"),
}
INK, MUTED, RULE, BEFORE, AFTER, MARK = COLOURS


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: ``svg`` in marker colours, what it says in words, and its figures."""

    svg: str
    alt: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: float
    height: float


def spending_share_by_ally() -> Chart:
    """Each Ally's share of GDP in 2014 and in 2024, with the guideline."""
    alt = _altair()

    last = allied.ranked("share_of_gdp", 2024)
    pairs = [
        (ally.name, float(allied.spending(ally, 2014).share_of_gdp), float(share))
        for ally, share in last
    ]
    line = float(allied.guideline("wales-2014-spending").percent)
    order = [name for name, _, _ in pairs]
    y = alt.Y("ally:N", sort=order, title=None)
    x = alt.X(
        "share:Q",
        title="Defence spending, % of GDP",
        scale=alt.Scale(domain=[0, 4.5]),
        axis=alt.Axis(values=[0, 1, 2, 3, 4]),
    )
    spans = [{"ally": name, "share": before, "end": after} for name, before, after in pairs]
    dots = [
        {"ally": name, "share": share, "year": year}
        for name, before, after in pairs
        for year, share in (("2014", before), ("2024 (estimate)", after))
    ]
    years = ["2014", "2024 (estimate)"]
    key = alt.Legend(title=None, orient="top", symbolSize=70)
    figure = alt.layer(
        alt.Chart(alt.Data(values=[{"share": line}]))
        .mark_rule(color=MARK, strokeDash=[5, 3])
        .encode(x=alt.X("share:Q")),
        alt.Chart(alt.Data(values=spans))
        .mark_rule(color=BEFORE, strokeWidth=1.5)
        .encode(y=y, x=x, x2="end:Q"),
        alt.Chart(alt.Data(values=dots))
        .mark_point(filled=True, size=60, opacity=1)
        .encode(
            y=y,
            x=x,
            color=alt.Color(
                "year:N", scale=alt.Scale(domain=years, range=[BEFORE, AFTER]), legend=key
            ),
            shape=alt.Shape(
                "year:N", scale=alt.Scale(domain=years, range=["diamond", "circle"]), legend=key
            ),
        ),
    ).properties(width=470, height=19 * len(pairs))
    rose = sum(after > before for _, before, after in pairs)
    above_before = len(allied.at_least(line, "share_of_gdp", 2014))
    above_after = len(allied.at_least(line, "share_of_gdp", 2024))
    top, bottom = pairs[0], pairs[-1]
    words = (
        f"Two dots for each of {len(pairs)} Allies, joined by a line: defence spending as a share "
        f"of GDP in 2014 and, by estimate, in 2024, the highest of 2024 first. "
        f"In 2024 the range is {bottom[2]:.2f} per cent ({bottom[0]}) to {top[2]:.2f} per cent "
        f"({top[0]}). The share rose in {spell(rose)} states and fell in "
        f"{spell(len(pairs) - rose)}. At or above the dashed line at {line:g} per cent: "
        f"{above_before} in 2014, {above_after} in 2024."
    )
    heads = ("Ally", "2014, %", "2024 (estimate), %")
    rows = tuple((name, f"{before:.2f}", f"{after:.2f}") for name, before, after in pairs)
    return _draw(figure, words, heads, rows)


def us_forces_abroad() -> Chart:
    """American active-duty forces in the four hosts that have had most."""
    rows = select("us_forces_abroad", UsForcesAbroad)
    peaks = {row.host: max(r.troops for r in rows if r.host == row.host) for row in rows}
    hosts = sorted(peaks, key=lambda host: -peaks[host])[:4]
    lines = {
        allied.state(host).name: [(row.year, row.troops) for row in rows if row.host == host]
        for host in hosts
    }
    words = "Four lines: United States active-duty forces in " + "; ".join(
        f"{name}, from {points[0][1]:,} in {points[0][0]} to {points[-1][1]:,} in {points[-1][0]}, "
        f"most in {max(points, key=lambda point: point[1])[0]} ({max(n for _, n in points):,})"
        for name, points in lines.items()
    )
    return _lines(lines, f"{words}.", "Active-duty personnel")


def alliances_per_year() -> Chart:
    """Pairs of states bound by a pledge of defence, year by year."""
    rows = select("alliances_per_year", AlliancesPerYear)
    points = [(row.year, row.defence_dyads) for row in rows]
    high, low = max(points, key=lambda point: point[1]), min(points, key=lambda point: point[1])
    words = (
        f"One line from {points[0][0]} to {points[-1][0]}: pairs of states of which at least one "
        f"had promised to defend the other. It begins at {points[0][1]}, is lowest in {low[0]} "
        f"({low[1]}) and highest in {high[0]} ({high[1]:,}), and ends at {points[-1][1]:,}."
    )
    return _lines({"Pairs of states": points}, words, "Pairs of states with a pledge of defence")


def kfor_strength() -> Chart:
    """The troops of KFOR at the dates for which a count was read."""
    rows = select("kfor_totals", KforTotal)
    points = [
        (row.date.year + ((row.date.month or 7) - 1) / 12, row.troops, str(row.date))
        for row in rows
    ]
    words = (
        f"One line through {len(points)} counts of the troops of KFOR: "
        + ", ".join(f"{troops:,} in {date}" for _, troops, date in points)
        + "."
    )
    chart = _lines({"KFOR": [(year, troops) for year, troops, _ in points]}, words, "Troops")
    return replace(
        chart,
        heads=("Date", "Troops"),
        rows=tuple((date, f"{troops:,}") for _, troops, date in points),
    )


def ukraine_support() -> Chart:
    """Aid to Ukraine by donor and kind."""
    alt = _altair()
    rows = select("ukraine_support", UkraineSupport)
    kinds = ("military", "financial", "humanitarian")
    data = [
        {"donor": row.donor, "kind": kind, "place": place, "sum": float(getattr(row, kind))}
        for row in rows
        for place, kind in enumerate(kinds)
    ]
    figure = (
        alt.Chart(alt.Data(values=data))
        .mark_bar()
        .encode(
            y=alt.Y("donor:N", sort=[row.donor for row in rows], title=None, axis=_labels(alt)),
            x=alt.X("sum:Q", title="Billion US dollars"),
            order=alt.Order("place:Q"),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=list(kinds), range=[AFTER, BEFORE, MARK]),
                legend=alt.Legend(title=None, orient="top"),
            ),
        )
        .properties(width=430, height=22 * len(rows))
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
    return _draw(figure, words, heads, figures)


def _lines(lines: Mapping[str, Sequence[tuple[float, int]]], words: str, title: str) -> Chart:
    """Lines over years, unlike in dash as well as in colour."""
    alt = _altair()
    names = list(lines)
    data = [
        {"year": year, "value": value, "name": name}
        for name, points in lines.items()
        for year, value in points
    ]
    first = min(year for points in lines.values() for year, _ in points)
    last = max(year for points in lines.values() for year, _ in points)
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[first, last]),
        axis=alt.Axis(format="d", grid=False, tickCount=8),
    )
    y = alt.Y("value:Q", title=title)
    looks = {"domain": names, "range": [AFTER, MARK, INK, BEFORE][: len(names)]}
    dashes = {"domain": names, "range": [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2]][: len(names)]}
    key = alt.Legend(title=None, orient="top", symbolSize=300) if len(names) > 1 else None
    figure = (
        alt.Chart(alt.Data(values=data))
        .mark_line(strokeWidth=2)
        .encode(
            x=x,
            y=y,
            color=alt.Color("name:N", scale=alt.Scale(**looks), legend=key),
            strokeDash=alt.StrokeDash("name:N", scale=alt.Scale(**dashes), legend=key),
        )
        .properties(width=470, height=260)
    )
    years = sorted({year for points in lines.values() for year, _ in points})
    held = {name: dict(points) for name, points in lines.items()}
    rows = tuple(
        (
            f"{year:g}",
            *(f"{held[name][year]:,}" if year in held[name] else "" for name in names),
        )
        for year in years
    )
    return _draw(figure, words, ("Year", *names), rows)


def _altair() -> Any:
    """Half a second to import: only where a chart is drawn."""
    return importlib.import_module("altair")


def _labels(alt: Any) -> Any:
    return alt.Axis(labelLimit=220)


def _draw(
    figure: Any, alt_text: str, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> Chart:
    import vl_convert

    vl_convert.register_font_directory(str(folder()))
    text = {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12}
    figure = (
        figure.configure(font=SANS, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            **text, gridColor=RULE, domainColor=MUTED, tickColor=MUTED, titleFontWeight="normal"
        )
        .configure_legend(labelColor=INK, labelFontSize=12)
    )
    svg = vl_convert.vegalite_to_svg(figure.to_dict())
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    assert size is not None
    return Chart(svg, alt_text, heads, rows, float(size[1]), float(size[2]))


CHARTS: dict[str, Callable[[], Chart]] = {
    figure.__name__: figure
    for figure in (
        alliances_per_year,
        kfor_strength,
        spending_share_by_ally,
        ukraine_support,
        us_forces_abroad,
    )
}


@cache
def drawn(name: str) -> tuple[Chart, Recording]:
    """A chart by its name, and the rows it was drawn from."""
    with recording() as record:
        return CHARTS[name](), record
