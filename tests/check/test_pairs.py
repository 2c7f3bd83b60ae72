"""What a sentence says of two facts side by side, or of one beside rows alike, is so."""

from __future__ import annotations

import pytest

from allied_check.page import parse_page
from allied_check.rules import check_asked
from conftest import ROOT


def told(text: str) -> list[str]:
    page = parse_page(f"# A\n\n{text}\n", ROOT / "docs/debates/made-up.md")
    return [problem.wrong for problem in check_asked(page)]


def share(state: str, shown: str, year: int = 2024) -> str:
    return f'{{fact}}`{shown} <spending.share("{state}", {year})>`'


GERMANY, POLAND = share("Germany", "2.12 %"), share("Poland", "4.12 %")
ESTONIA, SPAIN = share("Estonia", "3.43 %"), share("Spain", "1.28 %")
WALES = '{fact}`2 % <guideline("wales-2014-spending").percent>`'
EUROPE = "NATO Europe and Canada"
GREW = f'{{fact}}`72 % <spending.change("{EUROPE}", 2014, 2024, "usd_constant")>`'
SPENT = f'{{fact}}`US$250 billion <spending.total("{EUROPE}", 2014, "usd_constant")>`'
FOR = '{fact}`82 <figure("senate-1949-treaty-for").value>`'
AGAINST = '{fact}`13 <figure("senate-1949-treaty-against").value>`'
SIGNED = '{fact}`4 April 1949 <event("treaty-signed").date>`'
FORCE = '{fact}`24 August 1949 <event("treaty-in-force").date>`'
FINLAND = '{fact}`4 April 2023 <nato.accession("Finland")>`'
SWEDEN = '{fact}`7 March 2024 <nato.accession("Sweden")>`'
BONN = '{fact}`6 May 1955 <nato.accession("Germany")>`'
ALL = "{fact}`32 <len(nato.members())>`"
THEN = share("Germany", "1.19 %", 2014)
ISAF = '{fact}`130,000 <operation("isaf").peak_strength>`'

FALSE = {
    # the greater of two
    f"Poland's {POLAND} lagged the {ESTONIA} of Estonia.": "'lagged', and the data give",
    f"In 2024 Germany, with {GERMANY}, fell short of the guideline of {WALES}.": "'fell short of'",
    f"Germany's {GERMANY} was above Poland's {POLAND}.": "'was above'",
    f"Poland spent {POLAND} of GDP, less than the {ESTONIA} of Estonia.": "'less than'",
    f"Germany spent a larger share than Poland: {GERMANY} against {POLAND}.": "'larger share than'",
    f"Germany outspent Poland, with {GERMANY} and {POLAND}.": "'outspent' Poland",
    f"The Senate approved it by {AGAINST} votes to {FOR}.": "by the smaller number",
    f"The share was unchanged from {GERMANY} to {POLAND}.": "'unchanged', and the data say",
    f"They spent {GREW} less in 2024 than in 2014.": "'less', and the data say that it rose",
    f"Germany's {GERMANY} beat the {POLAND} of Poland.": "'beat', and the data give",
    f"Germany, with {GERMANY}, outspent Poland, at {POLAND}.": "'outspent' Poland",
    f"Germany overtook Poland: {GERMANY} against {POLAND}.": "'overtook' Poland",
    f"Germany spent a larger share than Poland, {GERMANY}.": "'larger share than' Poland",
    f"Germany's share stood still from {THEN} to {GERMANY}.": "'stood still', and the data say",
    # than in another year
    f"Germany spent {GERMANY}, less than in 2014.": "'less than in 2014', and the data give",
    f"Germany spent {GERMANY} of GDP, the same as in 2014.": "and for 2014 1.1851 %",
    f"Germany's share has stood still since 2014, at {GERMANY}.": "'has stood still since 2014'",
    f"Germany's share has fallen since 2014, to {GERMANY}.": "'has fallen since 2014'",
    f"NATO has {ALL} members, fewer than in 2004.": "and for 2004 26",
    f"NATO has {ALL} members, as many as in 1999.": "and for 1999 19",
    # the earlier of two
    f"It was signed on {SIGNED}, after it entered into force on {FORCE}.": "'after', and the data",
    f"It lasted from {FORCE} to {SIGNED}.": "to an earlier one",
    f"It was signed on {SIGNED}; a week later, on {FORCE}, it was in force.": "'a week later, on'",
    f"It was signed on {SIGNED}, a month before it entered into force on {FORCE}.": "a month",
    f"Finland joined on {FINLAND}, and within a month, on {SWEDEN}, Sweden did.": "'within a month",
    f"Finland joined on {FINLAND}, and days later, on {SWEDEN}, Sweden did.": "'days later, on'",
    f"Finland joined on {FINLAND}; half a century later, on {SWEDEN}, Sweden did.": "'half a",
    f"Finland joined on {FINLAND}, more than a year before Sweden, on {SWEDEN}.": "more than a",
    f"It was signed on {SIGNED}, and decades later, on {FORCE}, was in force.": "'decades later",
    f"It was signed on {SIGNED}, years before it entered into force on {FORCE}.": "years before",
    f"It was open for half a century, from {SIGNED} to {FORCE}.": "'for half a century, from'",
    f"In the decade between {SIGNED} and {FORCE} much happened.": "'In the decade between'",
    f"It took years, from {SIGNED} to {FORCE}.": "'took years, from'",
    f"In the months from {SIGNED} to {SWEDEN} much happened.": "'In the months from'",
    f"After it entered into force on {FORCE}, it was signed on {SIGNED}.": "'After', and the data",
    f"Following the entry of Sweden on {SWEDEN}, Finland joined NATO on {FINLAND}.": "'Following'",
    f"Here. Before it was signed on {SIGNED}, it entered into force on {FORCE}.": "'Before'",
    f"Finland joined on {FINLAND}, later than Sweden, which joined on {SWEDEN}.": "'later than'",
    f"Finland joined after Sweden, on {FINLAND}.": "it says after Sweden",
    # the most and the least of many
    f"Estonia spent the largest share, {ESTONIA}.": "1 of the 31 rows alike",
    f"Germany topped the table with {GERMANY}.": "rows alike go further",
    f"No Ally spent more than Estonia's {ESTONIA}.": "'No Ally spent more'",
    f"No Ally has spent more than Germany, {GERMANY}.": "14 of the 31 rows alike",
    f"No state had a larger share than Germany, {GERMANY}.": "14 of the 31 rows alike",
    f"Germany spent the least, {GERMANY} of GDP.": "'spent the least'",
    f"Finland was the last to join, on {FINLAND}.": "1 of the 32 rows alike",
    # what is measured
    f"Poland spent {POLAND} of its budget on defence.": "a share of GDP",
    f"Poland had {POLAND} of its people in uniform.": "a share of GDP",
    f"They spent {SPENT} a month in 2014.": "'a month', of which",
    f"They spent {SPENT} per head in 2014.": "'per head', of which",
    f"ISAF reached {ISAF} aircraft.": "'aircraft', and its row speaks of",
    f"It was approved by {FOR} days.": "'days', and its row speaks of",
    # another time
    f"NATO will have {ALL} members.": "'will have', and the question asks of the present",
    f"NATO once had {ALL} members.": "'once had'",
    f"In the Second World War Germany acceded, on {BONN}.": "6 May 1955 is outside it",
    f"Germany acceded on {BONN}, in the twenty-first century.": "'twenty-first century'",
    f"Germany failed to join on {BONN}.": "'failed'",
    # tables
    f"| State | Joined |\n| --- | --- |\n| Spain | {BONN} |": "the row speaks of Spain",
    f"| Pact | Members |\n| --- | ---: |\n| ANZUS | {ALL} |": "the row speaks of ANZUS",
    f"| Pact | Signed |\n| --- | --- |\n| Warsaw Pact | {SIGNED} |": "speaks of Warsaw Pact",
    f"| Body | Members |\n| --- | ---: |\n| The European Union | {ALL} |": "asks of NATO",
    f"| Treaty | In force |\n| --- | --- |\n| Washington | {SIGNED} |": "the day of the signature",
    "```{data-table} nato_spending\n:caption: Spending of each Ally in 2014\n:where: year=2024\n"
    ":columns: state, share_of_gdp\n```": "'in 2014'",
    "```{checked-table} Members from 1950 to 1960\n"
    '>>> table([(year, len(nato.members(on=year))) for year in (1949, 2024)], "Year", "Members")\n'
    "| Year | Members |\n| ---: | ---: |\n| 1949 | 12 |\n| 2024 | 32 |\n```": "'from 1950 to 1960'",
    # examples
    "```{doctest}\n>>> from allied import nato\n"
    ">>> len(nato.members())  # doctest: +ELLIPSIS\n3...\n```": "stands for anything",
    '```{doctest}\n>>> print("NATO has 31 members")\nNATO has 31 members\n```': "holds itself",
}
RIGHT = [
    f"Poland spent {POLAND} of GDP, more than the {ESTONIA} of Estonia.",
    'There were {fact}`29 <exercise("rimpac-2024").nations>` states, fewer than '
    '{fact}`13 <exercise("talisman-sabre-2023").nations>` of them with ships.',
    f"Poland's {POLAND} exceeded the {ESTONIA} of Estonia.",
    f"Germany spent {GERMANY} and Poland exceeded it with {POLAND}.",
    f"Spain's {SPAIN} was below the guideline of {WALES}.",
    f"Germany is larger than Poland, and gave {GERMANY} against {POLAND}.",
    f"Germany spent a smaller share than Poland: {GERMANY} against {POLAND}.",
    f"The Senate approved it by {FOR} votes to {AGAINST}.",
    f"Poland's {POLAND} beat the {ESTONIA} of Estonia.",
    f"Germany outspent Poland in money, with {GERMANY} of GDP.",
    f"Germany outspent Poland, with {GERMANY} of GDP.",
    f"Poland, with {POLAND}, outspent Germany, at {GERMANY}.",
    f"Poland spent a larger share than Germany, {POLAND}.",
    f"The United States outspent every other Ally, with {share('United States', '3.38 %')}.",
    f"No state had a larger share than Poland, {POLAND}.",
    f"Germany spent {GERMANY}, more than in 2014.",
    f"Germany spent {GERMANY}, less than in 1960.",
    f"Germany spent {GERMANY}, and on pensions less than in 2014.",
    f"Germany spent {GERMANY} of GDP, as much as in 2023 and 2022 together.",
    f"Germany's share has not stood still since 2014, at {GERMANY}.",
    f"Germany's share has risen since 2014, to {GERMANY}.",
    f"NATO has {ALL} members, as many as in 2025.",
    f"NATO has {ALL} members, no more than in 2024.",
    f"They spent {GREW} more in 2024 than in 2014.",
    f"It was signed on {SIGNED}, before it entered into force on {FORCE}.",
    f"Finland joined on {FINLAND}, and less than a year later, on {SWEDEN}, Sweden did.",
    f"Finland joined on {FINLAND}, and within a year, on {SWEDEN}, Sweden did.",
    f"Finland joined on {FINLAND}, and months later, on {SWEDEN}, Sweden did.",
    f"Sweden joined on {SWEDEN}; the year before, on {FINLAND}, Finland did.",
    f"It was signed on {SIGNED}, and decades later, on {SWEDEN}, Sweden joined.",
    f"It was signed on {SIGNED}, more than half a century before Sweden joined on {SWEDEN}.",
    f"It was signed on {SIGNED}, less than a year before it entered into force on {FORCE}.",
    f"In the months between {SIGNED} and {FORCE} much happened.",
    f"In the decades from {SIGNED} to {SWEDEN} much happened.",
    f"After it was signed on {SIGNED}, it entered into force on {FORCE}.",
    f"After Sweden joined on {SWEDEN}, all kept the treaty signed on {SIGNED}.",
    f"Once Sweden joined on {SWEDEN}, it was bound by what was signed on {SIGNED}.",
    f"After Sweden joined on {SWEDEN}, the treaty signed on {SIGNED} stood.",
    f"Before it entered into force on {FORCE}, it was signed on {SIGNED}.",
    f"Looking back after {FORCE}, it was signed on {SIGNED}.",
    f"It was in force on {FORCE}, after the signature of {SIGNED}.",
    f"It was signed on {SIGNED}; in the same year, on {FORCE}, it entered into force.",
    f"Finland joined on {FINLAND}, and a year later, on {SWEDEN}, Sweden did.",
    f"Finland joined before Sweden, on {FINLAND}.",
    'Albania and Croatia joined together, on {fact}`1 April 2009 <nato.accession("Albania")>`.',
    f"Poland spent the largest share, {POLAND}.",
    f"Estonia spent the second largest share, {ESTONIA}.",
    f"Of the Baltic states Estonia spent the largest share, {ESTONIA}.",
    f"Germany, the largest economy of Europe, spent {GERMANY}.",
    f"Sweden was the last to join, on {SWEDEN}.",
    f"Poland spent {POLAND} of GDP on defence.",
    f"They spent {SPENT} a year.",
    f"ISAF reached {ISAF} soldiers.",
    f"It was approved by {FOR} senators.",
    "In 2023 NATO was to have {fact}`31 <len(nato.members(on=2023))>` members.",
    f"In the Cold War Germany acceded, on {BONN}.",
    f"| State | Joined |\n| --- | --- |\n| Germany | {BONN} |",
    f"| Pact | Members |\n| --- | ---: |\n| NATO | {ALL} |",
    f"| Body | Allies in it |\n| --- | ---: |\n| European Union | {ALL} |",
    f"| Body | Members of NATO |\n| --- | ---: |\n| European Union | {ALL} |",
    f"| Body | Beside it |\n| --- | ---: |\n| European Union | NATO with {ALL} |",
    f"| Treaty | Signed | In force |\n| --- | --- | --- |\n| Washington | {SIGNED} | {FORCE} |",
    "```{data-table} nato_spending\n:caption: Spending since 2014, estimates\n:where: year=2024\n"
    ":columns: state, share_of_gdp\n```",
    '```{doctest}\n>>> from allied import nato\n>>> print("It has", len(nato.members()))\n'
    "It has 32\n```",
]


@pytest.mark.parametrize("text", FALSE)
def test_what_the_data_deny_is_told(text: str) -> None:
    found = told(text)
    assert len(found) == 1, found
    assert FALSE[text] in found[0]


@pytest.mark.parametrize("text", RIGHT)
def test_what_the_data_bear_out_is_not(text: str) -> None:
    assert told(text) == []
