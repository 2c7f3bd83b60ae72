"""How a chart is drawn: from a Vega-Lite figure to an SVG with its words and its numbers."""

from __future__ import annotations

import hashlib
import importlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..fonts import SANS, folder

# Colours of print, and the CSS property that takes their place on a screen (in allied.css).
COLOURS = {
    "#1f2937": "--chart-ink",
    "#4b5563": "--chart-muted",
    "#c7ced8": "--chart-rule",
    "#6b7280": "--chart-before",
    "#0b5cad": "--chart-after",
    "#b42318": "--chart-mark",
    "#4a86c2": "--chart-shade-1",
    "#8fb4da": "--chart-shade-2",
    "#d2e1f0": "--chart-shade-3",
}
INK, MUTED, RULE, BEFORE, AFTER, MARK, *SHADES = COLOURS
WIDE, NARROW = 640, 328
"""Widths in CSS pixels: of the measure, and of what a phone shows."""
TEXT = 14
_PLACES = re.compile(r' (?:d|transform|x|y|x1|x2|y1|y2)="[^"]*"')
_NUMBER = re.compile(r"\d+\.\d{2,}")
_CLIP = re.compile(r"\bclip\d+\b")


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: its SVG in the colours of print, what it says in words, and its figures."""

    svg: str
    alt: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: float
    height: float
    axis: str = ""
    """Along which axis, ``x`` or ``y``, the rows lie; empty where they lie along none."""
    places: tuple[int, ...] = ()
    """Where each row lies along it, in px of the drawing."""
    heavy: bool = False
    """Too much of it for a page to hold itself: the page loads it as a picture, when it is near."""


def altair() -> Any:
    """Half a second to import: only where a chart is drawn."""
    return importlib.import_module("altair")


class _Whole:
    """Rows that Altair passes on as they are.

    It copies lists and objects deeply at each step: the points of a map four million times.
    """

    _schema: ClassVar = {"type": "array"}

    def __init__(self, rows: Sequence[Mapping[str, object]]) -> None:
        self._rows = list(rows)

    def to_dict(self) -> list[Mapping[str, object]]:
        return self._rows


def data(rows: Sequence[Mapping[str, object]]) -> Any:
    return altair().Data(values=_Whole(rows))


def draw(
    figure: Any,
    width: int,
    words: str,
    heads: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    along: str | Sequence[float] = "y",
) -> Chart:
    """The figure, fitted into ``width`` with all that stands around it.

    ``along`` is the axis along which the rows lie in bands of one size, in their order; or their
    values on a horizontal scale that ends with the first and the last; or empty.
    """
    import vl_convert

    vl_convert.register_font_directory(str(folder()))
    text = {"labelColor": INK, "titleColor": INK, "labelFontSize": TEXT, "titleFontSize": TEXT}
    figure = (
        figure.configure(
            font=SANS,
            background="transparent",
            padding={"left": 2, "right": 8, "top": 4, "bottom": 4},
        )
        .configure_view(stroke=None)
        .configure_axis(
            **text,
            gridColor=RULE,
            domainColor=MUTED,
            tickColor=MUTED,
            titleFontWeight="normal",
            titlePadding=12,
        )
        .configure_legend(labelColor=INK, labelFontSize=TEXT, titleColor=INK, titleFontSize=TEXT)
        .configure_text(fontSize=TEXT, color=INK)
    )
    specification = figure.to_dict(validate=False)
    specification["width"] = width
    specification["autosize"] = {"type": "fit-x", "contains": "padding"}
    svg = _clips_named(_PLACES.sub(_rounded, vl_convert.vegalite_to_svg(specification)))
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    assert size is not None
    axis = along if isinstance(along, str) else "x"
    places = _places(svg, axis, len(rows) if isinstance(along, str) else along) if axis else ()
    return Chart(svg, words, heads, rows, float(size[1]), float(size[2]), axis, places)


def _places(svg: str, axis: str, along: int | Sequence[float]) -> tuple[int, ...]:
    """Where rows lie in a drawing, from the place and the size of its plot."""
    corner = re.search(r'<g fill="none"[^>]* transform="translate\(([\d.]+),([\d.]+)\)">', svg)
    size = re.search(r'd="M0,0h([1-9][\d.]*)v([1-9][\d.]*)h-', svg)
    assert corner is not None
    assert size is not None
    side = "xy".index(axis) + 1
    start, length = float(corner[side]), float(size[side])
    if isinstance(along, int):
        return tuple(round(start + (n + 0.5) * length / along) for n in range(along))
    first, last = min(along), max(along)
    return tuple(round(start + (value - first) / (last - first) * length) for value in along)


def _clips_named(svg: str) -> str:
    """Clips named by what is drawn.

    Vega counts them through the life of a process: the number tells what was drawn before, and a
    page that holds two drawings would find one clip under another's name.
    """
    found = {name: str(place) for place, name in enumerate(dict.fromkeys(_CLIP.findall(svg)))}
    digest = hashlib.sha256(_CLIP.sub(lambda name: found[name[0]], svg).encode()).hexdigest()[:8]
    return _CLIP.sub(lambda name: f"clip-{digest}-{found[name[0]]}", svg)


def _rounded(match: re.Match[str]) -> str:
    """Places to a tenth of a pixel: what lies below makes half of a map's bytes."""
    return _NUMBER.sub(lambda number: f"{float(number[0]):.1f}", match[0])


def dumbbells(
    pairs: Sequence[tuple[str, float, float]],
    years: tuple[str, str],
    rule: float,
    title: str,
    width: int,
) -> Any:
    """For each name two values joined by a line, and a dashed rule."""
    alt = altair()
    order = [name for name, _, _ in pairs]
    y = alt.Y("name:N", sort=order, title=None)
    x = alt.X(
        "value:Q",
        title=title,
        scale=alt.Scale(zero=True, nice=True),
        axis=alt.Axis(tickCount=6 if width > NARROW else 4),
    )
    spans = [{"name": name, "value": before, "end": after} for name, before, after in pairs]
    dots = [
        {"name": name, "value": value, "year": year}
        for name, *both in pairs
        for year, value in zip(years, both, strict=True)
    ]
    key = alt.Legend(title=None, orient="top", symbolSize=80)
    colours = alt.Scale(domain=list(years), range=[BEFORE, AFTER])
    shapes = alt.Scale(domain=list(years), range=["diamond", "circle"])
    return alt.layer(
        alt.Chart(data([{"value": rule}]))
        .mark_rule(color=MARK, strokeDash=[5, 3])
        .encode(x=alt.X("value:Q")),
        alt.Chart(data(spans))
        .mark_rule(color=BEFORE, strokeWidth=1.5)
        .encode(y=y, x=x, x2="end:Q"),
        alt.Chart(data(dots))
        .mark_point(filled=True, size=65, opacity=1)
        .encode(
            y=y,
            x=x,
            color=alt.Color("year:N", scale=colours, legend=key),
            shape=alt.Shape("year:N", scale=shapes, legend=key),
        ),
    ).properties(height=22 * len(pairs))


def lines(
    drawn: Mapping[str, Sequence[tuple[float, float]]],
    title: str,
    width: int,
    *,
    points: bool = False,
    rule: float | None = None,
) -> Any:
    """Lines over years, unlike in dash as well as in colour, each named at its end or above."""
    alt = altair()
    names = list(drawn)
    first = min(year for line in drawn.values() for year, _ in line)
    last = max(year for line in drawn.values() for year, _ in line)
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[first, last], nice=False),
        axis=alt.Axis(
            format="d",
            grid=False,
            tickCount=8 if width > NARROW else 4,
            labelFlush=False,  # pushed inwards, the first and the last year touch their neighbours
        ),
    )
    y = alt.Y("value:Q", title=title)
    rows = [
        {"year": year, "value": value, "name": name}
        for name, line in drawn.items()
        for year, value in line
    ]
    colours = alt.Scale(domain=names, range=[AFTER, MARK, INK, BEFORE, AFTER][: len(names)])
    dashes = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [1, 3]][: len(names)]
    key = None
    if len(names) > 1:
        key = alt.Legend(
            title=None,
            orient="top",
            symbolSize=300,
            columnPadding=24 if width > NARROW else 10,
            columns=2 if width > NARROW or max(map(len, names)) < 20 else 1,
            labelLimit=WIDE,
            direction="vertical",
        )
    layers = [
        alt.Chart(data(rows))
        .mark_line(strokeWidth=2, point={"size": 50, "filled": True} if points else False)
        .encode(
            x=x,
            y=y,
            color=alt.Color("name:N", scale=colours, legend=key),
            strokeDash=alt.StrokeDash(
                "name:N", scale=alt.Scale(domain=names, range=dashes), legend=key
            ),
        )
    ]
    if rule is not None:
        layers.append(
            alt.Chart(data([{"value": rule}]))
            .mark_rule(color=MARK, strokeDash=[5, 3])
            .encode(y="value:Q")
        )
    return alt.layer(*layers).properties(height=280)


def year_rows(
    drawn: Mapping[str, Sequence[tuple[float, float]]], form: str = ",.0f"
) -> tuple[tuple[str, ...], ...]:
    """The figures of lines, a row for each year."""
    held = {name: dict(line) for name, line in drawn.items()}
    years = sorted({year for line in drawn.values() for year, _ in line})
    return tuple(
        (f"{year:g}", *(format(line[year], form) if year in line else "" for line in held.values()))
        for year in years
    )
