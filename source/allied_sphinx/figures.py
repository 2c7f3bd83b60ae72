"""The charts of the article: each a function from rows to an SVG, its words and its figures."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import allied
from allied.meaning import spell
from allied.tables import Recording, recording

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
    alt: Any = importlib.import_module("altair")  # half a second: only where a chart is drawn

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


CHARTS: dict[str, Callable[[], Chart]] = {"spending_share_by_ally": spending_share_by_ally}


@cache
def drawn(name: str) -> tuple[Chart, Recording]:
    """A chart by its name, and the rows it was drawn from."""
    with recording() as record:
        return CHARTS[name](), record
