"""A diagram whose text is a file of its own: ``{mermaid} drawn.mmd``."""

from __future__ import annotations

from pathlib import Path

from .check import DiagramError


def diagram_path(page: Path, argument: str, docs: Path) -> Path:
    """The file that ``argument`` names: from the page's folder, or with ``/`` from ``docs``.

    Raises DiagramError, whose line is 0 because the fault lies with the page that names the
    file, if that is no file inside ``docs``.
    """
    base = docs if argument.startswith("/") else page.parent
    try:
        path, root = (base / argument.lstrip("/")).resolve(), docs.resolve()
        inside, folder, there = path.is_relative_to(root), path.is_dir(), path.is_file()
    except (OSError, ValueError):  # a name that no system takes, such as one with a NUL
        inside, folder, there = True, False, False
    if not inside:
        raise DiagramError(f"the diagram {argument!r} is outside of {docs.name}/; move it there", 0)
    if folder:
        raise DiagramError(f"the diagram {argument!r} is a folder; name a file", 0)
    if not there:
        raise DiagramError(
            f"there is no diagram {argument!r}; correct the path, seen from the page's folder", 0
        )
    return path


def diagram_text(page: Path, argument: str, docs: Path) -> tuple[str, Path]:
    """The text of the file that `diagram_path` finds, and its path."""
    path = diagram_path(page, argument, docs)
    try:
        return path.read_text(encoding="utf-8-sig"), path
    except UnicodeDecodeError as error:
        raise DiagramError(f"the diagram {argument!r} is not UTF-8; save it as UTF-8", 0) from error
    except OSError as error:
        raise DiagramError(
            f"the diagram {argument!r} cannot be read ({error.strerror}); let it be read", 0
        ) from error
