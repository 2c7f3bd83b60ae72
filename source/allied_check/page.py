"""What a MyST page holds that can be checked: fences, roles, links, images, labels.

A line reader, not a full parser: it knows fences (nested, backtick, tilde and colon), code
spans and roles, which is enough to find every bound statement with its true line number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

EXAMPLES = ("doctest", "pycon", "testsetup", "testcode", "testoutput", "testcleanup")
SAMPLES = ("markdown", "myst")  # fences that show how a page is written: read as a page too
_PROSE_DIRECTIVES = re.compile(
    r"admonition|note|tip|warning|seealso|important|caution|hint|attention|danger|error|figure|"
    r"grid|grid-item|grid-item-card|card|tab-set|tab-item|dropdown|glossary|list-table|table|epigraph|"
    r"rubric|topic|sidebar|div|pull-quote|highlights|centered|only"
)
_TITLED_DIRECTIVES = re.compile(
    r"admonition|dropdown|card|grid-item-card|tab-item|rubric|topic|sidebar|table"
)
_FENCE = re.compile(
    r"(?P<indent>(?:[ ]|> ?)*)(?P<mark>`{3,}|~{3,}|:{3,})\s*"
    r"(?P<info>\{[^}]+\}|[^\s`{]*)(?P<rest>[^`]*)"
)
_OPTION = re.compile(r"\s*:(?P<name>[\w-]+):(?:\s+(?P<value>.*?))?\s*")
_SPAN = re.compile(
    r"(?P<role>\{[a-zA-Z][\w:.+-]*\})?(?P<ticks>`+)(?P<text>.+?)(?<!`)(?P=ticks)(?!`)", re.S
)
_LINK = re.compile(r"(?P<image>!)?\[(?P<text>[^\]]*)\]\(\s*<?(?P<target>[^)\s>]*)>?[^)]*\)")
_LABEL = re.compile(r"\s*\((?P<name>[^)\s]+)\)=\s*")
_HEADING = re.compile(r"(?P<level>#{1,6})\s+(?P<text>.+?)\s*#*\s*")
_TITLED = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]+|.+)>\s*", re.S)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. ``kind`` is a directive's name without braces, or a language."""

    kind: str
    directive: bool
    argument: str
    line: int
    options: dict[str, str]
    body: tuple[str, ...]
    body_line: int
    indent: str

    @property
    def text(self) -> str:
        return "\n".join(self.body)


@dataclass(frozen=True, slots=True)
class Role:
    """An inline role: ``{name}`text```; its text may hold ``title <target>``."""

    name: str
    text: str
    line: int

    def split(self) -> tuple[str, str]:
        """(title, target); both are the whole text where no target is given."""
        match = _TITLED.fullmatch(self.text)
        if match and match["text"]:
            return match["text"], match["target"].strip()
        return self.text, self.text


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    target: str
    line: int
    image: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of prose between blank ones. A heading, a caption and a list are paragraphs too.

    ``text`` is as long as ``source``, line for line, with roles, code and the targets of links
    hidden. ``within`` are the blocks around it, the outermost first. ``excuse`` is the comment
    that stands on the line above it.
    """

    line: int
    source: str
    text: str
    within: tuple[Block, ...]
    excuse: str

    def roles(self) -> Iterator[tuple[int, Role]]:
        """The roles in it, each with its place in ``source``."""
        for span in _SPAN.finditer(self.source):
            if span["role"]:
                line = self.line + self.source.count("\n", 0, span.start())
                yield span.start(), Role(span["role"][1:-1], span["text"], line)


@dataclass(slots=True)
class Page:
    """Everything found on one page, in order."""

    path: Path
    lines: list[str]
    blocks: list[Block] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    prose: list[Paragraph] = field(default_factory=list)
    labels: dict[str, int] = field(default_factory=dict)
    headings: dict[str, int] = field(default_factory=dict)
    collected: set[int] = field(default_factory=set)

    @property
    def facts(self) -> list[Role]:
        return [role for role in self.roles if role.name == "fact"]

    def terms(self) -> Iterator[tuple[str, int]]:
        """The terms that this page's glossary blocks define."""
        for block in self.blocks:
            if block.directive and block.kind == "glossary":
                for offset, line in enumerate(block.body):
                    if line and not line[0].isspace():
                        yield line.strip(), block.body_line + offset


def read_page(path: Path) -> Page:
    """Read a page from a file."""
    return parse_page(path.read_text(encoding="utf-8"), path)


def parse_page(text: str, path: Path) -> Page:
    """Read a page from its text; ``path`` is used for messages and relative links."""
    page = Page(path, text.splitlines())
    start = 0
    if page.lines and page.lines[0] == "---":  # front matter is YAML, not prose
        start = next((n + 1 for n, line in enumerate(page.lines[1:], 1) if line == "---"), 0)
    _prose(page, page.lines[start:], start + 1, ())
    return page


def _prose(page: Page, lines: list[str], first: int, within: tuple[Block, ...]) -> None:
    """Read lines of prose, of which the first has number ``first``."""
    paragraph: list[str] = []
    excuse = ""
    number = 0

    def end_paragraph() -> None:
        nonlocal paragraph, excuse
        if paragraph:
            _inline(page, paragraph, first + number - len(paragraph), within, excuse)
            excuse = ""
        paragraph = []

    while number < len(lines):
        line = lines[number]
        fence = _FENCE.fullmatch(line)
        if fence and not (fence["mark"][0] == "~" and not fence["info"] and paragraph):
            end_paragraph()
            end = _closing(lines, number, fence)
            _block(page, lines[number + 1 : end], first + number, fence, within)
            excuse = ""
            number = end + 1
            continue
        if line.startswith("%"):  # a comment ends a paragraph
            end_paragraph()
            excuse = line[1:].strip()
        elif line.strip():
            paragraph.append(line)
        else:
            end_paragraph()
        number += 1
    end_paragraph()


def _closing(lines: list[str], start: int, fence: re.Match[str]) -> int:
    """The index of the line that closes a fence, or one past the last line."""
    mark = fence["mark"]
    closing = re.compile(rf"(?:[ ]|> ?)*{re.escape(mark[0])}{{{len(mark)},}}\s*")
    depth = 0
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if closing.fullmatch(line):
            if depth == 0:
                return index
            depth -= 1
        elif mark[0] == ":":  # colon fences of the same length nest
            inner = _FENCE.fullmatch(line)
            if inner and inner["mark"] == mark and inner["info"]:
                depth += 1
    return len(lines)


def _block(
    page: Page, body: list[str], line: int, fence: re.Match[str], within: tuple[Block, ...]
) -> None:
    info = fence["info"]
    directive = info.startswith("{")
    kind = info.strip("{}") if directive else info
    indent = fence["indent"]
    body = [text[len(indent) :] if text.startswith(indent) else text.lstrip() for text in body]
    options: dict[str, str] = {}
    taken = 0
    if directive:
        for text in body:
            option = _OPTION.fullmatch(text)
            if not option:
                break
            options[option["name"]] = option["value"] or ""
            taken += 1
        while taken < len(body) and not body[taken].strip():
            taken += 1
    block = Block(
        kind=kind,
        directive=directive,
        argument=fence["rest"].strip(),
        line=line,
        options=options,
        body=tuple(body[taken:]),
        body_line=line + 1 + taken,
        indent=indent,
    )
    page.blocks.append(block)
    if "name" in options:
        page.labels.setdefault(options["name"], line)
    if kind in EXAMPLES or (directive and kind == "checked-table"):
        page.collected.update(range(line, line + len(body) + 2))
    elif (directive and _PROSE_DIRECTIVES.fullmatch(kind)) or (not directive and kind in SAMPLES):
        if _TITLED_DIRECTIVES.fullmatch(kind):
            _inline(page, [fence["rest"]], line, (*within, block))
        _prose(page, list(block.body), block.body_line, (*within, block))
    if directive and "caption" in options:
        _inline(page, [options["caption"]], line, (*within, block))


def _inline(
    page: Page, paragraph: list[str], first: int, within: tuple[Block, ...], excuse: str = ""
) -> None:
    """Read a paragraph's roles, links, labels and headings."""
    for offset, line in enumerate(paragraph):
        if label := _LABEL.fullmatch(line):
            page.labels.setdefault(label["name"], first + offset)
        if heading := _HEADING.fullmatch(line):
            page.headings.setdefault(_slug(heading["text"]), first + offset)
    text = "\n".join(paragraph)

    def line_at(position: int) -> int:
        return first + text.count("\n", 0, position)

    bare = _SPAN.sub(lambda span: _hidden(span[0]), text)
    shown = _LINK.sub(_link_text, bare)
    page.prose.append(Paragraph(first, text, shown, within, excuse))
    page.roles += [role for _, role in page.prose[-1].roles()]
    for link in _LINK.finditer(bare):
        page.links.append(
            Link(link["text"], link["target"], line_at(link.start()), bool(link["image"]))
        )


def _hidden(text: str) -> str:
    return re.sub(r"[^\n]", "\u2400", text)


def _link_text(link: re.Match[str]) -> str:
    start, end = (link.start("text") - link.start(), link.end("text") - link.start())
    return _hidden(link[0][:start]) + link["text"] + _hidden(link[0][end:])


def _slug(heading: str) -> str:
    """The anchor that MyST gives a heading, as GitHub does."""
    plain = re.sub(r"\{[\w:.+-]+\}|`|<[^>]*>|[*_]", "", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
