"""Plain sentences on the years of a pact are as the data say."""

from __future__ import annotations

import pytest

from allied import lives
from allied_check.lives import false_years
from allied_check.page import parse_page
from allied_check.rules import check_claims
from conftest import ROOT

FALSE = {
    "NATO was founded in 1950.": "say 1949",
    "The North Atlantic Treaty of 1950 binds them.": "say 1949",
    "The 1950 North Atlantic\nTreaty binds them.": "say 1949",
    "The North Atlantic Treaty was first signed in 1950.": "say 1949",
    "Signed in 1950, the North Atlantic Treaty binds them.": "say 1949",
    "The ANZUS Treaty, signed in 1952, binds them.": "say 1951",
    "ANZUS was signed in 1952.": "say 1951",
    "The Warsaw Pact, which was founded in 1956, is no more.": "say 1955",
    "The Warsaw Pact dates from 1949.": "say 1955",
    "The Warsaw Pact dissolved in 1989.": "say 1991",
    "The Warsaw Pact, by then an empty shell, was dissolved in 1990.": "say 1991",
    "SEATO ended in 1976.": "say 1977",
    "The ANZUS Treaty came into force in 1951.": "say 1952",
    "The Five Power Defence Arrangements of 1972 remain.": "say 1971",
    "The Baghdad Pact ended in 1980.": "say 1979",
    "Founded in 1951, NATO grew.": "say 1949",
}
RIGHT = [
    "NATO was founded in 1949. The North Atlantic Treaty of 1949 entered into force in 1949.",
    "The ANZUS Treaty of 1951 came into force in 1952. It was created in 1950.",
    "The Rio Treaty was established in 1948, and created in 1947.",
    "The Brussels Treaty of 1954 is the modified one; the 1948 Brussels Treaty is older.",
    "The CSTO was created in 2002. The Quad dates from 2007, and NORAD from 1957.",
    "NATO of 1990 differs. NATO ended in 1999 what it had begun. NATO was set up in Paris in 1952.",
    "The Atlantic Charter came into force in 1950, if ever. The treaty of 1950 is another.",
    "The Warsaw Pact of 1955-91 is no more, nor is the Warsaw Pact of the 1980s.",
]


@pytest.mark.parametrize("text", FALSE)
def test_a_false_year_is_told(text: str) -> None:
    ((_, _, wrong),) = false_years(text, lives())
    assert FALSE[text] in wrong


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_one_is_let_through(text: str) -> None:
    assert list(false_years(text, lives())) == []


def test_it_is_told_at_its_line() -> None:
    text = (
        '# A\n\nIt grew.\nThe {term}`North Atlantic Treaty` of 1950. "NATO was founded in 1950".\n'
    )
    (problem,) = check_claims(parse_page(text, ROOT / "docs/debates/made-up.md"))
    assert str(problem) == (
        "docs/debates/made-up.md:4: it says 'The North Atlantic Treaty of 1950', and the data "
        "say 1949; correct the sentence, or the row"
    )
