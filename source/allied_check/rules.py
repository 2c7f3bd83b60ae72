"""The checks of pages and data. Each is a generator of problems, and its docstring is the rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allied.store.problems import Problem
from allied.store.rows import ROW_TYPES
from allied.store.schema import Table, read_package
from allied.store.tables import NO_BREAK_SPACES, PACKAGE, check_references, read

from .bibliography import KINDS, Reference, references
from .doctests import check_fact, check_table, run_examples
from .page import Page, read_page
from .prose import QUOTATION, Term, blank, check_support, check_terms

DiagramCheck = Callable[[str], Iterable[tuple[int, str]]]
_PROMPT = re.compile(r"\s*(?:> ?)*>>>(?:\s|$)")
_SPLIT_NUMBER = re.compile(rf"\d[{NO_BREAK_SPACES}]\S|\S[{NO_BREAK_SPACES}]\d")
_LIST_MARK = re.compile(r"^\s*\d+[.)] ", re.M)
_PLACE = re.compile(  # Article 5, paragraphs 1 and 2, Tables 2, 3 and 8a
    r"\b(?:articles?|paragraphs?|chapters?|books?|sections?|parts?|tables?|figures?|pages?)"
    r"\s+\d+\w?(?:\(\d+\))?(?:(?:,| and| to)(?:\s+and)?\s+\d+\w?)*",
    re.I,
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d(?:s|\b)")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*(?<![.,])")
_EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


@dataclass
class Site:
    """What the pages of the site offer one another: terms, labels, sources, pages."""

    docs: Path
    terms: dict[str, Term] = field(default_factory=dict)  # by their names in lower case
    labels: dict[str, Path] = field(default_factory=dict)
    sources: dict[str, Reference] = field(default_factory=dict)
    pages: dict[Path, Page] = field(default_factory=dict)

    @classmethod
    def read(cls, docs: Path) -> Site:
        site = cls(docs.resolve())
        for path in sorted(site.docs.rglob("*.md")):
            site.add(read_page(path))
        bibliography = site.docs / "references.bib"
        if bibliography.exists():
            site.sources = references(bibliography)
        return site

    def add(self, page: Page) -> None:
        self.pages[page.path.resolve()] = page
        entry, last = "", 0
        for term, line in page.terms():
            entry, last = (entry if line == last + 1 else term), line
            self.terms[term.casefold()] = Term(term, entry)
        self.labels.update(dict.fromkeys(page.labels, page.path))


def check_bound(page: Page, diagrams: DiagramCheck | None = None) -> Iterator[Problem]:
    """Everything on a page that is bound to data holds, and everything that could be is."""
    for role in page.facts:
        yield from check_fact(role, page.path)
    for block in page.blocks:
        if block.directive and block.kind == "checked-table":
            yield from check_table(block, page.path)
    yield from run_examples(page).problems
    yield from check_prompts(page)
    yield from check_spaces(page)
    yield from check_numbers(page)
    yield from check_support(page)
    yield from check_alternatives(page)
    yield from check_diagrams(page, diagrams)


def check_page(page: Page, site: Site, diagrams: DiagramCheck | None = None) -> Iterator[Problem]:
    """Every rule for one page."""
    yield from check_bound(page, diagrams)
    yield from check_targets(page, site)
    yield from check_terms(page, site.terms)


def check_prompts(page: Page) -> Iterator[Problem]:
    """A line that looks like an example must be one that is run."""
    for number, line in enumerate(page.lines, 1):
        if _PROMPT.match(line) and number not in page.collected:
            yield Problem(
                page.path,
                number,
                "this example is never run",
                "put it into a fence that begins with ```{doctest} or ```pycon",
            )


def check_spaces(page: Page) -> Iterator[Problem]:
    """A number holds no no-break space: it would not be found, copied or compared as a number."""
    for number, line in enumerate(page.lines, 1):
        if match := _SPLIT_NUMBER.search(line):
            yield Problem(
                page.path,
                number,
                f"a no-break space beside a number: {match[0]!r}",
                "use a comma between thousands and a plain space before a unit",
            )


def check_numbers(page: Page) -> Iterator[Problem]:
    """A number in a sentence is bound to data, or stands in a quotation, or names a year or place.

    Pages in ``contribute/`` speak of the project, not of its subject, and are not asked.
    """
    if page.path.parent.name == "contribute":
        return
    for paragraph in page.prose:
        text = QUOTATION.sub(blank, paragraph.text)
        for pattern in (_LIST_MARK, _PLACE, _YEAR):
            text = pattern.sub(blank, text)
        for match in _NUMBER.finditer(text):
            yield Problem(
                page.path,
                paragraph.line + text.count("\n", 0, match.start()),
                f"the number {match[0]!r} is bound to nothing",
                "write it as {fact}`number <question to the data>`, quote it from a source, "
                "or leave it out",
            )


def check_alternatives(page: Page) -> Iterator[Problem]:
    """An image has alternative text."""
    for link in page.links:
        if link.image and not link.text.strip():
            yield Problem(
                page.path,
                link.line,
                f"the image {link.target} has no alternative text",
                "say between the square brackets what it shows",
            )
    for block in page.blocks:
        if block.directive and block.kind in ("image", "figure") and not block.options.get("alt"):
            yield Problem(
                page.path,
                block.line,
                f"the image {block.argument} has no alternative text",
                "add a line `:alt: what it shows` below the first line of the block",
            )


def check_diagrams(page: Page, diagrams: DiagramCheck | None) -> Iterator[Problem]:
    """A diagram has a title and a description, and can be drawn."""
    for block in page.blocks:
        if not (block.directive and block.kind == "mermaid"):
            continue
        if diagrams is not None:
            for line, message in diagrams(block.text):
                wrong, _, remedy = message.partition("; ")
                yield Problem(
                    page.path,
                    block.body_line + line - 1,
                    wrong,
                    remedy or "correct the line",
                )


def check_targets(page: Page, site: Site) -> Iterator[Problem]:
    """Terms, sources, labels and links point at something that exists."""
    for role in page.roles:
        _, target = role.split()
        match role.name:
            case "term":
                if target.casefold() not in site.terms:
                    yield _unknown(page, role.line, f"term {target!r}", "docs/glossary.md")
            case "cite:p" | "cite:t" | "cite:ps" | "cite:ts" | "cite":
                for key in role.text.split(","):
                    if key.strip() not in site.sources:
                        yield _unknown(
                            page, role.line, f"source {key.strip()!r}", "docs/references.bib"
                        )
            case "ref" | "numref":
                if target not in site.labels and target not in page.labels:
                    yield _unknown(page, role.line, f"label {target!r}", "the page it names")
            case "doc":
                if not _page_at(page, site, target):
                    yield _unknown(page, role.line, f"page {target!r}", "docs/")
    for link in page.links:
        if link.image or not link.target or _EXTERNAL.match(link.target):
            continue
        if not _link_leads(page, site, link.target):
            yield Problem(
                page.path,
                link.line,
                f"the link {link.target!r} leads nowhere",
                "correct the path or the heading it names",
            )


def _unknown(page: Page, line: int, what: str, where: str) -> Problem:
    return Problem(page.path, line, f"there is no {what}", f"correct it, or add it to {where}")


def _page_at(page: Page, site: Site, target: str) -> Page | None:
    base = site.docs if target.startswith("/") else page.path.parent
    stem = target.lstrip("/").removesuffix(".md")
    return site.pages.get((base / f"{stem}.md").resolve())


def _link_leads(page: Page, site: Site, target: str) -> bool:
    name, _, anchor = target.partition("#")
    if not name:
        return anchor in page.headings or anchor in page.labels or anchor in site.labels
    other = _page_at(page, site, name)
    if other is None:
        if name.endswith(".md"):
            return False
        base = site.docs if name.startswith("/") else page.path.parent
        return (base / name.lstrip("/")).exists()
    return not anchor or anchor in other.headings or anchor in other.labels


def check_package(path: Path, sources: dict[str, Reference] | None) -> Iterator[Problem]:
    """The tables keep the schema of their datapackage.json, and name sources that exist."""
    package = read_package(path)
    for table in package.values():
        yield from check_table_file(table, sources)
    yield from check_references(package)
    if path == PACKAGE:
        yield from check_row_types(package, path)


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
                    "correct it, or add it to docs/references.bib",
                )


def check_row_types(package: dict[str, Table], path: Path) -> Iterator[Problem]:
    """The schema and the row types of `allied.store.rows` name the same tables and columns."""
    for name in sorted(ROW_TYPES.keys() ^ package.keys()):
        yield Problem(
            path, 1, f"{name} is not in both rows.py and datapackage.json", "add it to the other"
        )
    for name in ROW_TYPES.keys() & package.keys():
        typed = set(_field_names(ROW_TYPES[name])) - {"line"}
        named = {column.name for column in package[name].fields}
        for column in sorted(typed ^ named):
            yield Problem(
                path,
                1,
                f"{name}.{column} is not in both rows.py and datapackage.json",
                "add it to the other",
            )


def _field_names(row_type: type[Any]) -> tuple[str, ...]:
    return tuple(row_type.__dataclass_fields__)


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


def unused_terms(site: Site) -> Iterator[Problem]:
    """Every term of the glossary is linked by a page other than the glossary."""
    for glossary in site.pages.values():
        own = dict(glossary.terms())
        if not own:
            continue
        linked = {
            term.entry
            for page in site.pages.values()
            if page is not glossary
            for role in page.roles
            if role.name == "term"
            if (term := site.terms.get(role.split()[1].casefold()))
        }
        for name, line in own.items():
            if site.terms[name.casefold()].entry not in linked:
                yield Problem(
                    glossary.path,
                    line,
                    f"no page links the term {name!r}",
                    f"link it where it is used, as {{term}}`{name}`, or remove the entry",
                )
