"""The terms: from A to Z at the head of the glossary, and in a sentence where a page links one."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata

from .pagewise import PagewiseDomain
from .site import of_site

_HEADING = re.compile(r"</h1>\n?")
_SENTENCE = re.compile(r".+?[.!?](?=\s|$)", re.S)


class DefinitionsDomain(PagewiseDomain):
    """The first sentence of each term's definition, by the anchor of the term."""

    name = "definitions"
    label = "first sentences of definitions"
    data_version = 1
    initial_data: ClassVar = {"pages": {}}

    def sentence(self, anchor: str) -> str:
        for page in self.data["pages"].values():
            if anchor in page:
                return str(page[anchor])
        return ""


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the first sentence of each definition."""
    found: dict[str, str] = {}
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            body = next(iter(item.findall(nodes.definition)))
            text = " ".join(body.astext().split())
            match = _SENTENCE.match(text)
            for term in item.findall(nodes.term):
                found.update(dict.fromkeys(term["ids"], match[0] if match else text))
    if found:
        app.env.domains["definitions"].data["pages"][app.env.docname] = found


class ExplainTerms(SphinxPostTransform):
    """Give each link to a term the sentence. Runs after references resolve."""

    default_priority = 15

    def run(self, **kwargs: Any) -> None:
        domain = self.env.domains["definitions"]
        assert isinstance(domain, DefinitionsDomain)
        for link in self.document.findall(nodes.reference):
            inner = next(iter(link.findall(nodes.inline)), None)
            if inner is not None and "std-term" in inner.get("classes", ()):
                anchor = link.get("refid") or link.get("refuri", "").rpartition("#")[2]
                link["definition"] = domain.sentence(anchor)
                link.attributes.pop("reftitle", None)
                link["classes"].append("term")


def letters(doctree: nodes.document) -> dict[str, str]:
    """The anchor of the first term of each letter, from A to Z."""
    found: dict[str, str] = {}
    for glossary in doctree.findall(addnodes.glossary):
        for term in glossary.findall(nodes.term):
            first = unicodedata.normalize("NFD", term.astext())[0].upper()
            if first.isalpha() and term["ids"]:
                found.setdefault(first, term["ids"][0])
    return dict(sorted(found.items()))


def lead_in(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Put the letters under the title of a page with a glossary."""
    found = letters(doctree) if doctree is not None else {}
    if found:
        links = " ".join(f'<a href="#{anchor}">{name}</a>' for name, anchor in found.items())
        inside = f'<p class="letters leads">{links}</p>'
        nav = f'<nav aria-label="Terms from A to Z">{inside}</nav>\n'
        context["body"] = _HEADING.sub(lambda match: match[0] + nav, context["body"], count=1)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_domain(DefinitionsDomain)
    app.connect("doctree-read", collect)
    app.add_post_transform(ExplainTerms)
    app.connect("html-page-context", of_site(lead_in))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
