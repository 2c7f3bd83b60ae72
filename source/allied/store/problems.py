"""What is wrong, where, and what to do about it: the one form of every message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that does not hold. ``line`` counts from 1.

    Problems with the same ``cause`` go away together: `gathered` tells many of them once.
    """

    path: Path
    line: int
    wrong: str
    remedy: str
    cause: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{display_path(self.path)}:{self.line}: {self.wrong}; {self.remedy}"


def annotation(problem: Problem) -> str:
    """The problem as GitHub Actions shows it: beside its line of the proposed change.

    >>> annotation(Problem(Path("a,b.md"), 3, "50 % is wrong", "correct it"))
    '::error file=a%2Cb.md,line=3::50 %25 is wrong; correct it'
    """
    message = _escaped(f"{problem.wrong}; {problem.remedy}")
    file = _escaped(display_path(problem.path)).replace(":", "%3A").replace(",", "%2C")
    return f"::error file={file},line={problem.line}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


class DataError(Exception):
    """The data break their own schema. ``problems`` holds every breach that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


_FEW = 3  # places of one cause that are told one by one
_NAMED = 3  # of more, those that are named


def gathered(problems: Iterable[Problem], first: Iterable[Path] = ()) -> list[Problem]:
    """Each problem once, by file and line, and what has one cause as one problem.

    Those of the files in ``first`` come before all others, which may follow from them.
    """
    found = sorted(set(problems))
    alike: dict[str, list[Problem]] = defaultdict(list)
    for problem in found:
        alike[problem.cause].append(problem)
    told = alike.pop("", [])
    for same in alike.values():
        told += same if len(same) <= _FEW else [_once(same)]
    causes = set(first)
    return sorted(told, key=lambda problem: (problem.path not in causes, problem))


def _once(same: list[Problem]) -> Problem:
    places = [f"{display_path(problem.path)}:{problem.line}" for problem in same]
    others = [place for place in dict.fromkeys(places) if place != places[0]]
    if not others:
        return same[0]
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    wrong = f"{same[0].wrong} (so also at {', '.join(others[:_NAMED])}{more})"
    return replace(same[0], wrong=wrong)


def display_path(path: Path) -> str:
    """The path as a reader would type it: from the working directory where that is possible."""
    try:
        # A link is named as it stands, not by what it leads to.
        return (path.parent.resolve() / path.name).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
