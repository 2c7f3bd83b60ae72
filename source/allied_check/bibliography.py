"""The sources of the article, read with pybtex, and how a reader names each in a few words.

The build makes its bibliography with pybtex too, so that checks and pages see the same entries.
What pybtex would take in silence, or end in a traceback over, is a problem with a line here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.input.bibtex import LowLevelParser, Parser, SkipEntry, UndefinedMacro
from pybtex.errors import capture
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pybtex.scanner import PybtexSyntaxError
from pybtex.textutils import normalize_whitespace

from allied.store.dates import PartialDate
from allied.store.files import source_text
from allied.store.problems import DataError, Problem
from allied.store.signs import letters_unprinted

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
_A_LETTER = re.compile(r"[^\W_]")
_DOLLAR = "\ue000"  # stands for \$ while LaTeX is read, which would begin mathematics
_SCHEME = re.compile(r"\s*(?:\\url\s*\{)?\s*([a-zA-Z][a-zA-Z0-9+.-]*)\s*:(?!\s)")
_ADDRESS = re.compile(r"https?://[^\s/<>\"'{}]+\.[^\s<>\"{}]+", re.I)
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s<>\"{}]+")

_PAGES = re.compile(r"([0-9]+)(?:-+|\u2013)([0-9]+)")
_A_DIGIT = re.compile(r"[0-9]")
_BRACED = re.compile(r"\{[^{}]*\}")
_TWO_SCHEMES = re.compile(
    r"https?://[^/?#]*(?:https?:|:(?![0-9]))"
)  # an archive has one in its path
_DOI_IN_ADDRESS = re.compile(r"(?://(?:dx\.)?doi\.org/|/doi/(?:[a-z]+/)?)(10\.[0-9]{4,9}/[^?#\s]+)")


@dataclass(frozen=True, eq=False)
class Reference:
    """One entry: its key, the line it begins on, and pybtex's reading of it."""

    key: str
    line: int
    command: str
    given: list[tuple[str, list[str]]]
    parser: Parser

    @property
    def entry(self) -> Entry:
        return self._processed[0]

    @property
    def wrong(self) -> list[str]:
        """What pybtex finds wrong with the entry."""
        return self._processed[1]

    @cached_property
    def _processed(self) -> tuple[Entry, list[str]]:
        """It is made when it is asked for: who checks one page asks for few."""
        with capture() as errors:  # pybtex would raise them, or print them
            self.parser.process_entry(self.command, self.key, self.given)
        return self.parser.data.entries[self.key], [str(error) for error in errors]

    def field(self, name: str) -> str:
        """One field as the entry has it; blank where it has none."""
        for given, values in self.given:
            if given.lower() == name:
                return str(normalize_whitespace("".join(values)))
        return ""

    @property
    def author(self) -> str:
        """``Leeds``, ``Leeds and Johnson``, ``Johnson and others``, a body, or blank."""
        return _author(self.entry)

    @property
    def title(self) -> str:
        return plain(self.field("title"))

    @property
    def has_title(self) -> bool:
        """The same as to ask for it: letters without LaTeX are shown, and reading that is slow."""
        written = self.field("title")
        return ("\\" not in written and bool(_A_LETTER.search(written))) or bool(self.title)

    @cached_property
    def year(self) -> str:
        return plain(self.field("year"))

    @property
    def kind(self) -> str:
        """One of `KINDS`, from the field ``keywords``; blank where it is not said."""
        return plain(self.field("keywords"))

    @property
    def extent(self) -> str:
        """One of `EXTENTS`, from the field ``extent``; blank where it is not said."""
        return plain(self.field("extent"))

    @cached_property
    def read_on(self) -> PartialDate | None:
        """When it was read, from the field ``urldate``; None where it is not said."""
        try:
            return PartialDate.parse(self.field("urldate"))
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
    try:
        return _decoded(latex)
    except (PybtexError, UnicodeError):
        return re.sub(r"[{}]", "", latex)


def _decoded(latex: str) -> str:
    """Reading LaTeX is slow, and few fields hold any."""
    inner = latex[1:-1] if latex[:1] + latex[-1:] == "{}" else latex
    if not _LATEX.search(inner):
        return inner
    latex = _LOOK.sub("", latex.replace(r"\$", _DOLLAR))
    return str(Text.from_latex(latex)).replace(_DOLLAR, "$")


@cache
def references(path: Path) -> dict[str, Reference]:
    """The entries of a .bib file by key, the first where a key stands twice.

    Raises DataError with one problem if the file cannot be read to its end.
    """
    return {reference.key: reference for reference in _read(path)[0]}


def read_bibliography(path: Path) -> BibliographyData:
    """The entries of a .bib file as pybtex keeps them; DataError as from `references`."""
    data = BibliographyData()
    data.add_entries((it.key, it.entry) for it in references(path).values())
    return data


def check_bibliography(path: Path) -> Iterator[Problem]:
    """The file can be read, no key stands twice, and nothing in it reaches a reader raw."""
    try:
        yield from _checked(path)
    except DataError as error:
        yield from error.problems


@cache  # a build asks before it reads its settings, and again with all else
def _checked(path: Path) -> tuple[Problem, ...]:
    found, problems = _read(path)
    wrong = [
        Problem(path, reference.line, wrong, "correct the entry")
        for reference in found
        for wrong in reference.wrong
    ]
    return (
        *problems,
        *wrong,
        *check_shown(found, path),
        *check_addresses({reference.key: reference for reference in found}, path),
        *check_dates(found, path),
        *check_slips(found, path),
    )


def check_dates(found: list[Reference], path: Path) -> Iterator[Problem]:
    """The dates of a source are dates in their order, and its year is that of date and key."""
    for reference in found:
        fields = reference.entry.fields
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
        if read and not date and year.isdecimal() and int(year) > read.year:
            wrong = f"{reference.key!r} was read on {read}, before its year, {year}"
            yield Problem(path, reference.line, wrong, "correct one of the two")
        if read and date and date[:10] > read.isoformat()[: len(date)]:
            wrong = f"{reference.key!r} was read on {read}, before its date, {date}"
            yield Problem(path, reference.line, wrong, "correct one of the two")


def check_slips(found: list[Reference], path: Path) -> Iterator[Problem]:
    """Pages rise, an article names its journal, a person has no digits, and no source is twice."""
    known: dict[tuple[str, str], str] = {}
    for reference in found:
        fields = {name.lower(): "".join(values).strip() for name, values in reference.given}
        for wrong, remedy in _slips(reference, fields):
            yield Problem(path, reference.line, wrong, remedy)
        address, title = fields.get("url"), fields.get("title", "").strip("{}").lower()
        first = known.setdefault((address, title), reference.key) if address else reference.key
        if first != reference.key:
            wrong = f"{reference.key!r} is the source {first!r} again: same address, same title"
            yield Problem(path, reference.line, wrong, "keep one of the two, and cite that")


def _slips(reference: Reference, fields: dict[str, str]) -> Iterator[tuple[str, str]]:
    key, address, doi = reference.key, fields.get("url", ""), fields.get("doi", "")
    pages = _PAGES.fullmatch(fields.get("pages", ""))
    if pages and len(pages[1]) <= len(pages[2]) and int(pages[2]) < int(pages[1]):
        yield f"the pages of {key!r} run from {pages[1]} back to {pages[2]}", "correct them"
    named = fields.get("journal") or "journal" in fields.get("note", "")
    if not named and reference.command.lower() == "article":
        remedy = "name it, write @misc, or say in the note that no journal is shown"
        yield f"the article {key!r} names no journal", remedy
    for name in ("author", "editor"):
        written = fields.get(name, "")
        if _A_DIGIT.search(written) and _A_DIGIT.search(_outside_braces(written)):
            remedy = "correct it; the name of a body stands in braces of its own: {{G7}}"
            yield f"the {name} of {key!r} has a digit in a name: {written!r}", remedy
    if _TWO_SCHEMES.match(address):
        yield f"the url of {key!r} begins twice: {address!r}", "write the address once"
    other = _DOI_IN_ADDRESS.search(address) if doi else None
    if other and not other[1].lower().startswith(doi.lower()):
        wrong = f"the url of {key!r} names the DOI {other[1]}, its doi is {doi}"
        yield wrong, "correct one of the two"


def _outside_braces(written: str) -> str:
    while (left := _BRACED.sub("", written)) != written:
        written = left
    return written


def check_shown(found: list[Reference], path: Path) -> Iterator[Problem]:
    """The fields that a reader sees can be read, and printed."""
    for reference in found:
        fields = reference.entry.fields
        texts = [(name, fields[name]) for name in SHOWN if name in fields]
        texts += [("author", str(person)) for person in persons(reference.entry)]
        for name, text in texts:
            if not text.isascii() and (letters := letters_unprinted(text)):
                yield Problem(
                    path,
                    reference.line,
                    f"no font of the book has the letters {letters!r} in the {name} of "
                    f"{reference.key!r}",
                    "write the words in Latin letters, or translate them",
                )
            if "`" in text and "`" in plain(text):
                yield Problem(
                    path,
                    reference.line,
                    f"the {name} of {reference.key!r} would show the sign `",
                    "write single quotation marks as \u2018 and \u2019",
                )
            if "\\" in text and (raw := _raw(text)):
                yield Problem(
                    path,
                    reference.line,
                    f"the {name} of {reference.key!r} holds LaTeX that is not known here: {raw}",
                    "write the character itself, or plain words",
                )


def _raw(latex: str) -> str:
    try:
        left = re.search(r"\\(?:[a-zA-Z]+|.)?", _decoded(latex))
    except (PybtexError, UnicodeError):
        return latex
    return left[0] if left else ""


def check_addresses(found: dict[str, Reference], path: Path) -> Iterator[Problem]:
    """An address leads to the web, and a DOI is one: neither may run a script."""
    for reference in found.values():
        for name, wanted in (("url", _ADDRESS), ("doi", _DOI), ("howpublished", None)):
            text = reference.entry.fields.get(name)
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


_PLAIN_FIELD = re.compile(
    r"\s*([A-Za-z]+)\s*=\s*\{([^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*)\}(?:\s*(,)|(?=\s*\}))"
)


class Commands(LowLevelParser):  # type: ignore[misc]  # untyped base
    """pybtex's own reading of the file, which keeps the line of each entry."""

    def __init__(self, text: str, path: Path) -> None:
        super().__init__(text, macros=Parser().macros)
        self.path = path
        self.problems: list[Problem] = []

    def commands(self) -> Iterator[tuple[int, str, str, list[tuple[str, list[str]]]]]:
        """Line, type, key and fields of each entry; DataError where one cannot be read."""
        done = 0  # the end of the last entry: what follows up to the next belongs to none
        while self.skip_to([self.AT]):
            self._between(done, self.pos - 1)
            self.command_start = self.pos - 1
            line = self.lineno
            try:
                command, (key, *rest) = self.parse_command()
            except UndefinedMacro as error:
                message = str(error).rpartition(": ")[2]
                raise self._broken(error.lineno, f"the string {message!r} is not defined") from None
            except PybtexSyntaxError as error:
                raise self._broken(line, self._reason(error)) from None
            except SkipEntry:
                done = -1  # a comment may say anything
                continue
            done = self.pos
            if sum(map(len, self.macros.values())) > 100_000:  # each may hold many of another
                raise self._broken(line, "the strings up to here are too long")
            if command.lower() not in ("string", "preamble"):
                yield line, command, key, rest[0]
        self._between(done, self.end_pos)

    def parse_entry_fields(self) -> None:
        """Read the plain fields at once, which is six times quicker; pybtex reads what is left."""
        plain = self.optional([self.COMMA])
        while plain and (match := _PLAIN_FIELD.match(self.text, self.pos)):
            self.current_fields.append((match[1], [match[2]]))
            self.update_lineno(match[0])
            self.pos: int = match.end()
            if not match[3]:
                return
        super().parse_entry_fields()

    def _broken(self, line: int, wrong: str) -> DataError:
        remedy = "correct it: each { needs its }, and each field but the last a comma"
        return DataError([Problem(self.path, line, wrong, remedy)])

    def _reason(self, error: PybtexSyntaxError) -> str:
        key = self.current_entry_key
        what = f"the entry {key!r}" if key else "this entry"
        message = re.sub(r"^syntax error(?: in line \d+)?: ", "", str(error))
        return f"{what} cannot be read (line {error.lineno}: {message})"

    def _between(self, start: int, end: int) -> None:
        """pybtex skips what stands between entries; after a brace too many that is a field."""
        if start < 0:
            return
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
    commands = Commands(source_text(path), path)
    parser = Parser()
    found: dict[str, Reference] = {}
    for line, command, key, fields in commands.commands():
        first = found.get(key.lower())
        if first is not None:
            wrong = f"the key {key!r} stands twice (the first is on line {first.line})"
            commands.problems.append(Problem(path, line, wrong, "rename or remove one of the two"))
            continue
        for name, values in fields:
            if (signs := sum(map(len, values))) > _LONGEST:
                wrong = f"the {name} of {key!r} holds {signs:,} characters"
                commands.problems.append(Problem(path, line, wrong, "shorten it"))
        found[key.lower()] = Reference(key, line, command, fields, parser)
    if not found and not commands.problems:
        raise DataError([Problem(path, 1, "the file holds no source", "restore it")])
    return list(found.values()), commands.problems
