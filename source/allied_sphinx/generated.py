"""Pages that no file of docs/ holds: made of what the others say, and only in HTML.

They are written again when what they are made of differs from what the last build used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from .site import of_site


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """A page; ``made_from`` is a text that differs when its content would."""

    name: str
    title: str
    description: str
    parent: str
    made_from: str
    content: Callable[[], list[nodes.Node]]


PROVIDERS: list[Callable[[Sphinx], Iterator[Generated]]] = []
"""Functions that name such pages; parts of the extension add theirs."""


def generated_sums(app: Sphinx) -> dict[str, str]:
    """What each page is made of, by its name."""
    return {
        page.name: hashlib.sha256(repr((page.title, page.made_from)).encode()).hexdigest()
        for provider in PROVIDERS
        for page in provider(app)
    }


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The pages to be written, as Sphinx asks for them."""
    builder: Any = app.builder
    for provider in PROVIDERS:
        for page in provider(app):
            if (
                builder.is_as_before(page.name)
                and Path(builder.get_output_path(page.name)).exists()
            ):
                builder.handled.add(page.name)
            else:
                yield page.name, _context(app, page), "page.html"


def _context(app: Sphinx, page: Generated) -> dict[str, Any]:
    builder: Any = app.builder
    section = nodes.section("", nodes.title("", page.title), *page.content(), ids=["top"])
    parent = {
        "title": escape(app.env.titles[page.parent].astext()),
        "link": builder.get_relative_uri(page.name, page.parent),
    }
    return {
        "title": escape(page.title),
        "body": builder.render_partial(section)["fragment"],
        "metatags": f'<meta content="{escape(page.description)}" name="description">',
        "parents": [parent],
        "meta": {},
    }


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("html-collect-pages", of_site(collect))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
