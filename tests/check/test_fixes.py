"""What ``fix`` writes, what it leaves alone, and how tables are written and compared."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from allied.store.markdown import cells, differences, is_row, table
from allied.store.problems import DataError
from allied_check import fixes
from allied_check.__main__ import fix
from allied_check.doctests import run_examples
from allied_check.fixes import fix_page, write_whole
from allied_check.page import Page, parse_page, read_page
from allied_check.rules import Site, check_bound
from conftest import FUZZ


def messages(page: Page) -> list[tuple[int, str]]:
    return [(problem.line, problem.wrong) for problem in check_bound(page, Site(page.path.parent))]


def _written(folder: Path, text: str) -> Page:
    path = folder / "page.md"
    path.write_text(text, encoding="utf-8")
    return read_page(path)


WRONG = """\
A {fact}`31 <len(nato.members())>` stays: a sentence is for people.

```{checked-table} Members
:name: tbl-x

>>> table([(y, len(nato.members(on=y))) for y in (1949, 1999)], "Year", "Members")
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


def test_fix_names_the_files_that_it_changed_and_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _written(tmp_path, WRONG).path
    assert fix([path]) == 0
    assert capsys.readouterr().out == f"{path}: 3 rewritten; read the sentences around it\n"
    assert fix([path]) == 0
    assert capsys.readouterr().out == ""


COUNTED = """\
# Members

There are {fact}`31 <len(nato.members())>` and {fact}`11 <len(nato.founders())>` of them{more}.
"""


def test_fix_rewrites_counts_of_rows_in_the_appendix_alone(tmp_path: Path) -> None:
    text = COUNTED.replace("{more}", "; {fact}`twelve <len(nato.founders())>` began")
    right = text.replace("`31 <", "`32 <").replace("`11 <", "`12 <")
    for room, after in (("appendix", right), ("debates", text)):
        (tmp_path / room).mkdir()
        page = _written(tmp_path / room, text)
        assert fix_page(page) == (after != text)
        assert page.path.read_text(encoding="utf-8") == after
        assert fix_page(read_page(page.path)) == 0


@pytest.mark.parametrize("asked", ["1 + 30", "figure('tpnw-parties').value"])
def test_fix_leaves_what_is_no_count_of_rows_to_people(tmp_path: Path, asked: str) -> None:
    (tmp_path / "appendix").mkdir()
    page = _written(tmp_path / "appendix", f"# A\n\nThey are {{fact}}`2 <{asked}>`.\n")
    assert fix_page(page) == 0


def test_fix_writes_the_rows_of_a_new_table(tmp_path: Path) -> None:
    text = '```{checked-table} T\n>>> table([(1, 2)], "A", "B")\n```\n'
    page = _written(tmp_path, text)
    assert messages(page)
    assert fix_page(page) == 1
    assert "| A | B |\n| ---: | ---: |\n| 1 | 2 |\n```" in page.path.read_text(encoding="utf-8")


def test_fix_keeps_line_ends_mark_and_last_line(tmp_path: Path) -> None:
    """Each kind of line end, also mixed; a mark at the beginning; a last line without an end."""
    for end in ("\n", "\r\n", "\r"):
        for mark in ("", "\ufeff"):
            for last in ("\n\nEnd.\n", "\n\nEnd.", ""):
                page = tmp_path / "page.md"
                wrong, right = (
                    mark + (text.rstrip() + last).replace("\n", end) for text in (WRONG, RIGHT)
                )
                page.write_bytes(wrong.encode())
                assert fix_page(read_page(page)) == 3
                assert page.read_bytes() == right.encode()
                assert fix_page(read_page(page)) == 0


def test_fix_keeps_mixed_line_ends_elsewhere(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"# A\r\rB\n\r\n```{doctest}\r\n>>> 1\r\n2\n>>> 3\n```\rC\n\n")
    assert fix_page(read_page(page)) == 2
    assert page.read_bytes() == (
        b"# A\r\rB\n\r\n```{doctest}\r\n>>> 1\r\n1\r\n>>> 3\n3\n```\rC\n\n"
    )


def test_fix_ends_a_file_as_it_ended_within_an_open_fence(tmp_path: Path) -> None:
    for before, after in (
        ("```{doctest}\n>>> 1\n2", "```{doctest}\n>>> 1\n1"),
        ("```{doctest}\n>>> 1\n2\n", "```{doctest}\n>>> 1\n1\n"),
        ("```{doctest}\n>>> 1", "```{doctest}\n>>> 1\n1"),
        ("```{doctest}\n>>> x = 1\n2", "```{doctest}\n>>> x = 1"),
    ):
        page = _written(tmp_path, before)
        assert fix_page(page) == 1
        assert page.path.read_text(encoding="utf-8") == after


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\f", "\v", "\x1c"])
def test_fix_cuts_lines_at_line_ends_alone(mark: str, tmp_path: Path) -> None:
    """The reading is of a text without the mark: what is tested here is the writing."""
    wrong, right = (
        text.replace("sentence is", f"sentence{mark}is").replace("an item", f"an{mark}item")
        for text in (WRONG, RIGHT)
    )
    page = tmp_path / "page.md"
    page.write_bytes(wrong.encode())
    plain = parse_page(WRONG, page)
    plain.lines = wrong.split("\n")[:-1]
    repairs = sorted([*run_examples(plain).repairs, *filter(None, fixes._tables(plain))])
    assert fixes._rewritten(wrong, repairs) == right
    assert fixes._lines(wrong) == plain.lines


def test_fix_keeps_mode_and_links(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    page = _written(folder, WRONG)
    page.path.chmod(0o640)
    link = tmp_path / "link.md"
    link.symlink_to("elsewhere/page.md")
    assert fix_page(read_page(link)) == 3
    assert link.is_symlink()
    assert os.readlink(link) == "elsewhere/page.md"
    assert page.path.read_text(encoding="utf-8") == RIGHT
    assert stat.S_IMODE(page.path.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["elsewhere", "link.md", "page.md"]


def test_a_file_that_cannot_be_written_is_one_message(tmp_path: Path) -> None:
    page = _written(tmp_path, WRONG)
    page.path.chmod(0o444)
    with pytest.raises(DataError) as caught:
        fix_page(page)
    (problem,) = caught.value.problems
    assert problem.wrong == "the page cannot be written (it is read-only)"
    command = [sys.executable, "-m", "allied_check", "fix", str(page.path)]
    environment = {**os.environ, "PYTHONPATH": "source"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 1
    assert (done.stdout.count("\n"), done.stderr) == (1, "")
    assert page.path.read_text(encoding="utf-8") == WRONG


@pytest.mark.parametrize("step", ["mkstemp", "copymode", "replace"])
def test_a_failure_at_any_step_leaves_the_old_file(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _written(tmp_path, WRONG)

    def fail(*given: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    module = {"mkstemp": fixes.tempfile, "copymode": fixes.shutil, "replace": fixes.os}[step]
    monkeypatch.setattr(module, step, fail)
    with pytest.raises(DataError, match="No space left on device"):
        fix_page(page)
    assert page.path.read_text(encoding="utf-8") == WRONG
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"]


def test_killed_at_any_moment_the_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    texts = {letter * 400_000 for letter in "ab"}
    path.write_text(min(texts), encoding="utf-8")
    code = (
        "import itertools, sys; from pathlib import Path\n"
        "from allied_check.fixes import write_whole\n"
        "print('ready', flush=True)\n"
        "for letter in itertools.cycle('ba'): write_whole(Path(sys.argv[1]), letter * 400_000)\n"
    )
    for wait in (0.0, 0.003, 0.008, 0.015):
        done = subprocess.Popen(
            [sys.executable, "-c", code, str(path)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": "source"},
        )
        with done:
            assert done.stdout is not None
            done.stdout.readline()
            time.sleep(wait)
            done.send_signal(signal.SIGKILL)
        assert path.read_text(encoding="utf-8") in texts


def test_a_text_that_is_not_unicode_is_not_written(tmp_path: Path) -> None:
    page = _written(tmp_path, "kept")
    with pytest.raises(DataError, match="it would not be UTF-8"):
        write_whole(page.path, "\ud800")
    assert page.path.read_text(encoding="utf-8") == "kept"


def test_fix_does_not_write_over_a_change(tmp_path: Path) -> None:
    page = _written(tmp_path, WRONG)
    page.path.write_text(WRONG + "A sentence more.\n", encoding="utf-8")
    with pytest.raises(DataError, match="changed while it was read"):
        fix_page(page)
    assert page.path.read_text(encoding="utf-8").endswith("A sentence more.\n")


@pytest.mark.parametrize(
    "code",
    [
        "print('>>> 1')",
        "print('```')",
        "print('a'); print('  ```')",
        "print('... a')",
        "import time; time.perf_counter_ns()",
        "object()",
        "print('\\ud800')",
    ],
)
def test_an_output_that_would_not_read_back_is_not_written(code: str, tmp_path: Path) -> None:
    text = f"```{{doctest}}\n>>> {code}\n... \n7\n```\n\n```{{doctest}}\n>>> 8\n9\n```\n"
    page = _written(tmp_path, text)
    with pytest.raises(DataError) as caught:
        fix_page(page)
    assert page.path.read_text(encoding="utf-8") == text
    assert len(caught.value.problems) == 1


def test_a_sentence_in_a_checked_table_is_not_deleted(tmp_path: Path) -> None:
    text = '```{checked-table} T\n>>> table([(1, 2)], "A", "B")\n| A | B |\n\nA sentence.\n```\n'
    page = _written(tmp_path, text)
    assert messages(page)
    assert fix_page(page) == 0
    assert page.path.read_text(encoding="utf-8") == text


def test_blank_lines_of_an_output_are_written_as_doctest_reads_them(tmp_path: Path) -> None:
    text = (
        "> ```{doctest}\n> >>> print('\\na\\n  \\n\\nb\\n\\n')\n> c\n> ```\n\n"
        "  ```{testcode}\n  print('\\n\\nd\\n\\ne')\n  ```\n\n  ```{testoutput}\n  f\n  ```\n"
    )
    page = _written(tmp_path, text)
    assert fix_page(page) == 2
    blank = "<BLANKLINE>\n"
    assert page.path.read_text(encoding="utf-8") == text.replace(
        "> c\n", f"> {blank}> a\n> {blank}> {blank}> b\n"
    ).replace("  f\n", f"  {blank}  {blank}  d\n  {blank}  e\n")
    assert messages(read_page(page.path)) == []
    assert fix_page(read_page(page.path)) == 0


TEXT = st.text(st.sampled_from("ab|\\\n\t .<>`~:*_#-&;1\u00e9\r\f\x85\u2028"), max_size=30)


BLOCKS = {
    "doctest": "```{{doctest}}\n>>> print({0})\nwrong\n```\n",
    "testcode": "```{{testcode}}\nprint({0})\n```\n\n```{{testoutput}}\nwrong\n```\n",
    "checked-table": "```{{checked-table}} T\n>>> table([({0}, 1)], {0}, 'B')\n| wrong |\n```\n",
}


@settings(max_examples=300 * FUZZ, deadline=None)
@given(
    st.lists(TEXT, min_size=1, max_size=3),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["", "  ", "> ", "> > "]),
    st.booleans(),
    st.sampled_from(["doctest", "testcode", "checked-table"]),
)
@example(["\n\na"], "\r\n", "\ufeff", "> ", False, "testcode")
@example(["a\\"], "\n", "", "", True, "checked-table")
@example(["---"], "\n", "", "", False, "testcode")  # an output that would be read as options
def test_fix_is_done_after_once(
    texts: list[str], end: str, mark: str, pad: str, has_end: bool, kind: str
) -> None:
    """Whatever is printed: fixed at once, or refused with the file as it was."""
    lines = ["# A page", ""]
    for text in texts:
        lines += [pad + line for line in BLOCKS[kind].format(f"{text!a}").split("\n")]
    before = mark + end.join([*lines, "The end."]) + (end if has_end else "")
    with TemporaryDirectory() as name:
        path = Path(name) / "page.md"
        path.write_bytes(before.encode())
        try:
            count = fix_page(read_page(path))
        except DataError:
            assert path.read_bytes() == before.encode()
            assert set("`~:.>-\r\f\x85\u2028") & set("".join(texts)), "a plain text is written"
            return
        after = path.read_bytes().decode()
        assert count <= len(texts)
        page = read_page(path)
        told = [wrong for _, wrong in messages(page) if "prints" in wrong or "table" in wrong]
        own = "the checked table shows "  # its texts are its own, not the data's
        assert {wrong for wrong in told if own not in wrong} <= {"the checked table reads no data"}
        assert fix_page(page) == 0
        assert path.read_bytes().decode() == after
        assert after.startswith(mark + "# A page" + end + end + pad + "```")
        assert after.endswith(end + pad + end + "The end." + (end if has_end else ""))
        assert set(re.findall(r"\r\n|\r|\n", after)) == {end}


VALUE = st.one_of(
    st.text(st.sampled_from("ab|\\\n\r &#103;-:\u2028`"), max_size=12), st.none(), st.integers()
)


@given(st.lists(st.tuples(VALUE, VALUE), max_size=4), st.tuples(TEXT, TEXT))
@example([("a\\", "|")], ("\\|", "a\nb"))
@example([("&#10;", "\n")], ("\\&#10;", "\\\\"))
def test_a_cell_reads_back_what_was_put_into_it(
    rows: list[tuple[str | int | None, str | int | None]], titles: tuple[str, str]
) -> None:
    lines = table(rows, *titles).split("\n")
    assert len(lines) == len(rows) + 2
    assert all(map(is_row, lines))
    assert not {"\r", "\n"} & set("".join(lines))
    assert cells(lines[0]) == [_trimmed(title) for title in titles]
    for row, line in zip(rows, lines[2:], strict=True):
        for value, text in zip(row, cells(line), strict=True):
            if isinstance(value, int):
                assert int(text.replace(",", "")) == value
            else:
                assert text == _trimmed(value or "")
    assert differences(lines, lines) == []


def _trimmed(text: str) -> str:
    """Without spaces at its ends, where a line end is no space: it is written as a character."""
    held = text.replace("\n", "\0").replace("\r", "\1").strip()
    return held.replace("\0", "\n").replace("\1", "\r")


@given(st.text(st.sampled_from("ab|\\\n &#103;lt"), max_size=12))
def test_markdown_reads_a_cell_as_we_do(text: str) -> None:
    """The words of a cell as MyST's own reader has them, spaces aside."""
    tokens = MarkdownIt("commonmark").enable("table").parse(table([(text, "z")], "A", "B"))
    inline = [token for token in tokens if token.type == "inline"]
    assert len(inline) == 4
    words = "".join(child.content if child.content else "\n" for child in inline[2].children or [])
    assert words.split() == text.split()


def test_a_hand_written_row_is_cut_as_markdown_cuts_it() -> None:
    for row in (r"| a \| b | c |", r"| a \\| b | c |", r"| a \\\| b | c |", "| a \\| | c |"):
        tokens = MarkdownIt("commonmark").enable("table").parse(f"| A | B |\n| - | - |\n{row}")
        inline = [token for token in tokens if token.type == "inline"][2:]
        held = ["".join(child.content for child in token.children or []) for token in inline]
        assert cells(row) == held, row


def test_a_row_of_dashes_is_no_rule() -> None:
    held = table([("-", "x")], "A", "B").split("\n")
    wrong = [*held[:2], "| --- | x |"]
    assert differences(wrong, held) == [(2, "column 'A' says '---', the data say '-'")]


def test_what_is_not_a_row_is_refused() -> None:
    held = table([("a",)], "A").split("\n")
    for line in ("a", "| a", "a |", "    | a |", "", "| a | b", r"| a \|"):
        assert not is_row(line)
        (found,) = differences([*held[:2], line], held)
        assert found == (2, f"holds a line that is not a row: {line.strip()!r}")
    assert is_row("   | a | ")


def test_an_unknown_value_leaves_its_cell_blank() -> None:
    assert table([(1, None), (None, None), (2.5, "x")], "A", "B") == (
        "| A | B |\n| ---: | --- |\n| 1 |  |\n|  |  |\n| 2.50 | x |"
    )


def test_a_table_has_columns_and_bounded_decimals() -> None:
    for call in ({"digits": -1}, {"digits": 10**9}):
        with pytest.raises(ValueError, match="digits is"):
            table([(1.5,)], "A", **call)
    with pytest.raises(ValueError, match="titles"):
        table([])


def test_thousands_stand_apart_where_no_number_can_be_a_year() -> None:
    assert table([(1999, 1999, True), (2024, 18744, True)], "Year", "Number", "Held") == (
        "| Year | Number | Held |\n| ---: | ---: | ---: |\n"
        "| 1999 | 1,999 | yes |\n| 2024 | 18,744 | yes |"
    )
