"""The config values ``typst_*``: what the PDFs are, and what their covers say."""

from __future__ import annotations

import calendar
import datetime
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from sphinx_typst_book.words import words_of

TEXT = frozenset({str})
LIST = frozenset({list, tuple})

STANDARDS = frozenset(
    "1.4 1.5 1.6 1.7 2.0 a-1b a-1a a-2b a-2u a-2a a-3b a-3u a-3a a-4 a-4f a-4e ua-1".split()
)
CHOICES = {"layout": ("book", "leaflet"), "chapters": ("new page", "run on")}


def add_config_values(app: Sphinx) -> None:
    """Declare the config values; the package's README says what each one means."""
    app.add_config_value("typst_documents", [], "", LIST)
    app.add_config_value("typst_name", _default_name, "", TEXT)
    app.add_config_value("typst_title", lambda config: config.project, "", TEXT)
    app.add_config_value("typst_subtitle", "", "", TEXT)
    app.add_config_value("typst_author", lambda config: config.author, "", TEXT)
    app.add_config_value("typst_description", "", "", TEXT)
    app.add_config_value("typst_keywords", [], "", LIST)
    app.add_config_value("typst_copyright", _default_copyright, "", TEXT)
    app.add_config_value("typst_licence", "", "", TEXT)
    app.add_config_value("typst_colophon", [], "", LIST)
    app.add_config_value("typst_commit", "", "", TEXT)
    app.add_config_value("typst_date", "", "", TEXT)
    app.add_config_value("typst_timestamp", None, "", frozenset({int, type(None)}))
    app.add_config_value("typst_site", lambda config: config.html_baseurl, "", TEXT)
    app.add_config_value("typst_caption_addresses", False, "", frozenset({bool}))
    app.add_config_value("typst_lenient", False, "", frozenset({bool}))
    app.add_config_value("typst_omit_sections", [], "", LIST)
    app.add_config_value("typst_words", {}, "", frozenset({dict}))
    app.add_config_value("typst_paper", "a4", "", TEXT)
    app.add_config_value("typst_font_paths", [], "", LIST)
    app.add_config_value("typst_sans", "", "", TEXT)
    app.add_config_value("typst_serif", "", "", TEXT)
    app.add_config_value("typst_mono", "", "", TEXT)
    app.add_config_value("typst_template", "", "", TEXT)
    app.add_config_value("typst_pdf_standards", ["ua-1", "a-2a"], "", LIST)


def _default_name(config: Config) -> str:
    return f"{nodes.make_id(config.project) or 'book'}.pdf"


def _default_copyright(config: Config) -> str:
    given = config.copyright
    return given if isinstance(given, str) else ", ".join(given)


class WrongOptions(Exception):
    """What is wrong in conf.py, each with what to write instead."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Cut:
    """One PDF: which pages it holds and what its cover says."""

    start: str
    """The page that comes first; the pages of its toctrees follow."""
    name: str
    """File name."""
    title: str
    subtitle: str = ""
    description: str = ""
    called: str = ""
    """What the other PDFs call this one where they refer to it: ``data annex``."""
    exclude: Sequence[str] = ()
    """Patterns of pages that are left out, as in Sphinx's ``exclude_patterns``."""
    append: Sequence[str] = ()
    """Pages set after those of *start*, such as a bibliography."""
    select: Sequence[str] = ()
    """Classes: only nodes with one of them are set, under the titles of their pages."""
    without: Sequence[str] = ()
    """Classes: nodes with one of them are left out."""
    only_cited: bool = False
    """Leave out the sources that nothing in this PDF cites."""
    contents_depth: int = 3
    """How many levels the list of contents shows; parts are a level where there are some."""
    layout: str = "book"
    """``book``, with cover and contents, or ``leaflet``, with neither and in two columns."""
    chapters: str = "new page"
    """Where chapters begin: on a ``new page``, or ``run on`` where the one before ends."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What covers and metadata say of all PDFs; strings are empty where nothing is said."""

    author: str
    keywords: Sequence[str]
    copyright: str
    licence: str
    colophon: Sequence[tuple[str, str]]
    commit: str
    date: datetime.date
    timestamp: int
    """Seconds since 1970-01-01 UTC, the PDF's creation date."""
    locale: Locale
    paper: str
    fonts: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def as_template_value(self, cut: Cut, expected: Mapping[str, int]) -> dict[str, object]:
        """Return what template.typ reads from ``edition.json``."""
        return {
            "expected": expected,
            "title": cut.title,
            "subtitle": cut.subtitle,
            "description": cut.description,
            "layout": cut.layout,
            "chapters": cut.chapters,
            "contents-depth": cut.contents_depth,
            "author": self.author,
            "keywords": self.keywords,
            "copyright": self.copyright,
            "licence": self.licence,
            "colophon": self.colophon,
            "commit": self.commit,
            "date": format_date(self.date, "d MMMM y", locale=self.locale),
            "lang": self.locale.language,
            "region": self.locale.territory,
            "paper": self.paper,
            **self.fonts,
            "words": self.words,
        }


def read_config(
    config: Config, confdir: Path, docnames: frozenset[str]
) -> tuple[Edition, list[Cut]]:
    """Read edition and PDFs from Sphinx's configuration.

    Raises :class:`WrongOptions`.
    """
    problems: list[str] = []
    date = _date(config, problems)
    cuts = _cuts(config, docnames, problems)
    try:
        locale = Locale.parse(config.language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        problems.append(f"language: {config.language!r} is no language; write a code such as 'en'")
        locale = Locale("en")
    words, unknown = words_of(locale.language, config.typst_words)
    problems += [
        f"typst_words: there is no word {key!r}; the words are {', '.join(words)}"
        for key in unknown
    ]
    problems += _others(config, confdir)
    colophon = [tuple(part) for part in config.typst_colophon if _is_pair(part)]
    if len(colophon) != len(config.typst_colophon):
        problems.append("typst_colophon: write a list of pairs, (heading, text)")
    if problems:
        raise WrongOptions(problems)
    timestamp = config.typst_timestamp
    if timestamp is None:
        timestamp = calendar.timegm(date.timetuple())
    edition = Edition(
        author=config.typst_author,
        keywords=list(config.typst_keywords),
        copyright=config.typst_copyright,
        licence=config.typst_licence,
        colophon=colophon,
        commit=config.typst_commit,
        date=date,
        timestamp=timestamp,
        locale=locale,
        paper=config.typst_paper,
        fonts={key: getattr(config, f"typst_{key}") for key in ("sans", "serif", "mono")},
        words=words,
    )
    return edition, cuts


def _is_pair(part: object) -> bool:
    return (
        isinstance(part, list | tuple) and len(part) == 2 and all(isinstance(p, str) for p in part)
    )


def _date(config: Config, problems: list[str]) -> datetime.date:
    """Return the date of the edition: the builder never asks a clock."""
    stamp = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not config.typst_date and stamp.isdecimal():
        return datetime.datetime.fromtimestamp(int(stamp), tz=datetime.UTC).date()
    try:
        return datetime.date.fromisoformat(config.typst_date)
    except ValueError:
        problems.append(
            "typst_date must be the date of the edition as YYYY-MM-DD, "
            f"not {config.typst_date!r}; or set SOURCE_DATE_EPOCH"
        )
        return datetime.date.min


def _cuts(config: Config, docnames: frozenset[str], problems: list[str]) -> list[Cut]:
    common = {
        "start": config.root_doc,
        "name": config.typst_name,
        "title": config.typst_title,
        "subtitle": config.typst_subtitle,
        "description": config.typst_description,
    }
    cuts = []
    for number, given in enumerate(config.typst_documents or [{}], 1):
        place = f"typst_documents, number {number}"
        if not isinstance(given, dict):
            problems.append(f"{place}: write a dict such as {{'name': 'book.pdf'}}")
            continue
        wrong = list(_wrong_entries(given, docnames))
        problems += [f"{place}: {text}" for text in wrong]
        if not wrong:
            cuts.append(Cut(**{**common, **given}))
    names = [cut.name for cut in cuts]
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.append(f"typst_documents: two PDFs are called {name!r}; give each its own 'name'")
    return cuts


def _wrong_entries(given: Mapping[str, Any], docnames: frozenset[str]) -> Iterator[str]:
    known = {option.name: option for option in fields(Cut)}
    for key, value in given.items():
        if key not in known:
            yield f"there is no option {key!r}; the options are {', '.join(known)}"
        elif known[key].type == "str" and not isinstance(value, str):
            yield f"{key!r} is a text, not {value!r}"
        elif known[key].type == "bool" and not isinstance(value, bool):
            yield f"{key!r} is True or False, not {value!r}"
        elif known[key].type == "int" and (isinstance(value, bool) or not isinstance(value, int)):
            yield f"{key!r} is a whole number, not {value!r}"
        elif known[key].type == "Sequence[str]" and not _is_list_of_texts(value):
            yield f"{key!r} is a list of texts, not {value!r}"
        elif value not in CHOICES.get(key, (value,)):
            yield f"{key!r} is one of {', '.join(CHOICES[key])}, not {value!r}"
        elif key == "name" and (not value.endswith(".pdf") or Path(value).name != value):
            yield f"'name' is a file name such as 'book.pdf', not {value!r}"
        elif key in ("start", "append"):
            for docname in [value] if isinstance(value, str) else value:
                if docname not in docnames:
                    yield f"{key!r} names no page: {docname!r}; write it as in a toctree"


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)


def _others(config: Config, confdir: Path) -> Iterator[str]:
    for standard in config.typst_pdf_standards:
        if standard not in STANDARDS:
            yield (
                f"typst_pdf_standards: {standard!r} is none that Typst knows; "
                f"it knows {', '.join(sorted(STANDARDS))}"
            )
    for folder in config.typst_font_paths:
        if not Path(confdir, folder).is_dir():
            yield f"typst_font_paths: there is no folder {folder!r} beside conf.py"
    if config.typst_template and not Path(confdir, config.typst_template).is_file():
        yield f"typst_template: there is no file {config.typst_template!r} beside conf.py"
    if not config.typst_name.endswith(".pdf"):
        yield f"typst_name is a file name such as 'book.pdf', not {config.typst_name!r}"
