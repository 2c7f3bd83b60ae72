"""The picture that stands for a page where a link to it is shared (``og:image``).

Only a site with an address has them, since such a picture is named by its whole address. All are
set by Typst in one go, and named by what is in them: the same page keeps its picture and need
not be drawn again.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from .archives import PICTURES
from .figures import NARROW, drawn
from .fonts import SANS, folder
from .packages import write_if_changed
from .site import of_site
from .statements import statements
from .takeaway import DESCRIPTION

WIDTH, HEIGHT = 1200, 630  # px, as those who show such pictures ask
_TALL = 1.2  # a chart that is higher than this, for its width, would be too small to read
_PX_PER_PT = 2
_DESIGN = f"""\
#set page(width: {WIDTH // _PX_PER_PT}pt, height: {HEIGHT // _PX_PER_PT}pt, margin: 0pt)
#set text(font: "{SANS}", fill: rgb("#1b2430"), lang: "en", hyphenate: false)
#set par(spacing: 0pt, leading: 0.5em)
#let quiet = rgb("#4b5563")
#let strong = rgb("#0b5cad")
#for (number, card) in json(bytes(sys.inputs.cards)).enumerate() {{
  if number > 0 {{ pagebreak() }}
  let aside = card.chart != ""
  place(rect(width: 100%, height: 10pt, fill: strong))
  place(dx: 36pt, dy: 38pt, stack(spacing: 20pt,
    text(12pt, strong, weight: "bold", tracking: 1pt, upper(card.part)),
    block(width: if aside {{ 236pt }} else {{ 528pt }},
      text(if aside {{ 27pt }} else {{ 34pt }}, font: "Libertinus Serif", weight: "bold",
        card.title)),
    if not aside {{ block(width: 500pt, text(14pt, quiet, card.said)) }},
  ))
  if aside {{
    place(dx: 292pt, dy: 34pt,
      image(bytes(card.chart), width: 280pt, height: 216pt, fit: "contain"))
  }}
  place(bottom, dx: 36pt, dy: -26pt, text(14pt, weight: "bold", card.site))
  place(bottom + right, dx: -28pt, dy: -26pt, text(11pt, quiet, card.motto))
}}
"""


def card(app: Sphinx, docname: str) -> dict[str, str]:
    """What is shown of a page."""
    env = app.env
    return {
        "part": _part(env, docname),
        "title": env.titles[docname].astext(),
        "said": env.metadata[docname].get(DESCRIPTION, ""),
        "chart": _chart(env, docname),
        "site": app.config.project,
        "motto": app.config.typst_description,
    }


def _part(env: BuildEnvironment, docname: str) -> str:
    """The caption under which the contents list a page, or the title of the page above it."""
    root = env.config.root_doc
    for tree in env.tocs[root].findall(addnodes.toctree):
        if docname in tree["includefiles"]:
            return str(tree.get("caption") or "")
    for page, below in env.toctree_includes.items():
        if docname in below and page != root:
            return env.titles[page].astext()
    return ""


def _chart(env: BuildEnvironment, docname: str) -> str:
    """The first chart of a page that can be read in half of the picture, as SVG."""
    for item in statements(env).pages.get(docname, []):
        if item.kind == "chart":
            figure, _ = drawn(item.expression, NARROW)
            if not figure.heavy and figure.height <= _TALL * figure.width:
                return figure.svg
    return ""


@cache
def _design() -> str:
    fonts = b"".join(path.read_bytes() for path in sorted(folder().glob("*.ttf")))
    return hashlib.sha256((_DESIGN + version("typst")).encode() + fonts).hexdigest()


def path_of(docname: str, shown: dict[str, str]) -> str:
    """Where the picture of a page is, from the root of the site."""
    content = json.dumps([_design(), shown], sort_keys=True)
    return f"{PICTURES}/{docname}-{hashlib.sha256(content.encode()).hexdigest()[:8]}.png"


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Draw what is not there yet, and remove what no page names."""
    if error is not None:
        return
    root = Path(app.outdir)
    pages = sorted(app.env.found_docs) if app.config.html_baseurl else []
    wanted = {path_of(name, shown): shown for name in pages for shown in [card(app, name)]}
    missing = {name: shown for name, shown in wanted.items() if not (root / name).exists()}
    for name, picture in zip(missing, _drawn(list(missing.values())), strict=True):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        write_if_changed(root / name, picture)
    for path in (root / PICTURES).rglob("*.png"):
        if path.relative_to(root).as_posix() not in wanted:
            path.unlink()


def _drawn(found: list[dict[str, str]]) -> list[bytes]:
    if not found:
        return []
    import typst

    made: list[bytes] | bytes = typst.compile(  # type: ignore[call-overload]  # text, and a folder
        _DESIGN.encode(),
        format="png",
        ppi=72 * _PX_PER_PT,
        font_paths=[str(folder())],
        ignore_system_fonts=True,
        sys_inputs={"cards": json.dumps(found)},
    )
    return made if isinstance(made, list) else [made]


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("build-finished", of_site(write_files))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
