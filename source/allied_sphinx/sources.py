"""The bibliography in HTML: from A to Z, a page a letter, with the pages that cite each source."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from pybtex.plugin import find_plugin
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from sphinxcontrib.bibtex.domain import BibtexDomain, Citation
from sphinxcontrib.bibtex.nodes import bibliography
from sphinxcontrib.bibtex.transforms import node_text_transform

from allied.store.tables import read, tables
from allied_check.bibliography import references, short_author

from .citations import told_after_label
from .generated import PROVIDERS, Generated
from .site import SITE
from .statements import bibliography as bibliography_file
from .statements import skip_node, table_of, table_page

PREFIX = "cite-"
NOTE = "source-note"
"""Class of what was read of a source; a PDF may do without it."""


def _domain(env: BuildEnvironment) -> BibtexDomain:
    domain = env.domains["cite"]
    assert isinstance(domain, BibtexDomain)
    return domain


def _letter(citation: Citation) -> str:
    """The letter under which a source stands; ``0-9`` for what begins with none."""
    first = unicodedata.normalize("NFKD", short_author(citation.entry).strip())[:1].upper()
    return first if "A" <= first <= "Z" else "0-9"


def _by_letter(env: BuildEnvironment) -> dict[str, list[Citation]]:
    found: dict[str, list[Citation]] = {}
    for citation in _domain(env).citations:
        found.setdefault(_letter(citation), []).append(citation)
    return dict(sorted(found.items()))


def _page(citation: Citation) -> str:
    """The page of HTML on which a source stands."""
    return f"{citation.bibliography_key.docname}/{_letter(citation).lower()}"


def letter_pages(env: BuildEnvironment) -> dict[str, tuple[str, list[Citation]]]:
    """The pages of HTML that list sources: title and sources by name."""
    return {
        _page(citations[0]): (f"{env.titles[home].astext()}: {letter}", citations)
        for letter, citations in _by_letter(env).items()
        for home in [citations[0].bibliography_key.docname]
    }


def source_uri(env: BuildEnvironment, here: str, key: str) -> str:
    """Where the bibliography names a source, from the page ``here``; blank if it does not."""
    builder = env._app.builder
    citation = _by_key(env).get(key)
    if citation is None or builder.name not in ("html", "typstbook"):
        return ""
    home = _page(citation) if builder.name == SITE else citation.bibliography_key.docname
    return builder.get_relative_uri(here, home) + f"#{citation.citation_id}"


def _by_key(env: BuildEnvironment) -> dict[str, Citation]:
    """The entries of the bibliography; they are known once all pages have been read."""
    builder: Any = env._app.builder
    if not hasattr(builder, "sources_by_key"):
        builder.sources_by_key = {item.key: item for item in _domain(env).citations}
    found: dict[str, Citation] = builder.sources_by_key
    return found


class source_name(nodes.inline):  # noqa: N801
    """A source by its short name where it is told and not cited; ``key`` names it."""


class ListLetters(SphinxPostTransform):
    """The page of the bibliography leads to the letters."""

    default_priority = 4  # before sphinxcontrib.bibtex makes one list of it
    builders = (SITE,)

    def run(self, **kwargs: Any) -> None:
        builder = self.env._app.builder
        for node in list(self.document.findall(bibliography)):
            found = nodes.bullet_list(bullet="-", classes=["letters", "leads"])
            for letter, citations in _by_letter(self.env).items():
                uri = builder.get_relative_uri(node["docname"], _page(citations[0]))
                names = [short_author(citation.entry) for citation in citations]
                link = nodes.reference("", letter, internal=True, refuri=uri)
                range_ = names[0] if names[0] == names[-1] else f"{names[0]} to {names[-1]}"
                words = f": {len(citations)} ({range_})"
                found += nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(words)))
            node.replace_self(found)


class LeadToLetters(SphinxPostTransform):
    """A citation leads to the page of its letter. Runs after references resolve."""

    default_priority = 15
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        pages = {item.citation_id: item for item in _by_key(self.env).values()}
        builder = self.env._app.builder
        known = references(bibliography_file(self.env))
        for node in list(self.document.findall(source_name)):
            key = node["key"]
            words = known[key].short if key in known else key
            uri = source_uri(self.env, self.env.docname, key)
            link = nodes.reference("", words, internal=True, refuri=uri)
            node.replace_self(link if uri else nodes.Text(words))
        if builder.name != SITE:  # a book has one list
            return
        for citation in self.document.findall(nodes.inline):
            if "bibtex-citation" not in citation["classes"]:
                continue
            for link in citation.findall(nodes.reference):
                anchor = link.get("refid") or link.get("refuri", "").partition("#")[2]
                if anchor in pages:
                    link.attributes.pop("refid", None)
                    page = _page(pages[anchor])
                    uri = builder.get_relative_uri(self.env.docname, page)
                    link["refuri"] = f"{uri}#{anchor}"


class ListForPrint(SphinxPostTransform):
    """In the PDFs an entry does not repeat its label, and its note can be left out."""

    builders = ("typstbook",)
    default_priority = 7  # after sphinxcontrib.bibtex has made the list

    def run(self, **kwargs: Any) -> None:
        backend = find_plugin("pybtex.backends", "docutils")()
        listed = {item.citation_id: item for item in _by_key(self.env).values()}
        for node in list(self.document.findall(nodes.citation)):
            if item := next((listed[key] for key in node["ids"] if key in listed), None):
                paragraph = nodes.paragraph()
                for text, is_note in told_after_label(item.entry):
                    words = text.render(backend)
                    paragraph += (
                        [nodes.inline("", "", *words, classes=[NOTE])] if is_note else words
                    )
                node_text_transform(paragraph)
                node[1:] = [paragraph]


def letters(app: Sphinx) -> Iterator[Generated]:
    """The page of each letter."""
    env = app.env
    by_letter = _by_letter(env)
    if not by_letter:
        return
    cited, rows, pages = _citing_pages(env), _citing_tables(), letter_pages(env)
    for letter, citations in by_letter.items():
        home = citations[0].bibliography_key.docname
        made = [
            (
                item.formatted_entry.label,
                str(item.formatted_entry.text),
                [(page, env.titles[page].astext()) for page in cited.get(item.key, ())],
                rows.get(item.key),
            )
            for item in citations
        ]
        yield Generated(
            name=_page(citations[0]),
            title=pages[_page(citations[0])][0],
            description=f"The sources of {app.config.project} under {letter}, each with a note on "
            "what was read of it and the pages that cite it.",
            parent=home,
            made_from=repr((made, list(by_letter))),
            content=lambda letter=letter: _content(env, letter, by_letter, cited, rows),  # type: ignore[misc]
        )


def _citing_pages(env: BuildEnvironment) -> dict[str, list[str]]:
    """The pages that cite a source, by its key."""
    found: dict[str, set[str]] = {}
    for reference in _domain(env).citation_refs:
        for target in reference.targets:
            found.setdefault(target.key, set()).add(reference.docname)
    return {key: sorted(pages) for key, pages in found.items()}


def _citing_tables() -> dict[str, list[str]]:
    """The tables of which a row names a source, by its key."""
    found: dict[str, dict[str, None]] = {}
    for table in tables().values():
        names = [field.name for field in table.fields if field.bibliography]
        for _, values in read(table)[0]:
            for name in names:
                if key := values.get(name):
                    found.setdefault(key, {})[table.name] = None
    return {key: list(names) for key, names in found.items()}


def _content(
    env: BuildEnvironment,
    letter: str,
    by_letter: dict[str, list[Citation]],
    cited: dict[str, list[str]],
    rows: dict[str, list[str]],
) -> list[nodes.Node]:
    builder = env._app.builder
    here = _page(by_letter[letter][0])
    backend = find_plugin("pybtex.backends", "docutils")()

    def link(words: str, page: str) -> nodes.Node:
        if page not in env.found_docs:
            return nodes.Text(words)
        uri = builder.get_relative_uri(here, page)
        return nodes.reference("", words, internal=True, refuri=uri)

    others = nodes.paragraph(classes=["letters"])
    for other, citations in by_letter.items():
        if others.children:
            others += nodes.Text(" ")
        if other == letter:
            others += nodes.strong("", other)
        else:
            uri = builder.get_relative_uri(here, _page(citations[0]))
            others += nodes.reference("", other, internal=True, refuri=uri)
    found = nodes.bullet_list(bullet="-", classes=["filtered", "sources"])
    for item in by_letter[letter]:
        entry = backend.paragraph(item.formatted_entry)
        entry.insert(0, [nodes.strong("", item.formatted_entry.label), nodes.Text(" ")])
        node_text_transform(entry)
        use = nodes.paragraph("", "", nodes.Text("Cited on "), classes=["origin"])
        places = [(env.titles[page].astext(), page) for page in cited.get(item.key, ())]
        stated = {page for _, page in places}
        for name in rows.get(item.key, ()):
            if name not in map(table_of, stated):
                places.append((tables()[name].title, table_page(name)))
        for number, (words, page) in enumerate(places):
            if number:
                use += nodes.Text("; ")
            use += link(words, page)
        found += nodes.list_item("", entry, *([use] if places else []), ids=[item.citation_id])
    return [others, found]


def setup(app: Sphinx) -> ExtensionMetadata:
    if letters not in PROVIDERS:
        PROVIDERS.append(letters)
    plain = (skip_node, skip_node)
    app.add_node(source_name, html=plain, typst=plain, latex=plain, text=plain, man=plain)
    app.add_post_transform(ListLetters)
    app.add_post_transform(LeadToLetters)
    app.add_post_transform(ListForPrint)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
