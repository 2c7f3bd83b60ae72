"""Plain sentences on who belongs to a pact are as the data say."""

from __future__ import annotations

import pytest

from allied import belonging
from allied_check.claims import false_claims
from allied_check.page import parse_page
from allied_check.rules import check_claims
from conftest import ROOT

FALSE = {
    "Austria is a member of NATO.": "do not have Austria there",
    "Ireland belongs to NATO and to the Union.": "do not have Ireland there",
    "Spain joined NATO in 1981.": "say 1982",
    "Spain joined NATO in the spring of 1981.": "say 1982",
    "Ireland, which joined NATO early, has a small army.": "do not have Ireland there",
    "Canada is rich and outside NATO.": "have Canada there from 1949",
    "Yugoslavia was in the Warsaw Pact.": "do not have Yugoslavia there",
    "ANZUS has a member, Japan, far to the north.": "do not have Japan there",
    "Every member of ANZUS but Japan consults.": "do not have Japan there",
    "Sweden's accession to NATO preceded Finland's.": "say 2024 for Sweden and 2023 for Finland",
    "Finland's accession to NATO followed that of Sweden.": "say 2023 for Finland and 2024",
    "Sweden and Switzerland have joined\nNATO.": "do not have Switzerland there",
    "Hungary became a full member of NATO in 1998.": "say 1999",
    "Norway never joined NATO.": "have Norway there from 1949",
    "Finland is not a member of NATO.": "have Finland there from 2023",
    "France left NATO in 1966.": "do not say that France left",
    "Albania left the Warsaw Pact in 1961.": "say 1968",
    "The parties to AUKUS are Canada and Japan.": "do not have Canada there",
    "AUKUS includes Australia and Canada.": "do not have Canada there",
    "Japan is one of the members of ANZUS.": "do not have Japan there",
    "The Five Eyes unites the United Kingdom with Japan and Canada.": "do not have Japan there",
    "Austria is in NATO.": "do not have Austria there",
    "Austria, a member of NATO, agreed.": "do not have Austria there",
    "NATO member Austria agreed.": "do not have Austria there",
    "Austria, which joined NATO in 1982, agreed.": "do not have Austria there",
    "Austria became a NATO member in 1982.": "do not have Austria there",
    "Spain entered NATO in 1981.": "say 1982",
    "Spain has been a member of NATO since 1981.": "say 1982",
    "Spain has belonged to NATO since 1981.": "say 1982",
    "In 1981, Spain joined NATO.": "say 1982",
    "Spain in 1981 joined NATO.": "say 1982",
    "Spain's accession to NATO in 1981 was slow.": "say 1982",
    "NATO admitted Spain in 1981.": "say 1982",
    "NATO was joined by Austria.": "do not have Austria there",
    "NATO counts Austria among its members.": "do not have Austria there",
    "Among NATO's members is Austria.": "do not have Austria there",
    "Austria is one of NATO's members.": "do not have Austria there",
    "Spain was a founding member of NATO.": "say 1982",
    "Spain founded NATO.": "say 1982",
    "Spain signed the North Atlantic Treaty in 1949.": "say 1982",
    "Norway is outside NATO.": "have Norway there from 1949",
    "Neither Norway nor Denmark belongs to NATO.": "have Norway there from 1949",
    "Austria and Switzerland are NATO members.": "do not have Austria there",
    "AUKUS (Australia, Canada and the United States) met.": "do not have Canada there",
    "AUKUS links Australia with Canada.": "do not have Canada there",
    "Members of the Five Eyes such as Japan share.": "do not have Japan there",
    "NATO was founded in 1949 by Spain.": "say 1982",
    "NATO's founders include Spain.": "say 1982",
    "NATO's members include Austria.": "do not have Austria there",
    "NATO, which includes Austria, agreed.": "do not have Austria there",
    "NATO (of which Austria is a member) agreed.": "do not have Austria there",
    "Austria is a long-standing member of NATO.": "do not have Austria there",
    "Austria is NATO's newest member.": "do not have Austria there",
    "Sweden, in NATO since 2023, agreed.": "say 2024",
    "Sweden, NATO's newest member since 2023, agreed.": "say 2024",
    "Since 2023 Sweden has been a member of NATO.": "say 2024",
    "Sweden's membership of NATO since 2023 matters.": "say 2024",
    "NATO welcomed Sweden in 2023.": "say 2024",
    "Austria and other members of NATO agreed.": "do not have Austria there",
    "Spain signed the Declaration by United Nations.": "do not have Spain there",
    "Ireland is a member of the North Atlantic Treaty.": "do not have Ireland there",
    "Canada, Japan and Chile signed the ANZUS Treaty.": "do not have Canada there",
    "The Treaty of Dunkirk between France and Belgium was short.": "do not have Belgium there",
    "The ANZUS Treaty is between Australia and Canada.": "do not have Canada there",
    "AUKUS, between Australia and Japan, is new.": "do not have Japan there",
    "AUKUS is a security pact between Australia and Japan.": "do not have Japan there",
    "The Treaty of Dunkirk bound France and Belgium.": "do not have Belgium there",
    "The Treaty of Dunkirk was signed by France and Italy.": "do not have Italy there",
    "The Treaty of Nancy binds France and Germany.": "do not have Germany there",
    "As a member of NATO, Austria agreed.": "do not have Austria there",
    "As NATO allies, Austria and Spain agreed.": "do not have Austria there",
    "NATO states, Austria among them, agreed.": "do not have Austria there",
    "AUKUS is new.\nIt links Australia with Canada.": "do not have Canada there",
    "Georgia is a member of the CSTO.": "have Georgia there until 1999",
    "AUKUS, formed by Australia and Canada, is new.": "do not have Canada there",
    "The Five Eyes, a pact of Australia and Japan, listen.": "do not have Japan there",
    "Five Eyes states such as Japan listen.": "do not have Japan there",
    "Ireland, like other members of NATO, agreed.": "do not have Ireland there",
    "Ireland ratified the North Atlantic Treaty.": "do not have Ireland there",
    "Ireland is bound by the North Atlantic Treaty.": "do not have Ireland there",
    "Ireland's entry into NATO in 1955 was slow.": "do not have Ireland there",
    "Chile was never a party to the Rio Treaty.": "have Chile there from 1947",
    "Ireland signed the North\nAtlantic Treaty.": "do not have Ireland there",
    "The Baghdad Pact bound Iraq and Greece.": "do not have Greece there",
}
RIGHT = [
    "Spain joined NATO in the spring of 1982. Sweden's accession to NATO followed Finland's.",
    "Austria is small and outside NATO. Poland was in the Warsaw Pact.",
    "Every member of ANZUS but New Zealand has bases. All states of Asia but Japan stayed away.",
    "Finland and Sweden joined NATO in 2023 and 2024.",
    "Spain ratified the North Atlantic Treaty in 1982. Spain ratified NATO's protocol of 1951.",
    "Ireland is bound by no treaty, and NATO, a body of many states, is near.",
    "Uzbekistan is a member of the CSTO. Georgia was a member of the CSTO.",
    "The Treaty of Dunkirk between France and the United Kingdom was short.",
    "Disputes in NATO between Greece and Austria go on; so do NATO's, between Austria and Spain.",
    "AUKUS is a bridge between Australia and Japan. The Quad is no pact between Japan and China.",
    "As a member of NATO, Spain agreed; as a friend of NATO, Austria did.",
    "AUKUS is new.\nIt links Australia with the United States. It worries China.",
    "Japan wrote of AUKUS. It includes Japan in no talks.",
    "Spain joined NATO in 1982.",
    "Türkiye is a member of NATO, and Turkey was.",
    "Poland became a full member of NATO in 1999.",
    "Austria is a member of NATO's partnership.",
    "Ireland never joined NATO, and Ireland is not a member of NATO.",
    "Albania left the Warsaw Pact in 1968.",
    "France left NATO's integrated commands in 1966.",
    "Ukraine signed NATO standards.",
    "AUKUS includes Australia.",
    "Canada and Norway signed the North Atlantic Treaty in Washington.",
    "The United States signed the Declaration by United Nations.",
    "Hungary is not a member of the Warsaw Pact.",
    "Neither Austria nor Switzerland belongs to NATO.",
    "The neighbours of Austria are members of NATO.",
    "If Austria joined NATO in 2030, it would pay.",
    "Had Austria joined NATO in 1955, Moscow would have objected.",
    "Spain, which joined NATO in 1982, agreed. In 1982 Spain joined NATO.",
    "Norway was a founding member of NATO and signed the North Atlantic Treaty in 1949.",
    "Austria is outside NATO. Austria has not joined NATO.",
    "NATO member Spain agreed, and NATO's ally Japan; so did NATO partner Austria.",
    "Austria is a NATO partner. Austria is in NATO programmes.",
    "Ukraine entered NATO structures. Ukraine's accession to NATO in 2030 is unlikely.",
    "NATO links Norway with Canada. NATO (and Japan) agreed. NATO is in Belgium.",
    "The Five Eyes are older than the Quad. Russia left the room as NATO met.",
    "The Soviet Union was never a member of NATO. France has never left NATO.",
    "Ukraine's membership of NATO is debated. Ukraine is a prospective member of NATO.",
    "Ukraine, next to NATO, is hardly a member of NATO.",
    "Austria, in NATO's view, is neutral. NATO accepted Austria's offer.",
    "NATO welcomed Japan as a partner. Japan and NATO members agreed.",
    "Russia says that Ukraine is in NATO. If Georgia were in NATO, it would matter.",
    "Sweden's membership of NATO since 2024 matters. Since 1999 Poland has been in NATO.",
    "Whether Georgia is a member matters to NATO.",
]


@pytest.mark.parametrize("text", FALSE)
def test_a_false_claim_is_told(text: str) -> None:
    found = [wrong for *_, wrong in false_claims(text, belonging())]
    wrong = FALSE[text]
    assert [wrong in one for one in found] == ([True] if wrong else [])


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_one_is_let_through(text: str) -> None:
    assert list(false_claims(text, belonging())) == []


def test_it_is_told_at_its_line_through_a_link_to_the_glossary() -> None:
    text = '# A\n\nIt grew.\nSpain joined\n{term}`NATO` in 1981. "Spain joined NATO in 1980".\n'
    (problem,) = check_claims(parse_page(text, ROOT / "docs/debates/made-up.md"))
    assert str(problem) == (
        "docs/debates/made-up.md:4: it says 'Spain joined NATO in 1981', and the data say 1982; "
        "correct the sentence, or the row"
    )


def test_the_states_of_a_fact_are_read_with_the_words_around_it() -> None:
    text = '# A\n\n{fact}`Austria <state("Austria")>` is a member of {term}`NATO`.\n'
    (problem,) = check_claims(parse_page(text, ROOT / "docs/debates/made-up.md"))
    assert "do not have Austria there" in problem.wrong
