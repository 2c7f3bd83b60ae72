"""``chart``: a Vega-Altair figure over the rows, drawn to SVG while the pages are built.

The SVG is drawn once in marker colours; HTML gets them as CSS properties, so that the chart
follows the page's light or dark theme, and print gets fixed ones.
"""

from __future__ import annotations

import html
import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

import allied
from allied.meaning import spell
from allied.tables import Recording, recording

from .datatables import build_table
from .disclosure import disclosure
from .fonts import SANS, folder
from .statements import note

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


# Vega's own labels for assistive technology: one for the whole chart takes their place.
_NOISE = (
    re.compile(r' (?:aria-roledescription|aria-label|role|aria-hidden)="[^"]*"'),
    re.compile(r' (?:class|pointer-events)="[^"]*"'),
)
CHARTS: dict[str, Callable[[], Chart]] = {"spending_share_by_ally": spending_share_by_ally}


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


@cache
def drawn(name: str) -> tuple[Chart, Recording]:
    """A chart by its name, and the rows it was drawn from."""
    with recording() as record:
        return CHARTS[name](), record


class chart(nodes.General, nodes.Element):  # noqa: N801
    """``name`` is a key of CHARTS."""


class ChartDirective(SphinxDirective):
    """The chart as a figure, its figures behind a disclosure."""

    required_arguments = 1
    option_spec: ClassVar = {
        "name": directives.unchanged_required,
        "caption": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in CHARTS:
            raise self.error(f"there is no chart {name!r}; the charts are {', '.join(CHARTS)}")
        if "caption" not in self.options:
            raise self.error("the chart has no caption; add a line `:caption: ...`")
        picture, record = drawn(name)
        caption, messages = self.parse_inline(self.options["caption"])
        figure = nodes.figure("", chart(name=name), classes=["chart-figure"])
        figure += nodes.caption(self.options["caption"], "", *caption)
        self.add_name(figure)
        self.set_source_info(figure)
        note(
            self.env,
            record,
            kind="chart",
            line=self.lineno,
            anchor=figure["ids"][0] if figure["ids"] else "",
            shown=self.options["caption"],
            expression=name,
            value=f"{len(picture.rows)} rows",
        )
        right = [False, *[True] * (len(picture.heads) - 1)]
        figures = build_table(list(picture.heads), [list(row) for row in picture.rows], right)
        folded = disclosure(
            "", figures, summary="The chart's figures as a table", classes=[], print=False
        )
        return [figure, folded, *messages]


def visit_html(translator: Any, node: chart) -> None:
    picture, _ = drawn(node["name"])
    svg = picture.svg
    for marker, (name, colour) in COLOURS.items():
        # an attribute of SVG knows no var(), a style does
        svg = re.sub(rf'(fill|stroke)="{marker}"', rf'style="\1:var({name},{colour})"', svg)
    for pattern in _NOISE:
        svg = pattern.sub("", svg)
    label = html.escape(picture.alt)
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
    translator.body.append(f'<div class="chart" tabindex="0" role="group">{svg}</div>')
    raise nodes.SkipNode


def visit_typst(translator: Any, node: chart) -> None:
    picture, _ = drawn(node["name"])
    svg = picture.svg
    for marker, (_, colour) in COLOURS.items():
        svg = svg.replace(marker, colour)
    translator.svg_figure(svg, picture.alt, picture.width * 0.75, picture.height * 0.75)
    raise nodes.SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("chart", ChartDirective)
    app.add_node(chart, html=(visit_html, None), typst=(visit_typst, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
