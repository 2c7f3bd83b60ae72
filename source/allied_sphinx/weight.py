"""A page carries only the styles, scripts and links that it uses: the first view stays small."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import sphinx_design
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from .site import of_site

# file -> what the body of a page holds when it needs that file
NEEDED_FOR = {
    "sphinx-design.min.css": '"sd-',
    "furo-extensions.css": '"sd-',  # the rest of it is for add-ons that are not used
    "design-tabs.js": "sd-tab",
    "pygments.css": 'class="highlight',
    "filter.js": 'class="filtered',
    "widths.css": '<col class="w-',
    "tables.js": "table-wrapper",
}
# Sphinx's own search; ours is in search.py.
UNUSED = ("documentation_options.js", "doctools.js", "sphinx_highlight.js")


DESIGN = "sphinx-design.min.css"
# What the directives that pages may use are made of: grids, cards, tabs, folds.
_AT = r"(?:-(?:xs|sm|md|lg|xl))?"  # from which width on
_KEPT = re.compile(
    rf"sd-(?:container-fluid|row|row-cols{_AT}-[1-4]|col{_AT}(?:-\d+)?|g{_AT}-[0-5]|mb-\d|w-100"
    r"|card(?:-(?:body|title|text|hover))?|sphinx-override|font-weight-bold|hide-link-text"
    r"|shadow-sm|d-flex-row|stretched-link|tab-\w+|summary-\w+|dropdown)"
)
_RULE = re.compile(r"[^{}]+\{[^{}]*\}|@media[^{]+\{(?:[^{}]+\{[^{}]*\})*\}")


def cut_design(css: str) -> str:
    """The rules of sphinx-design's sheet that pages can have a use for: a seventh of its bytes."""

    def kept(rule: str) -> str:
        if rule.startswith("@media"):
            head, _, body = rule.partition("{")
            inner = "".join(map(kept, _RULE.findall(body[:-1])))
            return f"{head}{{{inner}}}" if inner else ""
        selectors, _, body = rule.partition("{")
        fitting = [one for one in selectors.split(",") if _is_kept(one)]
        return f"{','.join(fitting)}{{{body}" if fitting else ""

    return "".join(map(kept, _RULE.findall(css)))


def _is_kept(selector: str) -> bool:
    return all(map(_KEPT.fullmatch, re.findall(r"\.(sd-[\w-]+)", selector)))


def write_design(app: Sphinx, error: Exception | None) -> None:
    """Put the cut sheet in the place of the whole one."""
    target = Path(app.outdir, "_static", DESIGN)
    if error is None and target.exists():
        whole = Path(sphinx_design.__file__).with_name("static") / DESIGN
        target.write_text(cut_design(whole.read_text(encoding="utf-8")), encoding="utf-8")


def keep_what_is_used(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Drop the files that this page has no use for."""
    body = context.get("body", "")

    def used(file: Any) -> bool:
        name = str(file.filename).rpartition("/")[2]
        return name not in UNUSED and (name not in NEEDED_FOR or NEEDED_FOR[name] in body)

    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if used(file)]


def fold_sidebar(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """List in the sidebar only the pages of the branch that the reader is in.

    Furo lists every page of the site on every page; the appendix alone has a page per table.
    """
    if "toctree" in context:
        whole = context["toctree"]
        context["toctree"] = lambda **options: whole(**options | {"collapse": True})


def setup(app: Sphinx) -> ExtensionMetadata:
    # before Furo asks for the tree
    app.connect("html-page-context", of_site(fold_sidebar), priority=100)
    app.connect("build-finished", of_site(write_design))
    app.connect("html-page-context", of_site(keep_what_is_used), priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
