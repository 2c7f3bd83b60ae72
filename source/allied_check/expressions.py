"""Answers a question of a page: one Python expression over the data, read and never executed.

A page is text that anybody may propose, so an expression has no more of Python than questions
need: the questions by name, alone or in a group (``nato.members``), values and their columns,
arithmetic, comparisons, comprehensions and a few functions. The tree is walked here, step by
step, and the steps, the numbers and the lists are bounded: an answer comes in bounded time whatever
the text says. Functions are never values; they stand only where they are called, as ``key=`` or
first in ``map`` and ``filter``.
"""

from __future__ import annotations

import ast
import builtins
import datetime
import difflib
import inspect
import keyword
import operator
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from allied.store.bases import Row
from allied.store.dates import PartialDate
from allied.store.quantities import Quantity

from .bounds import (
    EXAMPLE,
    ITEM_STEPS,
    LEAVE_OUT,
    MAX_BITS,
    MAX_DEPTH,
    MAX_ITEMS,
    MAX_LOOPS,
    MAX_SOURCE,
    MAX_TEXT,
    NUMBER,
    QUESTION_STEPS,
    SET,
    Refused,
    kind,
)
from .functions import MISSING, Functions

__all__ = ["Refused", "ask", "called"]

Scope = Mapping[str, Any]


def ask(source: str, names: Mapping[str, object]) -> Any:
    """The value of an expression over ``names``, the questions it may ask.

    A question of a group has both names, with a point between them.

    Raises `Refused` for what may not stand in a question. What a question itself raises
    (LookupError, ValueError, TypeError, DataError) comes through as it is.
    """
    try:
        reader = _Reader(source.strip(), names)
        return reader.answer(parse(reader.source))
    except (RecursionError, MemoryError):
        raise _too_deep() from None


def _too_deep() -> Refused:
    return Refused("the question has too many brackets within brackets", "ask for less at once")


@cache  # a fact asks, and is then read again for what its question itself holds
def parse(source: str) -> ast.expr:
    """The tree of a question; who gets it only reads it."""
    if not source:
        raise Refused("the question is empty", EXAMPLE)
    if len(source) > MAX_SOURCE:
        raise Refused(
            f"the question has {len(source):,} characters, more than {MAX_SOURCE:,}",
            "ask for less at once",
        )
    word = re.match(r"[a-z]+\b", source)
    if word and word[0] in keyword.kwlist and word[0] not in ("not", "lambda", "await", "yield"):
        raise Refused(f"`{word[0]}` cannot stand in a question", EXAMPLE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a doubtful spelling is refused, not printed
            tree = ast.parse(source, mode="eval").body
    except SyntaxError as error:
        if "integer string conversion" in error.msg:
            raise Refused("the number is too large", "ask for a smaller one") from None
        raise Refused(
            f"the question cannot be read ({error.msg})",
            "look for a missing bracket, comma or quotation mark",
        ) from None
    except ValueError:  # a character that no Python text may hold
        raise Refused(
            "the question holds a character that cannot be read", "type it again by hand"
        ) from None
    level: list[ast.AST] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return tree
    raise _too_deep()


_OPERATORS: dict[type[ast.AST], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
    ast.FloorDiv: ("//", operator.floordiv),
    ast.Mod: ("%", operator.mod),
    ast.Pow: ("**", operator.pow),
    ast.BitAnd: ("&", operator.and_),
    ast.BitOr: ("|", operator.or_),
    ast.BitXor: ("^", operator.xor),
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.Is: ("is", operator.is_),
    ast.IsNot: ("is not", operator.is_not),
    ast.In: ("in", lambda item, whole: item in whole),
    ast.NotIn: ("not in", lambda item, whole: item not in whole),  # codespell:ignore notin
}
_FIELDS: dict[type, tuple[str, ...]] = {
    PartialDate: ("year", "month", "day", "precision", "first_day", "last_day"),
    datetime.date: ("year", "month", "day"),
    datetime.timedelta: ("days",),
    Quantity: ("unit",),
}
_METHODS: dict[type, tuple[str, ...]] = {
    str: (
        *("split", "join", "strip", "replace", "lower", "upper", "title", "casefold", "count"),
        *("startswith", "endswith", "removeprefix", "removesuffix"),
    ),
    PartialDate: ("isoformat", "cut"),
    datetime.date: ("isoformat",),
    dict: ("get", "keys", "values", "items"),
    list: ("count", "index"),
    tuple: ("count", "index"),
}
_CONSTRUCTS: dict[type[ast.AST], str] = {
    ast.Lambda: "`lambda` on its own",
    ast.NamedExpr: "`:=`",
    ast.Await: "`await`",
    ast.Yield: "`yield`",
    ast.YieldFrom: "`yield`",
    ast.Starred: "`*` before a value",
    ast.Slice: "`:`",
    ast.Invert: "`~`",
    ast.MatMult: "`@`",
    ast.LShift: "`<<`",
    ast.RShift: "`>>`",
}
_FORMAT = re.compile(r"0?\d{0,2},?(?:\.\d)?[dfg%]?")


def _foreign(node: ast.AST) -> Refused:
    construct = _CONSTRUCTS.get(type(node), type(node).__name__)
    return Refused(f"{construct} cannot stand in a question", EXAMPLE)


@cache
def _columns(row_type: type) -> tuple[str, ...]:
    """The columns of a row and what is made of them: neither hidden names nor methods."""
    return tuple(
        name
        for name in dir(row_type)
        if not name.startswith("_") and not callable(getattr(row_type, name))
    )


def _fields(value: Any) -> tuple[str, ...]:
    kind: Any = type(value)
    return _columns(kind) if isinstance(value, Row) else _of(_FIELDS, value)


def _of(table: Mapping[type, tuple[str, ...]], value: Any) -> tuple[str, ...]:
    return next((table[base] for base in type(value).__mro__ if base in table), ())


def called(node: ast.AST) -> str:
    """The name by which a question is asked, if the node can be one: ``nato.members``."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=group), attr=name):
            return f"{group}.{name}"
    return ""


def _nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    close = difflib.get_close_matches(name, list(known), 2)
    return f"did you mean {' or '.join(close)}?" if close else otherwise


WHERE_LISTED = "docs/contribute/questions.md lists the questions"
_FUNCTIONS = tuple(name for name in dir(Functions) if name.startswith("do_"))


class _Reader(Functions):
    """Walks the tree of one question and counts its steps."""

    def __init__(self, source: str, names: Mapping[str, object]) -> None:
        super().__init__()
        self.source, self.names = source, names
        self.groups = {name.partition(".")[0] for name in names if "." in name}
        self.functions: dict[str, Callable[..., Any]] = {
            name.removeprefix("do_"): getattr(self, name) for name in _FUNCTIONS
        }

    def answer(self, tree: ast.expr) -> Any:
        """The value, if a page can show it."""
        value = self.value(tree, {})
        self.weigh(value)
        if isinstance(value, datetime.timedelta):
            raise Refused("the answer is a length of time", "write .days after it in brackets")
        if isinstance(value, dict):
            raise Refused("the answer is a mapping", "ask for its .keys(), .values() or .items()")
        if isinstance(value, Iterator):
            raise Refused(f"the answer is {kind(value)}", "write tuple(...) around it")
        return value

    # The tree

    def value(self, node: ast.expr, scope: Scope) -> Any:
        self.tick()
        return self.bounded(self._value(node, scope))

    def _value(self, node: ast.expr, scope: Scope) -> Any:
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return self._name(name, scope)
            case ast.Attribute():
                return self._attribute(node, scope)
            case ast.Call():
                return self._call(node, scope)
            case ast.Subscript():
                return self._part(node, scope)
            case ast.Tuple(elts=items):
                return tuple(self._items(items, scope))
            case ast.List(elts=items):
                return self._items(items, scope)
            case ast.Set(elts=items):
                return self.hashed(self._items(items, scope))
            case ast.Dict(keys=keys, values=values):
                known = [key for key in keys if key is not None]
                if len(known) < len(keys):
                    raise Refused("`**` cannot stand in a mapping", "write its pairs out")
                pairs = zip(self._items(known, scope), self._items(values, scope), strict=True)
                return self.do_dict(pairs)
            case ast.UnaryOp(op=sign, operand=operand):
                return self._signed(sign, self.value(operand, scope))
            case ast.BinOp(left=left, op=sign, right=right):
                return self._joined(sign, self.value(left, scope), self.value(right, scope))
            case ast.BoolOp(op=sign, values=values):
                for part in values[:-1]:
                    value = self.value(part, scope)
                    if bool(value) == isinstance(sign, ast.Or):
                        return value
                return self.value(values[-1], scope)
            case ast.Compare():
                return self._compared(node, scope)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.value(body if self.value(test, scope) else orelse, scope)
            case ast.ListComp(elt=item, generators=loops):
                return list(self._loop(item, loops, scope))
            case ast.SetComp(elt=item, generators=loops):
                return self.hashed(list(self._loop(item, loops, scope)))
            case ast.GeneratorExp(elt=item, generators=loops):
                return self._loop(item, loops, scope)
            case ast.DictComp(key=key, value=item, generators=loops):
                both = ast.Tuple([key, item], ast.Load())
                return self.do_dict(self._loop(both, loops, scope))
            case ast.JoinedStr(values=parts):
                return "".join(self._formatted(part, scope) for part in parts)
        raise _foreign(node)

    def text(self, node: ast.expr) -> str:
        """What the page says there, for a message."""
        words = " ".join((ast.get_source_segment(self.source, node) or "").split())
        return f"`{words}`" if len(words) <= 60 else f"`{words[:57]}...`"

    def _name(self, name: str, scope: Scope) -> Any:
        if name in scope:
            return scope[name]
        return self._named(name, scope)

    def _named(self, name: str, scope: Scope) -> Any:
        """What stands under a name where nothing is called."""
        if name in self.names and not callable(self.names[name]):
            return self.names[name]
        if name in self.names or name in self.functions:
            raise Refused(
                f"`{name}` is a {'question' if name in self.names else 'function'} "
                "that is not asked",
                f"write {name}(...)",
            )
        raise self._unknown(name, scope)

    def _unknown(self, name: str, scope: Scope) -> Refused:
        if hasattr(builtins, name):
            return Refused(f"`{name}` cannot stand in a question", EXAMPLE)
        group = name.partition(".")[0]
        own = [each for each in self.names if each.startswith(f"{group}.")]
        if name in self.groups:
            return Refused(f"`{name}` is a group of questions", f"write one: {', '.join(own)}")
        if own:
            advice = _nearest(name, own, f"those of the group: {', '.join(own)}")
            return Refused(f"there is no question {name!r}", advice)
        same = sorted(each for each in self.names if each.endswith(f".{name}"))
        known = {*self.names, *self.functions, *self.groups, *scope}
        advice = (
            f"did you mean {' or '.join(same)}?" if same else _nearest(name, known, WHERE_LISTED)
        )
        return Refused(f"there is no question {name!r}", advice)

    def _question_named(self, node: ast.expr, scope: Scope) -> str:
        """The name of the question, or of none, that a node stands for; blank for a value."""
        match node:
            case ast.Attribute(value=ast.Name(id=group)):
                return called(node) if group in self.groups and group not in scope else ""
            case ast.Name(id=name):
                return "" if name in scope else name
        return ""

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Any:
        if question := self._question_named(node, scope):
            return self._named(question, scope)
        value, name = self.value(node.value, scope), node.attr
        if value is None:
            raise Refused(
                f"{self.text(node.value)} is unknown: the data do not say",
                LEAVE_OUT,
            )
        fields = _fields(value)
        if name in fields:
            return getattr(value, name)
        if name in _of(_METHODS, value):
            raise Refused(f"`.{name}` is not asked", f"write .{name}(...)")
        advice = f"what there is: {', '.join(fields)}" if fields else "leave it out"
        raise Refused(f"{kind(value)} has no {name!r}", _nearest(name, fields, advice))

    def _part(self, node: ast.Subscript, scope: Scope) -> Any:
        whole = self.value(node.value, scope)
        if isinstance(whole, Iterator):
            whole = list(self.each(whole))
        if not isinstance(whole, str | list | tuple | range | dict):
            raise Refused(
                f"{self.text(node.value)} is {kind(whole)} and has no parts to number",
                "leave the square brackets out",
            )
        if isinstance(node.slice, ast.Slice):
            start, stop, step = (
                None if end is None else self.value(end, scope)
                for end in (node.slice.lower, node.slice.upper, node.slice.step)
            )
            return whole[start:stop:step]
        index = self.value(node.slice, scope)
        self.weigh(index)
        return whole[index]

    def _items(self, nodes: Sequence[ast.expr], scope: Scope) -> list[Any]:
        """The values of a literal or of a call; ``*`` before one gives all of its own."""
        items: list[Any] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                items += self.each(self.value(node.value, scope))
            else:
                items.append(self.value(node, scope))
        self.sized(len(items), MAX_ITEMS, "values in one list")
        return items

    def _signed(self, sign: ast.unaryop, value: Any) -> Any:
        if isinstance(sign, ast.Not):
            return not value
        if isinstance(sign, ast.Invert):
            raise _foreign(sign)
        if not isinstance(value, NUMBER):
            raise Refused(f"{kind(value)} has no sign", "put the sign before a number")
        return -value if isinstance(sign, ast.USub) else +value

    def _joined(self, sign: ast.operator, left: Any, right: Any) -> Any:
        if type(sign) not in _OPERATORS:
            raise _foreign(sign)
        symbol, operate = _OPERATORS[type(sign)]
        both = (left, right)

        def are(*types: type) -> bool:
            return all(isinstance(value, types) for value in both)

        if symbol in "&|^":
            fits = are(*SET)
        elif are(*NUMBER):
            fits = True
        elif symbol == "+":
            fits = are(str) or are(list) or are(tuple)
        else:
            fits = symbol == "-" and (are(*SET) or are(datetime.date))
        if not fits:
            raise Refused(
                f"`{symbol}` does not go between {kind(left)} and {kind(right)}",
                LEAVE_OUT if None in both else EXAMPLE,
            )
        if symbol == "**":
            size = left.bit_length() if isinstance(left, int) else 4
            if abs(right) > MAX_BITS or size * abs(right) > MAX_BITS:
                raise Refused("the number is too large", "raise to a smaller power")
        if are(*SET):
            self.tick(len(left) + len(right))
        return operate(left, right)

    def _compared(self, node: ast.Compare, scope: Scope) -> bool:
        left = self.value(node.left, scope)
        for sign, other in zip(node.ops, node.comparators, strict=True):
            right = self.value(other, scope)
            symbol, operate = _OPERATORS[type(sign)]
            if symbol in ("is", "is not") and right is not None:
                raise Refused(f"`{symbol}` compares with None alone", "write == or !=")
            if symbol in ("in", "not in") and isinstance(right, Iterator):
                right = list(self.each(right))
            if symbol not in ("is", "is not"):
                self.weigh(left, right)
                self._alike(left, right)
            if not operate(left, right):
                return False
            left = right
        return True

    def _alike(self, left: Any, right: Any) -> None:
        """A row is never equal to a text: the answer would be no, whatever the data say."""
        inside = right if isinstance(right, list | tuple | set | frozenset) else (right,)
        for one in inside:
            for row, text in ((left, one), (one, left)):
                if isinstance(row, Row) and isinstance(text, str):
                    raise Refused(
                        f"a row is compared with the text {text!r}, which it never equals",
                        f'write state("{text}") for a state, or compare a column of the row',
                    )

    def _loop(self, item: ast.expr, loops: list[ast.comprehension], scope: Scope) -> Iterator[Any]:
        """The values of a comprehension, as they are asked for."""
        if len(loops) > MAX_LOOPS:
            raise Refused(f"more than {MAX_LOOPS} `for` in one list", "ask for less at once")
        for loop in loops:
            if loop.is_async:
                raise Refused("`async` cannot stand in a question", "leave the word out")
        return self._turns(item, loops, scope, self.each(self.value(loops[0].iter, scope)))

    def _turns(
        self,
        item: ast.expr,
        loops: list[ast.comprehension],
        scope: Scope,
        values: Iterator[Any],
    ) -> Iterator[Any]:
        loop, rest = loops[0], loops[1:]
        for value in values:
            inner = {**scope, **self._bound(loop.target, value)}
            if all(self.value(test, inner) for test in loop.ifs):
                if rest:
                    more = self.each(self.value(rest[0].iter, inner))
                    yield from self._turns(item, rest, inner, more)
                else:
                    yield self.value(item, inner)

    def _bound(self, target: ast.expr, value: Any) -> dict[str, Any]:
        """The names that a loop gives to a value or to its parts."""
        match target:
            case ast.Name(id=name) if not name.startswith("__"):
                return {name: value}
            case ast.Tuple(elts=places) | ast.List(elts=places):
                parts = list(self.each(value))
                if len(parts) != len(places):
                    raise Refused(
                        f"{len(places)} names for {len(parts)} values: {self.text(target)}",
                        "give each value one name",
                    )
                bound: dict[str, Any] = {}
                for place, part in zip(places, parts, strict=True):
                    bound |= self._bound(place, part)
                return bound
        raise Refused(f"{self.text(target)} cannot be given a value", "write a plain name")

    def _formatted(self, part: ast.expr, scope: Scope) -> str:
        if isinstance(part, ast.Constant):
            return str(part.value)
        assert isinstance(part, ast.FormattedValue)
        form = "".join(
            str(piece.value) if isinstance(piece, ast.Constant) else "?"
            for piece in (
                part.format_spec.values if isinstance(part.format_spec, ast.JoinedStr) else ()
            )
        )
        if part.conversion != -1 or not _FORMAT.fullmatch(form):
            raise Refused(f"the form {form!r} cannot stand in a question", "use one such as ,.1f")
        value = self.value(part.value, scope)
        return format(value, form) if form else self.do_str(value)

    # Calls

    def _call(self, node: ast.Call, scope: Scope) -> Any:
        name = self._question_named(node.func, scope)
        match node.func:
            case ast.Attribute(attr=method) if not name:
                if any(word.arg for word in node.keywords):
                    raise Refused(f"`.{method}()` takes no named values", "leave the name out")
                return self._method(node.func, self._items(node.args, scope), scope)
            case ast.Name() | ast.Attribute():
                pass
            case _:
                raise Refused(f"{self.text(node.func)} is not a question", EXAMPLE)
        function = self._function(node.func, scope)
        first = node.args[:1] if name in ("map", "filter") and name not in self.names else []
        given: list[Any] = [self._function(place, scope) for place in first]
        given += self._items(node.args[len(first) :], scope)
        named: dict[str, Any] = {}
        for word in node.keywords:
            if word.arg is None:
                raise Refused("`**` cannot stand in a question", "write each name=value out")
            is_key = word.arg == "key" and name not in self.names
            named[word.arg] = (self._function if is_key else self.value)(word.value, scope)
        return function(*given, **named)

    def _function(self, node: ast.expr, scope: Scope) -> Callable[..., Any]:
        """What a name or a ``lambda`` stands for where something is called."""
        match node:
            case ast.Lambda(args=ast.arguments(args=parameters) as all_kinds, body=body):
                names = [parameter.arg for parameter in parameters]
                if len(names) != len(list(ast.iter_child_nodes(all_kinds))):
                    raise Refused("a `lambda` takes plain names alone", "write lambda row: ...")

                def answer(*values: Any) -> Any:
                    if len(values) != len(names):
                        raise Refused(
                            f"{self.text(node)} is given {len(values)} values",
                            "give each value one name",
                        )
                    return self.value(body, {**scope, **dict(zip(names, values, strict=True))})

                return answer
            case ast.Name(id=name) if name in scope:
                raise Refused(
                    f"`{name}` is {kind(scope[name])}, not a question", "leave the brackets out"
                )
        name = self._question_named(node, scope)
        if name in self.names:
            question = self.names[name]
            if not callable(question):
                raise Refused(f"`{name}` is not a question", "leave the brackets out")
            return lambda *given, **named: self._question(name, question, given, named)
        if name in self.functions:
            function, form = self.functions[name], _own_form(name)
            return lambda *given, **named: _fitting(name, function, form, given, named)
        if name:
            raise self._unknown(name, scope)
        raise Refused(
            f"{self.text(node)} is not a question",
            "give the name of a question, or write lambda row: ...",
        )

    def _question(
        self,
        name: str,
        question: Callable[..., Any],
        given: Sequence[Any],
        named: Mapping[str, Any],
    ) -> Any:
        made = [list(self.each(v)) if isinstance(v, Iterator) else v for v in given]
        made_named = {
            k: list(self.each(v)) if isinstance(v, Iterator) else v for k, v in named.items()
        }
        self.weigh(made, made_named)
        lists = [v for v in (*made, *made_named.values()) if isinstance(v, list | tuple)]
        self.tick(QUESTION_STEPS + ITEM_STEPS * sum(map(len, lists)))  # it may ask about each
        value = _fitting(name, question, _form(question), made, made_named)
        return self.bounded(list(self.each(value)) if isinstance(value, Iterator) else value)

    def _method(self, node: ast.Attribute, given: list[Any], scope: Scope) -> Any:
        value, name = self.value(node.value, scope), node.attr
        methods = _of(_METHODS, value)
        if name not in methods:
            fields = _fields(value)
            if name in fields:
                raise Refused(f"{name!r} of {kind(value)} takes nothing", f"write .{name} alone")
            advice = f"what can be asked: {', '.join(methods)}" if methods else EXAMPLE
            raise Refused(f"{kind(value)} has no `.{name}()`", _nearest(name, methods, advice))
        if name == "join":
            given = [[*self.each(item)] for item in given]
            size = sum(len(part) + len(value) for part in chain(*given) if isinstance(part, str))
            self.sized(size, MAX_TEXT, "characters in one text")
        if name == "replace" and len(given) == 2 and isinstance(given[1], str):
            size = len(value) + (len(value) + 1) * len(given[1])
            self.sized(size, MAX_TEXT, "characters in one text")
        self.weigh(value, given)
        result = getattr(value, name)(*given)
        return tuple(result) if name in ("keys", "values", "items") else result


class _Form:
    """What a function takes, and how it has been called so far: to ask Python each time is slow."""

    def __init__(self, signature: inspect.Signature) -> None:
        self.signature = signature
        self.known: set[tuple[int | str, ...]] = set()

    def check(self, given: Sequence[Any], named: Mapping[str, Any]) -> None:
        """TypeError if the values do not fit; which they are does not count."""
        form: tuple[int | str, ...] = (len(given), *named)
        if form not in self.known:
            self.signature.bind(*given, **named)
            self.known.add(form)


@cache
def _form(question: Callable[..., Any]) -> _Form:
    return _Form(inspect.signature(question))


@cache
def _own_form(name: str) -> _Form:
    return _Form(inspect.signature(getattr(_Reader("", {}), f"do_{name}")))


def _fitting(
    name: str,
    function: Callable[..., Any],
    form: _Form,
    given: Sequence[Any],
    named: Mapping[str, Any],
) -> Any:
    """Call a function if the values fit what it takes."""
    try:
        form.check(given, named)
    except TypeError as error:
        signature = form.signature
        takes = ", ".join(
            str(parameter.replace(annotation=inspect.Parameter.empty))
            if parameter.default is not MISSING
            else parameter.name
            for parameter in signature.parameters.values()
        )
        unknown = next((word for word in named if word not in signature.parameters), "")
        what = f"has no {unknown!r}" if unknown else f"cannot be asked so: {error}"
        advice = f"write {name}({takes})"
        raise Refused(
            f"{name}() {what}",
            _nearest(unknown, signature.parameters, advice) if unknown else advice,
        ) from None
    return function(*given, **named)
