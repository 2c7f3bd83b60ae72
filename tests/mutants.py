"""``make mutants``: are the guards guarded? Small changes of the code that a test must notice.

    make mutants                                            a sample of the data and the checks
    make mutants ONLY=source/allied/store/dates.py EVERY=1  every mutant of one module

Each mutant changes one place of one module in a copy of the project: a comparison flipped or
moved by one, `and` for `or`, a condition negated, a number one higher, a statement dropped. The
tests of that module's package run against it until one fails; a mutant that none notices is
printed with its line, and the share that was noticed at the end.

Which places are taken follows from their order, not from chance: two runs ask the same.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS = ("source", "tests", "docs", "_static", "conf.py", "pyproject.toml", "Makefile", "README.md")
# What asks the modules of a package; guides and whole builds take minutes and notice the same.
TESTS = {
    "source/allied": ["tests/data", "tests/check/test_command.py"],
    "source/allied_check": ["tests/check", "--ignore=tests/check/test_guides.py"],
}
EVERY = 25
_FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OTHER: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """What a node may become."""
    new = copy.deepcopy(node)
    match new:
        case ast.Compare(ops=[op, *_]) if type(op) in _FLIPPED:
            new.ops[0] = _FLIPPED[type(op)]()
            yield new
        case ast.BoolOp():
            new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
            yield new
        case ast.UnaryOp(op=ast.Not()):
            yield new.operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.BinOp(op=op) if type(op) in _OTHER:
            new.op = _OTHER[type(op)]()
            yield new
        case ast.If():
            new.test = ast.UnaryOp(ast.Not(), new.test)
            yield new
        case ast.Continue() | ast.Break() | ast.Raise() | ast.AugAssign():
            yield ast.Pass()
        case ast.Return(value=ast.expr()):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield ast.Pass()


class _Put(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def mutants(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Each mutant of a module: its line, what stood there, what stands there, the whole text."""
    tree: ast.AST = ast.parse(text)
    kept: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign):  # annotations are for the type checker
            kept |= {id(inner) for inner in ast.walk(node.annotation or node)}
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            kept |= {id(inner) for inner in ast.walk(node.returns)}
    for node in ast.walk(tree):
        if id(node) in kept or not hasattr(node, "lineno"):
            continue
        for new in changes(node):
            ast.copy_location(new, node)
            # The old tree is mended again below: copying it for each mutant takes minutes.
            whole = ast.unparse(ast.fix_missing_locations(_Put(node, new).visit(tree)))
            tree = _Put(new, node).visit(tree)
            yield node.lineno, _line(node), _line(new), whole


def _line(node: ast.AST) -> str:
    return ast.unparse(node).split("\n")[0][:70]


def noticed(folder: Path, tests: list[str], seconds: float | None = None) -> bool:
    """Whether a test fails on the copy in ``folder``, or does not end within ``seconds``."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": "source", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("only", nargs="*", help="modules (without any: those of all packages)")
    parser.add_argument("--every", type=int, default=EVERY, help="take every n-th mutant")
    asked = parser.parse_args()
    left: list[str] = []
    count = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "project")
        folder.mkdir()
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, folder / part)
            else:
                shutil.copy2(ROOT / part, folder / part)
        for package, tests in TESTS.items():
            modules = asked.only or [
                str(path.relative_to(ROOT))
                for path in sorted((ROOT / package).rglob("*.py"))
                if path.name != "rows.py"  # written from the schema, and compared with it
            ]
            modules = [module for module in modules if module.startswith(f"{package}/")]
            start = time.monotonic()
            if modules and noticed(folder, tests):
                sys.exit(f"{' '.join(tests)}: a test fails already")
            seconds = 3 * (time.monotonic() - start) + 30
            made = [
                (module, *mutant)
                for module in modules
                for mutant in mutants((ROOT / module).read_text(encoding="utf-8"))
            ]
            for module, line, old, new, text in made[asked.every // 2 :: asked.every]:
                path = folder / module
                path.write_text(text, encoding="utf-8")
                count += 1
                if not noticed(folder, tests, seconds):
                    left.append(module)
                    print(f"{module}:{line}: {old}  became  {new}", flush=True)
                shutil.copy2(ROOT / module, path)
    if not count:
        sys.exit("no such module, or nothing in it to change")
    print(f"{count - len(left)} of {count} mutants were noticed.")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
