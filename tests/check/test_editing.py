"""What supports a paragraph, and where a term is linked."""

from __future__ import annotations

from pathlib import Path

import pytest

from allied_check.bibliography import references
from allied_check.page import parse_page
from allied_check.prose import check_support, check_terms
from allied_check.rules import Site, check_fields, check_kinds, unused_terms

LEAD = "# A page\n\nThe first paragraph says what the page then shows.\n\n"
CLAIM = "Alliances of this kind have always been kept."
GLOSSARY = (
    "```{glossary}\nstandardisation agreement\nSTANAG\n  A rule.\n\nSHAPE\n  A headquarters.\n\n"
    "deterrence\n  Discouraging.\n\ndeterrence by denial\n  Denying.\n```\n"
)


def unsupported(text: str, path: str = "docs/debates/page.md") -> list[tuple[int, str]]:
    return [(p.line, p.wrong) for p in check_support(parse_page(LEAD + text, Path(path)))]


@pytest.mark.parametrize(
    "text",
    [
        f"{CLAIM} {{cite:p}}`one-2000-two`",
        f"{{fact}}`Twelve <len(nato.founders())>` of them. {CLAIM}",
        "## A heading that asserts something, but is only a heading",
        "These are the ways in which states have done it:",
        "- {doc}`/index`\n- {doc}`/debates/burden-sharing`",
        f"% unsourced 2026-11-22: it only draws the two accounts above together\n{CLAIM}",
        f":::{{admonition}} In brief\n{CLAIM}\n:::",
        f"::::{{grid}} 1\n:::{{grid-item-card}} Burdens\n{CLAIM}\n:::\n::::",
        f":::{{table}} {CLAIM}\n\n| A | B |\n| --- | --- |\n| 1 | {{cite:p}}`one-2000-two` |\n:::",
        f"```{{chart}} kfor_strength\n:caption: {CLAIM}\n```",
        f"- {CLAIM} {{cite:t}}`one-2000-two`\n- {CLAIM}\n  More of it {{cite:p}}`one-2000-two`.",
    ],
)
def test_what_needs_no_more(text: str) -> None:
    assert unsupported(text) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (CLAIM, [5]),
        (f"## A heading\n\n{CLAIM}\n\nSourced {{cite:p}}`one-2000-two`.\n\n{CLAIM}", [7, 11]),
        (f"- {CLAIM}\n- {CLAIM} {{cite:p}}`one-2000-two`\n- {CLAIM}", [5, 7]),
        (f"Three things follow: {{cite:p}}`one-2000-two`\n- {CLAIM}", [6]),
        (f":::{{note}}\n{CLAIM}\n:::", [6]),
        (f"A {{term}}`deterrence` is not a source, nor is {{doc}}`/index`. {CLAIM}", [5]),
    ],
)
def test_a_paragraph_without_support_is_named(text: str, lines: list[int]) -> None:
    assert [line for line, _ in unsupported(text)] == lines


def test_an_excuse_gives_its_day_and_reason_and_is_needed() -> None:
    found = unsupported(
        f"% unsourced: why not\n{CLAIM}\n\n"
        f"% unsourced 2026-11-22: old\n{CLAIM} {{cite:p}}`one-2000-two`"
    )
    assert found == [
        (5, "the comment 'unsourced: why not' gives no date or no reason"),
        (8, "this paragraph has a source, and a comment that says it has none"),
    ]


@pytest.mark.parametrize("path", ["docs/appendix/page.md", "docs/contribute/page.md"])
def test_the_tools_of_the_article_are_not_asked(path: str) -> None:
    assert unsupported(CLAIM, path) == []


def unlinked(text: str) -> list[tuple[int, str]]:
    site = Site(Path("docs"))
    site.add(parse_page(GLOSSARY, Path("docs/glossary.md")))
    found = check_terms(parse_page(text, Path("docs/debates/page.md")), site.terms)
    return [(problem.line, problem.remedy) for problem in found]


@pytest.mark.parametrize(
    "text",
    [
        "{term}`Deterrence <deterrence>` first; deterrence again.",
        "## Deterrence as a heading\n\nThen {term}`deterrence`.",
        'He wrote "deterrence is all"; then {term}`deterrence`.',
        "The shape of a mindset; deterrence-minded; nondeterrence.",
        "{term}`STANAG` first, a standardisation agreement afterwards.",
        "{term}`deterrence by denial` is no use of the shorter term.",
        "`deterrence` in code, and [a link](deterrence.md).",
    ],
)
def test_a_term_linked_where_it_is_first_used(text: str) -> None:
    assert unlinked(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One.\nDeterrence, then {term}`deterrence`.", [(2, "write it as {term}`Deterrence`")]),
        ("Two STANAGs.", [(1, "write it as {term}`STANAGs <STANAG>`")]),
        ("Two stanags.", []),  # a name is found only as it is written
        ("A STANAG.", [(1, "write it as {term}`STANAG`")]),
        (
            "Standardisation agreements.",
            [(1, "write it as {term}`Standardisation agreements <standardisation agreement>`")],
        ),
        ("Deterrence by denial.", [(1, "write it as {term}`Deterrence by denial`")]),
        ("SHAPE and\nSHAPE.", [(1, "write it as {term}`SHAPE`")]),
    ],
)
def test_a_term_that_is_not_linked_is_named_once(text: str, found: list[tuple[int, str]]) -> None:
    assert unlinked(text) == found


def test_a_term_that_no_page_links_is_named() -> None:
    site = Site(Path("docs"))
    site.add(parse_page(GLOSSARY, Path("docs/glossary.md")))
    site.add(parse_page("{term}`STANAG` and {term}`SHAPE`.", Path("docs/debates/page.md")))
    assert [(problem.line, problem.wrong) for problem in unused_terms(site)] == [
        (9, "no page links the term 'deterrence'"),
        (12, "no page links the term 'deterrence by denial'"),
    ]


def test_a_source_that_does_not_say_what_it_is_is_named(tmp_path: Path) -> None:
    path = tmp_path / "references.bib"
    entry = "@misc{{{key},\n  title = {{T}},{field}\n}}\n"
    kinds = {"a-1": "", "b-2": "\n  keywords = {hearsay},", "c-3": "\n  keywords = {press},"}
    path.write_text("".join(entry.format(key=k, field=v) for k, v in kinds.items()), "utf-8")
    site = Site(tmp_path, sources=references(path))
    assert [(problem.line, problem.wrong) for problem in check_kinds(site)] == [
        (1, "the source 'a-1' does not say what it is"),
        (4, "the source 'b-2' has the keywords 'hearsay'"),
    ]


def test_an_entry_without_a_title_or_with_a_slip_is_named(tmp_path: Path) -> None:
    path = tmp_path / "references.bib"
    path.write_text(
        "@misc{one, title = {A}, Author = {{B}}}\n@blog{two, title = {A}}\n"
        "@misc{three,\n heading = {A}}\n@Article{four, title = {{}}, journal = {J}}\n"
    )
    site = Site(tmp_path, sources=references(path))
    assert [(problem.line, problem.wrong) for problem in check_fields(site)] == [
        (2, "the source 'two' is of the type 'blog'"),
        (3, "the source 'three' has no title"),
        (3, "the source 'three' has a field 'heading'"),
        (5, "the source 'four' has no title"),
    ]
