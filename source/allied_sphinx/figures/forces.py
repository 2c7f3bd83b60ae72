"""Charts of pledges, of forces abroad, of sanctions and of opinion."""

from __future__ import annotations

from dataclasses import replace

import allied
from allied.store.rows import AlliancesPerYear, KforTotal, Opinion, UsForcesAbroad
from allied.store.tables import select

from .drawing import AFTER, NARROW, RULE, Chart, altair, data, draw, lines, year_rows


def us_forces_abroad(width: int) -> Chart:
    """American active-duty forces in the four hosts that have had most."""
    rows = select("us_forces_abroad", UsForcesAbroad)
    peaks = {row.host: max(r.troops for r in rows if r.host == row.host) for row in rows}
    hosts = sorted(peaks, key=lambda host: -peaks[host])[:4]
    drawn = {
        allied.state(host).name: [
            (float(row.year), float(row.troops)) for row in rows if row.host == host
        ]
        for host in hosts
    }
    words = "Four lines: United States active-duty forces in " + "; ".join(
        f"{name}, from {points[0][1]:,.0f} in {points[0][0]:.0f} to {points[-1][1]:,.0f} in "
        f"{points[-1][0]:.0f}, most in {max(points, key=lambda point: point[1])[0]:.0f} "
        f"({max(n for _, n in points):,.0f})"
        for name, points in drawn.items()
    )
    figure = lines(drawn, "Active-duty personnel", width, points=True)
    years = [float(row[0]) for row in year_rows(drawn)]
    return draw(figure, width, f"{words}.", ("Year", *drawn), year_rows(drawn), years)


def alliances_per_year(width: int) -> Chart:
    """Pairs of states bound by a pledge of defence, year by year."""
    rows = select("alliances_per_year", AlliancesPerYear)
    points = [(float(row.year), float(row.defence_dyads)) for row in rows]
    high, low = max(points, key=lambda point: point[1]), min(points, key=lambda point: point[1])
    words = (
        f"One line from {points[0][0]:.0f} to {points[-1][0]:.0f}: pairs of states of which at "
        f"least one had promised to defend the other. It begins at {points[0][1]:.0f}, is lowest "
        f"in {low[0]:.0f} ({low[1]:.0f}) and highest in {high[0]:.0f} ({high[1]:,.0f}), and ends "
        f"at {points[-1][1]:,.0f}."
    )
    drawn = {"Pairs of states": points}
    figure = lines(drawn, "Pairs of states with a pledge", width)
    years = [year for year, _ in points]
    return draw(figure, width, words, ("Year", *drawn), year_rows(drawn), years)


def kfor_strength(width: int) -> Chart:
    """The troops of KFOR at the dates for which a count was read."""
    rows = select("kfor_totals", KforTotal)
    points = [
        (row.date.year + ((row.date.month or 7) - 1) / 12, float(row.troops), str(row.date))
        for row in rows
    ]
    words = (
        f"One line through {len(points)} counts of the troops of KFOR: "
        + ", ".join(f"{troops:,.0f} in {date}" for _, troops, date in points)
        + "."
    )
    drawn = {"KFOR": [(year, troops) for year, troops, _ in points]}
    years = [year for year, *_ in points]
    chart = draw(lines(drawn, "Troops", width, points=True), width, words, (), (), years)
    figures = tuple((date, f"{troops:,.0f}") for _, troops, date in points)
    return replace(chart, heads=("Date", "Troops"), rows=figures)


def sanctions_by_issuer(width: int) -> Chart:
    """Which issuers have programmes against the states that most of them name."""
    alt = altair()
    issuers = ("UN", "EU", "UK", "US", "CH", "AU", "CA", "NZ")
    targets = [state.name for state, _ in allied.sanctions.ranked(5)]
    held = {name: allied.sanctions.issuers(name) for name in targets}
    cells = [
        {"target": name, "issuer": issuer, "named": "yes" if issuer in held[name] else "no"}
        for name in targets
        for issuer in issuers
    ]

    def look(*values: object) -> dict[str, object]:
        return {"scale": alt.Scale(domain=["yes", "no"], range=list(values)), "legend": None}

    plain = alt.Axis(
        grid=False,
        labelLimit=240 if width > NARROW else 200,
        labelFontSize=14 if width > NARROW else 11,
    )
    figure = (
        alt.Chart(data(cells))
        .mark_point(filled=True, opacity=1)
        .encode(
            y=alt.Y("target:N", sort=targets, title=None, axis=plain),
            x=alt.X(
                "issuer:N",
                sort=list(issuers),
                title=None,
                axis=alt.Axis(
                    orient="top",
                    labelAngle=0,
                    labelFontSize=14 if width > NARROW else 10,
                    grid=False,
                ),
            ),
            color=alt.Color("named:N", **look(AFTER, RULE)),
            shape=alt.Shape("named:N", **look("square", "circle")),
            size=alt.Size("named:N", **look(190, 20)),
        )
        .properties(height=24 * len(targets))
    )
    counts = [len(held[name]) for name in targets]
    words = (
        f"A grid of {len(targets)} states, down the side, and {len(issuers)} issuers of sanctions, "
        "across the top; a square stands where the issuer's programmes name the state. "
        + "; ".join(f"{name}: {', '.join(held[name])}" for name in targets)
        + f". The most issuers against one state are {max(counts)}."
    )
    rows = tuple(
        (name, *("yes" if issuer in held[name] else "" for issuer in issuers)) for name in targets
    )
    return draw(figure, width, words, ("State", *issuers), rows)


def opinion_of_nato(width: int) -> Chart:
    """Favourable views of NATO in the last survey that asked most states."""
    alt = altair()
    survey = "Pew 2024"
    rows = [row for row in select("opinion", Opinion) if row.survey == survey]
    shares = sorted(
        ((allied.state(row.state).name, float(row.favourable)) for row in rows),
        key=lambda pair: -pair[1],
    )
    base = alt.Chart(data([{"state": name, "share": share} for name, share in shares])).encode(
        y=alt.Y("state:N", sort=[name for name, _ in shares], title=None),
        x=alt.X(
            "share:Q",
            title="Adults with a favourable view, %",
            scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(tickCount=5 if width > NARROW else 3),
        ),
    )
    figure = alt.layer(
        base.mark_bar(color=AFTER, height=12),
        base.mark_text(align="left", dx=4).encode(text="share:Q"),
    ).properties(height=24 * len(shares))
    top, bottom = shares[0], shares[-1]
    words = (
        f"Bars for {len(shares)} states of the Pew survey of 2024: the share of adults with a "
        f"favourable view of NATO, from {top[1]:g} per cent ({top[0]}) to {bottom[1]:g} per cent "
        f"({bottom[0]})."
    )
    figures = tuple((name, f"{share:g}") for name, share in shares)
    return draw(figure, width, words, ("State", "Favourable, %"), figures)
