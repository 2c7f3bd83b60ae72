"""The engine: what runs, and what it says when it does not hold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from allied_check.doctests import evaluate, run_examples
from allied_check.page import parse_page
from allied_check.rules import Site, check_bound, check_numbers
from allied_check.vocabulary import DIRECTIVES


def messages(text: str) -> list[tuple[int, str]]:
    page = parse_page(text, Path("page.md"))
    return [(problem.line, problem.wrong) for problem in check_bound(page, Site(page.path.parent))]


def test_all_four_spellings_run_in_one_namespace() -> None:
    text = (
        "```{testsetup}\nx = 1\n```\n"
        "```{doctest}\n>>> x\n1\n>>> y = x + 1\n```\n"
        "```pycon\n>>> y\n2\n```\n"
        "```{testcode}\nprint(x + y)\n```\n"
        "```{testoutput}\n3\n```\n"
    )
    outcome = run_examples(parse_page(text, Path("page.md")))
    assert outcome.problems == []
    assert outcome.count == 4
    assert messages(text) == []


def test_lines_are_those_of_the_page() -> None:
    text = (
        "# Page\n\n```{doctest}\n>>> 1\n1\n>>> (2 +\n... 2)\n5\n```\n\n"
        "```pycon\n>>> undefined\n```\n\n"
        "```{testcode}\nx = 1\nprint(1 / 0)\n```\n\n"
        "```{testcode}\nprint('a')\n```\n\n```{testoutput}\nb\n```\n"
    )
    assert messages(text) == [
        (6, "the example prints '4', the page says '5'"),
        (12, "the example fails with NameError: name 'undefined' is not defined"),
        (17, "the code fails with ZeroDivisionError: division by zero"),
        (24, "the example prints 'a', the page says 'b'"),
    ]


def test_an_example_that_is_not_collected_is_an_error() -> None:
    text = ">>> 1\n2\n\n```python\n>>> 1\n```\n\n```\n>>> 3\n```\n\n- item\n\n  >>> 4\n"
    assert [line for line, wrong in messages(text) if "never run" in wrong] == [1, 5, 9, 14]


def test_a_block_without_example_is_an_error() -> None:
    assert messages("```{doctest}\n\n```\n") == [(1, "the block holds no example")]
    assert messages("```{doctest}\nnothing\n```\n") == [
        (2, "this line is neither code nor its output: 'nothing'"),
        (1, "the block holds no example"),
    ]


def test_words_beside_an_example_are_found_at_their_line() -> None:
    text = "```{doctest}\n>>> 1\n1\n\nIt has 31 members.\n>>> 2\n2\n```\n"
    wrong = "this line is neither code nor its output: 'It has 31 members.'"
    assert messages(text) == [(5, wrong)]


def test_a_fact_must_read_data() -> None:
    assert messages("{fact}`2 <1 + 1>`") == [(1, "the fact '2' reads no data: 1 + 1")]
    assert messages("{fact}`2`") == [(1, "the fact '2' has no expression")]


def test_a_fact_knows_its_rows() -> None:
    result = evaluate('nato.accession("Sweden")')
    assert result.record.tables == ("nato_members", "states")
    assert len(result.record.lines["nato_members"]) == 1
    assert result.record.where().endswith("nato_members.csv:33")


def test_a_number_in_a_sentence_is_bound_or_quoted() -> None:
    text = (
        "1. In 1949, under Article 5, Articles 51 and 52, Article 42(7), Tables 2, 3 and 8a,\n"
        'the 1990s saw "12 nations" and a [link](page-3.md) to `code 4`.\n\n'
        "But 31 states\nand 2.5 of 1,200 are not.\n"
    )
    found = check_numbers(parse_page(text, Path("page.md")))
    assert [(problem.line, problem.wrong) for problem in found] == [
        (4, "the number '31' is bound to nothing"),
        (5, "the number '2.5' is bound to nothing"),
        (5, "the number '1,200' is bound to nothing"),
    ]


def test_a_fact_is_read_and_never_executed(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    found = messages(f"{{fact}}`0 <__import__('os').system('touch {mark}')>`\n")
    assert found == [
        (1, "the fact '0' cannot be evaluated: `__import__` cannot stand in a question")
    ]
    assert not mark.exists()
    found = messages(f"```{{checked-table}} T\n>>> table([], open('{mark}', 'w'))\n| A |\n```\n")
    assert found == [(2, "the checked table cannot be made: `open` cannot stand in a question")]
    assert not mark.exists()


def test_an_error_of_a_question_names_the_expression() -> None:
    page = parse_page('{fact}`2 <event("nothing").date>`', Path("page.md"))
    (problem,) = check_bound(page, Site(Path()))
    assert problem.wrong.startswith(
        "the fact '2' cannot be evaluated: event(\"nothing\").date gives: no 'nothing' in "
    )


@pytest.mark.parametrize("shown", ["none", "no", "None", "1949"])
@pytest.mark.parametrize("form", ["{}", "[{}]", "({}, 1)"])
def test_an_unknown_value_is_not_none(shown: str, form: str) -> None:
    expression = form.format('institution("maximator").until')
    ((line, wrong),) = messages(f"{{fact}}`{shown} <{expression}>`")
    assert line == 1
    assert wrong.startswith(f"the page says {shown!r}, the data do not say (the value is unknown)")


def test_a_fact_may_still_be_none() -> None:
    assert messages('{fact}`none <pacts.parties("seato", 2020)>`') == []


@pytest.mark.parametrize("end", ["sys.exit()", "sys.exit(3)", "raise KeyboardInterrupt", "raise G"])
def test_an_example_cannot_end_the_check(end: str) -> None:
    setup = "import sys\nclass G(BaseException): pass\n"
    text = (
        f"```{{testsetup}}\n{setup}```\n\n```{{testcode}}\nx = 1\n{end}\n```\n\n"
        f"```{{doctest}}\n>>> x\n1\n>>> {end}\n```\n\n```{{doctest}}\n>>> x\n2\n```\n"
    )
    found = messages(text)
    assert [line for line, _ in found] == [8, 14, 18]
    assert all("fails with" in wrong for _, wrong in found[:2])
    assert "prints '1'" in found[2][1]


def test_an_example_that_exits_is_told_by_the_command(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A\n\n```{testcode}\nraise SystemExit\n```\n", encoding="utf-8")
    command = [sys.executable, "-m", "allied_check", "check", str(page)]
    environment = {**os.environ, "PYTHONPATH": "source"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 1
    assert ":4: the code fails with SystemExit; correct the code" in done.stdout


@pytest.mark.parametrize(
    "ask",
    ["input()", "sys.stdin.read()", "sys.stdin.readline()", "list(sys.stdin)", "sys.stdin.buffer"],
)
def test_an_example_cannot_wait_for_input(ask: str) -> None:
    found = messages(
        f"```{{testsetup}}\nimport sys\n```\n```{{testcode}}\n{ask}\n```\n"
        f"```{{doctest}}\n>>> {ask}\n```\n"
    )
    assert [line for line, _ in found] == [5, 8]


def test_what_a_subprocess_reads_and_writes_stays_apart() -> None:
    """A terminal that nobody types into would hang; what is printed would look like the check's."""
    page = (
        "```{testcode}\nimport os, subprocess, sys\nos.write(1, b'leak')\nos.write(2, b'leak')\n"
        "print('leak', file=sys.stderr)\nsubprocess.run(['cat'])\nassert os.read(0, 1) == b''\n"
        "```\n"
        "```{doctest}\n>>> print('leak', file=sys.stderr)\n>>> _ = os.write(2, b'leak')\n"
        ">>> print('kept')\nkept\n```\n"
    )
    code = (
        "import sys; from pathlib import Path; from allied_check.page import parse_page\n"
        "from allied_check.doctests import run_examples\n"
        "before = sys.stdin, sys.stdout, sys.stderr\n"
        f"assert run_examples(parse_page({page!r}, Path('p.md'))).problems == []\n"
        "assert before == (sys.stdin, sys.stdout, sys.stderr)\n"
        "stop = '```{testcode}\\nbreakpoint()\\n```\\n```{doctest}\\n>>> breakpoint()\\n```\\n'\n"
        "assert len(run_examples(parse_page(stop, Path('p.md'))).problems) == 2\n"
        "print(input())"
    )
    done = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "source"},
    )
    assert done.communicate("typed\n", timeout=30) == ("typed\n", "")
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("comment", "is_fine"),
    [
        ("+SKIP", False),
        ("+IGNORE_EXCEPTION_DETAIL", False),
        ("+FAIL_FAST", False),
        ("-ELLIPSIS", False),
        ("+ELLIPSIS, +SKIP", False),
        ("+ELLIPSIS", True),
        ("+NORMALIZE_WHITESPACE, +ELLIPSIS", True),
    ],
)
def test_a_comment_cannot_excuse_an_example(comment: str, is_fine: bool) -> None:
    found = messages(f"```{{doctest}}\n>>> 1\n1\n>>> 1 + 1  # doctest: {comment}\n3\n```\n")
    assert (4, "the example prints '2', the page says '3'") in found
    excuses = [(line, wrong) for line, wrong in found if "would decide" in wrong]
    assert [line for line, _ in excuses] == ([] if is_fine else [4])


@pytest.mark.parametrize("option", ["skipif", "options", "pyversion"])
@pytest.mark.parametrize("kind", ["doctest", "testsetup", "testcode", "testoutput", "testcleanup"])
def test_an_option_cannot_excuse_an_example(kind: str, option: str) -> None:
    code = "```{testcode}\nprint(1)\n```\n\n" if kind == "testoutput" else ""
    body = {"doctest": ">>> 1\n1", "testoutput": "1"}.get(kind, "x = 1")
    found = messages(f"{code}```{{{kind}}}\n:{option}: True\n\n{body}\n```\n")
    line = code.count("\n") + 1
    if option in DIRECTIVES[kind].options:
        wrong = f"the option :{option}: would decide whether or how the example is run"
        assert found == [(line, wrong)]
    else:
        assert found == [(line + 1, f"the block {{{kind}}} has no option {option!r}")]
    if "hide" in DIRECTIVES[kind].options:
        assert messages(f"{code}```{{{kind}}}\n:hide:\n\n{body}\n```\n") == []


def test_what_code_prints_is_compared() -> None:
    prints = "```{testcode}\nprint('a')\n```\n\n"
    output = "```{testoutput}\na\n```\n\n"
    lost = "the example prints 'a', and nothing compares it"
    nobody = "this output belongs to no example"
    assert messages(prints) == [(1, lost)]
    assert messages(prints + prints + output) == [(1, lost)]
    assert messages(output) == [(1, nobody)]
    assert messages(prints + output + output) == [(9, nobody)]
    assert messages("```{testsetup}\nprint('a')\n```\n\n" + output) == [(5, nobody)]
    assert messages(prints + "```{testcleanup}\nx = 1\n```\n\n" + output) == []
    assert messages("```{testcode}\nx = 1\n```\n") == []


def test_an_output_that_stands_for_anything_is_refused() -> None:
    vague = "the expected output `...` stands for anything"
    code = "```{testcode}\nprint('a')\n```\n\n"
    assert messages(code + "```{testoutput}\n...\n```\n") == [(5, vague)]
    assert messages(code + "```{testoutput}\n...  \n\n...\n<BLANKLINE>\n```\n")[0] == (5, vague)
    assert messages(code + "```{testoutput}\na...\n```\n") == []
    assert messages("```{doctest}\n>>> print('a')\n <BLANKLINE>\n...\n```\n") != []
    assert messages("```{doctest}\n>>> 1\n<BLANKLINE>\n...\n```\n")[0] == (2, vague)


def test_code_that_failed_is_not_compared_and_not_rewritten() -> None:
    text = "```{testcode}\nprint('a')\n1 / 0\n```\n\n```{testoutput}\nb\n```\n"
    outcome = run_examples(parse_page(text, Path("page.md")))
    assert [(problem.line, problem.wrong) for problem in outcome.problems] == [
        (3, "the code fails with ZeroDivisionError: division by zero")
    ]
    assert outcome.repairs == []


def test_an_error_that_was_not_expected_is_told_without_its_traceback() -> None:
    text = (
        "```{doctest}\n>>> int('x')\nTraceback (most recent call last):\n    ...\n"
        "KeyError: 'x'\n```\n"
    )
    outcome = run_examples(parse_page(text, Path("page.md")))
    (problem,) = outcome.problems
    assert problem.line == 2
    assert problem.wrong == (
        "the example fails with ValueError: invalid literal for int() with base 10: 'x', "
        "the page says KeyError: 'x'"
    )
    assert outcome.repairs == []


def test_an_error_is_told_at_the_line_of_the_page() -> None:
    text = "```{testcode}\nx = 1\neval('1 +')\n```\n\n```{testcode}\nx = 1\nif\n```\n"
    assert [line for line, _ in messages(text)] == [3, 8]
    strange = "class E(Exception):\n    def __str__(self): return 1 / 0\nraise E\n"
    assert messages(f"```{{testcode}}\n{strange}```\n") == [
        (4, "the code fails with E: an error that cannot say what it is")
    ]


def test_a_checked_table_is_a_table_and_holds_rows_alone() -> None:
    head = '```{checked-table} T\n>>> table([(nato.rounds(), None)], "A", "B")\n'
    rows = "| A | B |\n| ---: | --- |\n| 10 |  |\n"
    assert messages(head + rows + "```\n") == []
    ((line, wrong),) = messages(head + rows + "A sentence that nobody checks.\n```\n")
    assert line == 6
    assert wrong.startswith("the checked table holds a line that is not a row: 'A sentence")
    ((line, wrong),) = messages(head + rows.replace("| 10 |", "\n| 10 |") + "```\n")[:1]
    assert (line, "not a row: ''" in wrong) == (5, True)
    assert messages("```{checked-table} T\n>>> len(nato.members())\n| A |\n```\n") == [
        (2, "the checked table cannot be made: the example gives 32, which is not a table")
    ]
    assert messages("```{checked-table} T\n| A |\n```\n") == [
        (2, "the checked table cannot be made: there is no example")
    ]
