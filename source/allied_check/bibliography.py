"""The sources of the article, read with pybtex, and how a reader names each in a few words.

The build makes its bibliography with pybtex too, so that checks and pages see the same entries.
What pybtex would take in silence, or end in a traceback over, is a problem with a line here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from allied.store.dates import PartialDate
from allied.store.files import source_text
from allied.store.problems import DataError, Problem

if TYPE_CHECKING:
    from pybtex.database import BibliographyData, Entry, Person

    from .bibtex import Commands

KINDS = ("primary", "scholarship", "reference", "press", "web")
"""What a source is: the text of those who acted, research, a work of reference, news, the rest."""
EXTENTS = ("not read again", "quoted elsewhere", "abstract", "part", "whole")
"""How much of a source was read, from the least to the most."""

TYPES = (
    "article book booklet inbook incollection inproceedings manual mastersthesis misc phdthesis "
    "proceedings techreport unpublished"
).split()
"""The types of entries that can be set: those that BibTeX has always known."""
FIELDS = (
    "address author booktitle chapter date doi edition editor eprint extent howpublished "
    "institution isbn issn journal key keywords language month note number organization pages "
    "publisher school series title translator type url urldate volume year"
).split()
"""What an entry may say; another name is a slip, and what it holds would reach no reader."""

_LONGEST = 2_000  # signs of a field: the longest note has a third of it
SHOWN = ("title", "booktitle", "journal", "institution", "howpublished", "publisher", "note")
_LATEX = re.compile(r"[\\{}~$^`']|--")
_LOOK = re.compile(r"\\(?:emph|text[a-z]{2}|url)\s*(?=\{)")  # only the words are kept
_ACCENT = r"\\[\"'`^](?:[aeiouAEIOU]|\{[aeiouAEIOU]\})|\\~(?:[anoANO]|\{[anoANO]\})"
_KNOWN = re.compile(
    rf"\\[&%$#_]|\{{(?:{_ACCENT})\}}|{_ACCENT}|\\ldots(?![a-zA-Z])"
    r"|\{\\(?:ss|ae|AE|oe|OE|aa|AA|o|O|l|L)\}|\{\\v\{[cszCSZ]\}\}"
)
"""The LaTeX that needs no reading to be known as good: most that there is."""
_COMMAND = re.compile(r"\\[a-zA-Z]+|[$~]")
_AND = re.compile(" and ", re.I)
_BRACES = re.compile(r"\{[^{}]*\}")
_A_WORD = re.compile(r"[^\W_]")
_DOLLAR = "\ue000"  # stands for \$ while LaTeX is read, which would begin mathematics
_SCHEME = re.compile(r"\s*(?:\\url\s*\{)?\s*([a-zA-Z][a-zA-Z0-9+.-]*)\s*:(?!\s)")
_ADDRESS = re.compile(r"https?://[^\s/<>\"'{}]+\.[^\s<>\"{}]+", re.I)
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s<>\"{}]+")


@dataclass(frozen=True, eq=False)
class Reference:
    """One entry: its key, the line it begins on, its type and its fields as they are written."""

    key: str
    line: int
    type: str
    written: tuple[tuple[str, str], ...]

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """What each field says, by its name in small letters; of two alike, the first."""
        found: dict[str, str] = {}
        for name, value in self.written:
            found.setdefault(name.lower(), " ".join(value.split()))
        return found

    @cached_property
    def entry(self) -> Entry:
        """pybtex's form of it, from which the build makes the list of sources."""
        from .bibtex import as_entry

        return as_entry(self.type, self.key, self.written)[0]

    @property
    def author(self) -> str:
        """``Leeds``, ``Leeds and Johnson``, ``Johnson and others``, a body, or blank."""
        return _author(self.entry)

    @property
    def title(self) -> str:
        return plain(self.fields.get("title", ""))

    @property
    def has_title(self) -> bool:
        """The same as to ask for the title, without the reading of LaTeX where that is plain."""
        return bool(_A_WORD.search(_COMMAND.sub("", self.fields.get("title", "")))) or bool(
            self.title
        )

    @cached_property
    def year(self) -> str:
        return plain(self.fields.get("year", ""))

    @property
    def kind(self) -> str:
        """One of `KINDS`, from the field ``keywords``; blank where it is not said."""
        return plain(self.fields.get("keywords", ""))

    @property
    def extent(self) -> str:
        """One of `EXTENTS`, from the field ``extent``; blank where it is not said."""
        return plain(self.fields.get("extent", ""))

    @cached_property
    def read_on(self) -> PartialDate | None:
        """When it was read, from the field ``urldate``; None where it is not said."""
        try:
            return PartialDate.parse(self.fields.get("urldate", ""))
        except ValueError:
            return None

    @property
    def short(self) -> str:
        """Author and year, or the title where no author is named."""
        name = short_author(self.entry)
        return f"{name} ({self.year})" if self.year else name


def persons(entry: Entry) -> list[Person]:
    """The authors, or the editors where there is none."""
    return list(entry.persons.get("author") or entry.persons.get("editor") or [])


def short_author(entry: Entry) -> str:
    """``Leeds``, ``Leeds and Johnson``, ``Johnson and others``; the title where none is named."""
    return _author(entry) or plain(entry.fields.get("title", ""))


def _author(entry: Entry) -> str:
    names = [plain(" ".join(one.prelast_names + one.last_names)) for one in persons(entry)]
    if not names:
        return plain(entry.fields.get("institution", ""))
    return f"{names[0]} and others" if len(names) > 2 else " and ".join(names)


@cache
def plain(latex: str) -> str:
    """The text of a field as a reader sees it; as it is written where LaTeX cannot be read."""
    text = _decoded(latex)
    return re.sub(r"[{}]", "", latex) if text is None else text


def _decoded(latex: str) -> str | None:
    """The text, or None where it cannot be read. Reading LaTeX is slow, and few fields hold any."""
    inner = latex[1:-1] if latex[:1] + latex[-1:] == "{}" else latex
    if not _LATEX.search(inner):
        return inner
    from .bibtex import as_text

    text = as_text(_LOOK.sub("", latex.replace(r"\$", _DOLLAR)))
    return text if text is None else text.replace(_DOLLAR, "$")


@cache
def references(path: Path) -> dict[str, Reference]:
    """The entries of a .bib file by key, the first where a key stands twice.

    Raises DataError with one problem if the file cannot be read to its end.
    """
    return {reference.key: reference for reference in _read(path)[0]}


def read_bibliography(path: Path) -> BibliographyData:
    """The entries of a .bib file as pybtex keeps them; DataError as from `references`."""
    from pybtex.database import BibliographyData

    data = BibliographyData()
    data.add_entries((it.key, it.entry) for it in references(path).values())
    return data


def check_bibliography(path: Path) -> Iterator[Problem]:
    """The file can be read, no key stands twice, and nothing in it reaches a reader raw."""
    try:
        found, problems = _read(path)
    except DataError as error:
        yield from error.problems
        return
    yield from problems
    yield from check_latex(found, path)
    yield from check_addresses({reference.key: reference for reference in found}, path)
    yield from check_dates(found, path)


def check_dates(found: list[Reference], path: Path) -> Iterator[Problem]:
    """The dates of a source are dates in their order, and its year is that of date and key."""
    for reference in found:
        fields = reference.fields
        for name in ("date", "urldate"):
            try:
                PartialDate.parse(fields.get(name, "2000"))
            except ValueError as error:
                yield Problem(
                    path, reference.line, f"the {name} of {reference.key!r}: {error}", "correct it"
                )
        year, date = fields.get("year", ""), fields.get("date", "")
        if year and not re.fullmatch(r"[0-9]{4}", year):
            wrong = f"the year of {reference.key!r} is {year!r}"
            yield Problem(path, reference.line, wrong, "write four digits, or leave it out")
        elif year and date and not date.startswith(year):
            wrong = f"the year of {reference.key!r} is {year}, its date is {date}"
            yield Problem(path, reference.line, wrong, "correct one of the two")
        named = re.search(r"-([0-9]{4})(?:-|\Z)", reference.key)
        if named and year.isdecimal() and abs(int(named[1]) - int(year)) > 1:  # online first
            wrong = f"the key {reference.key!r} names another year than its {year}"
            yield Problem(path, reference.line, wrong, "correct one of the two")
        read = reference.read_on
        if read and date and date[:10] > read.isoformat()[: len(date)]:
            wrong = f"{reference.key!r} was read on {read}, before its date, {date}"
            yield Problem(path, reference.line, wrong, "correct one of the two")


def check_latex(found: list[Reference], path: Path) -> Iterator[Problem]:
    """LaTeX in the fields that a reader sees can be read."""
    for reference in found:
        fields = reference.fields
        texts = [(name, fields[name]) for name in SHOWN if name in fields]
        if any(_unknown(fields.get(role, "")) for role in ("author", "editor")):
            texts += [("author", str(person)) for person in persons(reference.entry)]
        for name, text in texts:
            if _unknown(text) and (raw := _raw(text)):
                yield Problem(
                    path,
                    reference.line,
                    f"the {name} of {reference.key!r} holds LaTeX that is not known here: {raw}",
                    "write the character itself, or plain words",
                )


def _unknown(latex: str) -> bool:
    return "\\" in latex and "\\" in _KNOWN.sub("", _LOOK.sub("", latex))


def _raw(latex: str) -> str:
    text = _decoded(latex)
    left = None if text is None else re.search(r"\\(?:[a-zA-Z]+|.)?", text)
    return latex if text is None else left[0] if left else ""


def check_addresses(found: dict[str, Reference], path: Path) -> Iterator[Problem]:
    """An address leads to the web, and a DOI is one: neither may run a script."""
    for reference in found.values():
        for name, wanted in (("url", _ADDRESS), ("doi", _DOI), ("howpublished", None)):
            text = reference.fields.get(name)
            if text is None:
                continue
            scheme = _SCHEME.match(text)
            if "@" in text.partition("//")[2].partition("/")[0]:
                wrong = f"the {name} of {reference.key!r} hides its address behind an @"
                yield Problem(path, reference.line, wrong, "write it without")
                continue
            web = scheme is None or scheme[1].lower() in ("http", "https")
            if not (wanted.fullmatch(text) if wanted else web):
                yield Problem(
                    path,
                    reference.line,
                    f"the {name} of {reference.key!r} is {text!r}",
                    "write a DOI such as 10.1017/S0020818300027442"
                    if name == "doi"
                    else "write an address that begins with https://",
                )


# -- reading -----------------------------------------------------------------------------


_VALUE = r"[^{}]*+"
for _ in range(3):  # braces in one another
    _VALUE = rf"[^{{}}]*+(?:\{{{_VALUE}\}}[^{{}}]*+)*+"
_FIELD = rf"\s*+[A-Za-z]++\s*+=\s*+\{{{_VALUE}\}}\s*+"
_PLAIN = re.compile(
    rf"@((?!comment|string|preamble)[a-z]++)\{{([\w:.+/-]++),((?:{_FIELD},)*+(?:{_FIELD})?+)\s*+\}}",
    re.I,
)
"""An entry as ours are written: no strings, and its values in braces, few of them in others."""
_PART = re.compile(rf"\s*+([A-Za-z]++)\s*+=\s*+\{{({_VALUE})\}}\s*+,?")


class _Entries:
    """The entries of a file, one after another: plain ones at once, the others by pybtex."""

    def __init__(self, path: Path) -> None:
        self.text, self.path = source_text(path), path
        self.problems: list[Problem] = []

    def read(self) -> Iterator[Reference]:
        """DataError where one cannot be read."""
        text = self.text
        done, line, counted = 0, 1, 0  # the end of the last entry: what follows belongs to none
        others: Commands | None = None
        at = text.find("@")
        while at >= 0:
            if done >= 0 and not text[done:at].isspace():
                self._between(done, at)
            line, counted = line + text.count("\n", counted, at), at
            if match := _PLAIN.match(text, at):
                done = end = match.end()
                yield Reference(match[2], line, match[1], tuple(_PART.findall(match[3])))
            else:
                if others is None:
                    from .bibtex import Commands

                    others = Commands(text, self.path)
                if found := others.entry(at, line):
                    command, key, fields = found
                    yield Reference(key, line, command, tuple(fields))
                end = others.pos
                done = -1 if others.skipped else end  # a comment may say anything
            at = text.find("@", end)
        if done >= 0:
            self._between(done, len(text))

    def _between(self, start: int, end: int) -> None:
        """pybtex skips what stands between entries; after a brace too many that is a field."""
        lines = self.text[start:end].split("\n")
        for number, text in enumerate(lines):
            if text.strip() and not text.lstrip().startswith("%"):
                line = self.text.count("\n", 0, start) + number + 1
                wrong = f"{text.strip()!r} stands outside of every entry"
                remedy = "put it into one; there may be a } too many above it"
                self.problems.append(Problem(self.path, line, wrong, remedy))
                return


@cache
def _read(path: Path) -> tuple[list[Reference], list[Problem]]:
    """The entries in the order of the file, and what is wrong with single ones."""
    entries = _Entries(path)
    problems = entries.problems
    found: dict[str, Reference] = {}
    for reference in entries.read():
        key, line = reference.key, reference.line
        first = found.get(key.lower())
        if first is not None:
            wrong = f"the key {key!r} stands twice (the first is on line {first.line})"
            problems.append(Problem(path, line, wrong, "rename or remove one of the two"))
            continue
        if _doubtful(reference):
            from .bibtex import as_entry

            for wrong in as_entry(reference.type, key, reference.written)[1]:
                problems.append(Problem(path, line, wrong, "correct the entry"))
        for name, value in reference.written:
            if len(value) > _LONGEST:
                wrong = f"the {name} of {key!r} holds {len(value):,} characters"
                problems.append(Problem(path, line, wrong, "shorten it"))
        found[key.lower()] = reference
    if not found and not problems:
        raise DataError([Problem(path, 1, "the file holds no source", "restore it")])
    return list(found.values()), problems


def _doubtful(reference: Reference) -> bool:
    """Whether pybtex may find something wrong: a field given twice, a name with many commas."""
    fields = reference.fields
    if len(fields) < len(reference.written):
        return True
    for role in ("author", "editor"):
        text = fields.get(role, "")
        while text.count(",") > 2 and "{" in text and text != (bare := _BRACES.sub("", text)):
            text = bare  # what stands in braces is one word
        if text.count(",") > 2 and any(name.count(",") > 2 for name in _AND.split(text)):
            return True
    return False
