"""From Typst source to finished PDF: what each PDF's own process does.

Typst keeps every layout that it has tried in memory until its process ends, so a project of
several PDFs needs a process for each; they also run beside one another, and beside the writing
of the next.  Nothing of Sphinx is imported here, for it would take longer than a small PDF.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sphinx_typst_book.compiler import (
    COLOUR_SIGN,
    CompileError,
    Message,
    Places,
    compile_book,
    missing_signs,
    name_signs,
)
from sphinx_typst_book.finishing import finish


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made of what."""

    source: str
    pdf: str
    root: str
    """Where the paths in *source* that begin with a slash start from."""
    timestamp: int
    font_paths: Sequence[str]
    standards: Sequence[str]
    lenient: bool
    """Whether a sign that no font has gives way to its name."""
    row_headers: Sequence[Sequence[int]]
    """For each table the cells of its body that head their rows."""
    page_word: str
    """What a link says before the number of its page."""


@dataclass(slots=True)
class Outcome:
    """What became of an :class:`Order`; there is no PDF where there are *errors*."""

    pages: int = 0
    warnings: list[tuple[str | None, Message]] = field(default_factory=list)
    """Each with the kind that ``suppress_warnings`` may name, if it has one."""
    errors: list[Message] = field(default_factory=list)


def make(order: Order) -> Outcome:
    """Make the PDF here."""
    outcome = Outcome()
    pdf = Path(order.pdf)
    raw = Path(order.source).with_suffix(".pdf")
    try:
        places = _compile(order, raw, outcome)
    except CompileError as error:
        outcome.errors += error.messages
        return outcome
    outcome.pages, problem = finish(raw, pdf, order.row_headers, places, order.page_word)
    raw.unlink()
    if problem:
        outcome.warnings.append(("tags", Message(f"{pdf.name}: {problem}", None, None)))
    return outcome


def make_apart(order: Order) -> Outcome:
    """Make the PDF in a process of its own."""
    paths = [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, "-P", "-m", __name__],
        input=json.dumps(asdict(order)),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        check=True,
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return Outcome(
        said["pages"],
        [(kind, Message(**message)) for kind, message in said["warnings"]],
        [Message(**message) for message in said["errors"]],
    )


def _compile(order: Order, raw: Path, outcome: Outcome) -> Places:
    """Compile, if need be again without the characters that no font has."""
    source = Path(order.source)
    named: set[str] = set()
    while True:
        try:
            messages, places = compile_book(
                source,
                raw,
                root=Path(order.root),
                timestamp=order.timestamp,
                font_paths=order.font_paths,
                standards=order.standards,
            )
        except CompileError as error:
            signs = missing_signs(error.messages) - named
            if not signs:
                raise
            shown = " ".join(sorted(signs - {COLOUR_SIGN}))
            if not order.lenient:
                text = (
                    f"no font has {shown or 'the signs for colour'}; put a folder with one "
                    "that does into typst_font_paths, or set typst_lenient = True, which "
                    "prints the signs' names"
                )
                raise CompileError([Message(text, None, None), *error.messages]) from error
            if shown:
                text = f"no font has {shown}; their names are printed"
                outcome.warnings.append(("left_out", Message(text, None, None)))
            name_signs(source, signs)
            named |= signs
        else:
            outcome.warnings += [(None, message) for message in messages]
            return places


if __name__ == "__main__":
    made = make(Order(**json.load(sys.stdin)))
    json.dump(asdict(made), sys.stdout)
