"""What a chart or a diagram drawn from rows names must be known to the data."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import allied
from allied.store.problems import DataError, Problem

from .page import Page, nearest

_CHARTS = Path(__file__).parents[1] / "allied_sphinx/figures"
_REMEDY = "take the name from the table that the data dictionary describes"


@cache
def charts() -> tuple[str, ...]:
    """The names of the charts: functions that draw one; none where the extension is not at hand."""
    return tuple(
        sorted(
            node.name
            for path in _CHARTS.glob("*.py")
            for node in _parsed(path).body
            if isinstance(node, ast.FunctionDef)
            and isinstance(node.returns, ast.Name)
            and node.returns.id == "Chart"
            and [argument.arg for argument in node.args.args] == ["width"]
        )
    )


def _parsed(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        problem = Problem(path, error.lineno or 1, error.msg, "correct it")
        raise DataError([problem]) from None


def check_pictures(page: Page) -> Iterator[Problem]:
    """What a chart or a diagram from rows names is known to the data."""
    for block in page.blocks:
        if not block.directive:
            continue
        try:
            match block.kind:
                case "institutions-diagram":
                    if not allied.bodies(block.options).relations:
                        wrong = "none of these relations holds between these bodies"
                        yield Problem(page.path, block.line, wrong, "correct `:relations:`")
                case "memberships-diagram":
                    for id, (name, _) in allied.circles(block.options).items():
                        if (other := allied.pact_named(name)) not in ("", id):
                            wrong = f"the circle of {id} is named {name!r}, as {other} is"
                            yield Problem(page.path, block.line, wrong, "give it its own name")
                case "chart" if charts() and block.argument not in charts():
                    wrong = f"there is no chart {block.argument!r}"
                    yield Problem(page.path, block.line, wrong, nearest(block.argument, charts()))
        except (LookupError, ValueError) as error:
            wrong, _, remedy = str(error.args[0]).partition("; ")
            yield Problem(page.path, block.line, wrong, remedy or _REMEDY)
