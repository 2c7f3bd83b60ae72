"""From the text of a diagram to its two pictures."""

from __future__ import annotations

import hashlib
import html
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from string import Template

from . import check, engine, labels, words
from .check import DiagramError

PRINT_FONT = "Noto Sans"
HTML_FONT = "Noto Sans,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif"  # none is wider
WIDE = 576
"""Width in px beyond which a drawing has the class ``diagram-wide``: it may shrink, to this."""
PRINT_PT_PER_PX = 9 / 16  # Pele writes 16 px letters; on paper they are to be 9 pt

_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')

# What a page that sets no --diagram-* property shows, and what is printed.
PALETTE = {
    "bg": "#ffffff",
    "fg": "#1f2937",
    "muted": "#4b5563",
    "line": "#4b5563",
    "surface": "#eef4fb",
    "surface-alt": "#e2e8f0",
    "border": "#0b5cad",
    "accent": "#0b5cad",
    "error": "#b42318",
    "critical": "#b42318",
    "radius": "4px",
}


@dataclass(frozen=True)
class Drawing:
    """A drawn diagram.

    ``title`` and ``description`` are its accTitle and accDescr.  ``width`` and
    ``height`` are in px, for letters of 16 px.  ``html_svg`` takes its colours
    from the CSS properties ``--diagram-bg``, ``-fg``, ``-muted``, ``-line``,
    ``-surface``, ``-surface-alt``, ``-border``, ``-accent`` and its font from
    ``--diagram-font``, and has neither ``style`` attribute nor sheet; all its
    ids begin with ``uid``.  ``print_svg`` has fixed colours and no CSS.
    """

    uid: str
    kind: str
    title: str
    description: str
    relations: tuple[words.Relation | words.Remark, ...]
    width: int
    height: int
    html_svg: str
    print_svg: str

    @property
    def relations_text(self) -> str:
        """The relations as sentences; empty if there are none."""
        return words.as_text(self.relations, self.kind)

    @property
    def relations_html(self) -> str:
        """The relations as a nested HTML list; empty if there are none."""
        return words.as_html(self.relations, self.kind) if self.relations else ""

    @property
    def alt(self) -> str:
        """Title, description and relations in one text, for where no markup is possible."""
        parts = [self.title, self.description, self.relations_text]
        return " ".join(words.stop(part) for part in parts if part)

    @property
    def print_size(self) -> tuple[float, float]:
        """Width and height in pt, for letters of 9 pt."""
        return round(self.width * PRINT_PT_PER_PX, 2), round(self.height * PRINT_PT_PER_PX, 2)


@dataclass(frozen=True)
class Picture:
    """A drawing made elsewhere of what a diagram's text says.

    ``body`` is SVG in px for letters of 16 px, with ``$fg``, ``$muted``, ``$line``, ``$border``,
    ``$accent``, ``$surface`` or ``$bg`` where a colour stands.
    """

    body: str
    width: int
    height: int

    def instead(self, drawing: Drawing, print_font: str = PRINT_FONT) -> Drawing:
        """The drawing with this picture in the place of its own."""
        size = (
            f'viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}"'
        )
        themed = {key: f"var(--diagram-{key},{value})" for key, value in PALETTE.items()}
        wide = " diagram-wide" if self.width > WIDE else ""
        return replace(
            drawing,
            width=self.width,
            height=self.height,
            html_svg=(
                f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram-svg{wide}" {size} '
                f'fill="{themed["fg"]}" font-size="16" '
                f'font-family="var(--diagram-font,{HTML_FONT})" role="img" '
                f'aria-labelledby="{drawing.uid}-title" aria-describedby="{drawing.uid}-desc">'
                f'<title id="{drawing.uid}-title">{html.escape(drawing.title)}</title>'
                f'<desc id="{drawing.uid}-desc">{html.escape(drawing.description)}</desc>'
                f"{Template(self.body).substitute(themed)}</svg>"
            ),
            print_svg=(
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} fill="{PALETTE["fg"]}" '
                f'font-family="{html.escape(print_font)}" font-size="16">'
                f"{Template(self.body).substitute(PALETTE)}</svg>"
            ),
        )


@lru_cache(maxsize=256)
def draw(source: str, *, print_font: str = PRINT_FONT, silent: str = "") -> Drawing:
    """Draw Mermaid text; the same text gives the same bytes on every machine.

    ``silent`` is what a line without words says in the diagram's relations.

    Raises DiagramError with the first of ``problems(source)``.
    """
    for line, message in check.problems(source):
        raise DiagramError(message, line)
    drawing = _drawn(source, print_font, silent)
    for line, message in _lost(source, drawing):
        raise DiagramError(message, line)
    return drawing


def problems(source: str) -> list[tuple[int, str]]:
    """Every problem of a diagram's text, as (line, what is wrong; what to do).

    Lines are 1-based and count from the first line of ``source``.  An empty
    list means that ``draw`` will draw it, with all of its words.
    """
    found = check.problems(source)
    if found:
        return found
    try:
        return list(_lost(source, _drawn(source, PRINT_FONT, "")))
    except DiagramError as error:
        return [(error.line, error.message)]


def _lost(source: str, drawing: Drawing) -> Iterator[tuple[int, str]]:
    """Each label of the text that is not in both pictures and in the words."""
    reading = check.read_labels(source, drawing.kind)
    for line in reading.unread:
        yield line, check.unreadable(source, line, drawing.kind)
    if reading.unread:
        return
    told = labels.squashed(drawing.alt)
    pictures = [_texts(svg) for svg in (drawing.html_svg, drawing.print_svg)]
    wanted = Counter[str]()
    # A box may repeat its words, and is drawn once.
    for label in {
        (label.owner or label.line, label.text): label for label in reading.all()
    }.values():
        text = labels.squashed(labels.shown(label.text))
        if label.owner in labels.UNDRAWN:
            found = text in told
        else:
            wanted[text] += 1
            found = text in told and all(drawn[text] >= wanted[text] for drawn in pictures)
        if not found:
            yield (
                label.line,
                f"the words `{label.text.strip()}` would not be drawn whole; write `#35;` for #, "
                "`#59;` for ; and `#amp;` for &, and no marks but <br>, <b> and <i>",
            )


def _texts(svg: str) -> Counter[str]:
    """The texts of a picture, squashed; Pele puts the condition of a loop into brackets."""
    try:
        root = ET.fromstring(svg)
    except ET.ParseError as error:
        raise DiagramError(f"the renderer gave no SVG ({error}); simplify the labels", 1) from error
    found = Counter[str]()
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        squashed = labels.squashed("".join(text.itertext()))
        found[squashed] += 1
        if squashed.startswith("[") and squashed.endswith("]"):
            found[squashed[1:-1]] += 1
    return found


@lru_cache(maxsize=256)
def _drawn(source: str, print_font: str, silent: str) -> Drawing:
    facts = engine.ask(source, svg=True)
    if "error" in facts:
        raise DiagramError(f"cannot be drawn: {facts['error']}; draw two diagrams", 1)
    title, description = (words.plain(facts[key]) for key in ("title", "description"))
    uid = "diagram-" + hashlib.sha256(source.encode()).hexdigest()[:8]
    svg = _Svg(facts["svg"])
    return Drawing(
        uid=uid,
        kind=facts["kind"],
        title=title,
        description=description,
        relations=words.relations(facts, silent),
        width=facts["width"],
        height=facts["height"],
        html_svg=svg.for_html(uid, title, description),
        print_svg=svg.for_print(print_font),
    )


class _Svg:
    """Pele's SVG, taken apart."""

    def __init__(self, svg: str) -> None:
        tags = "".join(_TAG.findall(svg))
        for word in ("<foreignObject", "<style", "<script", "<image", "<animate", "href="):
            if word in tags:
                raise DiagramError(f"the picture would hold {word!r}; remove what makes it", 1)
        match = re.fullmatch(r"<svg ([^>]*)>(.*)</svg>", svg, re.DOTALL)
        if match is None:
            raise DiagramError("the renderer gave no SVG; simplify the diagram", 1)
        head, body = match.groups()
        attributes = dict(re.findall(r'([\w:-]+)="([^"]*)"', head))
        self.size = " ".join(f'{key}="{attributes[key]}"' for key in ("viewBox", "width", "height"))
        self.width = attributes["width"]
        self.kind = attributes["class"].removeprefix("pele pele-")
        styles = (part.partition(":")[::2] for part in attributes["style"].split(";"))
        self.own = {key: value for key, value in styles if key.startswith("--_")}
        # Pele writes a title and a description of its own; ours have unique ids.
        body = re.sub(r"^(<(title|desc)\b[^>]*>[^<]*</\2>)+", "", body)
        body = _in_tags(body, lambda tag: re.sub(r' data-[\w-]+="[^"]*"', "", tag))
        body = _in_tags(body, lambda tag: tag.replace(' style="rx:var(--_r)"', ' rx="4"'))
        self.body = re.sub(r"<g[^>]*></g>", "", body)

    def for_html(self, uid: str, title: str, description: str) -> str:
        def ours(tag: str) -> str:
            tag = re.sub(r'(\bid="|url\(#)(?:pele-)?', rf"\1{uid}-", tag)
            tag = _replaced(tag, r"var\((--_[\w-]+)(?:,([^()]*))?\)", lambda m: _value(self.own, m))
            return self._ours(tag).replace("pele-", "diagram-")

        body = _in_tags(self.body, ours)
        colour = self._ours(self.own["--_fg"])
        kind = f"diagram-svg diagram-{self.kind}"
        if float(self.width) > WIDE:
            kind += " diagram-wide"
        # Attributes, for a page may be served under a policy that forbids styles within it.
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" '
            f'{self.size} fill="{colour}" color="{colour}" font-size="16" '
            f'font-family="var(--diagram-font,{HTML_FONT})" role="img" '
            f'aria-labelledby="{uid}-title" aria-describedby="{uid}-desc">'
            f'<title id="{uid}-title">{html.escape(title)}</title>'
            f'<desc id="{uid}-desc">{html.escape(description)}</desc>'
            f"{body}</svg>"
        )

    def for_print(self, font: str) -> str:
        table = {f"--pele-{key}": value for key, value in PALETTE.items()}
        table |= {"--pele-font": font, "--pele-font-mono": font} | self.own

        def flat(tag: str) -> str:
            tag = re.sub(r' (class|role|aria-[\w-]+)="[^"]*"', "", tag)
            tag = _replaced(tag, r"var\((--[\w-]+)(?:,([^()]*))?\)", lambda m: _value(table, m))
            tag = _replaced(
                tag, r"color-mix\(in srgb,\s*([^\s,()]+)\s+([\d.]+)%,\s*([^\s,()]+)\)", _mixed
            )
            tag = tag.replace("currentColor", PALETTE["fg"])
            if left := re.search(r"(var|color-mix|calc|oklch)\(.{0,60}", tag):
                raise DiagramError(f"CSS that cannot be printed: {left[0]}; remove it", 1)
            return tag

        body = _in_tags(self.body, flat)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {self.size} fill="{PALETTE["fg"]}" '
            f'font-family="{html.escape(font)}" font-size="16">{body}</svg>'
        )

    def _ours(self, value: str) -> str:
        """``var(--pele-line,#1f1f1f)`` -> ``var(--diagram-line,<our fallback>)``."""
        return re.sub(
            r"var\(--pele-([\w-]+),([^()]*)\)",
            lambda m: f"var(--diagram-{m[1]},{PALETTE.get(m[1], m[2])})",
            value,
        )


def _in_tags(svg: str, change: Callable[[str], str]) -> str:
    """Change the tags; what stands between them are a reader's words, and they stay."""
    return _TAG.sub(lambda match: change(match[0]), svg)


def _replaced(text: str, pattern: str, by: Callable[[re.Match[str]], str]) -> str:
    """Replace from the inside out, until nothing changes."""
    for _ in range(12):  # deeper than any of Pele's
        text, count = re.subn(pattern, by, text)
        if not count:
            break
    return text


def _value(table: dict[str, str], match: re.Match[str]) -> str:
    found = table.get(match[1], match[2])
    if found is None:
        raise DiagramError(f"the CSS property {match[1]} has no value; remove it", 1)
    return found


def _mixed(match: re.Match[str]) -> str:
    """``color-mix(in srgb,#a 70%,#b)`` as one colour."""
    share = float(match[2]) / 100
    first = _rgb(match[1])
    if match[3] == "transparent":
        return f"rgba({first[0]},{first[1]},{first[2]},{share:g})"
    pairs = zip(first, _rgb(match[3]), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _rgb(colour: str) -> tuple[int, int, int]:
    digits = colour.removeprefix("#")
    if not re.fullmatch(r"[0-9a-fA-F]{3}|[0-9a-fA-F]{6}", digits):
        raise DiagramError(f"the colour {colour} cannot be printed; remove it", 1)
    if len(digits) == 3:
        digits = "".join(c * 2 for c in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
