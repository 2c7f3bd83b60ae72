"""Typst source text."""

import json

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import FUZZ
from sphinx_typst_book.markup import Code, call, content, label, string, value


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (None, "none"),
        (True, "true"),
        (3, "3"),
        (0.5, "0.5"),
        (2.0, "2"),
        ("a", '"a"'),
        (Code("1fr"), "1fr"),
        ([], "()"),
        ([1], "(1,)"),
        ([1, [2]], "(1, (2,),)"),
        ({}, "(:)"),
        ({"key": [Code("auto")]}, '("key": (auto,))'),
    ],
)
def test_value(item: object, expected: str) -> None:
    assert value(item) == expected


def test_value_refuses_what_it_does_not_know() -> None:
    with pytest.raises(TypeError, match="object"):
        value(object())


def test_call_leaves_out_what_is_not_given() -> None:
    markup = call("f", "x", some_option=1, other=None, body='#"y";')
    assert markup == '#f("x", some-option: 1)[#"y";];'


def test_content_and_label() -> None:
    assert content(" #x; ") == "[#x;]"
    assert label("a/b", "c") == 'label("a/b:c")'


@settings(max_examples=60 * FUZZ, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_typst_reads_back_every_string(text: str) -> None:
    source = f"#metadata({string(text)})<it>".encode()
    found = typst.query(source, "<it>", field="value", one=True)
    assert json.loads(found) == text
