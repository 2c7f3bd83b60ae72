"""A text means a value, or it does not."""

from __future__ import annotations

import dataclasses
import datetime
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import allied
from allied.store.dates import PartialDate
from allied.store.quantities import Quantity
from allied.store.rows import ROW_TYPES
from allied.store.tables import select
from allied.store.words import spell
from allied_check.meaning import means

PERCENT = Quantity(2.7094, "%")
MONEY = Quantity(1184796.45, "million 2015 US dollars")
EUROS = Quantity(17, "billion euros")
AUSTRALIAN = Quantity(368, "billion Australian dollars")
PEOPLE = Quantity(3418.609, "thousand people")
DAY = datetime.date(1949, 4, 4)
TWO = allied.nato.joined(1952)
THREE = allied.nato.joined(1999)


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("32", 32),
        ("twelve", 12),
        ("Twelve", 12),
        ("thirty-two", 32),
        ("tenth", 10),
        ("once", 1),
        ("twice", 2),
        ("twice", 2.19),
        ("doubled", 1.9),
        ("tripled", 3.1),
        ("halved", 0.5),
        ("fourfold", 4.2),
        ("none", 0),
        ("three-year", Quantity(3, "years")),
        ("3-year", Quantity(3, "years")),
        ("a dozen", 12),
        ("half", 0.49),
        ("a third", Quantity(34.1, "%")),
        ("two-thirds", Quantity(66.0, "%")),
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
        ("4 April", DAY),
        ("April 4", DAY),
        ("April 4, 1949", DAY),
        ("4 April, 1949", DAY),
        ("4th April 1949", DAY),
        ("the 4th of April", DAY),
        ("the fourth of April 1949", DAY),
        ("April the fourth", DAY),
        ("the twenty-first of May", datetime.date(1949, 5, 21)),
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
        ("thirteenth", 13),
        ("Twenty-first", 21),
        ("21st", 21),
        ("112th", 112),
        ("one hundred and fifth", 105),
        ("one hundred and five", 105),
        ("one hundred five", 105),
        ("a hundred", 100),
        ("twelve hundred", 1200),
        ("two million", 2_000_000),
        ("Two million", 2_100_000),
        ("two million three hundred thousand", 2_300_000),
        (
            "one million, one hundred and eighty-four thousand, seven hundred and ninety-six",
            1184796,
        ),
        ("three billion", Quantity(3.1, "billion euros")),
        ("three", PERCENT),
        ("three per cent", PERCENT),
        ("2.7 percent", PERCENT),
        ("2.7\u00a0%", PERCENT),
        ("two million US dollars", Quantity(2, "million US dollars")),
        ("1,184,796 million 2015 US dollars", MONEY),
        ("3,418.609 thousand people", PEOPLE),
        ("3,418,609 people", PEOPLE),
        ("3,418,609", PEOPLE),
        ("10,000 km", Quantity(10000, "km")),
        ("10,000 kilometres", Quantity(10000, "km")),
        ("2024", 2024),
        ("2,024", 2024),
        ("-US$5 million", Quantity(-5, "million US dollars")),
        ("1", 1.5e-300 + 1),
        ("T\u00fcrkiye", allied.state("TUR")),
        ("Tu\u0308rkiye", allied.state("TUR")),
        ("C\u00f4te d\u2019Ivoire", "C\u00f4te d'Ivoire"),
        ("Co\u0302te d'Ivoire", "C\u00f4te d\u2019Ivoire"),
        ("the United\n    States", allied.state("USA")),
        ("Five\u2011Power Talks", "Five-Power Talks"),
        (
            "Bosnia and Herzegovina and Trinidad and Tobago",
            ["Trinidad and Tobago", "Bosnia and Herzegovina"],
        ),
        ("Rome, Italy and Paris, France", ["Paris, France", "Rome, Italy"]),
        ("2 and 2.4", [2.4, 2.0]),
        ("nobody", []),
        ("no", False),
        ("US$-5 million", Quantity(-5, "million US dollars")),
        ("one billion two million", 1_002_000_000),
    ],
)
def test_means(shown: str, value: object) -> None:
    assert means(shown, value)


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("31", 32),
        ("twice", 3),
        ("twice", 2.4),
        ("doubled", 3.1),
        ("halved", 0.6),
        ("tripled", Quantity(3.1, "%")),
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
        ("", ""),
        ("none", None),
        ("None", None),
        ("no", None),
        ("unknown", None),
        ("0", None),
        ("none", [None]),
        ("31", True),
        ("0", False),
        ("032", 32),
        ("0,032", 32),
        ("11,84,796", 1184796),
        ("1,184796", 1184796),
        ("1 184 796", 1184796),
        ("\u0663\u0662", 32),
        ("21th", 21),
        ("yes", False),
        ("one billion two million", 1_002_400_000),
        ("two million", Quantity(2_000_000, "million euros")),
        ("Greece and Spain and Italy", ["Greece", "Spain", "Italy"]),
        ("tenth", Quantity(10, "%")),
        ("once", Quantity(1, "%")),
        ("hundred", 100),
        ("a dozen", 13),
        ("half", 0.53),
        ("a third", 3),
        ("half", Quantity(0.5, "km")),
        ("32.0", 32),
        ("twenty-twelve", 32),
        ("two and two", 4),
        ("two thousand", 2400),
        ("3,418.6 people", PEOPLE),
        ("3,418.609 million", PEOPLE),
        ("three thousand", Quantity(3418.6, "thousand US dollars")),
        ("1,184,796 US dollars", MONEY),
        ("17 billion dollars", EUROS),
        ("17 billion members", EUROS),
        ("17 euros", EUROS),
        ("three-month", Quantity(3, "years")),
        ("three-year", 3),
        ("3 %%", PERCENT),
        ("--3", -3),
        ("-$-3", Quantity(-3, "US dollars")),
        ("10,000 miles", Quantity(10000, "km")),
        ("2,024", PartialDate(2024)),
        ("19490404", DAY),
        ("1949-W14-1", DAY),
        ("1949-4-4", DAY),
        ("31 April 1949", DAY),
        ("\u0661\u0669\u0664\u0669", DAY),
        ("5 April", DAY),
        ("4 May", DAY),
        ("4 April", PartialDate(1949, 4)),
        ("4 April 49", DAY),
        ("4st April", DAY),
        ("April 5, 1949", DAY),
        ("April 4, 1950", DAY),
        ("the fifth of April 1949", DAY),
        ("fourth April fourth", DAY),
        ("Turkiye", "T\u00fcrkiye"),
        ("nan", float("nan")),
        ("inf", float("inf")),
        ("9" * 5000, 9),
        ("2 and 2", [2.4, 9.0]),
        ("Rome, Italy", ["Rome", "Italy", "Italy"]),
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


@given(st.lists(st.sampled_from(allied.nato.members()), unique=True))
def test_a_list_means_itself_in_any_order(states: list[object]) -> None:
    assert means(spell(states) if states else "none", list(reversed(states)))


def test_what_a_message_says_of_any_value_in_the_data_means_it() -> None:
    seen = 0
    for name, row_type in ROW_TYPES.items():
        for row in select(name, row_type):
            for column in dataclasses.fields(row):
                value = getattr(row, column.name)
                assert means(spell(value), value) is (value is not None), (name, row.line, value)
                seen += 1
    assert seen > 30_000


_NAMES = st.sampled_from(
    ["Greece", "C\u00f4te d'Ivoire", "Bosnia and Herzegovina", "Rome, Italy", "the Hague", "a"]
)
_VALUES = st.one_of(
    st.integers(-(10**40), 10**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.builds(
        Quantity,
        st.floats(-1e15, 1e15),
        st.sampled_from(["%", "", "km", "people", "million euros", "billion 2015 US dollars"]),
    ),
    st.dates(datetime.date(1000, 1, 1)),
    st.builds(PartialDate, st.integers(1000, 9999), st.integers(1, 12) | st.none()),
    st.booleans(),
    _NAMES,
)


@given(_VALUES | st.lists(_VALUES, max_size=6))
def test_what_a_message_says_means_the_value(value: object) -> None:
    words = spell(value)
    assert means(words, value)
    assert means(unicodedata.normalize("NFD", words.replace(" ", "\n")), value)


@given(st.text(max_size=30), _VALUES | st.none() | st.lists(_VALUES | st.none(), max_size=3))
def test_any_text_can_be_asked(shown: str, value: object) -> None:
    assert means(shown, value) in (True, False)
    assert not means(shown, None)


@given(st.integers(0, 10**15 - 1), st.integers(0, 10**15 - 1))
def test_a_number_in_words_means_itself_and_no_other(value: int, other: int) -> None:
    words = in_words(value)
    assert means(words, value)
    assert means(words.replace(" and ", " "), value)
    if value % 10**6:  # else it is shown to the million
        assert means(words, other) is (value == other)


SCALES = ("trillion", "billion", "million", "thousand")


def in_words(value: int) -> str:
    """The British words of a number below a thousand trillion."""
    ones = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen"
    ).split()
    tens = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
    if value < 20:
        return ones[value]
    if value < 100:
        return tens[value // 10] + (f"-{ones[value % 10]}" if value % 10 else "")
    for size, name in (
        (10**12, "trillion"),
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
    ):
        if value >= size:
            head, rest = f"{in_words(value // size)} {name}", value % size
            return head + ((" and " if rest < 100 else " ") + in_words(rest) if rest else "")
    rest = value % 100
    return f"{ones[value // 100]} hundred" + (f" and {in_words(rest)}" if rest else "")
