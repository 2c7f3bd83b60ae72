"""Can the answer of a question come from the question itself, whatever the data say?

``len(nato.members()) and 31`` reads the members and shows 31. So a number or a text that stands
in a question may choose what is asked (as an argument, in a comparison, as an index) and may not
become the answer, or a part of it: read here from the tree, before anything is asked.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from .expressions import called, parse
from .number_words import ONES, SCALES, TENS, any_of

_FIRST_ARGUMENT = ("round", "next")  # the others say how, or what if there is none
_COUNTS = ("len", "sum")
_TENS = (10, 100, 1000, 10**6, 10**9)

# In a text that is joined to a value: what is a number, or makes another of the value.
_NUMBERS = re.compile(
    rf"[\d\u00bc-\u00be\u2150-\u218f%\u2030]|per\s?cent|[-\u2212+.,$\u20ac\u00a3\u00a5]\Z"
    rf"|(?<![^\W_])(?:{any_of((*ONES[1:], *TENS, 'hundred', 'dozen', 'half', *SCALES))})(?![^\W_])",
    re.I,
)

Literals = Mapping[str, list[ast.expr]]  # names of loops that take values from the question


def literal_answer(source: str, names: Mapping[str, object]) -> str:
    """The number or the text of a question that can be its answer, as written; empty if none."""
    literal = next(_Search(names).found(parse(source), {}), None)
    return "" if literal is None else ast.get_source_segment(source.strip(), literal) or "a text"


def made_up_cell(source: str, names: Mapping[str, object], shown: Collection[str]) -> str:
    """The number that a cell of a table shows and its example itself holds; empty if none.

    Years may name the rows. ``shown`` are the cells: a text that is one whole is read as prose.
    """
    tree = parse(source)
    for part in tree.args if isinstance(tree, ast.Call) else ():
        for literal in _Search(names).found(part, {}):
            value = literal.value if isinstance(literal, ast.Constant) else None
            year = isinstance(value, int) and 1500 <= value < 2100
            text = isinstance(value, str) and (value in shown or not _NUMBERS.search(value))
            if not (year or text or isinstance(value, bool)):
                return ast.get_source_segment(source.strip(), literal) or repr(value)
    return ""


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
                    yield from loops[name]
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
                    elif _NUMBERS.search(str(getattr(part, "value", ""))):
                        yield part

    def _all(self, nodes: Sequence[ast.expr | None], loops: Literals) -> Iterator[ast.expr]:
        for node in nodes:
            if node is not None:
                yield from self.found(node, loops)

    def _call(self, node: ast.Call, loops: Literals) -> Iterator[ast.expr]:
        given = [*node.args, *(word.value for word in node.keywords if word.arg != "key")]
        name = self._question(node.func, loops)
        if isinstance(node.func, ast.Attribute) and not name:
            yield from self.found(node.func.value, loops)
            if node.func.attr in ("replace", "join", "get"):
                yield from self._all(given[node.func.attr != "join" :], loops)
            return
        if name in self.names:
            if _only_reckons(self.names[name]):
                yield from self._all(given, loops)
            return
        if name in _FIRST_ARGUMENT:
            given = given[:1]
        elif name in ("map", "filter", "sorted"):
            of = self._question(given[0], loops) if given else ""
            if of in self.names and not _only_reckons(self.names[of]):
                return  # a question is asked of each
            given = [each for each in given if not isinstance(each, ast.Lambda | ast.Constant)]
        if name in _COUNTS and given:
            yield from self._counted(given[0], loops)
            given = given[1:]
        yield from self._all(given, loops)

    def _question(self, node: ast.expr, loops: Literals) -> str:
        """The name under which a question or a function is asked; blank for a method of a value."""
        name = called(node)
        group = isinstance(node, ast.Attribute)
        return "" if group and (name not in self.names or name.partition(".")[0] in loops) else name

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
        yield from self._all(items, self._named(generators, loops))

    def _named(self, generators: list[ast.comprehension], loops: Literals) -> Literals:
        """The names of loops, each with the literals that it may stand for."""
        inner = dict(loops)
        for loop in generators:
            pair = loop.target if isinstance(loop.target, ast.Tuple | ast.List) else None
            targets = pair.elts if pair else [loop.target]
            columns = self._columns(loop.iter, inner, len(targets)) if pair else None
            for number, target in enumerate(targets):
                given = columns[number] if columns else list(self.found(loop.iter, inner))
                for name in ast.walk(target):
                    if isinstance(name, ast.Name):
                        inner[name.id] = given
        return inner

    def _columns(self, rows: ast.expr, loops: Literals, count: int) -> list[list[ast.expr]] | None:
        """The literals in each part of rows that are written as so many parts; None for others."""
        match rows:
            case ast.Call(func=ast.Name(id="sorted" | "list" | "tuple" | "reversed"), args=[of]):
                return self._columns(of, loops, count)
            case ast.ListComp(elt=row) | ast.SetComp(elt=row) | ast.GeneratorExp(elt=row):
                written, loops = [row], self._named(rows.generators, loops)
            case ast.Tuple(elts=written) | ast.List(elts=written):
                pass
            case _:
                return None
        parts = [row.elts for row in written if isinstance(row, ast.Tuple | ast.List)]
        if len(parts) < len(written) or any(len(each) != count for each in parts):
            return None
        return [list(self._all(column, loops)) for column in zip(*parts, strict=True)] or None

    def _joined(self, node: ast.BinOp, loops: Literals) -> Iterator[ast.expr]:
        """Another power of ten, and one more or less than no count, are still the data's number."""
        left = node.left.value if isinstance(node.left, ast.Constant) else None
        if not (isinstance(node.op, ast.Mult) and left in _TENS and not _is_count(node.right)):
            yield from self.found(node.left, loops)
        right = node.right.value if isinstance(node.right, ast.Constant) else None
        one = right == 1 and isinstance(node.op, ast.Add | ast.Sub)
        ten = isinstance(node.op, ast.Mult | ast.Div) and right in _TENS
        ten = ten and not (isinstance(node.op, ast.Mult) and _is_count(node.left))
        one = one and not isinstance(node.left, ast.BinOp) and not _is_count(node.left)
        if not ten and not one:
            yield from self.found(node.right, loops)


def _is_count(node: ast.expr) -> bool:
    """True for a number of rows, which has no other power of ten."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len"


def _only_reckons(question: object) -> bool:
    """True for a question that takes numbers alone, such as what part one is of another."""
    if not callable(question):
        return False
    kinds = [each.annotation for each in inspect.signature(question).parameters.values()]
    return bool(kinds) and all(annotation in ("float", float) for annotation in kinds)
