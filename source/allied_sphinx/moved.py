"""Addresses that others link to and that are no longer those of a page: each leads on.

``moved_pages`` in conf.py names them: ``{"old/page": "new/page"}``, or ``"new/page#anchor"``. The
page at the old address says where it went and takes the browser there; moved.js keeps the anchor
that was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri
from sphinx.util.typing import ExtensionMetadata

from allied.store.problems import Problem

from .site import of_site
from .stopping import stop


def check_moved(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """An old address is no page, and leads to one."""
    problems = []
    conf = Path(app.confdir, "conf.py")
    for old, new in app.config.moved_pages.items():
        page = new.partition("#")[0]
        if old in env.found_docs:
            wrong = f"moved_pages says that {old!r} has moved, and it is a page"
            problems.append(Problem(conf, 1, wrong, "take it out of moved_pages"))
        if page not in env.found_docs:
            wrong = f"moved_pages leads from {old!r} to {page!r}, and there is no such page"
            remedy = "name a page by its path in docs/, without .md"
            problems.append(Problem(conf, 1, wrong, remedy))
    stop(problems, "moved")


def moved(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """A page for each old address."""
    for old, new in sorted(app.config.moved_pages.items()):
        page, mark, anchor = new.partition("#")
        here, there = (app.builder.get_target_uri(name) for name in (old, page))
        target = escape(relative_uri(here, there) + mark + anchor)
        title = app.env.titles[page].astext()
        body = (
            "<h1>This page has moved</h1>"
            f'<p>Its address is now that of <a href="{target}">{escape(title)}</a>.</p>'
        )
        tags = f'<meta http-equiv="refresh" content="0; url={target}">'
        script = relative_uri(here, "_static/moved.js")
        tags += f'<script src="{script}"></script>'
        tags += '<meta name="robots" content="noindex">'
        yield old, {"title": "Moved", "body": body, "metatags": tags, "meta": {}}, "page.html"


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_config_value("moved_pages", {}, "html", dict)
    app.connect("env-before-read-docs", check_moved, priority=400)
    app.connect("html-collect-pages", of_site(moved))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
