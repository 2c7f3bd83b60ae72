"""How Sphinx shows a diagram: sphinxcontrib-mermaid's directive and node, our pictures."""

from __future__ import annotations

import html
from collections import Counter
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata
from sphinxcontrib.mermaid import Mermaid, mermaid

from .check import DiagramError
from .drawing import PRINT_FONT, Drawing, draw
from .words import stop

logger = logging.getLogger(__name__)


class MermaidFence(Mermaid):  # type: ignore[misc]  # untyped base
    """The directive of sphinxcontrib-mermaid, which knows where its text stands.

    ``:zoom:`` is gone: it needs a script.
    """

    option_spec = {  # noqa: RUF012  # the type is docutils' business
        key: value for key, value in Mermaid.option_spec.items() if key != "zoom"
    }

    def run(self, **kwargs: Any) -> list[nodes.Node]:
        result: list[nodes.Node] = super().run(**kwargs)
        for node in (found for top in result for found in top.findall(mermaid)):
            path, first = self._where()
            own = node["code"]
            if own.startswith("---\n") and not self._text(path).startswith("---"):
                # What :title: and :config: put in front has no lines on the page.
                first -= own[: own.index("\n---\n", 3) + 5].count("\n")
            node["origin"] = (path, first)
            node.source, node.line = path, self.lineno
        return result

    def _where(self) -> tuple[str, int]:
        """The file that holds the diagram's text, and the line of that text's first line."""
        page = str(self.state.document.current_source or self.state.document["source"])
        if self.arguments:
            environment = self.state.document.settings.env
            return environment.relfn2path(self.arguments[0])[1], 1
        if type(self.state).__module__.startswith("myst_parser"):
            # Markdown counts from the fence, reStructuredText from the top of the page.
            return page, self.lineno + self.content_offset + 1
        return page, self.content_offset + 1

    def _text(self, path: str) -> str:
        if self.arguments:
            return Path(path).read_text(encoding="utf-8")
        return "\n".join(self.content)


def _drawing(node: mermaid, print_font: str = PRINT_FONT) -> Drawing | None:
    """The drawing; None after a warning that names file and line."""
    try:
        return draw(node["code"], print_font=print_font, silent=node.get("silent", ""))
    except DiagramError as error:
        if "origin" in node:
            path, first = node["origin"]
            location: Any = f"{path}:{max(first + error.line - 1, 1)}"
        else:
            location = node  # generated text: only the directive has a line
        logger.warning(
            "diagram: %s", error.message, location=location, type="mermaid", subtype="diagram"
        )
        return None


def visit_html(translator: Any, node: mermaid) -> None:
    """The drawing itself, and below it the same in words for who cannot see it."""
    drawing = _drawing(node)
    if drawing is None:
        source = html.escape(node["code"])
        translator.body.append(f'<pre class="diagram-source">{source}</pre>\n')
        raise nodes.SkipNode
    counts = translator.__dict__.setdefault("_diagrams_of_page", Counter())
    counts[drawing.uid] += 1
    svg = drawing.html_svg
    name = html.escape(node.get("alt") or drawing.title)
    if node.get("alt"):
        svg = svg.replace(f'aria-labelledby="{drawing.uid}-title"', f'aria-label="{name}"')
    if counts[drawing.uid] > 1:  # the same diagram twice on a page must not share its ids
        svg = svg.replace(drawing.uid, f"{drawing.uid}-{counts[drawing.uid]}")
    ids = f' id="{html.escape(node["ids"][0])}"' if node["ids"] else ""
    align = f" align-{node['align']}" if "align" in node else ""
    translator.body.append(
        f'<div class="diagram{align}"{ids} tabindex="0" role="group" aria-label="{name}">'
        f"{svg}</div>"
        '<details class="diagram-relations"><summary>The diagram in words</summary>'
        f"<p>{html.escape(drawing.description)}</p>{drawing.relations_html}</details>\n"
    )
    raise nodes.SkipNode


def visit_typst(translator: Any, node: mermaid) -> None:
    """The flat drawing; its alternative text holds title, description and relations."""
    font = getattr(translator.config, "typst_sans", "") or PRINT_FONT
    drawing = _drawing(node, font)
    if drawing is not None:
        if node["ids"]:  # a name without a caption is on the drawing itself
            translator.add(translator.anchored(node, ""))
        alt = drawing.alt
        if node.get("alt"):
            alt = f"{stop(node['alt'])} {drawing.relations_text}".strip()
        translator.svg_figure(drawing.print_svg, alt, *drawing.print_size)
    raise nodes.SkipNode


def put_into_words(app: Sphinx, doctree: nodes.document) -> None:
    """Give the search index a diagram's words.

    The words become a child of the node: every writer skips it, the search
    index does not.  A page with a broken diagram is read anew by each build;
    otherwise the second build would find the page unchanged and succeed.
    """
    for node in doctree.findall(mermaid):
        try:
            node += nodes.Text(draw(node["code"], silent=node.get("silent", "")).alt)
        except DiagramError:
            app.env.note_reread()


def draw_ourselves(app: Sphinx, config: Config) -> None:
    """The extension loads mermaid.js from a content network only for its format ``raw``."""
    config.mermaid_output_format = "svg"


def register(app: Sphinx) -> ExtensionMetadata:
    """Called by ``setup``."""
    app.setup_extension("sphinxcontrib.mermaid")
    app.add_directive("mermaid", MermaidFence, override=True)
    app.add_node(mermaid, override=True, html=(visit_html, None), typst=(visit_typst, None))
    app.connect("config-inited", draw_ourselves)
    app.connect("doctree-read", put_into_words)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
