"""Which numbers of a text must be bound to data, and which need not."""

# ruff: noqa: RUF001

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allied_check.numerals import numerals
from allied_check.page import read_page
from conftest import ROOT

# What is found stands between square brackets.
FOUND = r"""
NATO has [31] members
it sent [2000] of its soldiers
it cost [1990]
it has [doubled] its membership
[twice] as many members as in 1949
[double] the sum
spending rose [fivefold], a [ten-fold] rise
the sum [halved], and [trebled]
[more than double] that
[three times] as large and [ten times] the size
[a trio] of states
[a pair] of states
[zero] members objected
Article 5 was invoked [twice]
it has [twice] been renewed
the [fourth] round of talks
[31] Members of a Street
the members AD [31] states
note [31] members
Options [31] members
[31]+[2] treaties
The [Seventy-ninth] member
the [Twenty-first April]
[31] members
there were [2000] troops
[2000] troops
In May, [2000] soldiers left
a force of [2000] American troops
some [2000] came
[2000] American troops
F-35 and [31] more
A400M and [31] more
https://example.org/2 [31]
İİİİ [twelve] states
It ended. [Thirty] came
its [two] per cent
NATO's [2000] troops
by [2000] soldiers
2000–[3000] troops
NATO's [Thirty-two] members
[155] mm shells
[€5bn]
more than [2000] came
a total of [2000] came
the number [2000]
the figure [2.7 per cent]
[2000] shells
[$2000]
[US$5 billion] a year
[€150 billion]
[£3.5 billion]
[2.7 %] of GDP
[2.7%]
[1,184,796]
[1.184.796]
[.5 million] people
[½] of members
[thirtyone] members
[threescore] members
[the dozen] founders
[a round dozen] signed
[a half-dozen] founders
[a baker's dozen] of founders
the [Thirty-One] are many
a factor of [three]
[one in three] agreed
[nine out of ten] agreed
[every third Ally] agreed
[a cool million]
sent [2000]
it lost [1800] in a day
a fleet of [1950]
Troops: [2000].
[2000] or more
[1800] died
[1800] were killed
has [XXXI]
has [xii]
[xxxi] members
[1949/04/05]
[16]+[1] members
NATO's [30]+[2] members
Type [31] members and COM [31] states
In [49] members
[Three] abstained
[two] others joined
of these, [two] later joined
it signed [three] protocols and held [two] summits
it killed [two], its crew of [three]
the [fifth] enlargement
for the [ninth] time
[three to one]
[one dollar]
[one and a half] million
[four] centuries
its [5]+[5] members
[三十二] members
[Ⅻ] members
[2½] years
[⅓]
[10²]
[²]
[①] first
[٣٢] members
[３２] members
[1st] of all
the [21st] state
[32nd]
[5k] men
[5m] men
[100km]
a [30]-fold rise
a [12]-year plan
[2000]-strong
EUR[5 billion]
USD[31]
members[32]
x[2]
-[5] degrees
[5] to [7]
[3]:[2]
[12]-[11] vote
number\n[31]. Then
the committee,\n[1]. first
[2]. and
see figure [3]
see table [3]
Section [2.7 per cent]
Section [4 million]
Articles 3 and [31] members
Article 5 and [31] member states
[4 April 1949]
on [4 April 1949] it
[April 1949]
[April 4, 1949]
[April 4]
[4 April]
the [4th of April 1949]
[4–6 April 1949]
[4 and 6 April]
[4\nApril\n1949]
[1949-04-04]
[4/4/1949]
[04.04.1949]
[4 Apr. 1949]
[Sept 2024]
[May 2024]
[thirty-one] members
[Thirty-one] states
[thirty\none] members
[thirty‑one] members
in [thirteen] ways
[twenty]
[ninety-nine]
[two million]
[two million three hundred thousand] people
[two hundred and five]
[a hundred] ships
[one hundred]
[A hundred] and more
half [a million]
[one billion] euros
the [thirteenth]
the [twentieth] state
the [twenty-first] member
the [one hundredth]
[twelve] states
[Twelve] Allies
[Seven] states signed
the [twelve] Allies
all [seven] Allies
[five] new members
[six] often-sanctioned states
[two] countries
[three] per cent
[two thousand] men
[five] dollars
[ten] aircraft
a [six]-nation force
a [twelve]-member alliance
[five] euros
10 Downing Street and [11]
[two-thirds] of members
[two thirds]
[three quarters]
[a third] of them
cut by [a third].
about [a sixth] ␀
more than [half]
nearly [half] of it
[half] of its members
[a quarter] more
[a dozen] ships
[two dozen] ships
[three score] of them
[a score] of members
the [fourth day of April]
[four] in members
[seven] years
[two] days later
[three] decades
[three]-year plan
rose to [nine]
rose from [two] to [nine]
belongs to [five]
at least [five] issuers
[Six] commands belong
[four] times
[ten]-day exercise
the [fourth of April]
on the [fourth of April] it
[April the fourth]
the [twenty-first of May]
the [ninth] battlegroup
its [tenth] new member
[XXXI] members
Article [31] members
Articles 5 and [31] troops
[50s] members
[2100] and [999]
[1234] of them
[2000 per cent]
[2014.5]
[2,014]
[2000%]
since [2000 million]
[32]␀[31]
␀ [31] members
␀[31]
"""

# Nothing is found in these.
LET_THROUGH = r"""
10 Downing Street, and 221B Baker Street
Ten Downing Street agreed
1600 Pennsylvania Avenue
see note 4 and recital 12
Option 3, Pillar 2 and Case 4
under Convention 108+
Case C-402/05 P
Document S/2019/171
FM 3-0
in AD 800 and 480 BC
the 2 + 2 talks
the Seventy-ninth Congress
a pair of gloves, zero tolerance
it was said twice, and done twice over
in 1949
they met twice in 1949
double standards and a double-hatted officer
the Triple Entente and a twofold aim
some are counted twice
he called for aid to be doubled
doubling the sum
In 2000 troops left
since 2014 states have
by 2035
1949
1949, 1952 and 1999
1949–55
1949-55
1949–1955
1949/50
1956/7
in 1373 the
NATO's 2014 members
the old Thirty came
soften states and a freight member
FY2014/15
2014 was the year
S/RES/1970
A/RES/377(V)
2014-2024
the 1990s
the 1990’s
mid-1980s
mid-2025
pre-2014
FY2024
FY 2024
the 2014 guidelines
the 2022 exercises
NATO's 2024 figures
2024 estimates
(1949)
"1949"
“1949”
over 1816 to 2000
the Code of Conduct of 1994 has states provide
Nuclear Weapons of 1968 states the fear
its year 2008 counts some people twice
the treaty of 1373 stands
1949 to 1994
early 2022
Libya, 2011.
␀ 1949 ␀
Article 5
Article 5's
Articles 3 and 4
Articles 3, 4 and 5
Articles 51 and 53
Article 42(7)
Article 5(1)(a)
article 5
Article 5 missions
Article\n5
paragraph 2
paragraphs 1 and 2
pages 5-9
pp. 5–9
p. 5
Resolution 1970
Resolutions 1970 and 1973
Resolution 1373 (2001)
Regulation 833/2014
Table 2
Tables 2, 3, 7 and 8a
Figure 3
Figure 3.2
Chapter VII
Protocol 3
Part 2
section 4
section 1249
book 1, chapter 99
No. 10 Downing Street
Annex 2
appendices 1 to 3
F-35
F-35A and F-35s
F‑35
A400M
NH90
P-8
G7
G20
E3
MI6
EU-27
Covid-19
COVID-19
9/11
post-9/11
24/7
5G
3D
ISO 3166-1
STANAG 4569
Link 16
Leopard 2
the Group of 77
Group of Seven
the Five Eyes
the Five Power Defence Arrangements
the Thirty Years' War
https://example.org/2024/31
http://x.org/?a=31&b=2
(https://example.org/31)
www.example.org/31
doi:10.1126/science.31
10.1126/science.31
one of them
no one
one another
the one
one state
first, second, third
the twelfth
two ways
Two ways
Four plain tests
in four ways
these five
The five also meet
a third way
third parties
the second half of the article
half a century
the other half
half-hearted
several dozen
the fourth point
the ninth, for Finland,
the 38th parallel
the 82nd Airborne
the 118th Congress
Able Archer 83
Public Law 117
the '90s
the ’50s
the 50s
Chapter VII resolutions of that kind
two boards of officials
the three Baltic states
the two governments
these four states
its two allies
Poland's three allies
the other two members
two-per-cent guideline
two-state solution
often, intend, attend, network, weight, tender, fortune
dozens
hundreds of ships
thousands
millions of people
several hundred
a hundredth of it
a few thousand men
␀ million people
once, twice
the nineteenth century
the 21st century
the nineteenth and 21st centuries
the 19th, 20th and 21st centuries
from the nineteenth to the early twenty-first century
nineteenth- and 20th-century wars
the 75th session and its seventy-fifth session
the P5+1, the E3+3 and the EU3+3
the 5+5 Dialogue and 2+2 talks
Windows 11 and Falcon 9
Leopard 2A6, Unit 8200, UNSCR 1244, Track 2 and Type 45 ships
By 2014 American troops had left
the 19th century and the 20th
the nineteenth century, and the twentieth
Regulation (EU) 2021/821, vol. 2, no. 3
two centuries of data, and the two signed; its three summits
it held two of the removals unlawful
Art. 5, Arts. 4 and 5, and § 5
MC 14/3, NSC 68, E.O. 13694, COM(2020) 456 and the Mk 41 launcher
1 Corps and 1 (UK) Division
Steadfast Defender 24 and Exercise Cold Winter 24
in '49, and the summer of '49
the Group of 77 states
a four-star general and a three-letter code
the 16+1 format, the E3/EU+3 and a 1.5-track dialogue
a 360-degree view
it doubled back, and he doubled as minister
a couple of states
a quarter of a century
the Group of Seventy-Seven
one in three ways
twenty-first-century wars
km²
VII
␀␀␀␀
"""


def lines(table: str) -> list[str]:
    return [line.replace("\\n", "\n") for line in table.strip("\n").split("\n")]


def marked(text: str) -> str:
    for start, end in reversed(list(numerals(text))):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize("shown", lines(FOUND))
def test_a_number_that_must_be_bound_is_found(shown: str) -> None:
    assert marked(shown.replace("[", "").replace("]", "")) == shown


@pytest.mark.parametrize("shown", lines(LET_THROUGH))
def test_what_is_no_figure_is_let_through(shown: str) -> None:
    assert marked(shown) == shown
    assert marked(f"As we saw, {shown} again") == f"As we saw, {shown} again"


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    spans = list(numerals(text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


_PIECES = (
    "31 2000 1949 2.7 .5 ½ ² % per cent twelve twenty one hundred million and the of in Article "
    "F-35 April 4 members troops $ – - , . ( ) \u2400 \n http:// Five ISO İ"
).split(" ")


@given(st.lists(st.sampled_from([*_PIECES, " "]), max_size=12).map("".join))
def test_any_text_of_numbers_can_be_asked(text: str) -> None:
    spans = list(numerals(text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@given(st.integers(0, 10**9).filter(lambda n: not 1000 <= n < 2100), st.sampled_from(["", ","]))
def test_a_plain_number_is_found_whole(number: int, comma: str) -> None:
    text = format(number, comma)
    assert marked(f"They had {text} of them.") == f"They had [{text}] of them."


def test_every_page_can_be_asked() -> None:
    prose = [
        paragraph.text
        for path in sorted((ROOT / "docs").rglob("*.md"))
        for paragraph in read_page(path).prose
    ]
    assert sum(map(len, prose)) > 200_000
    for text in prose:
        assert "\u2400" not in "".join(text[start:end] for start, end in numerals(text))


@pytest.mark.parametrize(
    "piece", ["1-", "1 ", "1,", "4 April ", "two ", "two-", "$", "Article 5 and ", "1", "1/", "²"]
)
def test_a_long_text_takes_no_longer_by_the_letter(piece: str) -> None:
    begun = time.process_time()
    list(numerals(piece * (100_000 // len(piece))))
    assert time.process_time() - begun < 2
