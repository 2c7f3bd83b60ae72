"""The text next to a fact does not change what it says."""

# ruff: noqa: RUF001

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allied.store.dates import PartialDate
from allied.store.quantities import Quantity
from allied_check.doctests import evaluate
from allied_check.meaning import means
from allied_check.page import read_page
from allied_check.surroundings import clash
from conftest import ROOT

VALUES: dict[str, object] = {
    "32": 32,
    "1": 1,
    "2": 2,
    "3": 3,
    "100": 100,
    "2000": 2000,
    "2035": 2035,
    "3.5": 3.5,
    "twenty": 20,
    "share": Quantity(2.7, "%"),
    "euros": Quantity(149976, "million euros"),
    "billions": Quantity(17, "billion euros"),
    "dollars": Quantity(1184796.45, "million 2015 US dollars"),
    "people": Quantity(3418.609, "thousand people"),
    "km": Quantity(10000, "km"),
    "years": Quantity(3, "years"),
    "day": datetime.date(1949, 4, 4),
    "month": PartialDate(1949, 4),
    "year": PartialDate(1949),
    "name": "Poland",
    "list": ["Greece", "Spain"],
    "yes": True,
    "105": 105,
    "minus": -3,
    "text": "1973",
    "plain": Quantity(5, ""),
}

# before [shown] after | value
WRONG = r"""
[32],000 members | 32
[32] (thousand) members | 32
[32] score members | 32
[32] p.c. of members | 32
half [32] members | 32
[32] minus one | 32
twice [32] | 32
[32] plus 2 | 32
[3] months late | years
[3]-week delay | years
[32],5 | 32
[32].5 | 32
[32].5 per cent | 32
[32]5 | 32
[32]k | 32
[32]m | 32
[32]bn | 32
[32] bn euros | 32
[32] m of them | 32
[32] k | 32
[32]·5 | 32
[32]٫5 | 32
[32] -5 | 32
[32]  000 | 32
$  [32] | 32
[32].'5 | 32
[32]./5 | 32
±'[32] | 32
[32] ₽ | 32
[32]% | 32
[32] % | 32
[32] %of them | 32
[32]\n% | 32
[32] per cent | 32
[32]\nper\ncent | 32
[32] percent of them | 32
[32] pct | 32
[32]-per cent rise | 32
[32]-percent rise | 32
[32] percentage points | 32
[32]-fold | 32
[32]fold | 32
[two]-fold | 2
[32] dollars | 32
[two] euros | 2
[1949] troops | year
[1949] members | year
[two]fold | 2
[32]th | 32
[32]nd | 32
[1]st | 1
[32]s | 32
[32] million | 32
[32]\nmillion members | 32
[32] billion | 32
[32] thousand | 32
[32] thousands | 32
[32] trillion | 32
[32] hundred | 32
[two] hundred | 2
[2] dozen | 2
[32] Million | 32
[32]-million-strong | 32
[32]½ | 32
[32] ½ | 32
[32]² | 32
[32]¹ | 32
[32]₂ | 32
[32]⃣ | 32
[3]/3 | 3
[3] / 4 | 3
[3]:2 | 3
[3] to the power of two | 3
[3] squared | 3
[3] and a half | 3
[two] thirds of members | 2
[2] thirds of members | 2
[two]-thirds of members | 2
[3] point five | 3
[3]^2 | 3
[3] × 10 | 3
[3] x 10 | 3
[3]*10 | 3
[3]+ | 3
[3] ± 1 | 3
[3]+2 | 3
[3]° | 3
[32]-35 | 32
[32]–35 members | 32
[32] 000 | 32
[32] 5 | 32
[32]'000 | 32
[32]’000 | 32
[32]٣ | 32
[32]​000 | 32
[32]€ | 32
[32] € | 32
[32]␀ | 32
[32],␀ | 32
[32].␀ | 32
[twenty]-one | twenty
[twenty] one | twenty
[two] hundred and five | 2
[two]teen | 2
[one hundred] and five members | 100
[one hundred] two | 100
1[32] | 32
1,[32] | 32
1.[32] | 32
.[32] | 32
-[32] | 32
 -[32] | 32
−[32] | 32
− [32] | 32
+[32] | 32
±[32] | 32
± [32] | 32
~[32] | 32
–[32] | 32
≈[32] | 32
a minus [32] | 32
negative [32] | 32
$[32] | 32
$ [32] | 32
US$[32] | 32
€[32] | 32
£[32] | 32
¥[32] | 32
₽[32] | 32
A$[32] | 32
EUR [32] | 32
x[32] | 32
F-[32] | 32
twenty-[two] | 2
one hundred and [two] | 2
one hundred [two] | 2
2/[3] | 3
2:[3] | 3
5 [32] | 32
No.[32] | 32
␀[32] | 32
٣[32] | 32
€[2.7] | share
[2.7] members | share
[2.7] euros | share
[2.7] million | share
[2.7] million members | share
[2.7 %] per cent | share
[2.7 %] million | share
[2.7]€ | share
[2.7] km | share
[2.7] new members | share
[2.7] European states | share
[149,976 million] Singapore dollars | euros
[1,184,796 million] Singapore dollars | dollars
[3.4 million] European states | people
[149,976] euros | euros
[149,976] billion euros | euros
[149,976] thousand euros | euros
[149,976 million] dollars | euros
[149,976 million] US dollars | euros
[149,976 million] pounds | euros
[149,976 million] people | euros
[149,976 million] per cent | euros
[149,976 million] million | euros
US$[149,976 million] | euros
$[149,976 million] | euros
[149,976 million]$ | euros
[€149,976 million] dollars | euros
[17] million euros | billions
[17]\nmillion | billions
[17 billion] members | billions
[17] billion pounds | billions
€[17] | billions
[1,184,796 million] euros | dollars
[1,184,796 million] Australian dollars | dollars
[1,184,796] dollars | dollars
€[1,184,796 million] | dollars
[3,418.6] people | people
[3,418.6] troops | people
[3,418.6] million people | people
[3.4 million] euros | people
[3,418.6 thousand] states | people
[10,000] miles | km
[10,000] troops | km
[4 April 1949]0 | day
[4 April] 1950 | day
[4 April] of 1950 | day
[4 April], in 1950 | day
[April 4], 1950 | day
In 1950, on [4 April], it | day
[April 1949]s | month
1[4 April 1949] | day
2 [4 April 1949] | day
5 [April 1949] | month
5 [April 1949] | day
the 5th of [April 1949] | day
in April [1949] | year
in May [1949] | day
May [2035] | 2035
by May\n[2000] | 2000
4 [1949] | year
[1949]-50 | year
[1949]-04 | day
[1949]s | year
[1949] BC | year
[1949] 4 | year
[1949] April | year
[1949] May 4 | day
[1949]/50 | year
[1949],5 | year
[1949].5 | year
[1949]% | year
[1949] euros | year
[1949] million | year
-[1949] | year
[4 April 1949] 1950 | day
[4 April 1949]-6 | day
[3.5] per cent | 3.5
[3.5]5 | 3.5
[3.5] million | 3.5
[Poland]s | name
[Poland]ia | name
New[Poland] | name
[Poland]1 | name
[Greece and Spain]s | list
[yes]terday | yes
[1973],000 | text
[1973]5 | text
[1973]-5 | text
1,[1973] | text
1'[1973] | text
1'[32] | 32
1’[32] | 32
5"[32] | 32
5([32]) | 32
±"[32] | 32
±([32]) | 32
␀'[32] | 32
₽([32]) | 32
[32].km | 32
[32],% | 32
[32],+5 | 32
[32]'€ | 32
[32].-5 | 32
[32])5 | 32
[32]-␀ | 32
[32]/␀ | 32
[32],%a | 32
[4 April], 1950 | day
[4 April 1949]% | day
[4 April 1949] % | day
[32]′ | 32
[32]* | 32
[32]&5 | 32
[4 April 1949]+ | day
[4 April 1949]€ | day
[4 April 1949]␀ | day
[Poland]␀ | name
␀[Poland] | name
[€149,976 million] € | euros
[149,976 million] $ | euros
[two]–5 | 2
[2000]–5 | 2000
[32]–6 April | 32
[4 April 1949]–6 | day
"""

RIGHT = r"""
[3] years late | years
[3]-year delay | years
[32] months later | 32
[32] members | 32
It has [32] members. | 32
[32]. | 32
[32].\nThen | 32
[32], of which | 32
[32],\nof which | 32
[32]; | 32
[32]: the | 32
[32]! | 32
[32]? | 32
[32]... | 32
[32]… | 32
[32]) | 32
([32]) | 32
"[32]" | 32
“[32]” | 32
‘[32]’ | 32
'[32]' | 32
[32]’s | 32
[32]'s | 32
[32]." | 32
[32].) | 32
[32]-member | 32
[32]-year-old | 32
[32]-nation alliance | 32
[32]‑nation | 32
[two]-year | 2
[32]- and 64-bit | 32
[32]—and more | 32
—[32]— | 32
some – [32] – | 32
[32] – some | 32
[32] | 32
[32]\nmembers | 32
about [32] | 32
some [32] | 32
around [32] | 32
almost [32] | 32
nearly [32] | 32
over [32] | 32
more than [32] | 32
fewer than [32] | 32
at least [32] | 32
up to [32] | 32
not [32] | 32
half of [32] | 32
[32] or more | 32
[32] to 35 | 32
by [32] to ␀ | 32
[32]–␀ | 32
from 30–[32] | 32
from ␀–[32] | 32
␀ [32] ␀ | 32
␀, [32] ␀, | 32
In 2014 [32] joined | 32
in 2014, [32] joined | 32
On 4 April 1949 [twenty] signed | twenty
of the [32] that | 32
[32] of them | 32
[32] times | 32
[32] states | 32
[32] new members | 32
[32] points | 32
[32] in 2014 | 32
[32] by 2014 | 32
[two] of the hundred | 2
[two] and three | 2
two or [three] | 3
and [three] | 3
[3] a week | 3
[3]/week | 3
[2.7 %] of GDP | share
[2.7] % of GDP | share
[2.7] per cent | share
[2.7]\nper cent | share
[2.7]% | share
[2.7] percent | share
[2.7] of GDP | share
[2.7] for 2024 | share
[2.7 %] in 2024 | share
[2.7 %] members | share
[2.7] percentage points | share
[3.5] percentage points | 3.5
[3.5] times | 3.5
[149,976 million] euros | euros
[149,976] million euros | euros
[149,976]\nmillion\neuros | euros
[149.976] billion euros | euros
[150 billion]: what is missing | euros
€[149,976 million] | euros
€ [149,976 million] | euros
€[149,976] million | euros
[€149,976 million] in loans | euros
[17] billion euros | billions
[17 billion] euros | billions
[17] billion | billions
€[17 billion] | billions
[17] billion of them | billions
[1,184,796] million US dollars | dollars
[1,184,796 million] dollars | dollars
[1,184,796 million] 2015 US dollars | dollars
[1,184,796 million] American dollars | dollars
US$[1,184,796 million] | dollars
US$[1.2 trillion] | dollars
US$[1.2] trillion | dollars
$[1.2 trillion] | dollars
[US$1.2 trillion] a year | dollars
[3,418.6] thousand people | people
[3.4 million] people | people
[3.4 million] troops | people
[3.4 million] soldiers | people
[3.4 million] American troops | people
[149,976 million] more euros | euros
[2.7] for members | share
[2.7] and members | share
[3.4] million | people
[10,000] km in | km
[10,000] kilometres | km
[4 April 1949]. | day
[4 April 1949], 12 states | day
[4 April] 1949 | day
[4 April] of 1949 | day
[April 4, 1949] | day
In 1949, on [4 April], it | day
It met in 1950. On [4 April] it had | day
[4 April 1949]: | day
On [4 April 1949] twelve | day
On [4 April 1949] the | day
by [4 April 1949]'s end | day
[4 April 1949]–6 May 1950 | day
4 [April 1949] | day
4\n[April 1949] | day
April [1949] | day
April [1949] | month
4 April [1949] | day
in [1949], | year
In 1948, [1949] and | year
mid-[1949] | year
[1949]–55 | year
[1949]–1955 | year
[1949]–55 | day
[2035]–40 | 2035
[1949] to 1955 | year
[1949] treaty | year
early [1949] | year
([1949]) | year
by [2035]. | 2035
[1949]'s | year
[1949] AD | year
[Poland] and Spain | name
[Poland]'s | name
[Poland]’s 32 | name
[Poland]-led | name
non-[Poland] | name
[Poland], 5 | name
[Poland]. | name
[Poland]: 5 | name
[Poland] 5 | name
5 [Poland] | name
[Greece and Spain], and | list
[Greece and Spain] had 5 % | list
[yes], | yes
[yes] % of them | yes
␀([32]) | 32
␀ ("[32]") | 32
([32])␀ | 32
[32]- | 32
[32]/ | 32
[32].—x | 32
[32]"—x | 32
[32],'and | 32
[32])and | 32
[32]"and | 32
[149,976 million] € | euros
− [3] | minus
[5] new members | plain
in 2014 [2000] came | 2000
[32].— | 32
[32],- x | 32
[32],-led | 32
[Poland],+x | name
one hundred and [five] | 105
[one hundred] and five | 105
by [April 1949], 2000 came | month
[Poland]+ | name
[Poland]-5 | name
[Poland])+ | name
([Poland]) | name
+([Poland]) | name
␀'[Poland] | name
[1973]-led | text
"""


def cases(table: str) -> list[tuple[str, str, str, object]]:
    found = []
    for line in table.strip("\n").split("\n"):
        text, _, name = line.rpartition(" | ")
        match = re.fullmatch(r"(.*)\[(.*)\](.*)", text.replace("\\n", "\n"), re.S)
        assert match
        found.append((*match.groups(), VALUES[name]))
    return found


@pytest.mark.parametrize(("before", "shown", "after", "value"), cases(WRONG))
def test_what_changes_a_value_is_refused(
    before: str, shown: str, after: str, value: object
) -> None:
    for lead in ("", "It was "):
        wrong = clash(lead + before, shown, after, value)
        assert wrong
        assert "\n" not in wrong
        assert shown in wrong


@pytest.mark.parametrize(("before", "shown", "after", "value"), cases(RIGHT))
def test_what_leaves_a_value_as_it_is_is_let_through(
    before: str, shown: str, after: str, value: object
) -> None:
    for lead in ("", "It was "):
        assert clash(lead + before, shown, after, value) is None


@given(
    st.integers(0, 10**7),
    st.booleans(),
    st.text("0123456789.,%'’-+±/$€²½ \n", max_size=4),
    st.text("0123456789.,%'’-+±/$€²½ \nkm", max_size=5),
)
def test_a_number_is_let_through_only_where_it_still_reads_as_itself(
    number: int, commas: bool, before: str, after: str
) -> None:
    shown = f"{number:,}" if commas else str(number)
    assert means(shown, number)
    if clash(before, shown, after, number) is None:
        left, right = re.split(r"[ \n]", before)[-1], re.split(r"[ \n]", after)[0]
        assert re.fullmatch(r"['’]*", left)  # an opening quotation mark at most
        assert re.fullmatch(r"[.,'’]*([-/]([km].*)?|([,'’]|\.\.)[km].*)?", right)
        joined = re.split(r"[ \n]+", after.lstrip())
        if right == "" and joined[0]:
            assert not joined[0][0].isnumeric()
            assert joined[0][0] not in "%+±²½$€"
        assert not re.search(r"[+±$€][ \n]*$", before)


@pytest.mark.parametrize(
    ("shown", "after", "value", "said"),
    [
        (
            "32",
            " per cent",
            "32",
            "the text after it, 'per cent', is not the unit of 32; the data give none",
        ),
        (
            "17",
            " pounds",
            "euros",
            "the text after it, 'pounds', is not the unit of 17; the data give million euros",
        ),
        ("4 April", " 1950", "day", "the text after it, '1950', changes the date 4 April"),
    ],
)
def test_the_message_says_what_the_data_give(shown: str, after: str, value: str, said: str) -> None:
    assert clash("", shown, after, VALUES[value]) == said


_TEXT = st.text(max_size=20)


@given(_TEXT, _TEXT, _TEXT, st.sampled_from(sorted(VALUES)))
def test_any_text_can_be_asked(before: str, shown: str, after: str, name: str) -> None:
    wrong = clash(before, shown, after, VALUES[name])
    assert wrong is None or "it" in wrong


def test_the_facts_of_the_pages_are_let_through() -> None:
    asked = 0
    for path in sorted((ROOT / "docs").rglob("*.md")):
        for paragraph in read_page(path).prose:
            for mark in paragraph.marks:
                if mark.role is None or mark.role.name != "fact":
                    continue
                shown, expression = mark.role.split()
                before, after = paragraph.text[: mark.start], paragraph.text[mark.end :]
                assert clash(before, shown, after, evaluate(expression).value) is None
                asked += 1
    assert asked > 500
