"""Rewrites what can be derived: the rows of checked tables and the output of examples.

Sentences are left alone: a figure that changed may have made its sentence untrue, and only a
person can say so.
"""

from __future__ import annotations

import os
from pathlib import Path

from allied.store.markdown import differences

from .doctests import run_examples, run_table
from .page import Page


def fix_page(page: Page) -> int:
    """Rewrite the derived parts of a page; the number of places that changed."""
    repairs: list[tuple[int, int, list[str]]] = list(run_examples(page).repairs)
    for block in page.blocks:
        if block.directive and block.kind == "checked-table":
            run = run_table(block)
            if not run.error and differences(list(run.expected), list(run.got)):
                last = run.expected_line + len(run.expected) - 1
                rows = [f"{block.indent}{row}" for row in run.got]
                repairs.append((run.expected_line, last, rows))
    if not repairs:
        return 0
    lines = list(page.lines)
    for first, last, new in sorted(repairs, reverse=True):
        lines[first - 1 : last] = new
    write_whole(page.path, "\n".join(lines) + "\n")
    return len(repairs)


def write_whole(path: Path, text: str) -> None:
    """Replace a file in one step, so that no reader ever meets half of it."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)
