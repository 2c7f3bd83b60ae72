"""A text means a value, or it does not."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import allied
from allied.store.dates import PartialDate
from allied.store.quantities import Quantity
from allied.store.words import spell
from allied_check.meaning import means

PERCENT = Quantity(2.7094, "%")
MONEY = Quantity(1184796.45, "million 2015 US dollars")
EUROS = Quantity(17, "billion euros")
AUSTRALIAN = Quantity(368, "billion Australian dollars")
PEOPLE = Quantity(3418.609, "thousand people")
DAY = datetime.date(1949, 4, 4)
TWO = allied.joined("NATO", 1952)
THREE = allied.joined("NATO", 1999)


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("32", 32),
        ("twelve", 12),
        ("Twelve", 12),
        ("thirty-two", 32),
        ("tenth", 10),
        ("once", 1),
        ("none", 0),
        ("1,184,796", 1184796),
        ("-3", -3),
        ("\u22123", -3),
        ("2.7", PERCENT),
        ("2.7 %", PERCENT),
        ("2.71 %", PERCENT),
        ("3%", PERCENT),
        ("2.7 per cent", PERCENT),
        ("2.5", 2.45),
        ("2.4", 2.45),
        ("0.30", Decimal("0.3")),
        ("1,184,796", MONEY),
        ("US$1,184,796 million", MONEY),
        ("US$1.2 trillion", MONEY),
        ("$1,185 billion", MONEY),
        ("1.18 trillion US dollars", MONEY),
        ("\u20ac17 billion", EUROS),
        ("17,000 million euros", EUROS),
        ("A$368 billion", AUSTRALIAN),
        ("$368 billion", AUSTRALIAN),
        ("368 billion Australian dollars", AUSTRALIAN),
        ("3.4 million", PEOPLE),
        ("3,418.6 thousand", PEOPLE),
        ("3,418.6", PEOPLE),
        ("4 April 1949", DAY),
        ("1949-04-04", DAY),
        ("April 1949", DAY),
        ("1949", DAY),
        ("1949", 1949),
        ("April 1949", PartialDate(1949, 4)),
        ("Greece and T\u00fcrkiye", TWO),
        ("Turkey and Greece", TWO),
        ("Czechia, Hungary and Poland", THREE),
        ("Poland, Hungary, and the Czech Republic", THREE),
        ("the United States", allied.state("USA")),
        ("none", ()),
        ("yes", True),
        ("Washington", "Washington"),
    ],
)
def test_means(shown: str, value: object) -> None:
    assert means(shown, value)


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("31", 32),
        ("eleven", 12),
        ("2.8 %", PERCENT),
        ("2.70 %", PERCENT),
        ("32 %", 32),
        ("US$32", 32),
        ("US$2.7", PERCENT),
        ("US$1,184,796", MONEY),
        ("US$1.2 billion", MONEY),
        ("US$17 billion", EUROS),
        ("\u00a317 billion", EUROS),
        ("\u20ac17 million", EUROS),
        ("US$368 billion", AUSTRALIAN),
        ("C$368 billion", AUSTRALIAN),
        ("3.4 billion", PEOPLE),
        ("1184,796", 1184796),
        ("1.184.796", 1184796),
        ("5 April 1949", DAY),
        ("4 April 1949", PartialDate(1949, 4)),
        ("May 1949", DAY),
        ("1950", DAY),
        ("4/4/1949", DAY),
        ("Greece", TWO),
        ("Greece, T\u00fcrkiye and Spain", TWO),
        ("Greece and Greece", TWO),
        ("Hungary and Poland", THREE),
        ("the United Kingdom", allied.state("USA")),
        ("no", True),
        ("1", True),
        ("about 32", 32),
        ("", 0),
    ],
)
def test_does_not_mean(shown: str, value: object) -> None:
    assert not means(shown, value)


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_means_itself_and_nothing_else(value: int) -> None:
    assert means(f"{value:,}", value)
    assert not means(f"{value:,}", value + 1)


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_a_number_means_itself_at_any_precision(value: float, digits: int) -> None:
    assert means(f"{value:,.{digits}f}", value)
    step = Decimal(10) ** -digits
    assert not means(f"{Decimal(f'{value:.{digits}f}') + 2 * step:,.{digits}f}", value)


@given(st.dates(datetime.date(1000, 1, 1)))
def test_a_date_means_itself_at_any_precision(day: datetime.date) -> None:
    words = spell(day)
    assert means(words, day)
    assert means(words.split(" ", 1)[1], day)
    assert not means(words, day + datetime.timedelta(days=1 if day.year < 9999 else -1))


@given(st.lists(st.sampled_from(allied.members("NATO")), unique=True))
def test_a_list_means_itself_in_any_order(states: list[object]) -> None:
    assert means(spell(states) if states else "none", list(reversed(states)))
