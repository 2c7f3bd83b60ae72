"""Figures and tables are numbered from what can have a number, and not from whole pages.

At every build Sphinx reads all pages back from the disk and walks all their nodes to number the
figures: a fifth of the time of a build after one word. Here each page leaves its outline when it
is read: its sections, lists of contents and whatever has a number, in their order. While Sphinx
numbers, it is given these in place of the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from .pagewise import PagewiseDomain

_NUMBERING = 500
"""Where Sphinx's own handlers of an event come in their order."""


class NumberingDomain(PagewiseDomain):
    """Keeps the outline of each page."""

    name = "numbering"
    label = "numbers of figures"
    data_version = 1
    initial_data: ClassVar = {"pages": {}}


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the outline of the page that was read."""
    outline = nodes.Element("", *_outline(app.env, doctree))
    for node in outline.findall():
        node.document = None  # type: ignore[assignment]  # or the whole page would be kept with it
    app.env.domains["numbering"].data["pages"][app.env.docname] = outline


def _outline(env: BuildEnvironment, parent: nodes.Element) -> Iterator[nodes.Node]:
    for node in parent.children:
        if not isinstance(node, nodes.Element):
            continue
        if isinstance(node, nodes.section | addnodes.toctree) or _can_be_numbered(env, node):
            kept = node.copy()
            kept += [  # without a caption it has no number
                child.deepcopy()
                for child in node.children
                if isinstance(child, nodes.caption | nodes.title)
            ]
            kept += _outline(env, node)
            yield kept
        else:
            yield from _outline(env, node)


def _can_be_numbered(env: BuildEnvironment, node: nodes.Node) -> bool:
    return any(domain.get_enumerable_node_type(node) for domain in env.domains.sorted())


def lend_outlines(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Before Sphinx numbers: what it asks for a page gives the outline."""
    outlines = env.domains["numbering"].data["pages"]
    whole = env.get_doctree

    def get_doctree(docname: str) -> Any:
        return outlines[docname] if docname in outlines else whole(docname)

    env.get_doctree = get_doctree  # type: ignore[method-assign]
    return []


def take_back(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """After it has: pages are whole again."""
    del env.get_doctree  # that of the instance; the method stands behind it
    return []


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_domain(NumberingDomain)
    app.connect("doctree-read", collect, priority=950)  # after all that changes a page
    app.connect("env-get-updated", lend_outlines, priority=_NUMBERING - 1)
    app.connect("env-get-updated", take_back, priority=_NUMBERING + 1)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
