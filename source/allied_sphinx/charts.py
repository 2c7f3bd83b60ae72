"""``chart``: a Vega-Altair figure over the rows, drawn to SVG while the pages are built.

The SVG is drawn once in marker colours; HTML gets them as CSS properties, so that the chart
follows the page's light or dark theme, and print gets fixed ones.
"""

from __future__ import annotations

import html
import re
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from .disclosure import disclosure
from .figures import CHARTS, COLOURS, drawn
from .statements import note
from .tablenodes import build_table

# Vega's own labels for assistive technology: one for the whole chart takes their place.
_NOISE = (
    re.compile(r' (?:aria-roledescription|aria-label|role|aria-hidden)="[^"]*"'),
    re.compile(r' (?:class|pointer-events)="[^"]*"'),
)


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
        folded["generated"] = True
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
