"""Runs the checks of ``python -m allied_check check`` before a page is read, and holds what was
built against what they saw.

When something does not hold the build ends before it reads a page, and the environment is not
saved: otherwise the next build would take the page for read and stay silent. It ends by
SystemExit, because Sphinx meets any other exception with a page of its own insides.
"""

from __future__ import annotations

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path

from docutils import nodes
from myst_parser.config.main import MdParserConfig
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata
from sphinxcontrib.mermaid import mermaid

import allied
from allied.store.problems import Problem
from allied.store.schema import read_package
from allied.store.tables import PACKAGE
from allied_check.bibliography import references
from allied_check.diagrams import diagram_check
from allied_check.doctests import run_examples
from allied_check.grammar import SETTINGS
from allied_check.page import MASK, Page, Paragraph, read_page
from allied_check.parts import begun, later
from allied_check.rules import (
    Site,
    check_between,
    check_bound,
    check_owed,
    check_package,
    check_site,
    page_files,
)
from allied_check.vocabulary import FACT

from .facts import fact
from .popovers import note_passages
from .statements import bibliography, note, statements
from .stopping import stop, stop_and_tell_all, warn

_WORD = re.compile(r"\w+")
_BREAKS = ("<br />\n", "\\\\\n")  # how MyST writes the end of a line that is meant
_PROMPT = re.compile(r"^\s*>>>(?:\s|$)", re.M)
_UNREAD = (
    nodes.comment,
    nodes.image,
    nodes.literal,
    nodes.literal_block,
    nodes.doctest_block,
    nodes.footnote_reference,
    nodes.label,
    nodes.raw,
    nodes.system_message,
    addnodes.index,
    addnodes.pending_xref,
    addnodes.toctree,
    mermaid,
)
"""Nodes whose text is no sentence of the page: code, links whose words other pages give."""


def check_data(app: Sphinx) -> None:
    """The data must keep their schema, and agree, before any page asks them anything."""
    if [*check_package(PACKAGE, references(bibliography(app.env))), *check_owed(PACKAGE)]:
        stop_and_tell_all(Path(app.srcdir), "data")


def check_grammar(app: Sphinx) -> None:
    """Pages are built with the grammar that the checks read them with."""
    built: MdParserConfig = app.env.myst_config  # type: ignore[attr-defined]
    checked = MdParserConfig(**SETTINGS)
    differ = [
        field.name
        for field in fields(MdParserConfig)
        if getattr(built, field.name) != getattr(checked, field.name)
    ]
    wrong = f"the settings myst_{', myst_'.join(differ)} differ from those of the checks"
    remedy = "give both the same: SETTINGS in source/allied_check/grammar.py"
    stop([Problem(Path(app.confdir, "conf.py"), 1, wrong, remedy)] if differ else [], "grammar")


class Checker:
    """The pages as the checks saw them, kept until they have been built."""

    def __init__(self) -> None:
        self.seen: dict[Path, Page] = {}
        self.reading: Callable[[], list[Page]] = list
        self.files: dict[Path, int] = {}

    def begin(self, app: Sphinx, config: Config) -> None:
        """Have a copy of this process read the pages while Sphinx loads what it kept.

        Not where threads run: a copy has their locks and not the threads that would open them.
        """
        pages = page_files(Path(app.srcdir).resolve())
        self.files = {path: path.stat().st_mtime_ns for path in pages}
        begin = begun if threading.active_count() == 1 else later
        self.reading = begin(read_page, pages)

    def pages(self) -> dict[Path, Page]:
        """The pages as they are now: while a preview waits some change that have been read."""
        pages = dict(zip(self.files, self.reading(), strict=True))
        changed = [path for path, then in self.files.items() if path.stat().st_mtime_ns != then]
        return pages | {path: read_page(path) for path in changed}

    def check(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Everything holds: on the pages to be read, between all pages, and in the whole."""
        site = Site.read(Path(env.srcdir), allied.sources.passages(), self.pages())
        self.seen = site.pages
        read = {Path(env.doc2path(docname)).resolve() for docname in docnames}

        diagrams = diagram_check()

        def problems() -> Iterator[Problem]:
            for path, page in site.pages.items():
                if path in read:
                    yield from check_bound(page, site, diagrams)
                yield from check_between(page, site)
            yield from check_site(site, read_package(PACKAGE))

        stop(problems(), "statement")

    def compare(self, app: Sphinx, doctree: nodes.document) -> None:
        """What was built of a page is what the checks saw of it: no more facts, words, examples.

        Pages come by other roads than files too: by a translation, or by an extension.
        """
        env = app.env
        path = Path(env.doc2path(env.docname)).resolve()
        page = self.seen.get(path) or Page(path, [])
        found = sorted(set(_differences(page, doctree)))
        for problem in found:
            warn(problem, "built")
        if found:
            statements(env).problems[env.docname] = len(found)
        self._place(env, page)
        note_passages(env, doctree, page)
        outcome = run_examples(page)
        if outcome.count:
            note(
                env,
                outcome.record,
                kind="example",
                line=1,
                anchor="",
                shown=f"{outcome.count} examples",
                expression="",
                value="all hold",
            )

    def _place(self, env: BuildEnvironment, page: Page) -> None:
        """Give each fact its own line: docutils knows only that of its paragraph."""
        lines: dict[tuple[str, str], list[int]] = defaultdict(list)
        for role in page.facts:
            if not role.sample:
                lines[role.split()].append(role.line)
        noted = statements(env).pages.get(env.docname, [])
        for number, item in enumerate(noted):
            if item.kind == "fact" and lines[item.shown, item.expression]:
                line = lines[item.shown, item.expression].pop(0)
                noted[number] = replace(item, line=line)


def _differences(page: Page, doctree: nodes.document) -> Iterator[Problem]:
    """What stands on the built page and was not seen by the checks."""
    remedy = "write it as docs/contribute/reference.md shows, so that it can be checked"

    def problem(what: str, line: int) -> Problem:
        return Problem(page.path, line, what, remedy)

    known = Counter(role.split() for role in page.facts if not role.sample)
    for built in doctree.findall(fact):
        both = built.astext(), built["expression"]
        if not known[both]:
            yield problem(f"the fact {both[0]!r} is built and was not checked", _line(built))
        known[both] -= 1
    lines = {role.split(): role.line for role in page.facts}
    for both in +known:
        yield problem(f"the fact {both[0]!r} was checked and is not built", lines[both])
    blocks = [block for block in page.blocks if not block.sample]
    tables = sum("checked" in node for node in doctree.findall(nodes.table))
    if tables != sum(block.kind == "checked-table" for block in blocks):
        yield problem("not every checked table is built, or one is built that was not checked", 1)
    code = Counter(block.text.strip() for block in blocks)
    for node in [*doctree.findall(nodes.literal_block), *doctree.findall(nodes.comment)]:
        text = node.astext().strip()
        if "generated" not in node and ("testnodetype" in node or _PROMPT.search(text)):
            if not code[text]:
                yield problem(f"the example {text[:40]!r} is built and was not run", _line(node))
            code[text] -= 1
    for raw in doctree.findall(nodes.raw):
        if raw.astext() not in _BREAKS:
            yield problem("raw code for one format stands on the page", _line(raw))
    read = {_words(_read(part)) for part in page.prose}
    for text, line in _texts(doctree, 1):
        words = _words(text)
        if words and words not in read:
            what = f"these words are built and were not checked: {' '.join(words)[:80]!r}"
            yield problem(what, line)


def _line(node: nodes.Node | None) -> int:
    """The line of the page from which a node comes, as near as docutils knows."""
    while node is not None:
        if node.line:
            return int(node.line)
        node = node.parent
    return 1


def _read(part: Paragraph) -> str:
    """The text of a paragraph with its facts as they are shown: their order counts too."""
    text = part.text
    for mark in reversed(part.marks):
        if mark.role is not None and mark.role.name == FACT:
            text = f"{text[: mark.start]}{mark.role.shown}{text[mark.end :]}"
    return text


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.replace(MASK, " ")))


def _texts(node: nodes.Node, line: int) -> Iterator[tuple[str, int]]:
    """The words of a built page and their line, a stretch for each paragraph, title or cell."""
    line = node.line or line
    stretch: list[str] = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            stretch.append(child.astext())
        elif isinstance(child, nodes.Inline | nodes.TextElement) and _is_inline(child):
            within = "".join(text for text, _ in _texts(child, line))
            stretch.append(" " if _hidden(child) else within)
        elif not _hidden(child):
            yield from _texts(child, line)
    if stretch:
        yield "".join(stretch), line


def _is_inline(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Inline) and not isinstance(node, nodes.image)


def _hidden(node: nodes.Node) -> bool:
    if isinstance(node, addnodes.pending_xref) and node.get("refexplicit"):
        return False
    return isinstance(node, _UNREAD) or (
        isinstance(node, nodes.Element) and node.get("generated", False)
    )


def stop_before_writing(app: Sphinx, env: BuildEnvironment) -> None:
    """End the build if anything on any page does not hold."""
    count = sum(statements(env).problems.values())
    if count:
        pages = len(statements(env).problems)
        raise SystemExit(
            f"Nothing was written: {count} problem(s) on {pages} page(s), named above. "
            "How to put one right: docs/contribute/index.md"
        )


def setup(app: Sphinx) -> ExtensionMetadata:
    checker = Checker()
    app.connect("config-inited", checker.begin)
    app.connect("builder-inited", check_data)
    app.connect("builder-inited", check_grammar, priority=900)  # MyST settles its own at 500
    app.connect("env-before-read-docs", checker.check)
    app.connect("doctree-read", checker.compare)
    app.connect("env-updated", stop_before_writing)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
