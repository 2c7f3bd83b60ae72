"""The checks of the article's prose: what supports a paragraph, and where its terms are linked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from allied.store.problems import Problem

from .page import MASK, Page, Paragraph
from .quotations import Quotation, blanked, quotations
from .vocabulary import CITATIONS, FACT

_EXCUSE = re.compile(r"unsourced \d{4}-\d\d-\d\d: \S.*")
_SUPPORT = (FACT, *CITATIONS)
_SUMMARIES = ("grid-item-card", "card")  # they say what another page says, and lead there
_TOLD = ("paragraph", "cell")  # kinds of paragraph in which the article tells something


class Term(NamedTuple):
    """A term as the glossary writes it, and the first of the terms that share its entry."""

    name: str
    entry: str


def is_article(page: Path) -> bool:
    """True for the pages that readers read as the article: not its tools and its appendix."""
    return page.parent.name not in ("appendix", "contribute") and page.name not in (
        "glossary.md",
        "bibliography.md",
    )


def check_support(page: Page) -> Iterator[Problem]:
    """A paragraph, list item or table of the article that asserts something is cited or bound.

    Not asked are the box In brief and the first paragraph, which say what the page then shows,
    and a line that ends in a colon, which announces. Reasoning of the article's own is marked by
    a comment on the line above it, ``% unsourced 2026-11-22: why``, and only where it is needed.
    """
    if not is_article(page.path):
        return
    told = [part for part in page.prose if part.kind in _TOLD and not _summary(part)]
    parts = [list(group) for _, group in groupby(told, key=lambda part: part.table or id(part))]
    first = next((part for part in parts if _asserts(part)), None)
    for part in parts:
        bare = part is not first and _asserts(part) and not _supported(part)
        line, excuse = part[0].line, part[0].excuse
        if excuse.startswith("unsourced"):
            line = part[0].excuse_line
            if not _EXCUSE.fullmatch(excuse):
                yield Problem(
                    page.path,
                    line,
                    f"the comment {excuse!r} gives no date or no reason",
                    "write it as `% unsourced 2026-11-22: why no source is needed`",
                )
            elif not bare:
                yield Problem(
                    page.path,
                    line,
                    "this paragraph has a source, and a comment that says it has none",
                    "remove the comment",
                )
        elif bare:
            begin = " ".join(part[0].shown.split()[:6])
            yield Problem(
                page.path,
                line,
                f"nothing supports this paragraph: {begin!r}",
                "cite a source with {cite:p}`key`, bind it to the data with "
                "{fact}`text <question>`, or take it out",
            )


def _summary(paragraph: Paragraph) -> bool:
    return any(
        block.kind in _SUMMARIES or (block.kind == "admonition" and block.argument == "In brief")
        for block in paragraph.within
    )


def _asserts(part: list[Paragraph]) -> bool:
    """True if words are left that are neither a heading, nor a label, nor a link."""
    text = " ".join(paragraph.text for paragraph in part)
    return len(re.findall(r"[^\W\d_]{2,}", text)) > 3 and not text.rstrip().endswith(":")


def _supported(part: list[Paragraph]) -> bool:
    return any(role.name in _SUPPORT for paragraph in part for _, role in paragraph.roles())


def check_terms(page: Page, terms: Mapping[str, Term]) -> Iterator[Problem]:
    """A term of the glossary that an article page uses is linked where it first stands.

    Headings, captions and quotations are not asked. The keys of ``terms`` are in lower case.
    """
    if not is_article(page.path):
        return
    pattern = _any_of(tuple(terms.values()))
    linked: set[str] = set()
    for paragraph, spans in quotations(page.prose):
        if paragraph.kind not in _TOLD:
            continue
        roles = [Quotation(mark.start, mark.end) for mark in paragraph.marks]
        text = blanked(paragraph.text, [*spans, *roles], MASK)
        found = [(match.start(), match[0], False) for match in pattern.finditer(text)]
        found += [
            (place, role.split()[1], True)
            for place, role in paragraph.roles()
            if role.name == "term"
        ]
        for place, name, is_link in sorted(found):
            key = folded(name)
            term = terms.get(key) or terms.get(key.removesuffix("s"))
            if term is None or term.entry in linked:
                continue
            linked.add(term.entry)
            if not is_link:
                words = " ".join(name.split())
                link = words if key in terms else f"{words} <{term.name}>"
                yield Problem(
                    page.path,
                    paragraph.line_at(place),
                    f"the term {words!r} is not linked where the page first uses it",
                    f"write it as {{term}}`{link}`",
                )


def folded(name: str) -> str:
    """A term's name as it is looked up: case, line breaks and kinds of apostrophe do not count."""
    return " ".join(name.replace("\u2019", "'").casefold().split())


@cache
def _any_of(terms: tuple[Term, ...]) -> re.Pattern[str]:
    """Any of the terms as whole words; one written with capitals only with capitals."""
    by_letter: dict[str, list[str]] = {}  # a text is asked letter by letter
    for name, _ in sorted(terms, key=lambda term: len(term.name), reverse=True):
        rest = re.escape(name[1:]).replace(r"\ ", r"\s+").replace("'", "['\u2019]")
        for first in {name[0], name[0].upper()}:
            by_letter.setdefault(first, []).append(rest + "s?")
    parts = [f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_letter.items()]
    return re.compile(r"(?<![\w-])(?:" + "|".join(parts or ["(?!)"]) + r")(?![\w-])")
