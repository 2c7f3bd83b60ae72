"""Images, figures, listings, and drawings handed over as SVG text."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from docutils import nodes

from sphinx_typst_book.base import TranslatorBase, is_block_level, parted, plain_text
from sphinx_typst_book.markup import Code, call, content, string
from sphinx_typst_book.nobreak import breakable

_LENGTH = re.compile(r"(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>%|[a-z]*)")
# CSS lengths in Typst's units; a CSS pixel is 1/96 inch.
_UNITS = {
    "": (0.75, "pt"),
    "px": (0.75, "pt"),
    "pt": (1, "pt"),
    "pc": (12, "pt"),
    "mm": (1, "mm"),
    "cm": (1, "cm"),
    "in": (1, "in"),
    "em": (1, "em"),
    "rem": (1, "em"),
    "ex": (0.5, "em"),
    "%": (1, "%"),
}


_TEXT = (
    nodes.Titular
    | nodes.section
    | nodes.paragraph
    | nodes.Sequential
    | nodes.Admonition
    | nodes.block_quote
    | nodes.literal_block
)
"""What a reader takes for text; extensions have nodes of their own that may show nothing."""


class FigureVisitor(TranslatorBase):
    """Pictures, and the numbered blocks that hold them."""

    def visit_image(self, node: nodes.image) -> None:
        uri = self.host.images.get(node["uri"])
        if uri is None:
            self._replace_image(node)
        alt = self._alternative_text(node)
        path = f"{self.host.imagedir}/{uri}"
        block = is_block_level(node) or _is_only_child(node)
        markup = call(
            "picture" if block else "inline-picture",
            path,
            alt,
            width=self._length(node, "width"),
            height=self._length(node, "height"),
            scale=float(node["scale"]) / 100 if "scale" in node else None,
            align=horizontal(node),
        )
        if is_block_level(node):
            self.add_block(node, self.anchored(node, markup))
        else:
            self.add(self.anchored(node, markup))
        raise nodes.SkipNode

    def _replace_image(self, node: nodes.image) -> NoReturn:
        """Refuse an image that is no local file, or print what it is called."""
        self.leave_out(
            node,
            f"the image {node['uri']!r} is not a local file that Typst can show; a build takes "
            "nothing from the network: save the file beside the pages, as SVG, PNG or JPEG",
        )
        alt = node.get("alt") or node["uri"]
        self.add(self.anchored(node, f"#{string(alt)};"))
        raise nodes.SkipNode

    def _alternative_text(self, node: nodes.Element) -> str:
        alt: str = (node.get("alt") or "").strip()
        # docutils puts the address where an author gave no text.
        if not alt or alt == node.get("uri"):
            name = node.get("uri", "")
            self.leave_out(node, f"the image {name!r} has no alternative text (:alt:)")
            return f"An image without a description: {name}"
        return alt

    def _length(self, node: nodes.Element, key: str) -> Code | None:
        given = str(node.get(key, "")).strip()
        if not given or given == "auto":
            return None
        match = _LENGTH.fullmatch(given)
        if match is None or match["unit"] not in _UNITS:
            self.refuse(node, f"{key} {given!r} is no length that print knows")
        factor, unit = _UNITS[match["unit"]]
        return Code(f"{float(match['amount']) * factor:g}{unit}")

    def svg_figure(self, svg: str, alt: str, width_pt: float, height_pt: float) -> None:
        """Add a drawing, scaled down to the width of the text and 60 % of the page's height.

        *svg* is the text of an SVG file with its own fixed colours and real text: Typst knows
        neither CSS variables nor ``foreignObject``.  *alt* is what a screen reader says.
        *width_pt* and *height_pt* are the natural size in points.  Raises
        :class:`ValueError` for an empty *alt*.
        """
        if not alt.strip():
            raise ValueError("a drawing needs alternative text")
        path = self.host.store_image(svg.encode(), ".svg")
        self.add(
            call("drawing", path, alt, Code(f"{width_pt:.2f}pt"), Code(f"{height_pt:.2f}pt"))
            + "\n\n"
        )

    # -- numbered blocks ------------------------------------------------------------------

    def caption_number(self, node: nodes.Element) -> str | None:
        """Return Sphinx's own number of a figure, table or listing, e.g. ``Figure 2.1``."""
        standard = self.host.env.domains.standard_domain
        figtype = standard.get_enumerable_node_type(node)
        if figtype is None:
            return None
        numbers = self.host.env.toc_fignumbers.get(self.docname, {}).get(figtype, {})
        for node_id in node["ids"]:
            if number := numbers.get(node_id):
                pattern: str = self.config.numfig_format[figtype]
                return pattern % ".".join(map(str, number))
        return None

    def caption_options(self, node: nodes.Element, caption: nodes.Element | None) -> dict[str, Any]:
        """Return the template's options for a numbered block: number, caption, anchors."""
        number = self.caption_number(node)
        if caption is not None and isinstance(node, nodes.figure | nodes.table):
            kind = "table" if isinstance(node, nodes.table) else "figure"
            self.book.list_entry(kind, 1, f"{number} {plain_text(caption)}")
        return {
            "anchors": self.anchors(node) or None,
            "number": number,
            "caption": content(self.plain_content(caption)) if caption is not None else None,
            "short": plain_text(caption) if caption is not None else None,
            "address": self._address(node),
        }

    def _address(self, node: nodes.Element) -> list[str] | None:
        """Return the pieces of the address of what has a name, which others may refer to."""
        if not (self.config.typst_caption_addresses and self.config.typst_site and node["names"]):
            return None
        named = nodes.make_id(node["names"][0])
        node_id = named if named in node["ids"] else node["ids"][0]
        address = self.host.web_address(self.docname, node_id)
        return breakable(address.split("://", 1)[-1]) if address else None

    def visit_figure(self, node: nodes.figure) -> None:
        captions, rest = parted(node, nodes.caption)
        legends = [child for child in rest if isinstance(child, nodes.legend)]
        body = [child for child in rest if not isinstance(child, nodes.legend)]
        options = self.caption_options(node, captions[0] if captions else None)
        legend = content("".join(self.content(part) for part in legends)) if legends else None
        # One among the text may move to the head or foot of a page, but not into a table.
        among_text = isinstance(node.parent, nodes.section) and not _is_beside_table(node)
        floats = True if captions and among_text else None
        inner = self.content(node, body)
        # A figure without a picture has no alternative text of its own: its caption says it.
        drawn = "#picture(" in inner or "#drawing(" in inner
        alt = None if drawn or not captions else plain_text(captions[0])
        self.add_block(
            node, call("fig", **options, legend=legend, float=floats, alt=alt, body=inner)
        )
        raise nodes.SkipNode

    def listing(self, node: nodes.Element) -> None:
        """Add a block of code with its caption and leave *node*."""
        captions, rest = parted(node, nodes.caption)
        options = self.caption_options(node, captions[0] if captions else None)
        self.add_block(node, call("listing", **options, body=self.content(node, rest)))
        raise nodes.SkipNode


def horizontal(node: nodes.Element) -> Code | None:
    """Return the alignment that an author gave to a figure, image or table."""
    align = node.get("align")
    return Code(align) if align in {"left", "center", "right"} else None


def _is_beside_table(node: nodes.Element) -> bool:
    """Whether no text stands between a figure and a table; other figures may."""
    siblings = node.parent.children
    place = siblings.index(node)
    for side in (siblings[place + 1 :], reversed(siblings[:place])):
        nearest = next((other for other in side if isinstance(other, _TEXT | nodes.table)), None)
        if isinstance(nearest, nodes.table):
            return True
    return False


def _is_only_child(node: nodes.Element) -> bool:
    """Whether an image fills its paragraph or link, as a Markdown image on its own line does."""
    parent = node.parent
    if len(parent.children) != 1:
        return False
    if isinstance(parent, nodes.reference):
        return is_block_level(parent) or _is_only_child(parent)
    return isinstance(parent, nodes.paragraph) and not isinstance(parent.parent, nodes.entry)
