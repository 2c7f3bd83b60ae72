"""How Sphinx shows a diagram: sphinxcontrib-mermaid's directive and node, our pictures."""

from __future__ import annotations

import html
import json
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.nodes import set_source_info
from sphinx.util.typing import ExtensionMetadata
from sphinxcontrib.mermaid import align_spec, mermaid

from .check import DiagramError
from .drawing import HTML_FONT, PRINT_FONT, Drawing, draw
from .files import diagram_path, diagram_text
from .words import stop

logger = logging.getLogger(__name__)


def _layout(text: str | None) -> dict[str, Any]:
    """The value of ``:config:``."""
    try:
        value = json.loads(text or "")
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ValueError('write it on one line, such as {"flowchart": {"wrappingWidth": 100}}')
    return value


class MermaidFence(Directive):
    """A diagram between fences, or in the file that the argument names.

    Its node is that of sphinxcontrib-mermaid, and so are its options, but for ``:zoom:``,
    which needs a script.
    """

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = {
        "name": directives.unchanged_required,
        "alt": directives.unchanged_required,
        "caption": directives.unchanged_required,
        "title": directives.unchanged_required,
        "align": align_spec,
        "config": _layout,
    }

    def run(self) -> list[nodes.Node]:
        try:
            text, path, first = self._text()
        except DiagramError as error:
            raise self.error(f"diagram: {error.message}") from error
        front = self._front()
        node = mermaid("", code=front + text, options={})
        node["origin"] = (path, first - front.count("\n"))  # what is in front has no line there
        node.source, node.line = path, self.lineno
        for option in ("alt", "align"):
            if option in self.options:
                node[option] = self.options[option]
        if "caption" in self.options:
            node = self._figure(node)
        self.add_name(node)
        return [node]

    def _text(self) -> tuple[str, str, int]:
        """The diagram's text, the file it is in, and the line of that file it begins on."""
        page = str(self.state.document.current_source or self.state.document["source"])
        if self.arguments:
            if any(self.content):
                raise DiagramError("it has a file and lines of its own; remove one of them", 0)
            environment = self.state.document.settings.env
            docs = Path(environment.srcdir)
            origin = Path(environment.doc2path(environment.docname))
            environment.note_dependency(diagram_path(origin, self.arguments[0], docs))
            text, path = diagram_text(origin, self.arguments[0], docs)
            return text, str(path), 1
        if type(self.state).__module__.startswith("myst_parser"):
            # Markdown counts from the fence, reStructuredText from the top of the page.
            return "\n".join(self.content), page, self.lineno + self.content_offset + 1
        return "\n".join(self.content), page, self.content_offset + 1

    def _front(self) -> str:
        """``:title:`` and ``:config:`` as Mermaid's front matter. JSON is YAML too."""
        lines = []
        if "config" in self.options:
            lines.append(f"config: {json.dumps(self.options['config'])}")
        if "title" in self.options:
            lines.append(f"title: {json.dumps(self.options['title'], ensure_ascii=False)}")
        return "".join(f"{line}\n" for line in ["---", *lines, "---"]) if lines else ""

    def _figure(self, node: mermaid) -> nodes.figure:
        figure = nodes.figure("", node)
        if "align" in node:
            figure["align"] = node.attributes.pop("align")
        parsed = nodes.Element()
        caption = StringList([self.options["caption"]], source="")
        self.state.nested_parse(caption, self.content_offset, parsed)
        if not (parsed.children and isinstance(parsed[0], nodes.paragraph)):
            raise self.error("diagram: the caption is no sentence; write words after `:caption:`")
        figure += nodes.caption(parsed[0].rawsource, "", *parsed[0].children)
        set_source_info(self, figure[-1])
        return figure


def _drawing(node: mermaid, print_font: str = PRINT_FONT) -> Drawing | None:
    """The drawing; None after a warning that names file and line."""
    try:
        drawing = draw(node["code"], print_font=print_font, silent=node.get("silent", ""))
        picture = node.get("picture")
        return picture.instead(drawing, print_font) if picture else drawing
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
    flat = translator.builder.name == "epub"  # no reading system sets --diagram-*
    drawing = _drawing(node, HTML_FONT) if flat else _drawing(node)
    if drawing is None:
        source = html.escape(node["code"])
        translator.body.append(f'<pre class="diagram-source">{source}</pre>\n')
        raise nodes.SkipNode
    counts = translator.__dict__.setdefault("_diagrams_of_page", Counter())
    counts[drawing.uid] += 1
    name = html.escape(node.get("alt") or drawing.title)
    if flat:
        svg = drawing.print_svg.replace("<svg ", f'<svg role="img" aria-label="{name}" ', 1)
    else:
        svg = drawing.html_svg
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
