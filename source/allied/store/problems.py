"""What is wrong, where, and what to do about it: the one form of every message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that does not hold. ``line`` counts from 1."""

    path: Path
    line: int
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{display_path(self.path)}:{self.line}: {self.wrong}; {self.remedy}"


class DataError(Exception):
    """The data break their own schema. ``problems`` holds every breach that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def display_path(path: Path) -> str:
    """The path as a reader would type it: from the working directory where that is possible."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
