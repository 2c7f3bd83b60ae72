"""The same pages for Sphinx and Furo as they come: facts as words, our tables as plain ones.

What has no plain form (charts, diagrams from rows, the lists of evidence and of downloads) is
left out, so the stock site has less to do.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import allied
from allied.store.conditions import condition, written
from allied.store.rows import ROW_TYPES
from allied.store.tables import select, tables

ROOT = Path(__file__).parents[2]
SETTINGS = """\
project = "Allied Cooperation"
extensions = ["myst_parser", "sphinx.ext.doctest", "sphinx_design"]
extensions += ["sphinxcontrib.bibtex", "sphinxcontrib.mermaid"]
source_suffix = {".md": "markdown"}
numfig = True
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "label"
html_theme = "furo"
"""
_FACT = re.compile(r"\{fact\}`([^<`]*?)\s*<[^`]*>`", re.S)
_BLOCK = re.compile(
    r"^(?P<marks>`{3,})(?:\{(?P<kind>[\w-]+)\})? *(?P<title>[^\n]*)\n(?P<body>.*?)^(?P=marks)$",
    re.M | re.S,
)
_OPTION = re.compile(r"^:([\w-]+): *(.*)$", re.M)


def stock_project(folder: Path) -> Path:
    """Write the pages into ``folder``, with settings that name no extension of ours."""
    for path in (ROOT / "docs").rglob("*.md"):
        target = folder / "docs" / path.relative_to(ROOT / "docs")
        target.parent.mkdir(parents=True, exist_ok=True)
        text = _BLOCK.sub(_block, _FACT.sub(r"\1", path.read_text(encoding="utf-8")))
        target.write_text(text, encoding="utf-8")
    for path in (ROOT / "docs").rglob("*"):
        if path.is_file() and path.suffix != ".md":
            shutil.copy2(path, folder / "docs" / path.relative_to(ROOT / "docs"))
    (folder / "docs/conf.py").write_text(SETTINGS, encoding="utf-8")
    return folder


def _block(match: re.Match[str]) -> str:
    options = dict(_OPTION.findall(match["body"]))
    match match["kind"]:
        case "checked-table":
            rows = [line for line in match["body"].splitlines() if line.startswith("|")]
            return _table(match["title"], options, "\n".join(rows))
        case "data-table":
            return _table(
                options.get("caption", match["title"]), options, _rows(match["title"], options)
            )
        case "data-dictionary":
            columns = [(part.name, part.description) for part in tables()[match["title"]].fields]
            return _table(
                "What the columns mean", options, str(allied.table(columns, "Column", "Meaning"))
            )
        case "chart" | "institutions-diagram" | "memberships-diagram" | "evidence" | "downloads":
            return ""
    return match[0]


def _rows(name: str, options: dict[str, str]) -> str:
    table = tables()[name]
    columns = [part.strip() for part in options.get("columns", "").split(",") if part.strip()]
    columns = columns or [part.name for part in table.fields]
    where = condition(table, options["where"]) if "where" in options else None
    rows = select(name, ROW_TYPES[name], where)
    values = [[written(getattr(row, column)) for column in columns] for row in rows]
    return str(allied.table(values, *columns))


def _table(title: str, options: dict[str, str], rows: str) -> str:
    name = f":name: {options['name']}\n" if "name" in options else ""
    return f"````{{table}} {title}\n{name}\n{rows}\n````"
