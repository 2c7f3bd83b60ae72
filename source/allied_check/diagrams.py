"""The check of the diagrams on a page, where the package that draws them is at hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from allied.store.problems import Problem

from .page import Block
from .rules import Diagrams


def diagram_check() -> Diagrams | None:
    """The check; None, and a note, where diagrams cannot be drawn: reading the data must work."""
    try:
        from sphinx_pele import DiagramError, diagram_text, problems
    except ImportError as error:
        print(f"note: diagrams are not checked here ({error})", file=sys.stderr)
        return None

    def check(page: Path, block: Block, docs: Path) -> Iterator[Problem]:
        text, path, first = block.text, page, block.body_line
        if block.argument:
            try:
                text, path = diagram_text(page, block.argument, docs)
            except DiagramError as error:
                wrong, _, remedy = error.message.partition("; ")
                yield Problem(page, block.line, wrong, remedy)
                return
            first = 1
        for line, message in problems(text):
            wrong, _, remedy = message.partition("; ")
            yield Problem(path, first + line - 1, wrong, remedy or "correct the line")

    return check
