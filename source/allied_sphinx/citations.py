"""How sources are named and listed: author, year, title, where it stands, what was read of it.

A style of pybtex, because the ready-made ones warn about fields that a treaty or a web page
does not have, and leave out the note that says what was read.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docutils.nodes import Element
from pybtex.database import Entry, Person
from pybtex.plugin import find_plugin, register_plugin
from pybtex.richtext import HRef, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting import BaseSortingStyle
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.environment import CONFIG_OK, BuildEnvironment
from sphinx.util.typing import ExtensionMetadata
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime, is_bibdata_outdated
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain, get_docnames

from allied import sources
from allied_check.bibliography import (
    check_bibliography,
    persons,
    plain,
    read_bibliography,
    short_author,
)

from .stopping import stop_and_tell_all
from .sums import sum_of

READ = {
    "whole": "Read whole.",
    "part": "Read in part.",
    "abstract": "Read: the abstract.",
    "quoted elsewhere": "Read as quoted elsewhere.",
    "not read again": "Not read again.",
}
"""How the list of sources tells each of the extents."""
_JOURNAL = ("volume", "number", "pages")
_OPENING = re.compile(r'(?<![^\s(\[\u2018\u2013\u2014-])"')


def _words(latex: str) -> str:
    """The text of a field; not pybtex's, which asks all installed packages how to be a string."""
    return _quoted(plain(latex))


def _quoted(text: str) -> str:
    """A text with the quotation marks of print, as pages have them."""
    return _OPENING.sub("\u201c", text).replace('"', "\u201d")


def _year(entry: Entry) -> str:
    return str(entry.fields.get("year", "n.d."))


class AuthorYearLabels(BaseLabelStyle):  # type: ignore[misc]
    """``NATO 2024``, with a letter where two sources share author and year."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> Iterator[str]:
        names = [f"{short_author(entry)} {_year(entry)}" for entry in sorted_entries]
        total, seen = Counter(names), Counter[str]()
        for name in names:
            letter = _letter(seen[name]) if total[name] > 1 else ""
            seen[name] += 1
            yield f"{name}{'-' if letter and name.endswith('n.d.') else ''}{letter}"


def _letter(index: int) -> str:
    return (_letter(index // 26 - 1) if index >= 26 else "") + chr(ord("a") + index % 26)


class AuthorYearOrder(BaseSortingStyle):  # type: ignore[misc]
    """By author, year and title, without regard to case."""

    def sorting_key(self, entry: Entry) -> tuple[str, str, str]:
        return short_author(entry).casefold(), _year(entry), entry.fields["title"].casefold()


class ReadSourceStyle(BaseStyle):  # type: ignore[misc]
    """One paragraph a source; its end says how much was read, and the note what of it."""

    default_name_style = "plain"
    default_label_style = AuthorYearLabels
    default_sorting_style = AuthorYearOrder

    def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        author = _author(entry)
        year = f" ({_year(entry)})"
        named = (
            (f"{author}{year}. ", *_title(entry, ". ")) if author else _title(entry, f"{year}. ")
        )
        text = Text(*named, *_published(entry), *_address(entry), *_note(entry), *_quoted_at(entry))
        return FormattedEntry(entry.key, text, label)


def told_after_label(entry: Entry) -> Iterator[tuple[Text, bool]]:
    """The pieces of a source that follow its label, and whether each is a note on the reading.

    Author and year are not said again. That a source could not be read, or only its abstract or
    what others quote of it, is more than a note.
    """
    author = _author(entry)
    named = Text("" if author in ("", short_author(entry)) else f"{author}. ")
    yield Text(named, *_title(entry, ". "), *_published(entry), *_address(entry)), False
    yield Text(*_note(entry)), entry.fields.get("extent") in ("whole", "part")
    yield Text(*_quoted_at(entry)), False


def _author(entry: Entry) -> str:
    names = [_full_name(person) for person in persons(entry)]
    if names:
        return ", ".join(names[:-1]) + (" and " if names[1:] else "") + names[-1]
    return _words(entry.fields.get("institution", ""))


def _title(entry: Entry, after: str) -> tuple[Tag, str]:
    title = _words(entry.fields["title"])
    ended = after == ". " and title.endswith((".", "?", "!"))
    return Tag("em", title), " " if ended else after


def _published(entry: Entry) -> Iterator[Text]:
    fields = entry.fields
    for name in ("booktitle", "journal"):
        if name in fields:
            yield Text("In: " if name == "booktitle" else "", _words(fields[name]))
            for part in filter(fields.__contains__, _JOURNAL):
                yield Text(", ", _numbered(part, fields[part]))
            yield Text(". ")
    author = _author(entry)
    for name in ("howpublished", "institution", "publisher"):
        if name in fields and _words(fields[name]) not in author:
            yield Text(_words(fields[name]), ". ")


def _address(entry: Entry) -> Iterator[Text]:
    fields = entry.fields
    if "doi" in fields:
        yield Text(HRef(f"https://doi.org/{fields['doi']}", f"doi:{fields['doi']}"), ". ")
    elif "url" in fields:
        yield Text(HRef(fields["url"], _site(fields["url"])), ". ")


def _note(entry: Entry) -> Iterator[Text]:
    note = _quoted(plain(entry.fields.get("note", "")).rstrip("."))
    if words := READ.get(entry.fields.get("extent", "")):
        yield Text(words, " " if note else "")
    if note:
        yield Text(f"{note}.")


def _quoted_at(entry: Entry) -> Iterator[Text]:
    if places := _places().get(entry.key):
        yield Text(f" Quoted: {_quoted('; '.join(places))}.")


@cache
def _places() -> dict[str, list[str]]:
    """Where in each source its passages stand; that it is the abstract has been said."""
    found: dict[str, dict[str, None]] = {}
    for row in sources.passages():
        if row.locator and row.locator != "abstract":
            found.setdefault(row.source, {})[row.locator] = None
    return {key: list(places) for key, places in found.items()}


def _full_name(person: Person) -> str:
    names = person.first_names + person.middle_names + person.prelast_names + person.last_names
    return plain(" ".join(names + person.lineage_names))


def _numbered(part: str, value: str) -> str:
    words = {"volume": "volume ", "number": "number ", "pages": "pages "}
    return words[part] + value.replace("--", "\u2013")


def _site(url: str) -> str:
    """The site of an address, which says more in print than the whole of it."""
    return url.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")


class CiteDomain(BibtexDomain):
    """The domain of sphinxcontrib-bibtex, which for each citation walks all sources three times."""

    _asked: list[Any] | None = None
    _by_key: Mapping[str, list[tuple[int, Any]]] | None = None

    @property
    def citations(self) -> list[Any]:
        """The sources of all lists, or those that the citation at hand names."""
        found: list[Any] = super().citations
        return found if self._asked is None else self._asked

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> Any:
        if self._by_key is None:  # all pages have been read
            by_key: dict[str, list[tuple[int, Any]]] = {}
            for place, citation in enumerate(self.citations):
                by_key.setdefault(citation.key, []).append((place, citation))
            self._by_key = by_key
        keys = {asked.key for asked in parse_citation_targets(target)}
        named = [found for key in keys for found in self._by_key.get(key, ())]
        self._asked = [citation for _, citation in sorted(named, key=lambda found: found[0])]
        try:
            return super().resolve_xref(env, fromdocname, builder, typ, target, node, contnode)
        finally:
            self._asked = None

    def clear_doc(self, docname: str) -> None:
        """The parent's forgets the sources of a list whose page will be read again."""
        if any(asked.docname == docname for asked in self.bibliographies):
            self.data.pop("made_from", None)
        super().clear_doc(docname)

    def env_updated(self) -> Iterable[str]:
        """As the parent's, which words all sources again at each build."""
        asked: Any = self
        pages: list[str] = [*get_docnames(self.env)]  # type: ignore[no-untyped-call]
        lists = [
            (key, ast.dump(value.filter_), [part for part in value if part is not value.filter_])
            for key, value in self.bibliographies.items()
        ]
        rest = repr((lists, [*asked.get_all_cited_keys(pages)], _places()))
        made_from = sum_of(Path(self.env.srcdir), self.bibdata.bibfiles, rest)
        same = self.data.get("made_from") == made_from
        if same and self.env.config_status == CONFIG_OK:  # code is part of the settings here
            return []
        self.data["made_from"] = made_from
        found: Iterable[str] = super().env_updated()
        return found

    def get_filtered_entries(self, bibliography_key: Any) -> Iterable[tuple[str, Entry]]:
        """As the parent's, which walks all citations of all pages for each entry."""
        asked = self.bibliographies[bibliography_key]
        if ast.unparse(asked.filter_) != "True":
            return super().get_filtered_entries(bibliography_key)
        return [(asked.keyprefix + it.key, it) for it in self.get_entries(asked.bibfiles)]


def check_sources(app: Sphinx, config: Config) -> None:
    """End the build before sphinxcontrib-bibtex meets a file that pybtex cannot read."""
    if list(check_bibliography(Path(app.srcdir) / "references.bib")):
        stop_and_tell_all(Path(app.srcdir), "data")


def hand_over(app: Sphinx) -> None:
    """Give sphinxcontrib-bibtex what the check has read: it would read the whole file again."""
    domain: Any = app.env.domains["cite"]
    encoding = app.config.bibtex_encoding
    paths = [(Path(app.confdir) / name).resolve() for name in app.config.bibtex_bibfiles]
    if len(paths) == 1 and is_bibdata_outdated(domain.bibdata, paths, encoding):
        (path,) = paths
        data = read_bibliography(path)
        known = BibFile(mtime=get_mtime(path), keys=dict.fromkeys(data.entries))
        domain.data["bibdata"] = BibData(encoding=encoding, bibfiles={path: known}, data=data)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("config-inited", check_sources)
    app.connect("builder-inited", hand_over, priority=400)  # theirs come at 500
    app.add_domain(CiteDomain, override=True)
    register_plugin("pybtex.style.formatting", "read-source", ReadSourceStyle)
    # Asked for at each citation; otherwise each time all installed packages are searched for it.
    plaintext = find_plugin("pybtex.backends", "plaintext")
    register_plugin("pybtex.backends", "plaintext", plaintext, force=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
