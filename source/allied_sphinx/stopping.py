"""Ends a build before anything is written, with the list that ``make check`` gives."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sphinx.util import logging

from allied.store.problems import Problem, display_path, gathered
from allied_check.diagrams import diagram_check
from allied_check.rules import Site, check_all

logger = logging.getLogger(__name__)


def warn(problem: Problem, subtype: str) -> None:
    """Tell a problem as Sphinx tells its own, with file and line."""
    logger.warning(
        "%s; %s",
        problem.wrong,
        problem.remedy,
        location=f"{display_path(problem.path)}:{problem.line}",
        type="allied",
        subtype=subtype,
    )


def stop(problems: Iterable[Problem], subtype: str) -> None:
    """Tell the problems, each cause once, and end the build if there are any."""
    _stop(gathered(problems), subtype)


def stop_and_tell_all(docs: Path, subtype: str) -> None:
    """End the build for what no page can be read without, and tell what else is wrong."""
    _stop(check_all(Site.published(docs), diagram_check()), subtype)


def _stop(found: list[Problem], subtype: str) -> None:
    for problem in found:
        warn(problem, subtype)
    if found:
        raise SystemExit(
            f"Nothing was written: {len(found)} problem(s), named above. "
            "How to put one right: docs/contribute/index.md"
        )
