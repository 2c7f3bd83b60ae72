"""Where the words of others stand in a page, and whether they are those of the source."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Protocol

from allied.store.problems import Problem

from .cuts import DENIES, cut_wrong
from .page import Page, Paragraph, Role
from .vocabulary import CITATIONS

_MARK = re.compile('["\u201c\u201d]')
_BEGINS = re.compile(r'\s*["\u201c]')
_OTHER = re.compile(
    "[\u00ab\u00bb\u2039\u203a\u201e\u201f\u275d\u275e\u300c-\u300f\uff02\u2033\u00b4]"
)
_SINGLE = re.compile(
    r"(?<![\w\u2400])(?:['\u2018]{1,2}|``)(?=[A-Za-z\[])"
    r"([^'\u2018\u2019\n]{3,300}?)['\u2019]{1,2}(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """The place of a quotation in the text of a paragraph, marks included."""

    start: int
    end: int


def quotations(prose: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, list[Quotation]]]:
    """Each paragraph with its quotations; a block quotation is one, paragraph by paragraph.

    A quotation of several paragraphs opens each of them and closes the last: one that is left
    open runs to the end of its paragraph where the next one begins with a mark.
    """
    for number, paragraph in enumerate(prose):
        following = prose[number + 1].text if number + 1 < len(prose) else ""
        if paragraph.quoted:
            yield paragraph, [Quotation(0, len(paragraph.text))]
        else:
            yield paragraph, _spans(paragraph.text, following)[0]


@cache  # several rules ask of each text
def _spans(text: str, following: str) -> tuple[list[Quotation], int | None]:
    """The quotations of a text, and the place of a mark that has no partner."""
    found: list[Quotation] = []
    start: int | None = None
    for match in _MARK.finditer(text):
        if start is None:
            if match[0] == "\u201d":
                return found, match.start()
            start = match.start()
        elif match[0] == "\u201c":
            return found, match.start()
        else:
            found.append(Quotation(start, match.end()))
            start = None
    if start is None:
        return found, None
    if _BEGINS.match(following):
        return [*found, Quotation(start, len(text))], None
    return found, start


def check_marks(page: Page) -> Iterator[Problem]:
    """Quotation marks come in pairs, and are the double ones: others would not be compared."""
    for number, paragraph in enumerate(page.prose):
        if paragraph.kind == "label":
            continue
        following = page.prose[number + 1].text if number + 1 < len(page.prose) else ""
        spans, alone = _spans(paragraph.text, following)
        if alone is not None and not paragraph.quoted:
            yield Problem(
                page.path,
                paragraph.line_at(alone),
                f"the quotation mark before {_short(paragraph.text[alone : alone + 60])!r} has "
                "no partner",
                "open and close each quotation with the same kind of marks",
            )
        text = blanked(paragraph.text, spans, " ")
        other = () if text.isascii() else _OTHER.finditer(text)
        for match in (*other, *_SINGLE.finditer(text)):
            yield Problem(
                page.path,
                paragraph.line_at(match.start()),
                f"words stand between marks that are not compared: {_short(match[0])!r}",
                'quote between double marks, "so"; a word or title stands in *italics*',
            )


def blanked(text: str, spans: Sequence[Quotation], by: str) -> str:
    """The text with the spans hidden, line for line."""
    for span in spans:
        hidden = re.sub(r"[^\n]", by, text[span.start : span.end])
        text = text[: span.start] + hidden + text[span.end :]
    return text


class Recorded(Protocol):
    """The words of a source as they were read, and where in it they stand."""

    @property
    def source(self) -> str: ...
    @property
    def passage(self) -> str: ...
    @property
    def locator(self) -> str | None: ...


def by_source(passages: Iterable[Recorded]) -> dict[str, list[Recorded]]:
    """The passages recorded of each source."""
    found: dict[str, list[Recorded]] = {}
    for passage in passages:
        found.setdefault(passage.source, []).append(passage)
    return found


_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\s?\.\s?\.|\u2026)\s*\]|\.\s?\.\s?\.|\u2026)\s*")
_TURNS = re.compile(r"\d|\b(?:no|not|never|none)\b", re.I)  # what may not stand in brackets
_WORD = re.compile(r"\w")
_INSERTED = re.compile(r"\[([^\[\]]*)\]")
_ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()
_ARTICLE = re.compile(
    r"(?<!nlike )(?<!than )(?<!not )"
    r"Articles? ([0-9]+|[IVX]+)(?:\([0-9]\))?(?: and ([0-9]+|[IVX]+))?"
    r"(?:,? (?!Articles? )[a-z][\w'\u2019-]*|:|,){0,9}\s*\Z"
)
_OF_ARTICLE = re.compile(r"Article ([0-9]+|[IVX]+)(?![\w])")
_FOLDED = str.maketrans(dict.fromkeys('"\u201c\u201d\u2018\u2019`\u00ab\u00bb', "'"))
_FOLDED |= str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def check_quotations(page: Page, passages: Mapping[str, Sequence[Recorded]]) -> Iterator[Problem]:
    """A quotation stands word for word in a passage recorded of a source that is cited with it.

    Cited with it are the sources of its own line; of the next line of the paragraph that cites
    any, where its own cites none; in a table, of the row, or else of any row. Ellipses, insertions
    in brackets, a capital at the start, the form of quotation marks and dashes and the stop at the
    end are the editor's.
    """
    for paragraph, span, roles in _cited(page):
        yield from _check(page, paragraph, span, _keys(roles), passages)


@dataclass(frozen=True, slots=True)
class Support:
    """A passage on which a quotation rests, and the citation that brings a reader to it."""

    role: Role
    key: str
    passage: Recorded
    words: str


def supports(page: Page, passages: Mapping[str, Sequence[Recorded]]) -> Iterator[Support]:
    """What each quotation of a page rests on."""
    for paragraph, span, roles in _cited(page):
        words = _words(paragraph, span)
        for role in roles:
            for key in _keys([role]):
                for passage in passages.get(key, ()):
                    if holds(passage.passage, words):
                        yield Support(role, key, passage, words)


def _cited(page: Page) -> Iterator[tuple[Paragraph, Quotation, list[Role]]]:
    """Each quotation with the citations that it may rest on."""
    tables: dict[int, list[tuple[Paragraph, list[Quotation]]]] = {}
    for paragraph, spans in quotations(page.prose):
        if paragraph.kind == "cell":
            tables.setdefault(paragraph.table, []).append((paragraph, spans))
        elif paragraph.kind != "label":  # in a diagram quotation marks are its syntax
            for span in spans:
                roles = _nearest(paragraph, span)
                if paragraph.quoted:
                    same = (part for part in page.prose if part.quoted == paragraph.quoted)
                    roles = citations(same)
                yield paragraph, span, roles
    for cells in tables.values():
        everywhere = citations(cell for cell, _ in cells)
        for _, row in groupby(cells, key=lambda pair: pair[0].row):
            found = list(row)
            roles = citations(cell for cell, _ in found) or everywhere
            for cell, spans in found:
                for span in spans:
                    yield cell, span, roles


def citations(paragraphs: Iterable[Paragraph]) -> list[Role]:
    """The citations in paragraphs, in order."""
    roles = (role for paragraph in paragraphs for _, role in paragraph.roles())
    return [role for role in roles if role.name in CITATIONS]


def _keys(roles: Iterable[Role]) -> list[str]:
    return [key.strip() for role in roles for key in role.text.split(",")]


def _nearest(paragraph: Paragraph, span: Quotation) -> list[Role]:
    """The citations of the quotation's line, or of the next line that has any."""
    begin = paragraph.text.rfind("\n", 0, span.start) + 1
    by_line: dict[int, list[Role]] = {}
    for place, role in paragraph.roles():
        if role.name in CITATIONS and place >= begin:
            by_line.setdefault(paragraph.text.count("\n", 0, place), []).append(role)
    return by_line[min(by_line)] if by_line else []


def _check(
    page: Page,
    paragraph: Paragraph,
    span: Quotation,
    keys: Sequence[str],
    passages: Mapping[str, Sequence[Recorded]],
) -> Iterator[Problem]:
    words = _words(paragraph, span).strip()
    if not words:
        return
    begin = f"the quotation {_short(words)!r}"
    line = paragraph.line_at(span.start)
    recorded = [(key, passage) for key in keys for passage in passages.get(key, ())]
    if wrong_hand := _overdone(words):
        wrong, remedy = f"{begin}: {wrong_hand}", "leave in the brackets only what helps to read"
    elif not keys:
        wrong, remedy = f"{begin} cites no source", "cite one on its line, with {cite:p}`key`"
    elif not recorded:
        wrong = f"no passage of {' or '.join(keys)} is recorded for {begin}"
        remedy = "add the passage that you read to source/allied/data/passages.csv"
    elif holding := [passage for _, passage in recorded if holds(passage.passage, words)]:
        begins = paragraph.text.rfind("\n", 0, span.start) + 1  # a sentence a line
        around = paragraph.text[begins : span.start], paragraph.text[span.end :]
        cuts = [
            cut_wrong(around[0], words, around[1], *places(passage.passage, words))
            for passage in holding
        ]
        if None not in cuts:
            wrong = f"{begin}: {cuts[0]}"
            remedy = "quote all of it, or say the rest in your own words"
        elif other := _other_article(paragraph, begins, span.start, holding):
            wrong, remedy = f"{begin}: {other}", "name the article in which the words stand"
        else:
            return
    else:
        key, passage = max(recorded, key=lambda pair: _likeness(pair[1].passage, words))
        place = f", {passage.locator}" if passage.locator else ""
        wrong = f"{begin} is not in the passage of {key}{place}: {_difference(passage, words)}"
        remedy = "correct it, or add the passage that you read to source/allied/data/passages.csv"
    yield Problem(page.path, line, wrong, remedy)


def _other_article(
    paragraph: Paragraph, begins: int, ends: int, holding: Sequence[Recorded]
) -> str:
    """Another article than that of the passage, named right before a quotation; or nothing."""
    own = [_OF_ARTICLE.match(passage.locator or "") for passage in holding]
    if None in own:
        return ""
    match = _ARTICLE.search(paragraph.shown_between(begins, ends))
    if match is None:
        return ""
    numbers = {_number(each[1]) for each in own if each}
    if numbers & {_number(match[1]), _number(match[2])}:
        return ""
    named = " and ".join(filter(None, match.groups()))
    return f"it says 'Article {named}', and its passage stands in {own[0][0]}"  # type: ignore[index]


def _number(numeral: str | None) -> str:
    """The number of an article, in digits where it is written in Roman ones."""
    return str(_ROMAN.index(numeral) + 1) if numeral in _ROMAN else numeral or ""


def _overdone(words: str) -> str:
    """What an editor may not do in brackets; blank if all is well."""
    put_in = _INSERTED.findall(words)
    if any(
        len(part) > 1 and re.search(r"\d|\b(?:no|not|never|none)\b", part, re.I) for part in put_in
    ):
        return "what stands in brackets changes what the source says"
    glued = re.search(r"\w\[(?!s\])\w{2,}\]|\[\w{2,}\]\w", words)
    if glued:
        return f"a part of a word stands in brackets ({glued[0]!r})"
    own = sum(len(part.split()) for part in put_in)
    if own > len(_INSERTED.sub("", words).split()):
        return "most of it stands in brackets"
    return ""


def _words(paragraph: Paragraph, span: Quotation) -> str:
    """The quoted words, those of roles as they are shown, without the marks around them."""
    parts, end = [], span.start
    for mark in paragraph.marks:
        if span.start <= mark.start < span.end:
            parts.append(paragraph.text[end : mark.start])
            parts.append(mark.role.shown if mark.role else "")
            end = mark.end
    words = "".join([*parts, paragraph.text[end : span.end]])
    if paragraph.quoted:
        return words
    return words[1:].removesuffix('"').removesuffix("\u201d")


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else words[:57] + "..."


@cache
def folded(text: str) -> str:
    """A text in which the forms of quotation marks, dashes and spaces do not count."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_FOLDED).split())


@cache
def holds(passage: str, quotation: str) -> bool:
    """True if the words of the quotation stand in the passage, as editors quote.

    >>> holds("The Parties agree that an armed attack", "[t]he Parties ... an armed attack,")
    True
    """
    return bool(_found(folded(passage), quotation))


def places(passage: str, quotation: str) -> tuple[str, list[tuple[int, int]]]:
    """The passage in one line, and where in it the words of the quotation stand.

    >>> places("An armed  attack against one", "armed ... one")
    ('An armed attack against one', [(3, 8), (24, 27)])
    """
    text = " ".join(unicodedata.normalize("NFC", passage).split())
    return text, _found(folded(passage), quotation)


def _found(passage: str, quotation: str) -> list[tuple[int, int]]:
    """Where the pieces of the quotation stand, each the first after the one before it."""
    found: list[tuple[int, int]] = []
    for piece in _pieces(quotation):
        span = _place(passage, piece, found[-1][1] if found else 0)
        if span is None:
            return []
        found.append(span)
    return found


@cache
def _pieces(quotation: str) -> tuple[str, ...]:
    """What stands between the ellipses, without the stop at the very end."""
    parts = [part.strip() for part in _ELLIPSIS.split(quotation)]
    pieces = [folded(part) for part in parts if part]
    if pieces and parts[-1]:
        pieces[-1] = re.sub(r"[\s.,;:!?]+$", "", pieces[-1])
    return tuple(pieces)


def _place(passage: str, piece: str, start: int) -> tuple[int, int] | None:
    """Where words that follow one another first stand, as whole words."""
    if "[" in piece:
        match = _pattern(piece).search(passage, start)
        return match.span() if match else None
    begins = {piece[:1].lower() + piece[1:], piece[:1].upper() + piece[1:]}
    found = [place for words in begins if (place := _whole(passage, words, start)) >= 0]
    return (min(found), min(found) + len(piece)) if found else None


def _whole(passage: str, words: str, start: int) -> int:
    """Where the words first stand with no letter or digit beside them; -1 if nowhere."""
    place = passage.find(words, start)
    while place >= 0:
        before, after = passage[max(place - 1, 0) : place], passage[place + len(words) :][:1]
        if not (_WORD.match(before) or _WORD.match(after)):
            break
        place = passage.find(words, place + 1)
    return place


@cache
def _pattern(piece: str) -> re.Pattern[str]:
    """A pattern for words that follow one another; brackets hold what the editor put in."""
    found = []
    for number, part in enumerate(_INSERTED.split(piece)):
        if number % 2 == 0:
            found.append(re.escape(part))
        elif len(part) == 1 and part.isalpha():
            found.append(f"[{part.lower()}{part.upper()}]")
        else:
            found.append(rf"(?:(?!{DENIES}).){{0,80}}?")
    pattern = "".join(found)
    first = piece[:1]
    if first.isalpha():
        pattern = f"[{first.lower()}{first.upper()}]" + pattern[1:]
    return re.compile(rf"(?<!\w){pattern}(?!\w)")


def _likeness(passage: str, quotation: str) -> float:
    here = folded(passage).lower().split()
    there = folded(quotation).lower().split()
    matcher = difflib.SequenceMatcher(None, here, there, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(len(there), 1)


def _difference(passage: Recorded, quotation: str) -> str:
    """The first word of the quotation that the passage has otherwise."""
    there, here = folded(quotation).split(), folded(passage.passage).split()
    matcher = difflib.SequenceMatcher(None, here, there, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind in ("replace", "insert") and there[first:last]:
            ours, theirs = " ".join(there[first:last]), " ".join(here[start:end][:8])
            return (
                f"it has {theirs!r} where the page has {ours!r}"
                if theirs
                else (f"it does not have {ours!r}")
            )
    return f"it reads {_short(passage.passage)!r}"
