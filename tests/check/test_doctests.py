"""The engine: what runs, what it says when it does not hold, and what ``fix`` writes."""

from __future__ import annotations

from pathlib import Path

from allied_check.doctests import evaluate, run_examples
from allied_check.fixes import fix_page
from allied_check.page import Page, parse_page, read_page
from allied_check.rules import check_bound, check_numbers


def messages(text: str) -> list[tuple[int, str]]:
    page = parse_page(text, Path("page.md"))
    return [(problem.line, problem.wrong) for problem in check_bound(page)]


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
    assert messages("```{doctest}\nnothing\n```\n") == [(1, "the block holds no example")]


def test_a_fact_must_read_data() -> None:
    assert messages("{fact}`2 <1 + 1>`") == [(1, "the fact '2' reads no data: 1 + 1")]
    assert messages("{fact}`2`") == [(1, "the fact '2' has no expression")]


def test_a_fact_knows_its_rows() -> None:
    result = evaluate('accession("NATO", "Sweden")')
    assert result.record.tables == ("nato_members", "states")
    assert len(result.record.lines["nato_members"]) == 1
    assert result.record.where().endswith("nato_members.csv:33")


def _written(folder: Path, text: str) -> Page:
    path = folder / "page.md"
    path.write_text(text, encoding="utf-8")
    return read_page(path)


WRONG = """\
A {fact}`31 <len(members("NATO"))>` stays: a sentence is for people.

```{checked-table} Members
:name: tbl-x

>>> table([(y, len(members("NATO", on=y))) for y in (1949, 1999)], "Year", "Members")
| Year | Members |
| ---: | ---: |
| 1949 | 13 |
```

- an item

  ```{doctest}
  >>> [1,
  ...  2]
  [1]
  >>> 3
  3
  ```

```{testcode}
print("a")
print("b")
```

```{testoutput}
c
```
"""
RIGHT = (
    WRONG.replace("| 1949 | 13 |", "| 1949 | 12 |\n| 1999 | 19 |")
    .replace("  [1]\n", "  [1, 2]\n")
    .replace("\nc\n", "\na\nb\n")
)


def test_fix_rewrites_what_is_derived_and_nothing_else(tmp_path: Path) -> None:
    page = _written(tmp_path, WRONG)
    assert fix_page(page) == 3
    assert page.path.read_text(encoding="utf-8") == RIGHT
    assert fix_page(read_page(page.path)) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"]


def test_fix_writes_the_rows_of_a_new_table(tmp_path: Path) -> None:
    text = '```{checked-table} T\n>>> table([(1, 2)], "A", "B")\n```\n'
    page = _written(tmp_path, text)
    assert messages(text)
    assert fix_page(page) == 1
    assert "| A | B |\n| ---: | ---: |\n| 1 | 2 |\n```" in page.path.read_text(encoding="utf-8")


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
