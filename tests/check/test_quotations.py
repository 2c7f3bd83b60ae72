"""What an editor may do to a quotation, and what changes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from allied_check.page import parse_page
from allied_check.quotations import by_source, check_marks, check_quotations, holds

WORDS = (
    "The Parties agree that an armed attack against one or more of them \u2013 in Europe or North "
    "America \u2013 shall be considered an attack against them all; \u2018such action as it deems "
    "necessary\u2019."
)


@dataclass
class Recorded:
    source: str
    passage: str
    locator: str | None = "Article 5"


PASSAGES = by_source([Recorded("treaty", WORDS), Recorded("other", "Nothing of the kind.")])

RIGHT = [
    "The Parties agree",
    "the Parties agree",
    "[t]he Parties agree that an armed attack",
    "an armed attack against one or more of them ... shall be considered",
    "an armed attack \u2026 shall be considered an attack against them all,",
    "an armed attack [...] shall be considered an attack against them all.",
    "an armed attack against [any] of them - in Europe",
    "'such action as it deems necessary'",
    "them all; \u201csuch action as it deems necessary\u201d",
    "The Parties\nagree",
]
WRONG = [
    "The Parties agreed",
    "such action as it deems unnecessary",
    "shall be considered ... The Parties agree",
    "arties agree",
    "an armed attack one or more",
    "North America shall",
]
OVERDONE = [
    "an armed attack [never] against one or more of them",
    "such action as it deems [un]necessary",
    "[we give up all 12 of them and more]",
    "[all of them and more than that] agree",
]


@pytest.mark.parametrize("words", RIGHT)
def test_what_editors_do_is_let_through(words: str) -> None:
    assert holds(WORDS, words)


@pytest.mark.parametrize("words", WRONG)
def test_a_changed_word_is_found(words: str) -> None:
    assert not holds(WORDS, words)


def problems(text: str) -> list[tuple[int, str]]:
    page = parse_page(text, Path("page.md"))
    return [(found.line, found.wrong) for found in check_quotations(page, PASSAGES)]


@pytest.mark.parametrize(
    ("before", "wrong"),
    [
        (
            "Article 4 says that each takes",
            "it says 'Article 4', and its passage stands in Article 5",
        ),
        ("By Article IV", "it says 'Article IV', and its passage stands in Article 5"),
        ("Article 5 has each party take", ""),
        ("Articles 4 and 5 ask for", ""),
        ("By Article V, as by the first,", ""),
        ("Unlike Article 4, the next one asks for", ""),
        ("Article 4 stays silent; the treaty has", ""),
    ],
)
def test_the_article_named_is_that_of_the_passage(before: str, wrong: str) -> None:
    found = problems(f'{before} "such action as it deems necessary" {{cite:p}}`treaty`.')
    assert [told.rpartition(": ")[2] for _, told in found] == ([wrong] if wrong else [])


@pytest.mark.parametrize("words", OVERDONE)
def test_brackets_do_not_turn_a_quotation(words: str) -> None:
    ((line, wrong),) = problems(f'It says "{words}" {{cite:p}}`treaty`.\n')
    assert line == 1
    assert "bracket" in wrong


def test_a_quotation_is_held_against_what_its_line_cites() -> None:
    said = '"The Parties agree"'
    assert problems(f"It says {said} {{cite:p}}`treaty`.\n") == []
    assert problems(f"It says {said}.\nMore {{cite:p}}`treaty`.\n") == []
    assert problems(f"One {{cite:p}}`other`.\nIt says {said} {{cite:p}}`treaty`.\n") == []
    assert problems(f"It says {said} {{cite:p}}`other`.\nMore {{cite:p}}`treaty`.\n") == [
        (
            1,
            "the quotation 'The Parties agree' is not in the passage of other, Article 5: "
            "it has 'Nothing of the kind.' where the page has 'The Parties agree'",
        )
    ]
    assert problems(f"It says {said}.\n") == [
        (1, "the quotation 'The Parties agree' cites no source")
    ]
    assert problems(f"It says {said} {{cite:p}}`third`.\n") == [
        (1, "no passage of third is recorded for the quotation 'The Parties agree'")
    ]


def test_a_block_quotation_is_compared_whole() -> None:
    assert problems("> The Parties agree\n>\n> such action {cite:p}`treaty`\n") == []
    found = problems("> The Parties agreed\n>\n> such action {cite:p}`treaty`\n")
    assert [line for line, _ in found] == [1]


def test_a_row_cites_for_its_cells() -> None:
    head = "| Who | Words |\n| --- | --- |\n"
    assert problems(head + '| A {cite:p}`treaty` | "The Parties agree" |\n') == []
    assert len(problems(head + '| A {cite:p}`other` | "The Parties agree" |\n')) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('He said "so".', 0),
        ("He said \u201cso\u201d.", 0),
        ('He said "so.', 1),
        ('He said \u201cso".', 0),
        ("He said \u201dso\u201c.", 1),
        ("The Allies' forces and the members' votes.", 0),
        ("He said 'so it goes' then.", 1),
        ("He said \u2018so it goes\u2019 then.", 1),
        ("He said \u00abso\u00bb.", 2),
        ("He said \"the 'open door' stays\".", 0),
        ("The '90s and the '50s.", 0),
        ('"One.\n\n"Two."', 0),
    ],
)
def test_marks_come_in_pairs_of_the_double_kind(text: str, count: int) -> None:
    assert len(list(check_marks(parse_page(text + "\n", Path("page.md"))))) == count


VOW = (
    "The allies would not fight alone, and would fight for each other if Congress agreed, but not "
    "elsewhere. Some never came."
)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('They "would ... fight alone" {cite:p}`vow`.', "leaves out 'not'"),
        ('They "would [surely] fight alone" {cite:p}`vow`.', "is not in the passage"),
        ('They would "fight alone" {cite:p}`vow`.', "begins after 'not'"),
        ('They would not "fight alone" {cite:p}`vow`.', ""),
        ('They refused to "fight alone" {cite:p}`vow`.', ""),
        ('They "would fight for each other" {cite:p}`vow`.', "ends before 'if'"),
        ('They "would fight for each other" with the leave of Congress, '
         'if it gave any {cite:p}`vow`.', ""),
        ('They "would fight for each other if Congress agreed" {cite:p}`vow`.', "before 'but not'"),
        ('They "would not fight." {cite:p}`vow`.', "ends with a stop"),
        ('They would fight "if Congress agreed, but not elsewhere." {cite:p}`vow`', ""),
        ('They "would not fight alone ..." {cite:p}`vow`.', ""),
    ],
)  # fmt: skip
def test_what_is_left_out_does_not_turn_the_words(line: str, wrong: str) -> None:
    page = parse_page(f"# A\n\n{line}\n", Path("docs/debates/made-up.md"))
    found = [problem.wrong for problem in check_quotations(page, by_source([Recorded("vow", VOW)]))]
    assert [wrong in one for one in found] == ([True] if wrong else [])


HEDGED = (
    "Help might, in some cases, be a promise of war. Small forces are unlikely to deter an attack. "
    "As long as the threat remains, the alliance will keep its arms. It appears to work."
)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('Help is "a promise of war" {cite:p}`vow`.', "begins after 'might'"),
        ('Help can be "a promise of war" {cite:p}`vow`.', ""),
        ('Help "might, in some cases, be a promise of war" {cite:p}`vow`.', ""),
        ('Small forces "deter an attack" {cite:p}`vow`.', "begins after 'unlikely to'"),
        ('Few think that they "deter an attack" {cite:p}`vow`.', ""),
        ('The alliance "will keep its arms" {cite:p}`vow`.', "leaves out 'As long as'"),
        ('Until then it "will keep its arms" {cite:p}`vow`.', ""),
        ('While there is a threat it "will keep its arms" {cite:p}`vow`.', ""),
        ('It does "work" {cite:p}`vow`.', "begins after 'appears'"),
        ('They argue that it does "work" {cite:p}`vow`.', ""),
    ],
)
def test_how_sure_a_source_is_and_on_what_terms_is_told(line: str, wrong: str) -> None:
    page = parse_page(f"# A\n\n{line}\n", Path("docs/debates/made-up.md"))
    said = by_source([Recorded("vow", HEDGED)])
    found = [problem.wrong for problem in check_quotations(page, said)]
    assert [wrong in one for one in found] == ([True] if wrong else []), found


@pytest.mark.parametrize(
    "text",
    [
        '---\nmyst:\n  html_meta:\n    description: It said "31".\n---\n\n# A\n',
        '# A\n\n![A map of "31 states"](a.svg)\n',
        "# A\n\n[a](https://example.org/ '\"31 states\"')\n",
        '# A\n\n```{glossary}\n"31 states"\n  All of them.\n```\n',
    ],
)
def test_words_in_marks_are_compared_wherever_they_are_seen(text: str) -> None:
    page = parse_page(text, Path("docs/debates/made-up.md"))
    (problem,) = check_quotations(page, PASSAGES)
    assert "cites no source" in problem.wrong
