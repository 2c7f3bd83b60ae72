"""What a fact may ask, and what it is told when it asks for more."""

from __future__ import annotations

import ast
import datetime
import time
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import allied
from allied.store.dates import PartialDate
from allied.store.tables import Recording, recording
from allied_check import bounds
from allied_check.bounds import MAX_STEPS, Refused
from allied_check.doctests import evaluate, names, run_table
from allied_check.expressions import ask
from allied_check.page import read_page
from conftest import ROOT

VIEWS = (type({}.keys()), type({}.values()), type({}.items()))


def site() -> list[str]:
    """Every expression of every page."""
    found: set[str] = set()
    for path in sorted((ROOT / "docs").rglob("*.md")):
        page = read_page(path)
        found |= {role.split()[1] for role in page.facts}
        tables = [block for block in page.blocks if block.kind == "checked-table"]
        found |= {run_table(block).source for block in tables if block.directive}
    return sorted(found)


def plain_names() -> dict[str, Any]:
    """The same names for Python, to which a group is a module."""
    return {name: getattr(allied, name) for name in allied.__all__}


def executed(expression: str) -> tuple[Any, Recording]:
    """What Python itself makes of an expression of our own, and the rows that it reads."""
    with recording() as record:
        return eval(expression, plain_names()), record


def test_every_expression_of_the_site_gives_what_python_gives() -> None:
    expressions = site()
    assert len(expressions) > 500
    for expression in expressions:
        result = evaluate(expression)
        value, record = executed(expression)
        assert result.error == "", expression
        assert (result.value, type(result.value)) == (value, type(value)), expression
        assert result.record == record, expression


@pytest.mark.parametrize(
    "expression",
    [
        "len(nato.members(on=1949))",
        "nato.members(1949)[0].name",
        "nato.members(1949)[-3:]",
        "nato.members(1949)[::-2][1].names[0]",
        'event("treaty-signed").date',
        'event("treaty-signed").date.first_day.year',
        'event("treaty-signed").date.isoformat()',
        'event("treaty-signed").date.cut("month")',
        'nato.accession("Sweden").isoformat()',
        '(nato.accession("Sweden") - nato.accession("Finland")).days',
        'spending.of("France", 2024).usd_constant.unit',
        'round(spending.of("France", 2024).usd_constant / 1000, 1)',
        'spending.of("France", 2024).usd_constant // 7 % 5 + -(2 ** 3)',
        "sum(1 for row in events.listed() if row.cause is not None and row.place)",
        "[row.id for row in events.listed() if row.cause][:5]",
        '{row.id: row.date for row in events.listed()}["treaty-signed"] if len("a") else 3',
        "max(events.listed(), key=lambda row: len(row.name)).name",
        "sorted(events.listed(), key=lambda row: (row.date.year, row.name), reverse=True)[0]",
        "list(map(lambda row: row.date.year, events.listed()))[0]",
        'len(list(filter(lambda row: "NATO" in row.name, events.listed())))',
        "any(row.place for row in events.listed()) and all(row.id for row in events.listed())",
        "next((row.id for row in events.listed() if row.date.year == 1949), 'none')",
        "1949 <= min(row.date.year for row in events.listed()) < 2000 or 2",
        '", ".join(s.name.upper() for s in nato.founders())',
        '" and ".join(name.removeprefix("the ") for name in ("the US", "Canada"))',
        "f\"{len(nato.founders())} of {spending.total('NATO Total', 2024, 'usd_constant'):,.1f}\"",
        "set(nato.members(1956)) & set(nato.members(1966)) - set(nato.founders())",
        'len({*nato.members(), *pacts.parties("anzus")})',
        "[(n, year) for n, year in enumerate(range(1949, 2024, 25), 1)]",
        '[a + b for a, b in zip((1, 2), (3, 4), strict=True)] + [*"ab", None]',
        'dict([("a", 1)]).get("b", 2) + {"a": 1}["a"]',
        'table([(s, 1.5) for s in nato.founders()], *("State", "Number"), digits=1)',
        "abs(-3) * int('4') + float(2) - len(str(500)) + bool([])",
        "not 1 == 2 != 3 and tuple(reversed([1, 2]))",
        "[x for row in ((1, 2), (3,)) for x in row if x > 1 if x < 9]",
        "[y for x, (y, z) in [(1, (2, 3))]]",
        'max((), default="none")',
        "frozenset((1, 2)) ^ {2, 3} | {9}",
        "sorted(nato.members(), key=nato.accession)[-1].name",
        'list(map(consultations.who_asked, ("poland-2014", "eight-2022")))[1][0].name',
        "[events + 1 for events in (1, 2)]",
    ],
)
def test_what_a_page_may_ask(expression: str) -> None:
    value, record = executed(expression)
    with recording() as read:
        answer = ask(expression, names())
    assert (answer, repr(answer), type(answer)) == (value, repr(value), type(value))
    assert read == record


HOSTILE = [
    ('__import__("os").system("touch {mark}")', "`__import__` cannot stand"),
    ('open("{mark}", "w")', "`open` cannot stand"),
    ('eval("1")', "`eval` cannot stand"),
    ('exec("x = 1")', "`exec` cannot stand"),
    ('compile("1", "", "eval")', "`compile` cannot stand"),
    ("print(1)", "`print` cannot stand"),
    ("input()", "`input` cannot stand"),
    ("breakpoint()", "`breakpoint` cannot stand"),
    ("exit()", "`exit` cannot stand"),
    ('getattr(events.listed(), "__class__")', "`getattr` cannot stand"),
    ("globals()", "`globals` cannot stand"),
    ("vars()", "`vars` cannot stand"),
    ("type(1)", "`type` cannot stand"),
    ("object()", "`object` cannot stand"),
    ("().__class__.__mro__[1].__subclasses__()", "has no '__class__'"),
    ('"".__class__', "has no '__class__'"),
    ("events.__globals__", "there is no question 'events.__globals__'"),
    ("events.__dict__()", "there is no question 'events.__dict__'"),
    ("events.select()", "there is no question 'events.select'"),
    ("events.listed.__globals__", "is a question that is not asked"),
    ("events.listed.__wrapped__()", "is a question that is not asked"),
    ("event.__globals__", "is a question that is not asked"),
    ("[events for x in (1,)]", "`events` is a group of questions"),
    ("len.__self__", "is a function that is not asked"),
    ("(lambda: 1).__code__", "`lambda` on its own"),
    ('event("treaty-signed").__class__', "has no '__class__'"),
    ('event("treaty-signed").__dataclass_fields__', "has no '__dataclass_fields__'"),
    ('event("treaty-signed").__init__(1)', "has no `.__init__()`"),
    ('"{0.__class__}".format(1)', "has no `.format()`"),
    ('"{a}".format_map({"a": 1})', "has no `.format_map()`"),
    ('"a".encode()', "has no `.encode()`"),
    ("(x for x in ()).gi_frame", "has no 'gi_frame'"),
    ("[x async for x in ()]", "`async` cannot stand"),
    ("await events.listed()", "`await` cannot stand"),
    ("(yield 1)", "`yield` cannot stand"),
    ("(x := 5)", "`:=` cannot stand"),
    ("lambda: 1", "`lambda` on its own"),
    ("[f(1) for f in [len]]", "`len` is a function that is not asked"),
    ("[f(1) for f in [1]]", "`f` is a number, not a question"),
    ("(lambda f: f(f))(lambda f: f(f))", "is not a question"),
    ("max([1], key=lambda f: f(f))", "`f` is a number, not a question"),
    ("max([1], key=lambda *a: 1)", "takes plain names alone"),
    ("max([1], key=lambda a=events: 1)", "takes plain names alone"),
    ('nato.members(**{"alliance": "NATO"})', "`**` cannot stand"),
    ('{**{"a": 1}}', "`**` cannot stand"),
    ("9**9**9", "the number is too large"),
    ("2**-999999999999", "the number is too large"),
    ("2.0**999999", "the number is too large"),
    ("1 << 999999999", "`<<` cannot stand"),
    ("10**30 * 10**30 * 10**30", "the number is too large"),
    ("1e999", "infinite"),
    ('float("nan")', "infinite or undefined"),
    ("1j", "complex"),
    ('b"x"', "bytes"),
    ("...", "ellipsis"),
    ("~5", "`~` cannot stand"),
    ('"x" * 10**9', "does not go between"),
    ("[0] * 10**9", "does not go between"),
    ('"%999999999d" % 1', "does not go between"),
    ('f"{1:999999999d}"', "the form '999999999d'"),
    ('f"{1:{9**9}d}"', "the form '?d'"),
    ('f"{events.listed()!r}"', "the form ''"),
    ("list(range(10**12))", "more than 10,000 values"),
    ("[1 for a in range(9999) for b in range(9999)]", "more than 200,000 steps"),
    ("[1 for a in range(99) for b in range(99) for c in range(99) for d in range(99) "
     "for e in range(99)]", "more than 4 `for`"),
    ("any(0 for a in range(9999) for b in range(9999))", "more than"),
    ("sum([[1]], [])", "sum() adds numbers"),
    ('"a".join(["b" for _ in range(9999)]).replace("b", "c" * 1)', "does not go between"),
    ('("a" + "a").replace("", ",".join(["aaaaaaaaaa" for _ in range(9000)]))', "100,000 char"),
    ('",".join(["aaaaaaaaaaaa" for _ in range(9999)])', "100,000 char"),
    ("round(5, -10**9)", "up to 20 digits"),
    ("str(events.listed())", "has no one text"),
    ("str(x for x in ())", "has no one text"),
    ("(x for x in (1, 2))", "write tuple(...)"),
    ("[(x for x in (1, 2))]", "write tuple(...)"),
    ("map(len, [])", "write tuple(...)"),
    ('{"a": 1}', "the answer is a mapping"),
    ("events", "is a group of questions"),
    ("len", "is a function that is not asked; write len(...)"),
    ("[__debug__ for __debug__ in (1,)]", "cannot be"),
    ("[x.y for x.y in (1,)]", "cannot be given a value"),
    ("[x for x, y in ((1, 2, 3),)]", "2 names for 3 values"),
    ("1 if", "cannot be read"),
    ("'\\d'", "cannot be read"),
    ("0777", "cannot be read"),
    ("1 2", "cannot be read"),
    ("(1", "cannot be read"),
    ("1)", "cannot be read"),
    ("1\0", "cannot be read"),
    ("'\ud800'", "cannot be read"),
    ("", "the question is empty"),
    ("while True: pass", "`while` cannot stand"),
    ("import os", "`import` cannot stand"),
    ("for x in y: x", "`for` cannot stand"),
    ("x = 1", "cannot be read"),
    ("(" * 5000 + ")" * 5000, "cannot be read"),
    ("-" * 9000 + "1", "brackets within brackets"),
    ("1" + "+1" * 4000, "brackets within brackets"),
    ("f" + "(f" * 90 + ")" * 90, "brackets within brackets"),
    ("[" * 150 + "]" * 150, "brackets within brackets"),
    ("not " * 2400 + "1", "brackets within brackets"),
    ("9" * 9999, "the number is too large"),
    ("0x" + "9" * 9000, "the number is too large"),
    ("1" * 20_000, "20,000 characters"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "said"), HOSTILE, ids=[text[:40] for text, _ in HOSTILE])
def test_what_a_page_may_not_ask(expression: str, said: str, tmp_path: Any) -> None:
    started = time.perf_counter()
    with pytest.raises(Refused) as caught:
        ask(expression.replace("{mark}", str(tmp_path / "mark")), names())
    assert said in str(caught.value)
    assert caught.value.wrong
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    assert time.perf_counter() - started < 3
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("evnt()", "there is no question 'evnt'; did you mean event"),
        ("nato.membres()", "there is no question 'nato.membres'; did you mean nato.members or"),
        ("nato.zzzz()", "those of the group: nato.accession, nato.founders, nato.joined,"),
        ("nto.members()", "there is no question 'nto'; did you mean nato or int?"),
        ("members()", "there is no question 'members'; did you mean nato.members?"),
        ("ranked()", "did you mean sanctions.ranked or spending.ranked?"),
        ("nato", "`nato` is a group of questions; write one: nato.accession, nato.founders,"),
        ("nato()", "`nato` is a group of questions; write one: nato.accession, nato.founders,"),
        ("nato.members", "`nato.members` is a question that is not asked; write nato.members(...)"),
        ("len(nato)", "`nato` is a group of questions"),
        ("[nato.members() for nato in (1, 2)]", "a number has no `.members()`"),
        ("zzzz()", "docs/contribute/questions.md lists the questions"),
        ('event("treaty-signed").dat', "a row of Event has no 'dat'; did you mean date?"),
        ('event("treaty-signed").qqq', "what there is: cause, date, id,"),
        ('event("treaty-signed").date()', "'date' of a row of Event takes nothing; write .date al"),
        ('"a".joins([])', "a text has no `.joins()`; did you mean join?"),
        ('"a,b".split', "`.split` is not asked; write .split(...)"),
        ('nato.members(onn=1949)', "nato.members() has no 'onn'; did you mean on?"),
        ('nato.members(qqq=1949)', "write nato.members(on=None)"),
        ("nato.accession()", "missing a required argument: 'name'; write nato.accession(name)"),
        ("nato.members(1, 2, 3)", "too many positional arguments"),
        ("len(1, 2)", "len() cannot be asked so: too many positional arguments; write len(values)"),
        ("max(1, keys=1)", "max() has no 'keys'; did you mean key?"),
        ('nato.members().name', "a list has no 'name'"),
        ('len(nato.members()).real', "a number has no 'real'"),
        ('(1).__add__(1)', "a number has no `.__add__()`"),
        ('event("treaty-signed") + 1', "`+` does not go between a row of Event and a number"),
        ('event("treaty-signed")[0]', "is a row of Event and has no parts to number"),
        ('list(event("treaty-signed"))', "a row of Event is not a list"),
        ('[x for x in None]', "an unknown value is not a list"),
        ('-"a"', "a text has no sign"),
        ('1 is 1', "`is` compares with None alone; write == or !="),
        ('next([1])', "next() takes a series in round brackets"),
        ('"a b".split(sep=" ")', "takes no named values"),
        ('(nato.accession("Sweden") - nato.accession("Finland"))', "write .days after it"),
        ('institution("maximator").until.year', "the data do not say"),
        ('sum([1, institution("maximator").until])', "sum() adds numbers, and meets an unknown"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_would_work(expression: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        ask(expression, names())
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("expression", "error"),
    [
        ('event("nothing")', LookupError),
        ("nato.members(on='then')", ValueError),
        ("1 / 0", ZeroDivisionError),
        ('int("x")', ValueError),
        ('event("treaty-signed") < 1', TypeError),
        ("(1, 2)[5]", IndexError),
        ('{"a": 1}["b"]', KeyError),
        ("{[]: 1}", TypeError),
        ("next(x for x in ())", LookupError),
        ("min([])", ValueError),
        ("table([(1, 2)], 'A')", ValueError),
        ("table([(1.5,)], 'A', digits=10**9)", ValueError),
        ('"a" + ",".join([1])', TypeError),
    ],
)
def test_what_a_question_says_itself_comes_through(expression: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        ask(expression, names())
    result = evaluate(expression)
    assert result.error
    # What a question says itself is a sentence; only of another error its kind says more.
    assert result.error.startswith(error.__name__) is (error not in (LookupError, ValueError))
    assert "\n" not in result.error


def test_steps_are_counted_and_not_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("len([1 for _ in range(9000)])", {}) == 9000
    monkeypatch.setattr(bounds, "MAX_STEPS", 1000)
    with pytest.raises(Refused, match="more than 1,000 steps"):
        ask("len([1 for _ in range(9000)])", {})
    assert MAX_STEPS > 5 * 31_000  # what the longest table of the site takes


def test_shared_parts_count_each_time_they_are_compared() -> None:
    nested = "1"
    for _ in range(6):
        nested = f"[x for x in [{nested}] for _ in range(99)]"
    for whole in (f"{nested} == {nested}", f"sorted([{nested}])", f"({nested}) in [1]", nested):
        started = time.perf_counter()
        with pytest.raises(Refused, match="steps"):
            ask(whole, names())
        assert time.perf_counter() - started < 3


def test_a_doubtful_spelling_is_refused_whatever_warnings_are_shown() -> None:
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        with pytest.raises(Refused, match="invalid escape sequence"):
            ask(r"'\d'", {})
    assert shown == []


def test_heavy_questions_end_soon() -> None:
    started = time.perf_counter()
    for question in ("sanctions.ranked(5)", 'sanctions.matrix(["Iran"])'):
        with pytest.raises(Refused, match="steps"):
            ask(f"[{question} for _ in range(9999)]", names())
    assert time.perf_counter() - started < 60  # about 4 on an idle machine
    with pytest.raises(Refused, match="steps"):
        ask('sanctions.matrix(["Iran" for _ in range(9000)])', names())


def test_a_question_may_give_a_series_but_no_function() -> None:
    def series() -> Iterator[int]:
        yield from (1, 2)

    def endless() -> Iterator[int]:
        while True:
            yield 1

    asked = {"series": series, "endless": endless, "method": lambda: len, "year": 1949}
    assert ask("series()", asked) == [1, 2]
    assert ask("year + 1", asked) == 1950
    with pytest.raises(Refused, match="not data"):
        ask("method()", asked)
    with pytest.raises(Refused, match="10,000 values"):
        ask("endless()", asked)
    with pytest.raises(Refused, match="`year` is not a question"):
        ask("year()", asked)


def test_a_series_is_made_before_a_question_sees_it() -> None:
    seen: list[Any] = []
    ask("note(x for x in (1, 2))", {"note": lambda values: seen.append(values) or 1})
    assert seen == [[1, 2]]


def test_an_unknown_value_is_no_error() -> None:
    assert ask('institution("maximator").until', names()) is None


def _leaves() -> st.SearchStrategy[str]:
    words = [
        "events",
        "nato.members",
        "len",
        "x",
        "None",
        "'NATO'",
        "1949",
        "2.5",
        "'a'",
        "()",
        "{}",
    ]
    return st.sampled_from([*words, 'event("treaty-signed")', "events.listed()", "range(9)", "-1"])


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    forms = [
        "({0})", "[{0}, {1}]", "({0}, {1})", "{{{0}}}", "{{{0}: {1}}}", "{0} + {1}", "{0} * {1}",
        "({0}) ** ({1})", "({0}) % ({1})", "({0}) - ({1})", "({0}) & ({1})", "-({0})", "not ({0})",
        "({0}) == ({1})", "({0}) < ({1})", "({0}) in ({1})", "({0}) is ({1})", "({0})[{1}]",
        "({0})[{1}:]", "({0}).date", "({0}).year", "({0}).name", "({0}).split({1})",
        "({0}).join({1})", "({0}).__class__", "({0}) if ({1}) else 1", "({0}) or ({1})",
        "[x for x in ({0}) if ({1})]", "{{x for x in ({0})}}", "list(x for x in ({0}))",
        "{{x: ({1}) for x in ({0})}}", "sum({0})", "len({0})", "sorted({0})", "max({0}, {1})",
        "min(({0}), key=lambda x: ({1}))", "list(map(len, ({0})))", "tuple(zip(({0}), ({1})))",
        "next(iter({0}))", "next((x for x in ({0})), ({1}))", "set({0})", "dict({0})", "str({0})",
        "int({0})", "float({0})", "round(({0}), ({1}))", "range({0}, {1})", "nato.members({0})",
        "pacts.parties({0}, {1})", "event({0})",
        "table({0}, {1})", "percent_of({0}, {1})", "f'{{ {0} }}'", "({0})({1})",
        "list(enumerate({0}))", "list(filter(len, {0}))", "list(reversed({0}))", "abs({0})",
        "any({0})", "all({0})", "({0}).replace({1}, {1})", "({0}).cut({1})", "({0}).items()",
    ]  # fmt: skip
    return st.builds(
        lambda form, one, two: form.format(one, two), st.sampled_from(forms), inner, inner
    )


@settings(deadline=None)
@given(st.recursive(_leaves(), _grow, max_leaves=12))
@example("list(map(len, ([])))")
def test_nothing_but_plain_errors_comes_out(expression: str) -> None:
    """Whatever is asked, the answer is data, a refusal, or an error told in one line."""
    result = evaluate.__wrapped__(expression)
    assert "\n" not in result.error
    assert "object at 0x" not in result.error + str(result.value)
    plain = (bool, int, float, str, tuple, list, set, frozenset, range, type(None))
    other = (PartialDate, datetime.date, allied.store.rows.Row)
    assert isinstance(result.value, plain + other)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_answered_or_refused(text: str) -> None:
    result = evaluate.__wrapped__(text)
    assert "\n" not in result.error


@settings(deadline=None)
@given(st.recursive(_leaves(), _grow, max_leaves=8))
@example('tuple(zip((()), (event("treaty-signed"))))')  # no list: refused before it is reached
def test_what_is_answered_is_what_python_answers(expression: str) -> None:
    try:
        answer = ask(expression, names())
    except Exception:
        return
    tree = ast.parse(expression, mode="eval")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # "NATO" is None: odd, and an answer
        value = eval(compile(tree, "", "eval"), plain_names())
    assert answer == (tuple(value) if isinstance(value, VIEWS) else value)
