"""What a site says of its pages to other programs: previews, search engines, reference managers.

What needs the site's address (previews, a map of the site, a feed of changes) is there only
where ``html_baseurl`` gives one; the page for addresses that lead nowhere is always there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape as xml_escape

from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri
from sphinx.util.typing import ExtensionMetadata

from allied.store.dates import PartialDate

from . import sharing
from .linked_data import linked_data
from .packages import write_if_changed
from .site import of_site

NOT_FOUND = "404"
FEED = "feed.xml"
FEED_LENGTH = 30
_RELATIVE = re.compile(r'\b(href|src|action|data-content_root)="(?![#/]|[a-z]+:)([^"]*)"')
_DESCRIPTION = re.compile(r'<meta content="([^"]*)" name="description"')


def add_metadata(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Say in the head of a page what it is, for those who link to it or cite it."""
    if pagename not in app.env.found_docs:
        return
    config = app.config
    title = app.env.titles[pagename].astext()
    found = _DESCRIPTION.search(context.get("metatags", ""))
    description = found[1] if found else ""  # escaped already
    date = config.edition_date.replace("-", "/")
    tags = {"citation_title": title, "citation_author": config.author}
    tags |= {"citation_publication_date": date, "citation_inbook_title": config.project}
    lines = [f'<meta name="{name}" content="{escape(value)}">' for name, value in tags.items()]
    address = context.get("page_address", "")
    if address:
        lines.append(f'<meta name="citation_public_url" content="{escape(address)}">')
        previews = {"title": escape(title), "description": description, "url": escape(address)}
        previews |= {"type": "article", "site_name": escape(config.project)}
        picture = sharing.path_of(pagename, sharing.card(app, pagename))
        previews |= {"image": f"{escape(config.html_baseurl.rstrip('/'))}/{picture}"}
        previews |= {"image:width": str(sharing.WIDTH), "image:height": str(sharing.HEIGHT)}
        previews |= {"image:alt": escape(f"{title}. {config.project}")}
        lines += [
            f'<meta property="og:{name}" content="{said}">' for name, said in previews.items()
        ]
        lines.append('<meta name="twitter:card" content="summary_large_image">')
        lines.append(linked_data(app, pagename, doctree, address))
        feed = relative_uri(app.builder.get_target_uri(pagename), FEED)
        kind = f'type="application/atom+xml" title="{escape(config.project)}: changes"'
        lines.append(f'<link rel="alternate" {kind} href="{feed}">')
    context["metatags"] = context.get("metatags", "") + "".join(lines)


def not_found(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page that a server shows for an address that leads nowhere."""
    body = (
        "<h1>There is no page at this address</h1>"
        "<p>It may have been moved or renamed. These lead on:</p>"
        '<form role="search" aria-label="The whole article" action="search.html" method="get">'
        '<label class="filter">Search for <input type="search" name="q"></label></form><ul>'
        f'<li><a href="{app.builder.get_target_uri(app.config.root_doc)}">The front page</a></li>'
        '<li><a href="search.html">The search</a></li>'
        '<li><a href="genindex.html">The index, from A to Z</a></li></ul>'
    )
    tags = (
        '<meta content="The ways on from an address that leads nowhere." name="description">'
        '<meta name="robots" content="noindex">'
    )
    context = {"title": "Not found", "body": body, "metatags": tags, "meta": {}}
    yield NOT_FOUND, context, "page.html"


def rooted(page: str, root: str) -> str:
    """A page whose links work wherever it is shown: a strict policy refuses ``<base>``.

    >>> rooted('<a href="search.html"><a href="#top">', "/en")
    '<a href="/en/search.html"><a href="#top">'
    """
    return _RELATIVE.sub(lambda link: f'{link[1]}="{root}/{link[2].removeprefix("./")}"', page)


def feed(app: Sphinx, address: str) -> str:
    """The pages that changed last, as Atom (RFC 4287), by the days that git knows."""
    changes = app.config.site_changes
    dated = [(changes.get(f"docs/{name}.md", ""), name) for name in sorted(app.env.found_docs)]
    newest = sorted(filter(itemgetter(0), dated), key=itemgetter(0), reverse=True)[:FEED_LENGTH]
    atom = ElementTree.Element("feed", xmlns="http://www.w3.org/2005/Atom")

    def add(parent: ElementTree.Element, tag: str, text: str = "", **given: str) -> None:
        ElementTree.SubElement(parent, tag, given).text = text or None

    add(atom, "id", f"{address}/")
    add(atom, "title", app.config.project)
    add(atom, "updated", f"{newest[0][0] if newest else app.config.edition_date}T00:00:00Z")
    add(atom, "link", rel="self", href=f"{address}/{FEED}")
    add(atom, "link", href=f"{address}/")
    add(ElementTree.SubElement(atom, "author"), "name", app.config.author)
    for day, name in newest:
        entry = ElementTree.SubElement(atom, "entry")
        link = f"{address}/{app.builder.get_target_uri(name)}"
        add(entry, "id", f"{link}#{day}")
        add(entry, "title", app.env.titles[name].astext())
        add(entry, "updated", f"{day}T00:00:00Z")
        add(entry, "link", href=link)
        add(entry, "summary", f"This page changed on {PartialDate.parse(day)}.")
    ElementTree.indent(atom)
    text = ElementTree.tostring(atom, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Write the map of the site, where it is and the feed, if the site has an address."""
    if error is not None:
        return
    root = Path(app.outdir)
    address = app.config.html_baseurl.rstrip("/")
    if not address:
        for name in ("sitemap.xml", "robots.txt", FEED):
            (root / name).unlink(missing_ok=True)
        return
    lost = root / f"{NOT_FOUND}.html"
    page = rooted(lost.read_text(encoding="utf-8"), urlsplit(address).path)
    lost.write_text(page, encoding="utf-8")
    urls = "".join(
        f"<url><loc>{xml_escape(address)}/{xml_escape(app.builder.get_target_uri(name))}</loc>"
        f"<lastmod>{app.config.edition_date}</lastmod></url>\n"
        for name in sorted(app.env.found_docs)
    )
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    head += '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    write_if_changed(root / "sitemap.xml", f"{head}{urls}</urlset>\n".encode())
    write_if_changed(root / FEED, feed(app, address).encode())
    robots = f"User-agent: *\nAllow: /\nSitemap: {address}/sitemap.xml\n"
    write_if_changed(root / "robots.txt", robots.encode())


def setup(app: Sphinx) -> ExtensionMetadata:
    # takeaway gives the address
    app.connect("html-page-context", of_site(add_metadata), priority=850)
    app.connect("html-collect-pages", of_site(not_found))
    app.connect("build-finished", of_site(write_files))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
