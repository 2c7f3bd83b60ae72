"""Widths of columns, and spaces at which no line breaks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_typst_book.nobreak import breakable, joined
from sphinx_typst_book.widths import PADDING, Column, column_widths

TEXTS = st.text(st.sampled_from("abcdefg A-_/\n\u00a0"), max_size=80)


def columns_of(rows: list[list[str]]) -> list[Column]:
    columns = [Column() for _ in rows[0]]
    for number, row in enumerate(rows):
        for column, text in zip(columns, row, strict=True):
            column.add(number, text)
    return columns


@given(
    st.integers(1, 9).flatmap(
        lambda n: st.lists(st.lists(TEXTS, min_size=n, max_size=n), min_size=1, max_size=6)
    )
)
def test_no_word_is_broken_if_the_page_is_wide_enough(rows: list[list[str]]) -> None:
    columns = columns_of(rows)
    room = 100.0
    widths = column_widths(columns, room)
    least = [column.word + PADDING for column in columns]
    if widths is None:
        assert sum(column.line + PADDING for column in columns) <= room
    elif sum(least) < room:
        assert sum(widths) == pytest.approx(room)
        assert all(width >= word - 1e-6 for width, word in zip(widths, least, strict=True))
    else:
        assert widths == least


def test_a_short_column_leaves_room_to_a_long_one() -> None:
    rows = [["A treaty with a name of many words, long", "1 May 1950", "1990"]] * 9
    widths = column_widths(columns_of(rows), 60)
    assert widths is not None
    assert widths[1:] == pytest.approx([10 + PADDING, 4 + PADDING], abs=1)


def test_a_date_in_numbers_is_one_word() -> None:
    widths = column_widths(columns_of([["word " * 40, "2022-03-21", "well-known"]] * 4), 40)
    assert widths is not None
    assert widths[1] >= 10 + PADDING > widths[2] >= 5 + PADDING


def test_rows_are_kept_low() -> None:
    rows = [["word " * 20, "word " * 5]] * 4 + [["word", "word " * 9]] * 3
    widths = column_widths(columns_of(rows), 80)
    assert widths is not None

    def height(first: float) -> float:
        return sum(
            max(len(a) / (first - PADDING), len(b) / (80 - first - PADDING)) for a, b in rows
        )

    assert height(widths[0]) <= 1.02 * min(height(first) for first in range(10, 70))


def test_what_an_author_gives_is_not_kept_where_it_makes_rows_high() -> None:
    columns = columns_of([["word " * 40, "1990"]] * 4)
    widths = column_widths(columns, 60, [10, 50])
    assert widths is not None
    assert widths[0] > 50


def test_what_an_author_gives_is_kept_where_words_fit() -> None:
    columns = columns_of([["a", "bb"], ["c", "d"]])
    assert column_widths(columns, 100, [30, 70]) == [30, 70]
    narrow = columns_of([["international", "b"]])
    widths = column_widths(narrow, 100, [1, 99])
    assert widths is not None
    assert widths[0] == pytest.approx(13 + PADDING)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("on 4 April 1949 they", "en", "on 4~April~1949 they"),
        ("May 1945 and may 1945", "en", "May~1945 and may 1945"),
        ("am 4. April 1949 war", "de", "am 4.~April~1949 war"),
        ("le 4 avril 1949", "fr", "le 4~avril~1949"),
        ("2.7 % of 3 million", "en", "2.7~% of 3~million"),
        ("by 2.1 per cent, as perceived", "en", "by 2.1~per cent, as perceived"),
        ("Article 5 and Table 12", "en", "Article~5 and Table~12"),
        ("32 members, 3 minutes", "en", "32 members, 3 minutes"),
        ("no number April 4", "en", "no number April 4"),
        ("4 April", "xx", "4 April"),
    ],
)
def test_spaces_that_do_not_break(text: str, language: str, expected: str) -> None:
    assert joined(text, language) == expected.replace("~", "\u00a0")


@given(st.text(), st.sampled_from(["en", "de", "zh_CN", "xx"]))
def test_only_spaces_change(text: str, language: str) -> None:
    result = joined(text, language)
    assert re.sub("\u00a0", " ", result) == re.sub("\u00a0", " ", text)


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("nato.int/a-b", ["nato", ".int/", "a-", "b"]),
        ("https://x.org/?q=1&r_s=2", ["https:/", "/", "x", ".org/", "?q", "=1", "&r_", "s", "=2"]),
    ],
)
def test_an_address_breaks_at_signs(address: str, lines: list[str]) -> None:
    assert breakable(address) == lines
