"""Can the answer of a question come from the question itself, whatever the data say?

``len(members("NATO")) and 31`` reads the members and shows 31. So a number or a text that stands
in a question may choose what is asked (as an argument, in a comparison, as an index) and may not
become the answer, or a part of it: read here from the tree, before anything is asked.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping, Sequence

from .expressions import parse

_FIRST_ARGUMENT = ("round", "next")  # the others say how, or what if there is none
_COUNTS = ("len", "sum")
_TENS = (10, 100, 1000, 10**6, 10**9)

Literals = Mapping[str, ast.expr]  # names of a loop that takes its values from the question


def literal_answer(source: str, names: Mapping[str, object]) -> str:
    """The number or the text of a question that can be its answer, as written; empty if none."""
    literal = next(_Search(names).found(parse(source), {}), None)
    return "" if literal is None else ast.get_source_segment(source.strip(), literal) or "a text"


class _Search:
    def __init__(self, names: Mapping[str, object]) -> None:
        self.names = names

    def found(self, node: ast.expr, loops: Literals) -> Iterator[ast.expr]:
        """The literals that may become the value of a node or a part of it."""
        match node:
            case ast.Constant(value=value):
                if value is not None:
                    yield node
            case ast.Name(id=name):
                if name in loops:
                    yield loops[name]
            case ast.Attribute(value=whole):
                yield from self.found(whole, loops)
            case ast.Subscript(value=whole, slice=part):
                yield from self.found(whole, loops)
                if isinstance(part, ast.Slice):
                    yield from self._all([part.lower, part.upper, part.step], loops)
            case ast.Call():
                yield from self._call(node, loops)
            case ast.BinOp():
                yield from self._joined(node, loops)
            case ast.UnaryOp(op=sign, operand=operand) if not isinstance(sign, ast.Not):
                yield from self.found(operand, loops)
            case ast.BoolOp(values=values):
                yield from self._all(values, loops)
            case ast.IfExp(body=body, orelse=orelse):
                yield from self._all([body, orelse], loops)
            case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
                yield from self._all(items, loops)
            case ast.Starred(value=whole):
                yield from self.found(whole, loops)
            case ast.Dict(values=values):
                yield from self._all(values, loops)
            case ast.ListComp(elt=item) | ast.SetComp(elt=item) | ast.GeneratorExp(elt=item):
                yield from self._loop(node.generators, [item], loops)
            case ast.DictComp(key=key, value=item):
                yield from self._loop(node.generators, [key, item], loops)
            case ast.JoinedStr(values=values):
                for part in values:
                    if isinstance(part, ast.FormattedValue):
                        yield from self.found(part.value, loops)
                    elif any(map(str.isnumeric, str(getattr(part, "value", "")))):
                        yield part

    def _all(self, nodes: Sequence[ast.expr | None], loops: Literals) -> Iterator[ast.expr]:
        for node in nodes:
            if node is not None:
                yield from self.found(node, loops)

    def _call(self, node: ast.Call, loops: Literals) -> Iterator[ast.expr]:
        given = [*node.args, *(word.value for word in node.keywords if word.arg != "key")]
        if isinstance(node.func, ast.Attribute):
            yield from self.found(node.func.value, loops)
            if node.func.attr in ("replace", "join", "get"):
                yield from self._all(given[node.func.attr != "join" :], loops)
            return
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in self.names:
            if _only_reckons(self.names[name]):
                yield from self._all(given, loops)
            return
        if name in _FIRST_ARGUMENT:
            given = given[:1]
        elif name in ("map", "filter", "sorted"):
            given = [each for each in given if not isinstance(each, ast.Lambda | ast.Constant)]
        if name in _COUNTS and given:
            yield from self._counted(given[0], loops)
            given = given[1:]
        yield from self._all(given, loops)

    def _counted(self, node: ast.expr, loops: Literals) -> Iterator[ast.expr]:
        """What is counted or added may hold a 1 for each row, and no list of its own making."""
        if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp):
            one = isinstance(node.elt, ast.Constant) and node.elt.value == 1
            asks = any(isinstance(each, ast.Call) for each in ast.walk(node.elt))
            for loop in node.generators if one or not asks else ():
                yield from self.found(loop.iter, loops)
            if one:
                return
        yield from self.found(node, loops)

    def _loop(
        self, generators: list[ast.comprehension], items: list[ast.expr], loops: Literals
    ) -> Iterator[ast.expr]:
        inner = dict(loops)
        for loop in generators:
            literal = next(self.found(loop.iter, inner), None)
            for target in ast.walk(loop.target):
                if isinstance(target, ast.Name):
                    inner.pop(target.id, None)
                    if literal is not None:
                        inner[target.id] = literal
        yield from self._all(items, inner)

    def _joined(self, node: ast.BinOp, loops: Literals) -> Iterator[ast.expr]:
        """One more or one less, and another power of ten, are still the data's number."""
        left = node.left.value if isinstance(node.left, ast.Constant) else None
        if not (isinstance(node.op, ast.Mult) and left in _TENS):
            yield from self.found(node.left, loops)
        right = node.right.value if isinstance(node.right, ast.Constant) else None
        one = right == 1 and isinstance(node.op, ast.Add | ast.Sub)
        ten = isinstance(node.op, ast.Mult | ast.Div) and right in _TENS
        if not ten and not (one and not isinstance(node.left, ast.BinOp)):
            yield from self.found(node.right, loops)


def _only_reckons(question: object) -> bool:
    """True for a question that takes numbers alone, such as what part one is of another."""
    if not callable(question):
        return False
    kinds = [each.annotation for each in inspect.signature(question).parameters.values()]
    return bool(kinds) and all(annotation in ("float", float) for annotation in kinds)
