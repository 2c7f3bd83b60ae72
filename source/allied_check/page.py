"""What a MyST page holds that can be checked: every stretch of words that a reader sees, with its
line, and every role, link, label and block. What the vocabulary does not name is a problem.
"""

from __future__ import annotations

import ast
import difflib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from docutils.nodes import make_id
from docutils.parsers.rst import Directive as DocutilsDirective
from docutils.parsers.rst import directives as converters
from docutils.parsers.rst.states import MarkupError
from markdown_it.token import Token
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.slugs import github_slugify, unique_slug

from allied.store.files import source_text
from allied.store.markdown import cells
from allied.store.problems import DataError, Problem
from allied.store.signs import invisible, mixed, unprintable

from . import vocabulary
from .grammar import SETTINGS, parser
from .vocabulary import INLINE, LABEL, LITERAL, NAMES, PATH, SAMPLES, TEXT

MASK = "\u2400"
"""Stands in the text of a paragraph for a bound fact, a citation, code or a generated title."""

_TITLED = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]+|.+)>\s*", re.S)
_LINKED = re.compile(r"(?P<text>.+?)\s*<(?P<target>[^<]*?)>", re.S)  # as Sphinx reads it
_TERM = re.compile(r"[^{}`\[\]<>*_\\&$:|]+")
_DEEPEST = 12  # directives within directives
_STACKED = (
    12  # a list in a list counts for two; the grammar itself drops what stands deeper than 20
)
_WRAPPED = 6  # emphasis within emphasis


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. ``kind`` is a directive's name without braces, or a language.

    ``indent`` is what stands before each line of the body in the file.
    """

    kind: str
    directive: bool
    argument: str
    line: int
    options: dict[str, str]
    body: tuple[str, ...]
    body_line: int
    indent: str
    sample: bool = False
    """True where a sample holds it: it must hold, and is shown as code."""

    @property
    def text(self) -> str:
        return "\n".join(self.body)


@dataclass(frozen=True, slots=True)
class Role:
    """An inline role: ``{name}`text```; its text may hold ``title <target>``."""

    name: str
    text: str
    line: int
    sample: bool = False

    @property
    def has_title(self) -> bool:
        return self._match() is not None

    def split(self) -> tuple[str, str]:
        """(title, target); both are the whole text where no target is given."""
        match = self._match()
        return (match["text"], match["target"].strip()) if match else (self.text, self.text)

    def _match(self) -> re.Match[str] | None:
        form = _LINKED if self.name in vocabulary.LINKS else _TITLED
        match = form.fullmatch(self.text)
        return match if match and match["text"] else None

    @property
    def shown(self) -> str:
        """What the reader sees of it, as far as the page says it."""
        if self.name in vocabulary.CITATIONS:
            return ""
        return self.split()[0]


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    target: str
    line: int
    image: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a paragraph's text where a role or code stands: ``text[start:end]``."""

    start: int
    end: int
    role: Role | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One stretch of words as a reader sees it, without markup.

    ``kind`` is paragraph, heading, cell, title (of a block), caption, alternative, tip (of a
    link), description (of the page), label (in a diagram) or written (into a checked
    table). In ``text`` a line of the source is a line; what `MASK` says is masked. ``lines`` gives
    the line from which each place on counts.
    ``within`` are the blocks around it, the outermost first. ``excuse`` is the comment that
    stands right above it. The cells of one row share a ``row``, those of one table a ``table``.
    """

    kind: str
    text: str
    marks: tuple[Mark, ...]
    lines: tuple[tuple[int, int], ...]
    within: tuple[Block, ...] = ()
    excuse: str = ""
    excuse_line: int = 0
    table: int = 0
    row: int = 0
    quoted: int = 0
    """The number of the block quotation that it stands in."""

    @property
    def line(self) -> int:
        return self.lines[0][1]

    def line_at(self, place: int) -> int:
        """The line of the page on which that place of the text stands."""
        return self.lines[bisect_right(self.lines, (place, 1 << 60)) - 1][1]

    def roles(self) -> Iterator[tuple[int, Role]]:
        """The roles in it, each with its place in ``text``."""
        for mark in self.marks:
            if mark.role is not None:
                yield mark.start, mark.role

    @property
    def shown(self) -> str:
        """The words as they are read, roles included."""
        return self.shown_between(0, len(self.text))

    def shown_line(self, place: int) -> str:
        """The same of the line, and so of the sentence, in which that place of the text stands."""
        last = self.text.find("\n", place)
        return self.shown_between(
            self.text.rfind("\n", 0, place) + 1, last if last >= 0 else len(self.text)
        )

    def shown_between(self, first: int, last: int) -> str:
        """The same of what begins between two places of the text."""
        parts, end = [], first
        for mark in self.marks:
            if first <= mark.start < last:
                parts.append(self.text[end : mark.start])
                parts.append(mark.role.shown if mark.role else "")
                end = mark.end
        return "".join([*parts, self.text[end:last]])


@dataclass(slots=True)
class Page:
    """Everything found on one page, in order."""

    path: Path
    lines: list[str]
    blocks: list[Block] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    prose: list[Paragraph] = field(default_factory=list)
    codes: list[tuple[str, int]] = field(default_factory=list)
    """What stands as code in a line, and the line."""
    labels: dict[str, int] = field(default_factory=dict)
    headings: dict[str, int] = field(default_factory=dict)
    terms: list[tuple[str, int, str]] = field(default_factory=list)
    """Each term that a glossary on the page defines, its line, and the first of its entry."""
    entries: list[tuple[str, int]] = field(default_factory=list)
    """The pages that the page's tables of contents name."""
    collected: set[int] = field(default_factory=set)
    has_title: bool = True
    described: bool = True
    titled: set[str] = field(default_factory=set)
    """The labels of what has a title of its own."""
    numbered: set[str] = field(default_factory=set)
    """The labels of figures and tables."""
    problems: list[Problem] = field(default_factory=list)
    """What may not stand on a page, or cannot be read."""
    broken: set[int] = field(default_factory=set)
    """The lines in which markup does not work, which is told: the rest may only follow from it."""
    cut: int = 0
    """The line of a block that is never closed, and holds the rest of the page; 0 for none."""

    @property
    def whole(self) -> bool:
        """False where the page, or its end, cannot be read: what it offers is not known."""
        return any(self.lines) and not self.cut

    @property
    def facts(self) -> list[Role]:
        return [role for role in self.roles if role.name == vocabulary.FACT]


def read_page(path: Path) -> Page:
    """Read a page from a file; what an editor did to the whole file is one problem."""
    try:
        return parse_page(source_text(path), path)
    except DataError as error:
        return Page(path, [], problems=list(error.problems))


def parse_page(text: str, path: Path) -> Page:
    """Read a page from its text; ``path`` is used for messages and relative links."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    page = Page(path, text.removesuffix("\n").split("\n"))
    _Reader(page).read(text)
    return page


def label(name: str) -> str:
    """The form in which Sphinx compares labels."""
    return " ".join(name.lower().split())


@cache
def _converter(name: str) -> type[DocutilsDirective]:
    """A directive of that name as MyST's reader of directives needs it."""
    spec = vocabulary.DIRECTIVES[name]
    return type(
        name,
        (DocutilsDirective,),
        {
            "required_arguments": int(spec.required),
            "optional_arguments": int(bool(spec.argument) and not spec.required),
            "final_argument_whitespace": spec.spaces,
            "has_content": spec.body != "none",
            "option_spec": dict.fromkeys(spec.options, converters.unchanged) or None,
        },
    )


class _Reader:
    """Walks the tokens of a page, and of the content of its directives."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.env: dict[str, Any] = {}  # shared by all parts of a page, as MyST does
        self.within: tuple[Block, ...] = ()
        self.sample = False
        self.unseen = False  # an invisible character stands in the file itself
        self.tables = 0
        self.rows = 0
        self.quotes: list[int] = []  # the block quotations around what is read
        self.quoted = 0
        self.used_notes: dict[str, int] = {}
        self.written_notes: dict[str, list[int]] = {}

    def wrong(self, line: int, what: str, remedy: str) -> None:
        last = max(len(self.page.lines), 1)
        self.page.problems.append(Problem(self.page.path, min(max(line, 1), last), what, remedy))

    def read(self, text: str) -> None:
        if not text.strip():
            self.wrong(1, "the page is empty", "restore it, or remove the file")
            self.page.lines = []
            return
        if len(text) > _LONGEST:
            wrong = f"the page holds {len(text):,} characters"
            self.wrong(1, wrong, f"make two of it: a page may hold {_LONGEST:,}")
            self.page.lines = []
            return
        self.characters()
        tokens = parser().parse(text, self.env)
        if tokens and tokens[0].type == "front_matter":
            self.front_matter(tokens.pop(0))
        elif text.startswith("---\n"):
            wrong = "the part that begins with --- is never closed"
            self.wrong(1, wrong, "write --- on a line of its own below the description")
            self.page.cut = 1
            return
        else:
            self.page.described = False
        self.outline(tokens)
        self.blocks(tokens, 1)
        self.notes()

    def outline(self, tokens: list[Token]) -> None:
        """A page begins with its title, and headings go down a level at a time."""
        headings = [token for token in tokens if token.type == "heading_open"]
        before = 0
        for number, token in enumerate(headings):
            level = int(token.tag[1:])
            line = (token.map[0] if token.map else 0) + 1
            if level == 1 and number:
                self.wrong(line, "the page has a second title", "begin its headings with ##")
            elif number and level > before + 1:
                wrong = f"a heading of level {level} follows one of level {before}"
                self.wrong(line, wrong, f"write it with {'#' * (before + 1)}")
            before = level
        first = next((token for token in tokens if token.type in _SHOWN_BLOCKS), None)
        self.page.has_title = bool(headings) and first is headings[0] and first.tag == "h1"

    def notes(self) -> None:
        """A footnote is written once and used."""
        for name, line in self.used_notes.items():
            if name not in self.written_notes:
                self.wrong(line, f"there is no footnote {name!r}", f"write it as [^{name}]: words")
        for name, lines in self.written_notes.items():
            if _ours(name):
                wrong = f"{name!r} is an anchor that the site gives itself"
                self.wrong(lines[0], wrong, "give the footnote another name")
            if len(lines) > 1:
                self.wrong(lines[1], f"the footnote {name!r} is written twice", "keep one")
            if name not in self.used_notes:
                self.wrong(lines[0], f"no [^{name}] leads to this footnote", "take it out")

    def characters(self) -> None:
        """Characters that a reader does not see may not change what is seen."""
        for number, line in enumerate(self.page.lines, 1):
            if line.isascii() and line.isprintable():
                continue
            if word := mixed(line):
                wrong = f"the word {word!r} mixes letters of two alphabets"
                self.wrong(number, wrong, "write it in one")
            for character in _ODD.findall(line):
                if _disguised(character):
                    self.wrong(
                        number,
                        f"the sign {character!r} (U+{ord(character):04X}) is a letter or number "
                        "in disguise",
                        "write the plain one",
                    )
                    break
                if unprintable(character):
                    wrong = f"no font of the book has the letter {character!r}"
                    self.wrong(number, wrong, "write the word in Latin letters, or translate it")
                    break
                if invisible(character):
                    self.unseen = True
                    self.page.broken.add(number)
                    self.wrong(
                        number,
                        f"the invisible character U+{ord(character):04X} stands in this line",
                        "delete it; write the line again if you cannot see it",
                    )
                    break

    # -- Blocks

    def nested(self, body: Iterable[str], line: int) -> None:
        """Read the content of a directive, whose first line has that number."""
        tokens = parser().parse("\n".join(body) + "\n", self.env)
        if tokens and tokens[0].type == "front_matter":
            self.wrong(line, "this part between --- lines would be dropped", "take it out")
            tokens.pop(0)
        self.allowed(tokens, line)
        self.blocks(tokens, line)

    def allowed(self, tokens: list[Token], line: int) -> None:
        """Some directives hold others and nothing else, or begin with a caption."""
        block = self.within[-1]
        spec = vocabulary.DIRECTIVES.get(block.kind) if block.directive else None
        if spec is None:
            return
        top = [token for token in tokens if token.level == 0 and token.nesting >= 0]
        for token in top if spec.holds else ():
            name = token.info.split()[0].strip("{}") if token.info.strip() else ""
            if name not in spec.holds:
                at = line + (token.map[0] if token.map else 0)
                names = " or ".join(f"{{{held}}}" for held in spec.holds)
                self.wrong(at, f"this may not stand in {{{block.kind}}}", f"put it into {names}")
        if spec.body == "table" and [token.type for token in top] != ["table_open"]:
            wrong = f"the block {{{block.kind}}} holds something other than one table"
            self.wrong(line, wrong, "move the rest out of it")
        if spec.body == "caption" and top and top[0].type != "paragraph_open":
            wrong = f"the first part of {{{block.kind}}} is its caption, and no paragraph"
            self.wrong(line, wrong, "begin with a line of words")

    def blocks(self, tokens: list[Token], first: int) -> None:
        """Read block tokens, whose maps count from the line ``first``."""
        excuse, excuse_line = "", 0
        kind, level = "paragraph", 0
        table = columns = 0
        targets: list[str] = []
        if deep := next((token for token in tokens if token.level > _STACKED), None):
            wrong = "lists and quotations stand in one another too deep to be shown"
            self.wrong((deep.map or [0])[0] + first, wrong, "make fewer levels of them")
        for token in tokens:
            if token.level > _STACKED:
                continue
            line = (token.map[0] if token.map else 0) + first
            match token.type:
                case "paragraph_open":
                    kind = "cell" if table else "paragraph"
                case "heading_open":
                    kind, level = "heading", int(token.tag[1:])
                    self.page.titled.update(targets)
                case "inline":
                    found = self.inline(
                        token, line, kind, table=table, excuse=excuse, excuse_line=excuse_line
                    )
                    if kind == "heading":
                        self.heading(token, level, found.line)
                    excuse, kind = "", "cell" if table else "paragraph"
                case "table_open":
                    self.tables += 1
                    table, kind, columns = self.tables, "cell", 0
                case "table_close":
                    table, kind = 0, "paragraph"
                case "tr_open":
                    self.rows += 1
                    given = len(cells(self.page.lines[line - 1].lstrip(" \t>")))
                    columns = columns or given
                    if given != columns:
                        wrong = f"{_count(given, 'cell')} under {_count(columns, 'column')}"
                        remedy = (
                            "give each column one, which may be blank; a | that is meant is \\|"
                        )
                        self.wrong(line, wrong, remedy)
                case "blockquote_open":
                    self.quoted += 1
                    self.quotes.append(self.quoted)
                case "blockquote_close":
                    self.quotes.pop()
                case "footnote_reference_open":
                    self.written_notes.setdefault(token.meta["label"], []).append(line)
                case "ordered_list_open":
                    if token.attrGet("start") not in (None, 0, 1):
                        self.wrong(
                            line,
                            f"this list begins with the number {token.attrGet('start')}",
                            "let a list begin with 1, or join the line to the paragraph above",
                        )
                case "fence" | "colon_fence":
                    excuse = ""
                    self.fence(token, line)
                case "myst_target":
                    self.labelled(token.content, line)
                    targets.append(label(token.content))
                    continue
                case "myst_line_comment":
                    last = token.content.rsplit("\n", 1)[-1]
                    end = token.map[1] if token.map else 0
                    excuse, excuse_line = last.strip(), end + first - 1
                case "front_matter":
                    self.wrong(line, "front matter stands at the head of a page only", "move it")
                case "code_block":
                    self.wrong(
                        line,
                        "this line is indented by four spaces or more, which makes it code",
                        "indent it less, or put code into a fence",
                    )
                case "html_block":
                    self.html(token.content, line)
                case "myst_block_break":
                    self.wrong(line, "a line of +++ is not used here", "take it out")
                case "hr":
                    excuse = ""
                case _ if token.type in _CONTAINERS:
                    pass
                case _:
                    self.wrong(
                        line, f"pages do not use this markup ({token.type})", "write it plainly"
                    )
            targets.clear()

    def html(self, content: str, line: int) -> None:
        what = content.strip().split("\n")[0][:40]
        remedy = "write a comment as a line that begins with %"
        self.wrong(
            line,
            f"HTML is not used on pages: {what!r}",
            remedy
            if what.startswith("<!--")
            else "use Markdown, or write &lt; for the sign itself",
        )

    def heading(self, token: Token, level: int, line: int) -> None:
        if self.sample:
            return
        if self.within:
            self.wrong(line, "a heading stands in a block", "take it out, or make it bold")
        if level > SETTINGS["heading_anchors"]:
            return
        title = "".join(child.content for child in token.children or [] if child.type in _TITLES)
        if slug := github_slugify(title):
            if ours := next(filter(_OURS.match, (slug, make_id(title))), ""):
                wrong = (
                    f"this heading would have {ours!r} as its anchor, which the site gives itself"
                )
                self.wrong(line, wrong, "choose other words")
            self.page.headings[unique_slug(slug, self.page.headings)] = line

    def labelled(self, name: str, line: int) -> None:
        if self.sample:
            return
        if _ours(name) or label(name) in _GENERATED:
            self.wrong(
                line, f"{name!r} is an anchor that the site gives itself", "choose another name"
            )
        first = self.page.labels.setdefault(label(name), line)
        if first != line:
            wrong = f"the label {name!r} is given twice (also on line {first})"
            self.wrong(line, wrong, "choose another name")

    def front_matter(self, token: Token) -> None:
        """Only a description for search engines, which readers see there."""
        remedy = FRONT
        try:
            marks = [each for each in yaml.scan(token.content) if isinstance(each, _BY_NAME)]
            if marks:  # parts named again within parts named again would never end
                mark = marks[0].start_mark
                wrong = f"{mark.buffer[mark.pointer]!r} gives a part between the --- lines a name"
                self.wrong(mark.line + 2, wrong, "write the words between quotation marks")
                return
            data = yaml.safe_load(token.content)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 2 if mark else 1
            written = self.page.lines[line - 1] if line <= len(self.page.lines) else ""
            if "\t" in written:
                remedy = "indent it with spaces: a tab is none"
            elif written.count(": ") > 1:
                remedy = "write the words between quotation marks, as they hold a colon"
            self.wrong(line, "the part between the --- lines cannot be read", remedy)
            return
        match data:
            case {"myst": {"html_meta": {"description": str(words), **more}, **others}, **rest}:
                for name in [*more, *others, *rest]:
                    self.wrong(1, f"the part between the --- lines holds {name!r}", remedy)
            case _:
                self.wrong(1, "the page has no description", remedy)
                return
        line = next((n for n, t in enumerate(self.page.lines, 1) if "description:" in t), 1)
        self.words("description", words, line)

    # -- Fences and directives

    def fence(self, token: Token, line: int) -> None:
        parts = token.info.strip().split(maxsplit=1)
        name, argument = (parts[0] if parts else ""), (parts[1] if parts[1:] else "")
        assert token.map is not None
        if token.map[1] - token.map[0] - 1 == token.content.count("\n"):
            self.page.cut = min(line, self.page.cut or line)
            self.wrong(
                line,
                f"the block that begins with {token.markup}{name} is never closed",
                f"write {token.markup} on a line of its own below its last line",
            )
        content = token.content
        if token.type == "colon_fence" and content.startswith(":::"):
            content = "\n" + content  # MyST does so too: a nested block is no option
            line -= 1
        if name.startswith("{") and name.endswith("}"):
            self.directive(name[1:-1], argument, content, line, token)
        elif token.type == "colon_fence":
            self.wrong(
                line,
                f"a block that begins with {token.markup}{' ' if name else ''}{name} says "
                "nothing of what it is",
                "name a directive, such as :::{note}",
            )
        else:
            self.literal(name, argument, content, line, token)

    def literal(self, name: str, argument: str, content: str, line: int, token: Token) -> None:
        if (bare := name.strip("{}")) in vocabulary.DIRECTIVES:
            wrong = f"a block is named in braces, and this is {token.markup}{name}"
            self.wrong(line, wrong, f"write {token.markup}{{{bare}}}")
            return
        body = content.removesuffix("\n").split("\n") if content else []
        block = self.block(name, False, argument, line, {}, body, line + 1)
        if argument:
            self.wrong(line, f"{argument!r} after the language of a fence", "take it out")
        if name == "pycon":
            self.collect(line, token)
        elif name in SAMPLES:
            with _Within(self, block, sample=True):
                self.nested(body, line + 1)
        elif name not in LITERAL:
            known = [*LITERAL[1:], "pycon", *SAMPLES]
            self.wrong(
                line,
                f"there is no language {name!r} for a fence",
                f"{nearest(name, known)}; a directive is written in braces, as {{{name}}}",
            )

    def collect(self, line: int, token: Token) -> None:
        assert token.map is not None
        self.page.collected.update(range(line, line + token.map[1] - token.map[0]))

    def block(
        self,
        kind: str,
        directive: bool,
        argument: str,
        line: int,
        options: dict[str, str],
        body: list[str],
        body_line: int,
    ) -> Block:
        """Keep a block; its lines are found in the file, with what stands before them."""
        indent = ""
        for offset, text in enumerate(body):
            number = body_line + offset - 1
            raw = self.page.lines[number] if 0 <= number < len(self.page.lines) else ""
            if text and raw.endswith(text):
                indent = raw[: len(raw) - len(text)]
                break
        block = Block(
            kind,
            directive,
            argument,
            line,
            options,
            tuple(body),
            body_line,
            indent,
            self.sample,
        )
        self.page.blocks.append(block)
        return block

    def directive(self, name: str, argument: str, content: str, line: int, token: Token) -> None:
        if name not in vocabulary.DIRECTIVES:
            known = list(vocabulary.DIRECTIVES)
            why = vocabulary.REFUSED.get(name)
            self.wrong(
                line,
                f"the block {{{name}}} may not be used: {why}"
                if why
                else f"there is no block {{{name}}} here",
                nearest(name, known),
            )
            return
        spec = vocabulary.DIRECTIVES[name]
        try:
            found = parse_directive_text(_converter(name), argument, content, line=line)
        except MarkupError:
            if argument:
                wrong = f"the block {{{name}}} takes one word, not {argument!r}"
                self.wrong(line, wrong, "write the rest below, as options or content")
            else:
                wrong = f"the block {{{name}}} has no title or name"
                self.wrong(line, wrong, "write it on the same line, after the brace")
            return
        told = len(self.page.problems)
        self.options(name, content, line)
        for warning in found.warnings if len(self.page.problems) == told else ():
            self.wrong(warning.lineno or line, *_told(warning.msg, name))
        options = {key: value or "" for key, value in found.options.items()}
        body_line = line + 1 + found.body_offset
        given = found.arguments[0] if found.arguments else ""
        block = self.block(name, True, given, line, options, found.body, body_line)
        if len(self.within) >= _DEEPEST:
            self.wrong(line, f"blocks stand in one another more than {_DEEPEST} deep", "flatten")
            return
        whole = len(self.page.problems) == told  # or an option may be there that cannot be read
        for needed in spec.needs if whole else ():
            if not options.get(needed):
                remedy = f"add a line `:{needed}: ...` below its first"
                self.wrong(line, f"the block {{{name}}} has no {needed}", remedy)
        with _Within(self, block):
            self.parameter(spec.argument, given, line, "title", block)
            for key, value in options.items():
                at = self.option_line(line, key)
                self.parameter(spec.options[key], value, at, _SHOWN.get(key, "caption"), block)
            self.body(spec.body, block, token, line)

    def options(self, name: str, content: str, line: int) -> None:
        """The options of a block stand right below its first line, each once."""
        known, seen = vocabulary.DIRECTIVES[name].options, set()
        rows = content.split("\n")
        first = next((number for number, row in enumerate(rows) if row.strip()), 0)
        for number, row in enumerate(rows[first:], first + 1):
            match = _OPTION.match(row)
            if match is None:
                break
            if first and match[1] in known:
                self.wrong(line + 1, "an empty line stands above the options", "take it out")
                break
            if match[1] in seen:
                wrong = f"the block {{{name}}} has the option {match[1]!r} twice"
                self.wrong(line + number, wrong, "keep one of the two")
            elif re.search(r"\s#", row) and not re.match(r"\s*[\"'|>]", row[match.end() :]):
                wrong = "what follows a # in an option would be dropped"
                self.wrong(line + number, wrong, "write the words between quotation marks")
            seen.add(match[1])

    def option_line(self, line: int, key: str) -> int:
        for number in range(line, min(line + 20, len(self.page.lines))):
            if re.match(rf"[\s>]*:?{re.escape(key)}:", self.page.lines[number]):
                return number + 1
        return line

    def parameter(self, kind: str, value: str, line: int, shown: str, block: Block) -> None:
        if not value:
            return
        if kind == TEXT:
            self.words(shown, value, line)
        elif kind == NAMES:
            for name in re.findall(r"\(([^()]+)\)", value):
                self.words(shown, name, line)
        elif kind == INLINE:
            tokens = parser().parseInline(value, self.env)
            self.inline(tokens[0], line, shown)
        elif kind == LABEL:
            self.labelled(value, line)
            self.page.titled.add(label(value))
            if block.kind in vocabulary.NUMBERED:
                self.page.numbered.add(label(value))
        elif kind == PATH and block.kind in ("image", "figure"):
            self.page.links.append(Link(block.options.get("alt", ""), value, line, True))

    def body(self, kind: str, block: Block, token: Token, line: int) -> None:
        match kind:
            case "none":
                pass
            case "prose" | "cards" | "caption" | "table":
                for offset, text in enumerate(block.body):
                    if kind == "cards" and re.match(r"(\^{3,}|\+{3,})\s*$", text):
                        at = block.body_line + offset
                        self.wrong(at, "a card is not divided by ^^^ or +++", "take the line out")
                self.nested(block.body, block.body_line)
            case "example":
                self.collect(line, token)
            case "checked-table":
                self.collect(line, token)
                self.written(block)
            case "mermaid" if len(block.body) <= _TALLEST:
                self.words("label", block.text, block.body_line)
            case "glossary":
                self.glossary(block)
            case "toctree":
                self.toctree(block)

    def written(self, block: Block) -> None:
        """What the author himself wrote into a checked table: its header, and cells of words."""
        prompts = tuple(line[4:] for line in block.body if line.startswith((">>> ", "... ")))
        texts = _texts("\n".join(prompts))
        header = True
        for number, row in enumerate(block.body, block.body_line):
            if not row.startswith("|"):
                continue
            for cell in cells(row):
                if header or cell in texts:
                    self.words("written", cell, number)
            header = False

    def glossary(self, block: Block) -> None:
        """Terms at the margin, each followed by its definition, indented."""
        entry, last = "", 0
        definition: list[str] = []
        start, depth = 0, 0

        def define() -> None:
            if definition:
                self.nested(definition, start)
            definition.clear()

        for number, text in enumerate(block.body, block.body_line):
            if not text.strip():
                if definition:
                    definition.append("")
                elif entry and number == last + 1:
                    if not self.sample:  # it is none: that no page links it would only follow
                        terms = self.page.terms
                        terms[:] = [term for term in terms if term[2] != entry]
                    wrong = f"an empty line follows the term {entry!r}, which has no definition yet"
                    self.wrong(number, wrong, "write its definition on the next line, indented")
            elif not text[0].isspace():
                define()
                if not _TERM.fullmatch(text) or text.startswith(".."):
                    self.wrong(number, f"the term {text!r} holds markup", "write it plainly")
                    continue
                name = " ".join(text.split())
                entry, last = (entry if number == last + 1 else name), number
                if not self.sample:
                    self.page.terms.append((name, number, entry))
                self.words("term", name, number)
            else:
                if not definition:
                    start, depth = number, len(text) - len(text.lstrip())
                if text[:depth].strip():
                    self.wrong(
                        number,
                        "this line is indented less than the first of its definition",
                        f"indent it by {depth} spaces",
                    )
                definition.append(text[depth:])
        define()

    def toctree(self, block: Block) -> None:
        for number, text in enumerate(block.body, block.body_line):
            if not text.strip():
                continue
            match = _LINKED.fullmatch(text.strip())
            target = match["target"].strip() if match else text.strip()
            if match:
                self.words("title", match["text"], number)
            self.page.entries.append((target, number))

    # -- Words

    def words(self, kind: str, text: str, line: int) -> None:
        """Words without markup, such as alternative text."""
        if not text.strip():
            return
        starts = [0, *(match.end() for match in re.finditer("\n", text))]
        lines = tuple((start, line + n) for n, start in enumerate(starts))
        self.add(Paragraph(kind, text, (), lines, self.within))

    def add(self, paragraph: Paragraph) -> None:
        self.page.prose.append(paragraph)
        plain = paragraph.text.replace("\n", "").isprintable()
        if not plain and not self.unseen and any(map(invisible, paragraph.text)):
            self.wrong(
                paragraph.line,
                "an invisible character is written as an entity in this text",
                "take it out",
            )

    def inline(
        self,
        token: Token,
        line: int,
        kind: str,
        *,
        table: int = 0,
        excuse: str = "",
        excuse_line: int = 0,
    ) -> Paragraph:
        """Read the words of a paragraph; roles, links and images are kept as well."""
        source = token.content
        told = len(self.page.problems)
        text = ""
        marks: list[Mark] = []
        lines = [(0, line)]
        links: list[tuple[Token, int, int]] = []
        here = line

        def reach(place: int) -> None:
            nonlocal here
            here = line + source.count("\n", 0, place)
            if lines[-1][1] != here:
                lines.append((len(text), here))

        def mask(role: Role | None, shown: str) -> None:
            nonlocal text
            marks.append(Mark(len(text), len(text) + len(shown), role))
            text += shown

        meant: list[int] = []  # where signs stand that a backslash says are meant

        children = token.children or []
        if any(child.level > _WRAPPED for child in children):
            self.wrong(line, "emphasis and links stand in one another too deep", "write it plainly")
            children = []
        for child in children:
            begin, end = child.meta.get("at", (None, None))
            if begin is not None and child.type not in ("text", "link_close"):
                reach(begin)
            match child.type:
                case "text" | "text_special":
                    if child.type == "text_special":
                        meant += range(len(text), len(text) + len(child.content))
                    text += child.content
                case "softbreak" | "hardbreak":
                    text += "\n"
                    reach(end if end is not None else 0)
                case "code_inline":
                    self.code(child.content, here)
                    mask(None, MASK)
                case "myst_role":
                    role = Role(child.meta["name"], child.content, here, self.sample)
                    self.role(role, mask)
                case "link_open":
                    links.append((child, here, len(text)))
                case "link_close":
                    opened, at, start = links.pop()
                    self.link(opened, text[start:], at)
                case "image":
                    alt = "".join(_alternative(child.children or []))
                    target = str(child.attrGet("src") or "")
                    self.page.links.append(Link(alt, target, here, True))
                    self.words("alternative", alt, here)
                    self.tip(child, here)
                case "footnote_ref":
                    self.used_notes.setdefault(child.meta["label"], here)
                    mask(None, MASK)
                case "html_inline":
                    self.html(child.content, here)
                case "em_open" | "em_close" | "strong_open" | "strong_close":
                    pass
                case _:
                    self.wrong(here, f"pages do not use this markup ({child.type})", "take it out")
            if end is not None and child.type in ("code_inline", "myst_role", "link_close"):
                reach(end)
        paragraph = Paragraph(
            kind,
            text,
            tuple(marks),
            tuple(lines),
            self.within,
            excuse,
            excuse_line,
            table,
            self.rows if table else 0,
            self.quotes[-1] if self.quotes else 0,
        )
        for offset, row in enumerate(source.split("\n")):
            if match := _FENCE.match(row):
                self.wrong(
                    line + offset,
                    f"this line begins with {match[1]} and begins no block",
                    "a title after ``` may hold no backtick: write the block with ::: instead",
                )
        if not any(mark.role and _NEXT_ROLE.search(mark.role.text) for mark in marks):
            self.leftovers(paragraph, meant)
        if len(self.page.problems) > told:
            self.page.broken.update(range(line, line + source.count("\n") + 1))
        self.add(paragraph)
        return paragraph

    def code(self, content: str, line: int) -> None:
        """Code in a line; a block that is opened with too few backticks is none."""
        self.page.codes.append((content, line))
        opened = _OPENED.match(content)
        spoken_of = self.sample or self.page.path.parent.name == "contribute"
        if opened and opened[1] in vocabulary.DIRECTIVES and not spoken_of:
            wrong = f"the block {{{opened[1]}}} stands within a line"
            self.wrong(line, wrong, "begin and end it with ``` on lines of their own")

    def leftovers(self, paragraph: Paragraph, meant: Iterable[int]) -> None:
        """Markup that does not work stands on the page as it was typed."""
        text = paragraph.text
        if not _MARKUP.search(text):
            return
        for place in meant:
            text = f"{text[:place]},{text[place + 1 :]}"
        told: set[int] = set()
        for match in _NO_LINK.finditer(text):
            told.update(range(*match.span()))
            wrong = f"this is no link, for the address is of no known kind: {match[0]!r}"
            self.wrong(paragraph.line_at(match.start()), wrong, "begin it with https://")
        for match in _LEFT.finditer(text):
            first = text.rfind("\n", 0, match.start()) + 1
            if match.start() in told or _FENCE.match(text, first):
                continue
            left = match[0].strip().replace(MASK, "`...`")
            self.wrong(
                paragraph.line_at(match.start()),
                f"this markup does not work and would be shown as it is: {left!r}",
                next(
                    (remedy for begins, remedy in _INSTEAD.items() if left.startswith(begins)),
                    "correct it, or write a backslash before a sign that is meant",
                ),
            )

    def role(self, role: Role, mask: Any) -> None:
        self.page.roles.append(role)
        if runs_on := _NEXT_ROLE.search(role.text):
            wrong = f"the role {{{role.name}}} is not closed: it runs on to {runs_on[0]!r}"
            self.wrong(role.line, wrong, "write a backtick where its text ends")
        if role.name not in vocabulary.ROLES:
            self.wrong(
                role.line,
                f"there is no role {{{role.name}}} here",
                nearest(role.name, vocabulary.ROLES),
            )
            mask(role, role.text)
        elif role.name in vocabulary.LINKS and role.text.startswith("!"):
            self.wrong(role.line, f"the link {role.text!r} is switched off by !", "take it out")
            mask(role, role.text)
        elif role.name in vocabulary.LINKS and role.has_title:
            mask(role, role.split()[0])
        else:
            mask(role, MASK)

    def tip(self, token: Token, line: int) -> None:
        if title := token.attrGet("title"):
            self.words("tip", str(title), line)

    def link(self, token: Token, text: str, line: int) -> None:
        self.tip(token, line)
        target = str(token.attrGet("href") or "")
        self.page.links.append(Link(text, target, line, False))
        if not target:
            wrong = f"the link of {text!r} leads nowhere"
            self.wrong(line, wrong, "write where it leads between the round brackets")
        elif shown := _ADDRESS.match(text.strip()):
            host = _ADDRESS.match(target)
            if host is None or host[1].lower() != shown[1].lower():
                wrong = f"the words {text!r} name another address than the link, {target!r}"
                self.wrong(line, wrong, "let them name the same, or say in words where it leads")


class _Within:
    """While it lasts, what is read stands in that block."""

    def __init__(self, reader: _Reader, block: Block, *, sample: bool = False) -> None:
        self.reader, self.block, self.is_sample = reader, block, sample
        self.before = reader.within, reader.sample

    def __enter__(self) -> None:
        self.reader.within = (*self.before[0], self.block)
        self.reader.sample = self.before[1] or self.is_sample

    def __exit__(self, *error: object) -> None:
        self.reader.within, self.reader.sample = self.before


_ODD = re.compile("[^ -~]")  # what may be in disguise, or not seen
_CONTAINERS = frozenset(
    f"{name}_{end}"
    for name in "paragraph heading bullet_list ordered_list list_item blockquote table thead tbody "
    "tr th td footnote_reference".split()
    for end in ("open", "close")
)
_SHOWN_BLOCKS = frozenset(
    "heading_open paragraph_open bullet_list_open ordered_list_open blockquote_open table_open "
    "fence colon_fence".split()
)
_TITLES = frozenset(("text", "text_special", "code_inline"))  # what makes an anchor of a title
_NO_LINK = re.compile(r"\]\(\s*(?:javascript|vbscript|file|data):[^)]*\)?", re.I)
_FENCE = re.compile(r"\s*(`{3,}|~{3,}|:{3,})")
_LEFT = re.compile(
    r"\]\([^)\s]*|\]\[|\*\*|(?m:^#{1,6}\w\S*)|(?m:^\.\. \S+)|(?m:^\|.*\|$)"
    r"|:\w[\w:]*:\u2400|\{[\w:-]*\}?|\}|\[@[\w:-]+|\[![A-Z]+\]|\[\[|(?m:^\[[ xX]\] )"
    r"|\^\[|\] \([^)]*\)?|\)\[[^\]]*\]?|~~|(?<![=<>])==(?!=)|\*|`|\u2400_(?!\w)"
    r"|(?<![\w_])_(?=\w)|(?m:^: \S+|^\(.*\)=$)|(?m:^[\u2022\u25aa\u25cf] ?|^-[A-Za-z]\w*)"
    r"|(?<![\w:]):[a-z_]{2,}:(?![\w:])"
    r"|<[a-z][a-z0-9+.-]+:[^>\s]*>"
)
_INSTEAD = {
    **dict.fromkeys(
        "{}",
        "write it as {name}`text`, with both braces and no space, or leave the brace out",
    ),
    "[@": "cite a source as {cite:p}`key`",
    "[!": "write a block of its own, such as ```{note}",
    **dict.fromkeys(("\u2022", "\u25aa", "\u25cf", "-"), "begin each item of a list with `- `"),
    "<": "an address begins with https://",
}
_BY_NAME = (yaml.AnchorToken, yaml.AliasToken)
_NEXT_ROLE = re.compile(r"\{[a-z][\w:-]*\}\Z")
_OPTION = re.compile(r"\s*:([\w-]+):")
_OPENED = re.compile(r"\{([\w:-]+)\}\s")
_MARKUP = re.compile(r"[\[\]*#{}|^~`_<\u2022\u25aa\u25cf]|==|\)=|:\u2400|[:.]\w|^[:.-]", re.M)
"""What all that `_LEFT` and `_NO_LINK` find begins with or holds: most texts have none."""
FRONT = (
    "begin it with a line ---, then `myst:`, below it `  html_meta:`, below it "
    "`    description: words`, then a line ---"
)
_TALLEST = 400  # lines of a diagram; one that has more is refused, and nothing else told of it
_LONGEST = 200_000  # signs of a page: the longest has a sixth of it
_OURS = re.compile(r"(?:fact|line)-[0-9]|cite-|term-", re.I)
"""The anchors that facts, examples, sources and terms have: a page that took one could pass its
own words for them."""
_GENERATED = frozenset(("genindex", "modindex", "py-modindex", "search"))  # Sphinx's own labels
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})(?=[/?#:]|\Z)", re.I)
_SHOWN = {"alt": "alternative", "description": "alternative"}


def _ours(name: str) -> bool:
    """Whether a name is an anchor of the site, also once docutils has made an anchor of it."""
    return bool(_OURS.match(name) or _OURS.match(make_id(name)))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _texts(source: str) -> set[str]:
    """The texts that an example holds, if it can be read."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}


@cache
def _disguised(character: str) -> bool:
    """True for letters and numbers that look like others: in circles, wide, for mathematics."""
    form = unicodedata.decomposition(character).partition(" ")[0]
    return form in ("<circle>", "<wide>", "<font>", "<square>", "<narrow>", "<small>") or (
        unicodedata.category(character) in ("Nl", "No") and form not in ("<super>", "<fraction>")
    )


def _alternative(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        yield from _alternative(token.children or ())
        yield " " if token.type in ("softbreak", "hardbreak") else token.content


def nearest(name: str, known: Iterable[str]) -> str:
    """A remedy that names what was probably meant."""
    names = sorted(known)
    close = difflib.get_close_matches(name.lower(), names, n=2, cutoff=0.6)
    if close:
        return f"did you mean {' or '.join(close)}?"
    if len(names) > 12:
        return "docs/contribute/reference.md names those that pages use"
    return f"use one of {', '.join(names)}"


def _told(message: str, name: str) -> tuple[str, str]:
    """MyST's warning about a directive in the words of a contributor's manual."""
    if match := re.match(r"Unknown option key: '(.*?)'", message):
        options = vocabulary.DIRECTIVES[name].options
        return f"the block {{{name}}} has no option {match[1]!r}", nearest(match[1], options)
    if message.startswith("Has content"):
        return f"the block {{{name}}} takes no content", "take the lines out"
    if message.startswith("Invalid options format"):
        return f"the options of the block {{{name}}} cannot be read", "write each as `:name: value`"
    return f"the block {{{name}}}: {message}", "write options as `:name: value`, then the content"
