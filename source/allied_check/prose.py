"""The checks of the article's prose: what supports a paragraph, and where its terms are linked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from allied.store.problems import Problem

from .page import Page, Paragraph

QUOTATION = re.compile(r'"[^"]*"|\u201c[^\u201d]*\u201d')
_ITEM = re.compile(r"(?m)^(?=[ ]*(?:[-*+]|\d+[.)])[ ])")
_HEADING = re.compile(r"(?m)^#{1,6} .*$")
_EXCUSE = re.compile(r"unsourced \d{4}-\d\d-\d\d: \S.*")
_SUPPORT = ("fact", "cite", "cite:p", "cite:t", "cite:ps", "cite:ts")
_SUMMARIES = ("grid-item-card", "card")  # they say what another page says, and lead there


class Term(NamedTuple):
    """A term as the glossary writes it, and the first of the terms that share its entry."""

    name: str
    entry: str


def blank(match: re.Match[str]) -> str:
    """As many spaces as the match is long, line for line."""
    return re.sub(r"[^\n]", " ", match[0])


def is_article(page: Page) -> bool:
    """True for the pages that readers read as the article: not its tools and its appendix."""
    return page.path.parent.name not in ("appendix", "contribute") and page.path.name not in (
        "glossary.md",
        "bibliography.md",
    )


def check_support(page: Page) -> Iterator[Problem]:
    """A paragraph or list item of the article that asserts something is cited or bound to data.

    Not asked are the box In brief and the first paragraph, which say what the page then shows,
    and a line that ends in a colon, which announces. Reasoning of the article's own is marked by
    a comment on the line above it, ``% unsourced 2026-11-22: why``, and only where it is needed.
    """
    if not is_article(page):
        return
    body = [paragraph for paragraph in page.prose if not _summary(paragraph)]
    first = next((paragraph for paragraph in body if _asserts(paragraph.text)), None)
    for paragraph in body:
        bare = [] if paragraph is first else list(_unsupported(paragraph))
        if paragraph.excuse.startswith("unsourced"):
            if not _EXCUSE.fullmatch(paragraph.excuse):
                yield Problem(
                    page.path,
                    paragraph.line - 1,
                    f"the comment {paragraph.excuse!r} gives no date or no reason",
                    "write it as `% unsourced 2026-11-22: why no source is needed`",
                )
            elif not bare:
                yield Problem(
                    page.path,
                    paragraph.line - 1,
                    "this paragraph has a source, and a comment that says it has none",
                    "remove the comment",
                )
            continue
        for line, begin in bare:
            yield Problem(
                page.path,
                line,
                f"nothing supports this paragraph: {begin!r}",
                "cite a source with {cite:p}`key`, bind it to the data with "
                "{fact}`text <question>`, or take it out",
            )


def _summary(paragraph: Paragraph) -> bool:
    return _caption(paragraph) or any(
        block.kind in _SUMMARIES or (block.kind == "admonition" and block.argument == "In brief")
        for block in paragraph.within
    )


def _caption(paragraph: Paragraph) -> bool:
    """True for the caption or the title of a block around it."""
    text = paragraph.source.strip()
    return any(text in (block.options.get("caption"), block.argument) for block in paragraph.within)


def _asserts(text: str) -> bool:
    """True if words are left that are neither a heading, nor a label, nor a link."""
    text = _HEADING.sub(" ", text)
    return len(re.findall(r"[^\W\d_]{2,}", text)) > 3 and not text.rstrip().endswith(":")


def _unsupported(paragraph: Paragraph) -> Iterator[tuple[int, str]]:
    """The line and the first words of each part that has neither source nor fact."""
    cuts = [match.start() for match in _ITEM.finditer(paragraph.text)]
    ends = [*cuts[1:], len(paragraph.text)] if cuts else [len(paragraph.text)]
    starts = cuts or [0]
    if cuts and cuts[0] > 0:
        starts, ends = [0, *cuts], [cuts[0], *ends]
    supports = [place for place, role in paragraph.roles() if role.name in _SUPPORT]
    for start, end in zip(starts, ends, strict=True):
        text = paragraph.text[start:end]
        if _asserts(text) and not any(start <= place < end for place in supports):
            line = paragraph.line + paragraph.text.count("\n", 0, start)
            words = paragraph.source[start:end].split()
            yield line, " ".join(words[:6])


def check_terms(page: Page, terms: Mapping[str, Term]) -> Iterator[Problem]:
    """A term of the glossary that an article page uses is linked where it first stands.

    Headings, captions and quotations are not asked. The keys of ``terms`` are in lower case.
    """
    if not is_article(page):
        return
    pattern = _any_of(terms)
    linked: set[str] = set()
    for paragraph in page.prose:
        if _caption(paragraph):
            continue
        text = QUOTATION.sub(blank, _HEADING.sub(blank, paragraph.text))
        found = [(match.start(), match[0], False) for match in pattern.finditer(text)]
        found += [
            (place, role.split()[1], True)
            for place, role in paragraph.roles()
            if role.name == "term"
        ]
        for place, name, is_link in sorted(found):
            key = name.casefold()
            term = terms.get(key) or terms.get(key.removesuffix("s"))
            if term is None or term.entry in linked:
                continue
            linked.add(term.entry)
            if not is_link:
                link = name if key in terms else f"{name} <{term.name}>"
                yield Problem(
                    page.path,
                    paragraph.line + text.count("\n", 0, place),
                    f"the term {name!r} is not linked where the page first uses it",
                    f"write it as {{term}}`{link}`",
                )


def _any_of(terms: Mapping[str, Term]) -> re.Pattern[str]:
    """Any of the terms as whole words; one written with capitals only with capitals."""
    parts = []
    for name, _ in sorted(terms.values(), key=lambda term: len(term.name), reverse=True):
        first = f"[{name[0].upper()}{name[0]}]" if name[0].islower() else re.escape(name[0])
        parts.append(first + re.escape(name[1:]) + "s?")
    return re.compile(r"(?<![\w-])(?:" + "|".join(parts or ["(?!)"]) + r")(?![\w-])")
