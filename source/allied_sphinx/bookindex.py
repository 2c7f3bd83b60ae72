"""The index of the book: states, pacts, bodies and people, found in the prose of the article.

Nobody marks up each mention.  What pages name seldom is listed wherever it stands; of what they
name often only the sections that dwell on it, by chapter.  Glossary terms come from Sphinx.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.matching import Matcher
from sphinx.util.typing import ExtensionMetadata

from .names import Found, Names, all_names
from .statements import bibliography

FEW = 8
"""So many sections a reader looks up one by one; more are told by their chapters."""
CHAPTERS = 12
"""So many chapters a heading has at most, unless each of them has it in a title."""
# Lists name everything, and say nothing of it.
LISTS = frozenset(["bibliography", "further-reading", "glossary", "timeline"])
_NO_PROSE = (nodes.table, nodes.figure, nodes.citation, nodes.footnote)


class Section(NamedTuple):
    page: str
    anchor: str


class Plan(NamedTuple):
    """What the index says: for each heading that is dwelt on in a section, its entry."""

    names: Names
    entries: Mapping[tuple[Section, str], str]
    main: frozenset[tuple[Section, str]]
    """Sections that have the heading in their title."""
    see: Mapping[str, str]
    """Other forms of a heading, which lead to it."""


def _prose(page: str, doctree: nodes.document) -> Iterator[tuple[Section, nodes.paragraph]]:
    for paragraph in doctree.findall(nodes.paragraph):
        anchor, parent = "", paragraph.parent
        while parent is not None and not isinstance(parent, _NO_PROSE):
            if isinstance(parent, nodes.section) and not anchor:
                anchor = parent["ids"][0]
            parent = parent.parent
        if parent is None:
            yield Section(page, anchor), paragraph


def _mentions(
    names: Names, paragraph: nodes.paragraph, known: frozenset[str]
) -> Iterator[tuple[nodes.Text, Found]]:
    for text in list(paragraph.findall(nodes.Text)):
        if not _is_citation(text):
            for found in names.find(text.astext(), known):
                yield text, found


def _is_citation(text: nodes.Text) -> bool:
    """Whether a text is the label of a source: ``Snyder 1984`` names no person."""
    parent = text.parent
    while isinstance(parent, nodes.Element) and not isinstance(parent, nodes.paragraph):
        leads_to = ""
        if isinstance(parent, nodes.reference):
            leads_to = parent.get("refuri") or ""
        elif isinstance(parent, addnodes.pending_xref):
            leads_to = parent.get("refdomain") or ""
        if "cite" in leads_to or isinstance(parent, nodes.literal):
            return True
        parent = parent.parent
    return False


def _people(names: Names, page: str, doctree: nodes.document) -> frozenset[str]:
    return names.on_page(paragraph.astext() for _, paragraph in _prose(page, doctree))


def pages_of_the_article(env: BuildEnvironment) -> list[str]:
    left_out = Matcher([p for cut in env.config.typst_documents[:1] for p in cut["exclude"]])
    return sorted(page for page in env.found_docs if page not in LISTS and not left_out(page))


@lru_cache(maxsize=1)
def plan(env: BuildEnvironment) -> Plan:
    """Decide for the whole book at once: where a name is dwelt on shows in all its places."""
    names = all_names(bibliography(env), _terms(env))
    counts: dict[str, Counter[Section]] = {}
    titled: set[tuple[Section, str]] = set()
    forms: dict[str, str] = {}
    for page in pages_of_the_article(env):
        doctree = env.get_doctree(page)
        known = _people(names, page, doctree)
        for section, paragraph in _prose(page, doctree):
            found = [item for _, item in _mentions(names, paragraph, known)]
            for item in found:
                counts.setdefault(item.heading, Counter())[section] += 1
            forms.update({item.form: item.heading for item in found})
        for part in doctree.findall(nodes.section):
            for item in names.find(part[0].astext()):
                titled.add((Section(page, part["ids"][0]), item.heading))
    see = {
        form: heading
        for form, heading in sorted(forms.items())
        if heading not in names.people and not _next_to(form, heading)
    }
    entries: dict[tuple[Section, str], str] = {}
    for heading, sections in counts.items():
        entries.update(_entries(env, heading, sections, titled))
    return Plan(names, entries, frozenset(titled), see)


def _terms(env: BuildEnvironment) -> list[str]:
    return [
        name for name, _, kind, *_ in env.domains.standard_domain.get_objects() if kind == "term"
    ]


def _entries(
    env: BuildEnvironment,
    heading: str,
    sections: Counter[Section],
    titled: set[tuple[Section, str]],
) -> dict[tuple[Section, str], str]:
    """The entry for each section that is kept."""
    if len(sections) <= FEW:
        return {(section, heading): heading for section in sections}
    kept = list(sections)
    for least in range(2, max(sections.values()) + 1):
        dwelt = [s for s in kept if sections[s] >= least or (s, heading) in titled]
        few_chapters = len({section.page for section in kept}) <= CHAPTERS
        if not dwelt or (few_chapters and (least > 2 or len(dwelt) < FEW // 2)):
            break
        kept = dwelt
    return {(s, heading): f"{heading}; {_chapter(env, s.page)}" for s in kept}


def _next_to(form: str, heading: str) -> bool:
    """Whether both stand in the same place of the index."""
    return heading.startswith(form) or form == f"The {heading}"


def _chapter(env: BuildEnvironment, page: str) -> str:
    return env.titles[page].astext().partition(":")[0].replace(";", ",")


class MarkNames(SphinxPostTransform):
    """Put an entry of the index before each name that the index keeps."""

    builders = ("typstbook",)
    default_priority = 900

    def run(self, **kwargs: Any) -> None:
        page = self.env.current_document.docname
        if page not in pages_of_the_article(self.env):
            return
        said = plan(self.env)
        known = _people(said.names, page, self.document)
        count = 0
        for section, paragraph in list(_prose(page, self.document)):
            marked: set[str] = set()
            marks: dict[nodes.Text, list[tuple[int, list[nodes.Node]]]] = {}
            for text, found in _mentions(said.names, paragraph, known):
                entry = said.entries.get((section, found.heading))
                if entry and found.heading not in marked:
                    count += 1
                    main = "main" if (section, found.heading) in said.main else ""
                    mark = _mark(entry, f"index-{count}", main)
                    marks.setdefault(text, []).append((found.start, mark))
                    marked.add(found.heading)
            for text, places in marks.items():
                _cut(text, places)
        if page == self.env.config.root_doc:
            entries = [("see", f"{form}; {to}", "", "", None) for form, to in said.see.items()]
            self.document.insert(0, addnodes.index(entries=entries))


def _mark(entry: str, anchor: str, main: str) -> list[nodes.Node]:
    entries = [("single", entry, anchor, main, None)]
    return [addnodes.index(entries=entries), nodes.target(ids=[anchor])]


def _cut(text: nodes.Text, places: list[tuple[int, list[nodes.Node]]]) -> None:
    """Put marks into a text, each before its place."""
    words = text.astext()
    pieces: list[nodes.Node] = []
    done = 0
    for start, mark in sorted(places, key=lambda place: place[0]):
        pieces += [nodes.Text(words[done:start])] if start > done else []
        pieces += mark
        done = start
    pieces.append(nodes.Text(words[done:]))
    text.parent.replace(text, pieces)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_post_transform(MarkNames)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
