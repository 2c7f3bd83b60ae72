"""A year, a state and a pact that a sentence names beside a fact are those of its question."""

from __future__ import annotations

import pytest

from allied_check.page import parse_page
from allied_check.rules import check_surroundings
from conftest import ROOT

NATO_1999 = "<len(nato.members(on=1999))>`"
NATO = "<len(nato.members())>`"
FALSE = {
    "NATO had {fact}`19 "
    + NATO_1999
    + " members in 1998.": "of 1998, and the question asks of 1999",
    "In 1998 NATO had {fact}`19 "
    + NATO_1999
    + " members.": "of 1998, and the question asks of 1999",
    "NATO had {fact}`32 " + NATO + " members in 1999.": "of 1999 the data say 19",
    "It grew. By 1949 it had {fact}`32 " + NATO + " members.": "of 1949 the data say 12",
    'It was {fact}`1.15 % <spending.of("Denmark", 2014).share_of_gdp>` in 2024.': "asks of 2014",
    'There were {fact}`13,863 <states.us_forces("Philippines", 1990)>` men there in 1995.': (
        "asks of 1990"
    ),
    '{fact}`35,000 <exercise("talisman-sabre-2023").participants>` took part in 2021.': (
        "of which its row says nothing"
    ),
    'They pledged {fact}`5 % <guideline("hague-2025").percent>` by 2030.': "row says nothing",
    'Sweden acceded on {fact}`4 April 2023 <nato.accession("Finland")>`.': (
        "speaks of Sweden, and the question asks of Finland"
    ),
    'Denmark paid {fact}`1.45 % <spending.of("Bulgaria", 2018).share_of_gdp>`.': "asks of Bulgaria",
    '{term}`SEATO` had {fact}`five <len(pacts.parties("fpda"))>` parties.': "speaks of SEATO",
    'AUKUS has {fact}`three <len(pacts.parties("anzus"))>` members.': "speaks of AUKUS",
    "{fact}`Greece and Türkiye <nato.joined(1952)>` joined SEATO.": "asks of NATO",
}
RIGHT = [
    'A debt of {fact}`300 billion kronor <figure("sweden-loan").value>` and a balance by 2035.',
    'They pledged {fact}`5 % <guideline("hague-2025").percent>` by 2035.',
    "NATO had {fact}`19 " + NATO_1999 + " members in 1999, and more after 2003.",
    "NATO has {fact}`32 " + NATO + " members, {fact}`19 " + NATO_1999 + " in 1999.",
    "Its {fact}`32 " + NATO + " members met in 2025.",
    'In 1951 {fact}`Australia, New Zealand and the United States <pacts.parties("anzus")>` agreed.',
    'Sweden followed Finland from {fact}`4 April 2023 <nato.accession("Finland")>`.',
    'Finland led. Before Sweden it came, on {fact}`4 April 2023 <nato.accession("Finland")>`.',
    'Unlike Italy, Bulgarian arms got {fact}`1.45 % <spending.of("Bulgaria", 2018).share_of_gdp>`.',
    'It spent {fact}`1.45 % <spending.of("Bulgaria", 2018).share_of_gdp>`; Italy spent more.',
    'In 1994 Congress capped the payment at {fact}`25 % <figure("un-peacekeeping-cap-us").value>`.',
    "From {fact}`50,000 <kfor.strengths()[0].troops>` troops in 1999 it shrank.",
    'The {term}`Five Eyes` are {fact}`five <len(pacts.parties("ukusa"))>`, and ANZUS is older.',
]


def told(text: str) -> list[str]:
    page = parse_page(f"# A\n\n{text}\n", ROOT / "docs/debates/made-up.md")
    return [problem.wrong for problem in check_surroundings(page)]


@pytest.mark.parametrize("text", FALSE)
def test_a_sentence_of_another_subject(text: str) -> None:
    (wrong,) = told(text)
    assert FALSE[text] in wrong


@pytest.mark.parametrize("text", RIGHT)
def test_a_sentence_of_its_own_subject(text: str) -> None:
    assert told(text) == []
