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
    "Sweden and Switzerland have joined\nNATO.": "do not have Switzerland there",
    "Hungary became a full member of NATO in 1998.": "say 1999",
    "Norway never joined NATO.": "have Norway there from 1949",
    "Finland is not a member of NATO.": "have Finland there from 2023",
    "France left NATO in 1966.": "do not say that France left",
    "Albania left the Warsaw Pact in 1961.": "say 1968",
    "The parties to AUKUS are Canada and Japan.": "do not have Canada there",
    "AUKUS includes Australia and Canada.": "do not have Canada there",
    "Japan is one of the members of ANZUS.": "do not have Japan there",
    "The Five Eyes unites the United Kingdom with Japan and Canada.": "",  # not one list
    "Spain signed the Declaration by United Nations.": "do not have Spain there",
    "Ireland is a member of the North Atlantic Treaty.": "do not have Ireland there",
    "Canada, Japan and Chile signed the ANZUS Treaty.": "do not have Canada there",
}
RIGHT = [
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
