"""The part of the site that a few pages ask: to read all of it for one page takes a second.

Read are the pages that they link, those that may have a label they name, and every glossary. What
holds beside these holds beside all pages. What does not may only be named elsewhere: whether it
is, and what was meant, the whole site must tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from .page import Page, label, read_page
from .quotations import by_source
from .rules import Site, recorded
from .vocabulary import CARDS


def beside(docs: Path, pages: Sequence[Page]) -> Site:
    """The site with these pages, and with those of the others that they ask something."""
    site = Site(docs, passages=by_source(recorded()))
    own = {page.path.resolve(): page for page in pages}
    linked = {path for page in pages for path in _linked(page, site.docs)}
    labels = [name.split() for page in pages for name in _labels(page)]
    words = [[word.encode() for word in name] for name in labels]
    for path in sorted(site.docs.rglob("*.md")):
        if not path.is_symlink() and (path in own or path in linked or _may(path, words)):
            site.add(own.pop(path) if path in own else read_page(path))
    for page in own.values():
        site.add(page)
    site.read_sources()
    return site


def _may(path: Path, labels: Iterable[list[bytes]]) -> bool:
    """Whether a page may define a term or one of the labels."""
    try:
        text = path.read_bytes().lower()
    except OSError:
        return True  # it cannot be read, which counts too
    return b"{glossary}" in text or any(all(word in text for word in name) for name in labels)


def _linked(page: Page, docs: Path) -> Iterator[Path]:
    """The pages that a page may link."""
    names = [role.split()[1] for role in page.roles if role.name == "doc"]
    names += [link.target.partition("#")[0] for link in page.links]
    names += [name for name, _ in page.entries]
    names += _cards(page)
    for name in filter(None, names):
        base = docs if name.startswith("/") else page.path.parent
        yield (base / f"{name.lstrip('/').removesuffix('.md')}.md").resolve()


def _labels(page: Page) -> Iterator[str]:
    """The labels of other pages that a page may name."""
    names = [role.split()[1] for role in page.roles if role.name in ("ref", "numref")]
    for link in page.links:
        name, _, anchor = link.target.partition("#")
        names += [] if ":" in name else [name, unquote(anchor)]
    names += _cards(page)
    yield from filter(None, map(label, {*names} - page.labels.keys()))


def _cards(page: Page) -> list[str]:
    """What the cards of a page lead to."""
    return [block.options.get("link", "") for block in page.blocks if block.kind in CARDS]
