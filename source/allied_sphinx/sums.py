"""Sums over what something is made from, by which a build sees that it would make it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from sphinx.application import Sphinx


def sum_of(folder: Path, paths: Iterable[Path], *more: str) -> str:
    """One sum over files of a folder, by name and bytes, wherever the folder is."""
    total = hashlib.sha256("\n".join(more).encode())
    for path in paths:
        name = path.relative_to(folder).as_posix()
        total.update(name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


@runtime_checkable
class Remembering(Protocol):
    """A builder that keeps from one build to the next what it was made from."""

    last: dict[str, Any]
    now: dict[str, Any]


def is_made_from(app: Sphinx, what: str, sources: str) -> bool:
    """True where the last whole build made it from the same; the next is told what this one did."""
    builder: object = app.builder
    if not isinstance(builder, Remembering):
        return False
    builder.now[what] = sources
    return bool(builder.last.get(what) == sources)
