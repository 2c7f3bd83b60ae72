"""What a page is, in the words of schema.org: an article, a table of data or a set of terms."""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from allied.store.tables import tables

from .statements import table_of

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def linked_data(app: Sphinx, pagename: str, doctree: nodes.document, address: str) -> str:
    """The description of a page that has the address, for its head."""
    config = app.config
    title = app.env.titles[pagename].astext()
    site = config.html_baseurl.rstrip("/")
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": title,
        "url": address,
        "dateModified": config.edition_date,
        "version": config.edition_commit,
        "author": {"@type": "Organization", "name": config.author},
        "isPartOf": {"@type": "Book", "name": config.project},
        "license": LICENCE,
    }
    table = tables().get(table_of(pagename))
    terms = _terms(doctree, address)
    if table:
        said |= {"@type": "Dataset", "name": title, "description": table.description}
        said["license"] = table.licence_url or table.licence
        said["isPartOf"] = {"@type": "DataCatalog", "name": config.project}
        said["distribution"] = {
            "@type": "DataDownload",
            "encodingFormat": "text/csv",
            "contentUrl": f"{site}/data/{table.path.name}",
        }
    elif terms:
        said |= {"@type": "DefinedTermSet", "name": title, "hasDefinedTerm": terms}
    if said["@type"] != "Article":
        del said["headline"]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _terms(doctree: nodes.document, address: str) -> list[dict[str, str]]:
    return [
        {"@type": "DefinedTerm", "name": term.astext(), "url": f"{address}#{term['ids'][0]}"}
        for glossary in doctree.findall(addnodes.glossary)
        for term in glossary.findall(nodes.term)
        if term["ids"]
    ]
