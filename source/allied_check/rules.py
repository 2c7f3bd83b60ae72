"""The checks of pages and data. Each is a generator of problems, and its docstring is the rule."""

from __future__ import annotations

import datetime
import difflib
import json
import os
import posixpath
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import unquote

import allied
from allied.store.agreements import check_agreements
from allied.store.conditions import condition
from allied.store.dates import PartialDate
from allied.store.files import source_text
from allied.store.generate import ROWS, render
from allied.store.problems import DataError, Problem, gathered
from allied.store.schema import Table, read_package
from allied.store.tables import (
    NO_BREAK_SPACES,
    PACKAGE,
    check_references,
    in_order,
    read,
    tables,
)
from allied.store.words import spell

from .anniversaries import is_reckoned
from .bibliography import (
    EXTENTS,
    FIELDS,
    KINDS,
    TYPES,
    Reference,
    check_bibliography,
    references,
)
from .catalogue import check_catalogue
from .claims import as_read, false_claims
from .comparatives import false_comparison, false_noun
from .directions import false_direction, false_side
from .doctests import check_fact, check_table, evaluate, run_examples, run_table
from .headings import false_rows, false_year_above
from .labels import as_drawn
from .lives import false_years
from .meaning import means
from .memberships import memberships
from .neighbours import false_neighbour
from .numerals import numerals
from .page import FRONT, MASK, Block, Link, Mark, Page, Paragraph, Role, label, nearest, read_page
from .parts import in_turn, later
from .pictures import check_pictures
from .prose import Term, check_support, check_terms, folded, is_article
from .quotations import (
    Quotation,
    Recorded,
    blanked,
    by_source,
    check_marks,
    check_quotations,
    quotations,
)
from .subjects import asked_of, false_pairing, false_subject, false_title
from .surroundings import clash
from .svg import check_svg
from .vocabulary import CARDS, CITATIONS, FACT, LITERAL

Diagrams = Callable[[Path, Block, Path], Iterable[Problem]]
"""What is wrong with a diagram of a page; the last argument is the folder of the pages."""
R = TypeVar("R")
Task = Callable[[], list[Problem]]
Asking = Callable[[Callable[[Task], list[Problem]], Sequence[Task]], list[list[Problem]]]
"""How the parts of a check are asked: `in_turn`, or `in_parts`."""


class Beginning(Protocol):
    """How what is asked of files begins: `later`, or `begun` now."""

    def __call__(
        self, function: Callable[[Path], R], paths: Sequence[Path], /
    ) -> Callable[[], list[R]]: ...


_PROMPT = re.compile(r"\s*(?:> ?)*>>>(?:\s|$)")
_SPLIT_NUMBER = re.compile(rf"\d[{NO_BREAK_SPACES}]\S|\S[{NO_BREAK_SPACES}]\d")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_YEAR_ASKED = re.compile(r"(?<!\w)year=([0-9]{4})(?![0-9])")
_YEAR_AS_CODE = re.compile(r"(?<![\w.-])[0-9]{4}(?![\w.-])")
_AHEAD = re.compile(
    r"plan(?:ned)?\b|project|forecast|expect|target|aim|must|simulation|to which|by 20[0-9]{2}",
    re.I,
)
_NAMES = ("name", "title")
_READ = "date_read"  # a passage may be read later than what else its source gave
_OURS = {_READ, "sought"}  # days of our own work, on which no source tells anything
_DATED = {int, PartialDate, datetime.date}  # types of values that may tell a time
_DIGITS = re.compile(r"\d+")
_SCHEMES = ("http", "https", "mailto")
_HOST = re.compile(r"https?://([^\s/?#\\]+)", re.I)
_PAGE = re.compile(r"(?:[a-z0-9][a-z0-9-]*/)?[a-z0-9][a-z0-9-]*\.md")
_GENERATED = ("404.md", "genindex.md", "search.md")
_PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")


@dataclass
class Site:
    """What the pages of the site offer one another: terms, labels, sources, pages."""

    docs: Path
    terms: dict[str, Term] = field(default_factory=dict)  # by their names, folded
    labels: dict[str, tuple[Path, int]] = field(default_factory=dict)
    sources: dict[str, Reference] = field(default_factory=dict)
    pages: dict[Path, Page] = field(default_factory=dict)
    passages: Mapping[str, Sequence[Recorded]] = field(default_factory=dict)
    """The passages recorded of each source; where none are given, quotations are not asked."""
    broken: bool = False
    """The data do not keep their schema, which is told: nothing is asked of them."""
    unread: bool = False
    """The bibliography cannot be read: what cites it is not asked."""
    data: list[Problem] | None = None
    """What is wrong with the data, where it has been asked."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong between pages: two definitions of one thing, files that are no pages."""

    @property
    def partial(self) -> bool:
        """Some page cannot be read, which is told: what it offers the others is not known."""
        return not all(page.whole for page in self.pages.values())

    @property
    def causes(self) -> set[Path]:
        """The files that cannot be read: what is wrong elsewhere may follow from them."""
        found = {page.path for page in self.pages.values() if not page.whole}
        found |= {self.bibliography} if self.unread else set()
        return found | (set() if self.terms else {self.docs / "glossary.md"})

    @classmethod
    def published(cls, docs: Path, begin: Beginning = later) -> Site:
        """The site as it is published: with passages for its quotations, and its sources."""
        paths = page_files(docs.resolve())
        pages = begin(read_page, paths)
        passages = recorded()
        known = None
        with suppress(DataError):  # who asks again is told
            known = references(docs.resolve() / "references.bib")
        data = list(check_package(PACKAGE, known))  # while a copy reads the pages
        site = cls.read(docs, passages, dict(zip(paths, pages(), strict=True)))
        site.data = data
        site.unread |= not site.bibliography.exists()
        return site

    @classmethod
    def read(
        cls,
        docs: Path,
        passages: Iterable[Recorded] = (),
        pages: Mapping[Path, Page] | None = None,
    ) -> Site:
        known = pages or {}
        site = cls(docs.resolve(), passages=by_source(passages))
        for path in sorted(site.docs.rglob("*")):
            if path.suffix == ".md" and not path.is_symlink():
                site.add(known.get(path) or read_page(path))
                if wrong := _no_place(path.relative_to(site.docs)):
                    remedy = "name it as the others are: docs/part/page.md, in small letters"
                    site.problems.append(Problem(path, 1, wrong, remedy))
            elif path.is_symlink() or (path.is_file() and not _may_stand(path, site.docs)):
                wrong = "this is no page of the site, and nothing in it would be checked"
                remedy = "write pages as Markdown, in files whose names end in .md; pictures are "
                remedy += ", ".join(_PICTURES)
                if path.is_symlink():
                    wrong = "this is a link to another file, which may stand anywhere"
                    remedy = "put the file itself here"
                site.problems.append(Problem(path, 1, wrong, remedy))
            elif path.suffix == ".svg" and path.is_file():
                site.problems += check_svg(path)
        if site.bibliography.exists():
            site.read_sources()
        return site

    @property
    def bibliography(self) -> Path:
        return self.docs / "references.bib"

    def read_sources(self) -> None:
        try:
            self.sources = references(self.bibliography)
        except DataError:  # told by `check_bibliography`
            self.unread = True

    def add(self, page: Page) -> None:
        self.pages[page.path.resolve()] = page
        for name, line, entry in page.terms:
            if folded(name) in self.terms:
                wrong = f"the term {name!r} is defined twice"
                self.problems.append(Problem(page.path, line, wrong, "keep one of the two"))
            self.terms[folded(name)] = Term(name, entry)
        for name, line in page.labels.items():
            if name in self.labels:
                path, first = self.labels[name]
                wrong = f"the label {name!r} is given twice (also at {path.name}:{first})"
                self.problems.append(Problem(page.path, line, wrong, "choose another name"))
            self.labels[name] = page.path, line


def page_files(docs: Path) -> list[Path]:
    """The files of the pages; what a link leads to is no page of the site."""
    return [path for path in sorted(docs.rglob("*.md")) if not path.is_symlink()]


def recorded() -> Iterable[Recorded]:
    """The passages of the data; none where these cannot be read, which who asks them is told."""
    try:
        return allied.sources.passages()
    except DataError:
        return ()


def _no_place(path: Path) -> str:
    """What is wrong with where a page stands; a page deep down could pass for another part."""
    name = path.as_posix()
    if not _PAGE.fullmatch(name):
        return f"a page may not have the name {name!r}"
    return f"the site makes a page {name!r} of its own" if name in _GENERATED else ""


def _may_stand(path: Path, docs: Path) -> bool:
    """Beside pages: pictures, diagrams and the bibliography."""
    return path.suffix in (*_PICTURES, ".mmd") or path == docs / "references.bib"


def check_bound(page: Page, site: Site, diagrams: Diagrams | None = None) -> Iterator[Problem]:
    """Everything on a page that is bound to data holds, and everything that could be is."""
    found = _check_bound(page, site, diagrams)
    if page.cut:  # below it the page is swallowed, and nothing there is what it seems
        here = [problem for problem in page.problems if problem.line == page.cut]
        found = (problem for problem in found if problem.line < page.cut or problem in here)
    yield from _causes_only(page, found)


def _causes_only(page: Page, found: Iterable[Problem]) -> Iterator[Problem]:
    """Where markup does not work, that alone is told: numbers and words may be other than meant."""
    own = set(page.problems)
    for problem in found:
        if problem in own or problem.path != page.path or problem.line not in page.broken:
            yield problem


def _check_bound(page: Page, site: Site, diagrams: Diagrams | None) -> Iterator[Problem]:
    yield from page.problems
    if not site.broken:
        yield from check_asked(page)
        yield from check_memberships(page)
        yield from check_claims(page)
    yield from check_prompts(page)
    yield from check_spaces(page)
    yield from check_numbers(page)
    yield from check_code(page)
    yield from check_marks(page)
    yield from check_support(page)
    yield from check_alternatives(page)
    if diagrams is not None:
        yield from check_diagrams(page, site, diagrams)


def check_asked(page: Page) -> Iterator[Problem]:
    """What a page asks of the data is answered as it says."""
    for role in page.facts:
        yield from check_fact(role, page.path)
    for block in page.blocks:
        if block.directive and block.kind == "checked-table":
            yield from check_table(block, page.path)
            run = run_table(block)
            if not run.error and (wrong := _false_above(block.argument, run.source)):
                remedy = "name in the title what the example asks of"
                yield Problem(page.path, block.line, wrong, remedy)
        if block.directive and block.kind == "questions":
            yield from check_catalogue()
    yield from run_examples(page).problems
    yield from check_surroundings(page)
    for mark, wrong in false_rows(page.prose):
        assert mark.role is not None
        remedy = "ask of what the row and the head of the column say"
        yield Problem(page.path, mark.role.line, wrong, remedy)
    yield from check_data_tables(page)
    yield from check_pictures(page)


def _false_above(title: str, source: str) -> str | None:
    return false_title(title, source) or false_year_above(title, asked_of(source).years)


def check_between(page: Page, site: Site) -> Iterator[Problem]:
    """What a page says of other pages and of sources holds, and other pages can name it."""
    if page.whole:
        yield from _causes_only(page, _check_between(page, site))


def _check_between(page: Page, site: Site) -> Iterator[Problem]:
    if not page.has_title:
        wrong = "the page does not begin with its title"
        yield Problem(page.path, 1, wrong, "write it as `# Title`")
    yield from check_targets(page, site)
    yield from check_terms(page, site.terms)
    if site.passages and not site.unread and page.path.parent.name != "contribute":
        yield from check_quotations(page, site.passages)


def check_page(page: Page, site: Site, diagrams: Diagrams | None = None) -> Iterator[Problem]:
    """Every rule for one page."""
    yield from check_bound(page, site, diagrams)
    yield from check_between(page, site)


def unreadable(docs: Path) -> list[Problem]:
    """What keeps tables, bibliography or pages from being read at all: quick to ask."""
    found: list[Problem] = []
    try:
        found += (problem for table in read_package(PACKAGE).values() for problem in read(table)[1])
    except DataError as error:
        found += error.problems
    for path in [docs / "references.bib", *sorted(docs.rglob("*.md"))]:
        try:
            references(path) if path.suffix == ".bib" else source_text(path)
        except DataError as error:
            found += error.problems
    return found


def check_all(site: Site, diagrams: Diagrams | None = None, ask: Asking = in_turn) -> list[Problem]:
    """Every rule for the data, for every page and between them; each cause once, and first."""
    if site.data is None:
        site.data = list(check_package(PACKAGE, None if site.unread else site.sources))
    found = [*site.data]
    site.broken |= bool(found)
    found += [] if site.broken else check_owed(PACKAGE)
    first = site.causes | {problem.path for problem in found}
    package = {} if site.broken else read_package(PACKAGE)
    tasks = [lambda: list(check_site(site, package))]
    tasks += [partial(_of_pages, pages, site, diagrams) for pages in _groups(site)]
    found += chain(*ask(lambda task: task(), tasks))
    return gathered(found, first)


def _of_pages(pages: list[Page], site: Site, diagrams: Diagrams | None) -> list[Problem]:
    return [problem for page in pages for problem in check_page(page, site, diagrams)]


def _groups(site: Site) -> list[list[Page]]:
    """The pages one by one, but those with diagrams together: what draws them is slow to load."""
    drawn: list[list[Page]] = [[]]
    others: list[list[Page]] = []
    for page in site.pages.values():
        if any(block.kind == "mermaid" for block in page.blocks):
            drawn[0].append(page)
        else:
            others.append([page])
    return drawn + others


def check_site(site: Site, package: dict[str, Table]) -> Iterator[Problem]:
    """Every rule for the site as a whole."""
    yield from site.problems
    if site.unread or site.bibliography.exists():
        yield from check_bibliography(site.bibliography)
    if site.partial:
        return  # a page that cannot be read is told; what it uses cannot be known
    if any(
        not _page_at(page, site, target)
        for page in site.pages.values()
        for target, _ in page.entries
    ):
        return  # a page is missing, which is told; what it used cannot be known either
    yield from check_contents(site)
    for page in site.pages.values():
        if not page.described:
            yield Problem(page.path, 1, "the page has no description", FRONT)
    yield from unused_terms(site)
    if not site.unread:
        yield from check_alphabet(site)
        yield from check_kinds(site)
        yield from check_fields(site)
        yield from check_extents(site, package)
        if not site.broken:
            yield from unused_sources(site, package)


def check_prompts(page: Page) -> Iterator[Problem]:
    """A line that looks like an example must be one that is run.

    Pages in ``contribute/`` show fences as they are written elsewhere, where they will be run.
    """
    shown = set(page.collected)
    if page.path.parent.name == "contribute":
        for block in page.blocks:
            if not block.directive and block.kind in LITERAL:
                shown.update(range(block.body_line, block.body_line + len(block.body)))
    for number, line in enumerate(page.lines, 1):
        if _PROMPT.match(line) and number not in shown:
            yield Problem(
                page.path,
                number,
                "this example is never run",
                "put it into a fence that begins with ```{doctest} or ```pycon",
            )


def check_spaces(page: Page) -> Iterator[Problem]:
    """A number holds no no-break space: it would not be found, copied or compared as a number."""
    for number, line in enumerate(page.lines, 1):
        if not line.isascii() and (match := _SPLIT_NUMBER.search(line)):
            yield Problem(
                page.path,
                number,
                f"a no-break space beside a number: {match[0]!r}",
                "use a comma between thousands and a plain space before a unit",
            )


def check_surroundings(page: Page) -> Iterator[Problem]:
    """The words right beside a fact do not change what it says."""
    for paragraph in page.prose:
        earlier: object = None
        last: Mark | None = None
        for mark in paragraph.marks:
            if mark.role is None or mark.role.name != FACT:
                continue
            shown, expression = mark.role.split()
            result = evaluate(expression)
            if result.error or not means(shown, result.value):
                continue  # that is told as such
            before, after = paragraph.text[: mark.start], paragraph.text[mark.end :]
            if expression.endswith(".year") and isinstance(result.value, int):
                result = replace(result, value=PartialDate(result.value))
            if wrong := clash(before, shown, after, result.value):
                remedy = "let the fact hold all of the number, with its unit, and nothing else"
                yield Problem(page.path, mark.role.line, wrong, remedy)
            elif wrong := false_subject(paragraph, mark):
                remedy = "ask of what the sentence says, or name in it what the question asks of"
                yield Problem(page.path, mark.role.line, wrong, remedy)
            wrong = false_direction(before, earlier, result.value, expression)
            if wrong := wrong or false_side(expression, result.value, after):
                remedy = "say what the data say"
                yield Problem(page.path, mark.role.line, wrong, remedy)
            elif last and (wrong := false_pairing(paragraph, last, mark)):
                yield Problem(page.path, mark.role.line, wrong, "say what the data say")
            earlier, last = result.value, mark
            counted = expression.startswith("len(")
            if wrong := false_comparison(before, shown, after, counted, result.value):
                remedy = f"compare with what is so: the data say {spell(result.value)}"
                yield Problem(page.path, mark.role.line, wrong, remedy)
            if wrong := false_noun(expression, shown, after):
                yield Problem(page.path, mark.role.line, wrong, "name what the question counts")
            if wrong := false_neighbour(before, shown, after, result.value):
                remedy = "say what the data say, or put it into the question"
                yield Problem(page.path, mark.role.line, wrong, remedy)


def check_numbers(page: Page) -> Iterator[Problem]:
    """A number in a sentence is bound to data, or stands in a quotation, or names a year or place.

    Pages in ``contribute/`` speak of the project, not of its subject, and are not asked.
    """
    if page.path.parent.name == "contribute":
        return
    for paragraph, spans in quotations(page.prose):
        text = _told(paragraph, spans)
        for start, end in numerals(text):
            if "anniversar" in text[end : end + 16]:
                sentence = paragraph.shown_line(start)
                if is_reckoned(text[start:end], text[end:], sentence, allied.belonging()):
                    continue
            yield Problem(
                page.path,
                paragraph.line_at(start),
                f"the number {text[start:end]!r} is bound to nothing",
                "write it as {fact}`number <question to the data>`, quote it from a source, "
                "or leave it out",
            )


def _told(paragraph: Paragraph, spans: Sequence[Quotation]) -> str:
    """The words of the author: without those of others, and without the syntax of a diagram."""
    if paragraph.kind == "label":  # there quotation marks are syntax too
        return as_drawn(paragraph.text)
    return blanked(paragraph.text, spans, MASK)


def check_memberships(page: Page) -> Iterator[Problem]:
    """States that a sentence lists as members are bound to data, or stand in a quotation."""
    if page.path.parent.name == "contribute":
        return
    for paragraph, spans in quotations(page.prose):
        text = _told(paragraph, spans)
        for start, end in memberships(text):
            listed = " ".join(text[start:end].split())
            yield Problem(
                page.path,
                paragraph.line_at(start),
                f"the list of members {listed!r} is bound to nothing",
                f'write it as {{fact}}`{listed} <pacts.parties("the pact")>`, or another question',
            )


def check_claims(page: Page) -> Iterator[Problem]:
    """A plain sentence on who belongs to a pact, and on its years, is as the data say."""
    if page.path.parent.name == "contribute":
        return
    for paragraph, spans in quotations(page.prose):
        text = as_read(paragraph, _told(paragraph, spans))
        if paragraph.kind == "label":  # a sentence ends with its line
            text = text.replace("\n", f"{MASK}\n")
        told = chain(false_claims(text, allied.belonging()), false_years(text, allied.lives()))
        for start, end, wrong in told:
            if any(first < end and start < last for first, last in memberships(text)):
                continue  # told by `check_memberships`
            line = paragraph.line_at(0) + text.count("\n", 0, start)
            yield Problem(page.path, line, wrong, "correct the sentence, or the row")


def check_code(page: Page) -> Iterator[Problem]:
    """No number of the article hides in code, and the article shows no code but examples."""
    if not is_article(page.path):
        return
    for code, line in page.codes:
        if next(numerals(code), None) or _YEAR_AS_CODE.search(code):
            wrong = f"the number {code!r} is written as code, which is not checked"
            yield Problem(page.path, line, wrong, "write it plainly, as a fact")
    for block in page.blocks:
        if not block.directive and block.kind != "pycon":
            wrong = "the article shows no code but examples that are run"
            yield Problem(page.path, block.line, wrong, "write it as words, or as an example")


def check_alternatives(page: Page) -> Iterator[Problem]:
    """An image has alternative text."""
    for link in page.links:
        if link.image and not link.text.strip():
            yield Problem(
                page.path,
                link.line,
                f"the image {link.target} has no alternative text",
                "say what it shows between the square brackets, or in a block on a line "
                "`:alt: what it shows`",
            )


def check_diagrams(page: Page, site: Site, diagrams: Diagrams) -> Iterator[Problem]:
    """A diagram has a title and a description, can be drawn, and loses no word."""
    for block in page.blocks:
        if block.directive and block.kind == "mermaid":
            yield from diagrams(page.path, block, site.docs)


def check_data_tables(page: Page) -> Iterator[Problem]:
    """A table that is shown, its columns and its condition are those of the data."""
    for block in page.blocks:
        if not (block.directive and block.kind in ("data-table", "data-dictionary")):
            continue
        known = tables()
        if block.argument not in known:
            wrong = f"there is no table {block.argument!r}"
            yield Problem(page.path, block.line, wrong, nearest(block.argument, known))
            continue
        table, options = known[block.argument], block.options
        names = [name.strip() for name in options.get("columns", "").split(",")]
        names.append(options.get("sort", "").removeprefix("-"))
        try:
            for name in filter(None, names):
                table.field(name)
            condition(table, options.get("where", ""))
            years = _YEAR_ASKED.findall(options.get("where", ""))
            if above := false_year_above(options.get("caption", ""), set(map(int, years))):
                yield Problem(page.path, block.line, above, "name the year that `:where:` asks of")
        except (KeyError, ValueError) as error:
            wrong, _, remedy = str(error.args[0]).partition("; ")
            yield Problem(page.path, block.line, wrong, remedy or "correct the name")


def check_targets(page: Page, site: Site) -> Iterator[Problem]:
    """Terms, sources, labels and links point at something that exists."""
    for role in page.roles:
        _, target = role.split()
        if role.name == "term" and not site.terms and not site.partial:
            wrong = "there is no glossary, and pages link its terms"
            yield Problem(site.docs / "glossary.md", 1, wrong, "restore the file")
        elif role.name == "term" and folded(target) not in site.terms:
            if site.partial:
                continue
            names = [term.name for term in site.terms.values()]
            yield _unknown(page, role.line, "term", target, names, "docs/glossary.md")
        elif role.name == "term" and set(_DIGITS.findall(role.shown)) - _known_digits(site, target):
            wrong = f"the words {role.shown!r} hold another number than the term {target!r}"
            yield Problem(page.path, role.line, wrong, "link the term that is meant")
        elif role.name in CITATIONS and not site.unread:
            for key in map(str.strip, role.text.split(",")):
                if key not in site.sources:
                    yield _unknown(
                        page, role.line, "source", key, site.sources, "docs/references.bib"
                    )
        elif role.name in ("ref", "numref"):
            if problem := _no_number(page, site, role):
                yield problem
            if not _has_label(page, site, target):
                yield _unknown(page, role.line, "label", target, site.labels, "the page it names")
        elif role.name == "doc" and not _page_named(page, site, target):
            yield _unnamed(page, site, role.line, target)
    yield from _card_links(page, site)
    for target, line in page.entries:
        if [name for name, _ in page.entries].index(target) != page.entries.index((target, line)):
            wrong = f"the page {target!r} stands twice in the contents"
            yield Problem(page.path, line, wrong, "keep one of the two")
        if not _page_at(page, site, target):
            yield _unknown(page, line, "page", target, _names(site), "docs/")
    for link in page.links:
        if link.target and (found := _astray(page, site, link)):
            yield Problem(page.path, link.line, *found)


def _known_digits(site: Site, target: str) -> set[str]:
    """The numbers in the name of a term, and in the other names of its entry."""
    entry = site.terms[folded(target)].entry
    names = [term.name for term in site.terms.values() if term.entry == entry]
    return set(_DIGITS.findall(" ".join(names)))


def _no_number(page: Page, site: Site, role: Role) -> Problem | None:
    """A reference shows the title or the number of what it names: it must have one."""
    name = label(role.split()[1])
    home = site.pages.get(site.labels[name][0].resolve()) if name in site.labels else None
    if home is None:
        return None
    if role.name == "numref" and name not in home.numbered:
        wrong, remedy = (
            f"{name!r} is no figure and no table",
            "write {ref} with words and the label",
        )
    elif role.name == "numref" and role.has_title:
        wrong, remedy = "{numref} shows the number and no words", f"write {{numref}}`{name}`"
    elif role.name == "ref" and not role.has_title and name not in home.titled:
        wrong, remedy = f"{name!r} has no title to show", f"write {{ref}}`words <{name}>`"
    else:
        return None
    return Problem(page.path, role.line, wrong, remedy)


def _names(site: Site) -> list[str]:
    return [path.relative_to(site.docs).with_suffix("").as_posix() for path in site.pages]


def _unknown(
    page: Page, line: int, kind: str, name: str, known: Iterable[str], where: str
) -> Problem:
    wrong = f"there is no {kind} {name!r}"
    return Problem(page.path, line, wrong, _meant(name, known, where), f"{kind} {name}")


def _meant(name: str, known: Iterable[str], where: str) -> str:
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.75)
    return f"did you mean {close[0]!r}?" if close else f"correct it, or add it to {where}"


def _has_label(page: Page, site: Site, name: str) -> bool:
    """Whether a page has that label, or a page that cannot be read may have it."""
    return label(name) in site.labels or label(name) in page.labels or site.partial


def _card_links(page: Page, site: Site) -> Iterator[Problem]:
    """A card leads to a page or a label, as its ``link-type`` says.

    Of an address of the web the address itself would be read out as the name of the link.
    """
    for block in page.blocks:
        link = block.options.get("link") if block.kind in CARDS and block.directive else None
        if link is None:
            continue
        kind = block.options.get("link-type", "url")
        if kind == "doc":
            if not _page_named(page, site, link):
                yield _unnamed(page, site, block.line, link)
        elif kind == "ref":
            if not _has_label(page, site, link):
                yield _unknown(page, block.line, "label", link, site.labels, "the page it names")
        else:
            wrong = f"the card leads to {link!r}, which is no address of a page"
            remedy = "give it `:link: /part/page` and `:link-type: doc`, and put an address of the "
            remedy += "web into its words"
            yield Problem(page.path, block.line, wrong, remedy)


def _page_at(page: Page, site: Site, target: str) -> Page | None:
    base = site.docs if target.startswith("/") else page.path.parent
    stem = target.lstrip("/").removesuffix(".md")
    return site.pages.get((base / f"{stem}.md").resolve())


def _page_named(page: Page, site: Site, target: str) -> Page | None:
    """The page that a name of a page means, which is no path to a file."""
    here = page.path.resolve()
    if not here.is_relative_to(site.docs):
        return _page_at(page, site, target)
    folder = here.relative_to(site.docs).parent.as_posix()
    name = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return site.pages.get(site.docs / f"{name}.md")


def _unnamed(page: Page, site: Site, line: int, target: str) -> Problem:
    if not (meant := _page_at(page, site, target)):
        return _unknown(page, line, "page", target, _names(site), "docs/")
    name = meant.path.resolve().relative_to(site.docs).with_suffix("").as_posix()
    wrong = f"{target!r} is the path of a file, and the name of a page is asked for"
    return Problem(page.path, line, wrong, f"write /{name}")


def _astray(page: Page, site: Site, link: Link) -> tuple[str, str] | None:
    """What is wrong with the target of a link or an image, and what to do; None if nothing is."""
    target = link.target
    scheme = _SCHEME.match(target)
    if link.image:
        path = _file(page, site, target)
        if scheme or target.startswith("//"):
            return f"the image {target!r} comes from elsewhere", "put the file into docs/"
        if path is None or path.suffix.lower() not in _PICTURES:
            kinds = ", ".join(_PICTURES)
            return f"there is no image {target!r}", f"correct the path (from the page; {kinds})"
        return None
    if scheme or target.startswith("//"):
        if scheme and scheme[1].lower() in ("http", "https"):
            host = _HOST.match(target)
            if host is None:
                return f"the link {target!r} is no whole address", "write it as https://host/page"
            if "@" in host[1]:
                return f"the link {target!r} hides its address behind an @", "write it without"
        if scheme and scheme[1].lower() in _SCHEMES:
            return None
        return f"the link {target!r} has an address of no known kind", "begin it with https://"
    name, _, anchor = target.partition("#")
    other = _page_at(page, site, name) if name else page
    anchor = unquote(anchor)
    if name and other is not None and not name.endswith(".md"):
        # The build would look for something of another kind by that name.
        right = f"{name}.md#{anchor}" if anchor else f"{name}.md"
        return f"the link {target!r} names a page without its ending", f"write {right}"
    if other is None:
        found = not anchor and (_has_label(page, site, name) or _file(page, site, name))
    elif not other.whole or (anchor and not name and site.partial):
        found = True  # it may stand where nothing can be read
    else:
        names = (*other.headings, *other.labels, *site.labels)
        found = not anchor or anchor in other.headings or label(anchor) in names
    if found:
        return None
    if other is None:
        parent = page.path.parent.resolve()
        known = [Path(os.path.relpath(path, parent)).as_posix() for path in site.pages]
        meant = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    else:
        meant = [
            f"{name}#{near}"
            for near in difflib.get_close_matches(
                anchor, [*other.headings, *other.labels], n=1, cutoff=0.6
            )
        ]
    remedy = f"did you mean {meant[0]!r}?" if meant else "correct the path or the heading it names"
    return f"the link {target!r} leads nowhere", remedy


def _file(page: Page, site: Site, target: str) -> Path | None:
    """The file of docs/ that a target names, if there is one; never one outside."""
    base = site.docs if target.startswith("/") else page.path.parent
    path = (base / unquote(target).lstrip("/")).resolve()
    return path if path.is_file() and path.is_relative_to(site.docs) else None


def check_contents(site: Site) -> Iterator[Problem]:
    """Every page stands in a table of contents."""
    named = {site.docs / "index.md"}
    for page in site.pages.values():
        for target, _ in page.entries:
            if other := _page_at(page, site, target):
                named.add(other.path.resolve())
    for path in sorted(site.pages.keys() - named):
        yield Problem(
            path,
            1,
            "no table of contents names this page, so no reader finds it",
            "add it to a {toctree}, such as that of docs/index.md",
        )


def check_package(path: Path, sources: dict[str, Reference] | None) -> Iterator[Problem]:
    """The tables keep the schema of their datapackage.json, and name sources that exist."""
    try:
        package = read_package(path)
    except DataError as error:
        yield from error.problems
        return
    for table in package.values():
        yield from check_table_file(table, sources)
    for stray in sorted({*path.parent.glob("*.csv")} - {table.path for table in package.values()}):
        wrong = f"no table of {path.name} is this file, and nothing in it is checked"
        yield Problem(stray, 1, wrong, "describe it there, or remove it")
    yield from check_references(package)
    if path == PACKAGE:
        yield from check_row_types(path)


def check_owed(path: Path) -> Iterator[Problem]:
    """The rows keep what they owe one another. Pages are asked of them all the same."""
    try:
        yield from check_agreements(read_package(path), path)
    except DataError as error:
        yield from error.problems


def check_table_file(table: Table, sources: dict[str, Reference] | None) -> Iterator[Problem]:
    """One CSV file keeps its schema, and each row names a source of the bibliography."""
    rows, problems = read(table)
    yield from problems
    if sources is None:
        return
    cited = [column.name for column in table.fields if column.bibliography]
    for line, values in rows:
        for name in cited:
            key = values.get(name)
            if key is not None and key not in sources:
                yield Problem(
                    table.path,
                    line,
                    f"there is no source {key!r}",
                    _meant(key, sources, "docs/references.bib"),
                    f"source {key}",
                )
        if not problems:  # or a date may only stand in the wrong column
            yield from check_days(table, line, values, sources)
            if len(cited) > 1:
                yield from check_second(table, line, values, sources)


def check_second(
    table: Table, line: int, values: Mapping[str, object], sources: Mapping[str, Reference]
) -> Iterator[Problem]:
    """A second source is another one: one page under two keys is a single source."""
    first, second = (sources.get(str(values.get(name))) for name in ("source", "second_source"))
    if first and second and _read_at(first) == _read_at(second):
        wrong = f"second_source {second.key!r} is the page of the first, {first.key!r}"
        yield Problem(table.path, line, wrong, "name a source of another origin, or leave it blank")


def _read_at(source: Reference) -> str:
    """Where a source was read, without what differs between two addresses of one page."""
    address = source.entry.fields.get("url", source.key)
    return re.sub(r"^https?://(www\.|m\.)?|[?#].*$|/+$", "", address)


def check_days(
    table: Table, line: int, values: Mapping[str, object], sources: Mapping[str, Reference]
) -> Iterator[Problem]:
    """A row tells of nothing later than the day its source was read, which was once it was written.

    What is planned or forecast may lie ahead, where the name of the row says so. No clock is
    asked: a row that holds today holds for good.
    """
    source = sources.get(str(values.get("source")))
    read_on = source.read_on if source else None
    read = values.get(_READ)
    if source and isinstance(read, datetime.date) and source.year > str(read.year):
        wrong = f"{_READ} ({read}) is earlier than its source, of {source.year}"
        yield Problem(table.path, line, wrong, "correct it, or the year in docs/references.bib")
    if read_on is None:
        return
    for name, told in values.items():
        if type(told) not in _DATED or name in _OURS:
            continue
        if name == "year" and isinstance(told, int):
            told = PartialDate(told)
        if isinstance(told, PartialDate | datetime.date):
            first = told.first_day if isinstance(told, PartialDate) else told
            if first > read_on.last_day and not _lies_ahead(values):
                wrong = f"{name} ({told}) is later than its source was read ({read_on})"
                remedy = "correct it, or the urldate in docs/references.bib"
                yield Problem(table.path, line, wrong, remedy)


def _lies_ahead(values: Mapping[str, object]) -> bool:
    """Whether the name of a row says that it is planned or forecast."""
    return bool(_AHEAD.search(" ".join(str(values.get(name)) for name in _NAMES)))


def check_row_types(path: Path) -> Iterator[Problem]:
    """The row types of `allied.store.rows` are what the schema says."""
    described = json.loads(path.read_text(encoding="utf-8-sig"))
    if ROWS.read_text(encoding="utf-8") != render(described):
        yield Problem(
            ROWS,
            1,
            "the types of rows are not as datapackage.json says",
            "run `make fix`, which writes them",
        )


def unused_sources(site: Site, package: dict[str, Table]) -> Iterator[Problem]:
    """Every source of the bibliography is cited by a page or a row."""
    used: set[str | None] = set()
    for table in package.values():
        cited = [column.name for column in table.fields if column.bibliography]
        used |= {values.get(name) for _, values in read(table)[0] for name in cited}
    for page in site.pages.values():
        for role in page.roles:
            if role.name.startswith("cite"):
                used |= {key.strip() for key in role.text.split(",")}
    for key, reference in site.sources.items():
        if key not in used:
            yield Problem(
                site.docs / "references.bib",
                reference.line,
                f"no page and no row cites {key!r}",
                "cite it or remove it",
            )


def check_alphabet(site: Site) -> Iterator[Problem]:
    """The sources stand in the order of their keys; of those that do not, the fewest are told."""
    keys = list(site.sources)
    kept = in_order(keys)
    rest = [keys[place] for place in kept]
    for place in sorted(set(range(len(keys))) - set(kept)):
        above = bisect_right(rest, keys[place])
        where = f"below {rest[above - 1]!r}" if above else "to the top"
        yield Problem(
            site.docs / "references.bib",
            site.sources[keys[place]].line,
            f"the source {keys[place]!r} is out of order",
            f"move it {where}: the keys stand in alphabetical order",
        )


def check_kinds(site: Site) -> Iterator[Problem]:
    """Every source of the bibliography says what kind of source it is."""
    for key, reference in site.sources.items():
        if reference.kind not in KINDS:
            yield Problem(
                site.docs / "references.bib",
                reference.line,
                f"the source {key!r} has the keywords {reference.kind!r}"
                if reference.kind
                else f"the source {key!r} does not say what it is",
                f"add a line `keywords = {{...}},` with one of {', '.join(KINDS)}",
            )


def check_fields(site: Site) -> Iterator[Problem]:
    """Every source has a title, and its type and its fields are known: none is lost by a slip."""
    path = site.docs / "references.bib"
    for key, reference in site.sources.items():
        entry = reference.entry
        if not reference.has_title:
            wrong, remedy = f"the source {key!r} has no title", "add a line `title = {{...}},`"
            yield Problem(path, reference.line, wrong, remedy)
        if entry.original_type.lower() not in TYPES:
            wrong = f"the source {key!r} is of the type {entry.original_type!r}"
            yield Problem(path, reference.line, wrong, nearest(entry.original_type, TYPES))
        for name in entry.fields:
            if name.lower() not in FIELDS:
                wrong = f"the source {key!r} has a field {name!r}"
                yield Problem(path, reference.line, wrong, nearest(name, FIELDS))


def check_extents(site: Site, package: dict[str, Table]) -> Iterator[Problem]:
    """Every source says how much of it was read, and no less than a passage of it says."""
    path = site.docs / "references.bib"
    passages = read(package["passages"])[0] if "passages" in package else []
    most: dict[str, str] = {}
    for _, values in passages:
        key, extent = values.get("source"), values.get("extent")
        if key and extent in EXTENTS:
            most[key] = max(most.get(key, extent), extent, key=EXTENTS.index)
    for key, reference in site.sources.items():
        told, least = reference.extent, most.get(key)
        if told not in EXTENTS:
            yield Problem(
                path,
                reference.line,
                f"the source {key!r} has the extent {told!r}"
                if told
                else f"the source {key!r} does not say how much of it was read",
                f"add a line `extent = {{...}},` with one of {', '.join(reversed(EXTENTS))}",
            )
        elif least and EXTENTS.index(told) < EXTENTS.index(least):
            yield Problem(
                path,
                reference.line,
                f"the source {key!r} has the extent {told!r}, and a passage of it {least!r}",
                f"write `extent = {{{least}}},` here, or correct the row of passages.csv",
            )


def unused_terms(site: Site) -> Iterator[Problem]:
    """Every term of the glossary is linked by a page other than the glossary."""
    for glossary in site.pages.values():
        if not glossary.terms:
            continue
        linked = {
            term.entry
            for page in site.pages.values()
            if page is not glossary
            for role in page.roles
            if role.name == "term"
            if (term := site.terms.get(folded(role.split()[1])))
        }
        for name, line, entry in glossary.terms:
            if entry not in linked:
                yield Problem(
                    glossary.path,
                    line,
                    f"no page links the term {name!r}",
                    f"link it where it is used, as {{term}}`{name}`, or remove the entry",
                )
