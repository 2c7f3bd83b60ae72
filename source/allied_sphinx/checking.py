"""Runs the same checks as ``python -m allied_check check`` on every page that is read.

When something does not hold the build ends before a page is written, and the environment is
not saved: otherwise the next build would take the page for read and stay silent. It ends by
SystemExit, because Sphinx meets any other exception with a page of its own insides.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from allied.store.problems import display_path
from allied.store.tables import PACKAGE
from allied_check.bibliography import references
from allied_check.page import parse_page
from allied_check.rules import check_bound, check_package
from sphinx_pele import problems as diagram_problems

from .statements import bibliography, statements

logger = logging.getLogger(__name__)


def check_data(app: Sphinx) -> None:
    """The data must keep their schema before any page asks them anything."""
    sources = references(bibliography(app.env))
    found = list(check_package(PACKAGE, sources))
    for problem in found:
        logger.warning(
            "%s; %s",
            problem.wrong,
            problem.remedy,
            location=f"{display_path(problem.path)}:{problem.line}",
            type="allied",
            subtype="data",
        )
    if found:
        raise SystemExit(f"Nothing was written: {len(found)} problem(s) in the data, named above.")


def check_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Every bound statement of a page must hold."""
    path = Path(app.env.doc2path(docname))
    if path.suffix != ".md":
        return
    found = sorted(set(check_bound(parse_page(source[0], path), diagram_problems)))
    for problem in found:
        logger.warning(
            "%s; %s",
            problem.wrong,
            problem.remedy,
            location=(docname, problem.line),
            type="allied",
            subtype="statement",
        )
    if found:
        statements(app.env).problems[docname] = len(found)


def stop_before_writing(app: Sphinx, env: BuildEnvironment) -> None:
    """End the build if anything on any page does not hold."""
    count = sum(statements(env).problems.values())
    if count:
        pages = len(statements(env).problems)
        raise SystemExit(
            f"Nothing was written: {count} problem(s) on {pages} page(s), named above. "
            "How to put one right: docs/contribute/index.md"
        )


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("builder-inited", check_data)
    app.connect("source-read", check_source)
    app.connect("env-updated", stop_before_writing)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
