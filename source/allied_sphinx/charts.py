"""``chart``: a Vega-Altair figure over the rows, drawn to SVG while the pages are built.

Each chart is drawn for a wide measure and for a phone; the page shows the one that fits. The
colours are those of print; allied.css puts those of the page's theme in their place.
"""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri
from sphinx.util.typing import ExtensionMetadata

from allied.store.tables import PACKAGE

from .disclosure import disclosure
from .downloads import download, offer
from .figures import CHARTS, NARROW, WIDE, drawn
from .packages import write_if_changed
from .site import SITE, of_site
from .statements import note, statements
from .sums import is_made_from, sum_of
from .tablenodes import build_table

FOLDER = "_charts"
MANY = 60  # rows beyond which a page does not carry a chart's figures; the CSV has them
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
        found: list[nodes.Node] = [figure]
        if len(picture.rows) <= MANY:
            right = [False, *[True] * (len(picture.heads) - 1)]
            figures = build_table(list(picture.heads), [list(row) for row in picture.rows], right)
            folded = disclosure(
                "", figures, summary="The chart's figures as a table", classes=[], print=False
            )
            folded["generated"] = True
            found.append(folded)
        return [*found, *_offered(self.env.docname, name), *messages]


def _offered(docname: str, name: str) -> list[nodes.Node]:
    """Links to the chart as a picture and to its figures."""
    line = nodes.paragraph("", "", nodes.Text("Download the chart: "), classes=["downloads"])
    for number, (words, kind) in enumerate((("SVG", "svg"), ("PNG", "png"), ("CSV", "csv"))):
        line += nodes.Text(", " if number else "")
        line += download("", words, docname=docname, file=f"{FOLDER}/{_file(name, kind)}")
    line += nodes.Text(".")
    line["generated"] = True
    return [offer("", line)]


def visit_html(translator: Any, node: chart) -> None:
    """Both drawings stand in the page; of heavy ones the page loads the one that it needs."""
    wide, _ = drawn(node["name"], WIDE)
    if translator.builder.name != SITE:  # a book of its own: one drawing, and in its page
        translator.body.append(f'<div class="chart">{_inline(wide)}</div>')
        raise nodes.SkipNode
    narrow, _ = drawn(node["name"], NARROW)
    label = html.escape(wide.alt)
    if wide.heavy:
        here = translator.builder.get_target_uri(translator.builder.current_docname)
        src, small = (
            html.escape(relative_uri(here, f"{FOLDER}/{_file(node['name'], kind)}"))
            for kind in ("svg", "narrow.svg")
        )
        translator.body.append(
            f'<div class="chart map"><picture><source media="(max-width: 40em)" srcset="{small}" '
            f'width="{narrow.width:.0f}" height="{narrow.height:.0f}"><img src="{src}" '
            f'width="{wide.width:.0f}" height="{wide.height:.0f}" loading="lazy" alt="{label}">'
            "</picture></div>"
        )
        raise nodes.SkipNode
    drawings = _inline(wide, ' class="wide"') + _inline(narrow, ' class="narrow"')
    if not wide.axis:
        translator.body.append(f'<div class="chart">{drawings}</div>')
        raise nodes.SkipNode
    translator.body.append(
        f'<div class="chart" data-chart="{node["name"]}">{drawings}<input class="chart-steps" '
        f'type="range" min="0" max="{len(wide.rows) - 1}" value="0" '
        'aria-label="Values of the chart, one by one"></div>'
    )
    raise nodes.SkipNode


def values(name: str) -> dict[str, Any]:
    """What the page shows of a chart's rows where a reader points at them, and where they lie."""
    wide, narrow = drawn(name, WIDE)[0], drawn(name, NARROW)[0]
    found: dict[str, Any] = {"heads": wide.heads, "rows": wide.rows, "axis": wide.axis}
    return found | {"wide": wide.places, "narrow": narrow.places}


def _inline(picture: Any, attributes: str = "") -> str:
    svg: str = picture.svg
    for pattern in _NOISE:
        svg = pattern.sub("", svg)
    named = f'<svg{attributes} role="img" aria-label="{html.escape(picture.alt)}" '
    return svg.replace("<svg ", named, 1)


def visit_typst(translator: Any, node: chart) -> None:
    picture, _ = drawn(node["name"], WIDE if translator.book.columns == 1 else NARROW)
    translator.svg_figure(picture.svg, picture.alt, picture.width * 0.7, picture.height * 0.7)
    raise nodes.SkipNode


def _file(name: str, kind: str) -> str:
    return f"{name.replace('_', '-')}.{kind}"


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Put each chart that a page shows beside the site, as SVG, as PNG, and its figures as CSV."""
    if error is not None:
        return
    folder = Path(app.outdir, FOLDER)
    shown = {item.expression for item in statements(app.env).in_order() if item.kind == "chart"}
    kinds = ("csv", "narrow.svg", "svg", "png")
    keep = {folder / _file(name, kind) for name in shown for kind in kinds}
    for path in folder.glob("*"):
        if path not in keep:
            path.unlink()
    if is_made_from(app, "charts", made_from(app)) and all(path.exists() for path in keep):
        return  # to draw them all again takes as long as all else of a small build
    for name in sorted(shown):
        wide, _ = drawn(name, WIDE)
        narrow, _ = drawn(name, NARROW)
        rows = io.StringIO()
        csv.writer(rows, lineterminator="\n").writerows([wide.heads, *wide.rows])
        files = {
            "csv": rows.getvalue().encode(),
            "narrow.svg": narrow.svg.encode(),
            "svg": wide.svg.encode(),
        }
        folder.mkdir(exist_ok=True)
        picture, drawing = folder / _file(name, "png"), folder / _file(name, "svg")
        if not (picture.exists() and drawing.exists() and drawing.read_bytes() == files["svg"]):
            import vl_convert

            white = wide.svg.replace("<svg ", '<svg style="background:#fff" ', 1)
            files["png"] = vl_convert.svg_to_png(white, scale=2)
        for kind, content in files.items():
            write_if_changed(folder / _file(name, kind), content)


def made_from(app: Sphinx) -> str:
    """A sum over all that charts are drawn from: the code, the data and what is installed."""
    rows = (PACKAGE, *sorted(PACKAGE.parent.glob("*.csv")))
    return sum_of(PACKAGE.parent, rows, app.config.sum_of_code)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("chart", ChartDirective)
    app.connect("build-finished", of_site(write_files))
    app.add_node(chart, html=(visit_html, None), typst=(visit_typst, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
