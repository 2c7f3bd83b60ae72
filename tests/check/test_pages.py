"""What the page reader finds, and on which line."""

from __future__ import annotations

from pathlib import Path

from allied_check.page import MASK, parse_page

PAGE = """\
---
myst:
  html_meta:
    description: "`{fact}` in front matter is not prose"
---
(label-one)=
# A heading, with `code`

One {fact}`32 <len(nato.members())>` and
two {fact}`four <4>` and {term}`the attack <Article 5>`.
A role over
two lines: {fact}`twelve
<len(nato.founders())>`, and ``{fact}`in code is not one` ``.

::::{admonition} In brief
A fact in a colon fence: {fact}`1 <1>`.

:::{note}
Deeper: [link](other.md#part) and ![alt](picture.png).
:::
After: {cite:p}`one-2000-two,three-2001-four`.
::::

```{figure} picture.png
:name: fig-one
:alt: words

A caption with {fact}`2 <2>`.
```

```python
{fact}`not <a fact>`
```

````markdown
A sample: {fact}`3 <3>`.

```{doctest}
>>> 1
1
```
````

> ```pycon
> >>> 2
> 2
> ```
"""


def test_everything_is_found_on_its_line() -> None:
    page = parse_page(PAGE, Path("page.md"))
    assert page.problems == []
    assert [(role.split(), role.line) for role in page.facts] == [
        (("32", "len(nato.members())"), 9),
        (("four", "4"), 10),
        (("twelve", "len(nato.founders())"), 12),
        (("1", "1"), 16),
        (("2", "2"), 28),
        (("3", "3"), 36),
    ]
    assert [role.sample for role in page.facts] == [False] * 5 + [True]
    assert [(role.split()[1], role.line) for role in page.roles if role.name == "term"] == [
        ("Article 5", 10)
    ]
    assert [(role.text, role.line) for role in page.roles if role.name == "cite:p"] == [
        ("one-2000-two,three-2001-four", 21)
    ]
    assert [(link.target, link.line, link.image) for link in page.links] == [
        ("other.md#part", 19, False),
        ("picture.png", 19, True),
        ("picture.png", 24, True),
    ]
    assert page.labels == {"label-one": 6, "fig-one": 25}
    assert page.headings == {"a-heading-with-code": 7}
    assert [(block.kind, block.line, block.text) for block in page.blocks] == [
        ("admonition", 15, page.blocks[0].text),
        ("note", 18, "Deeper: [link](other.md#part) and ![alt](picture.png)."),
        ("figure", 24, "A caption with {fact}`2 <2>`."),
        ("python", 31, "{fact}`not <a fact>`"),
        ("markdown", 35, page.blocks[4].text),
        ("doctest", 38, ">>> 1\n1"),
        ("pycon", 44, ">>> 2\n2"),
    ]
    assert [block.indent for block in page.blocks[-2:]] == ["", "> "]
    assert {39, 45} <= page.collected


def test_words_are_kept_with_their_lines_and_kinds() -> None:
    page = parse_page(
        "# A *title*\n\nOne `code` and\n{term}`two\nthree <NATO>`, **four**\n\n"
        '| Head | [tail](x.md "tip") |\n| --- | --- |\n| a | b |\n',
        Path("p.md"),
    )
    assert [(part.kind, part.text, part.line) for part in page.prose] == [
        ("heading", "A title", 1),
        ("paragraph", f"One {MASK} and\ntwo three, four", 3),
        ("cell", "Head", 7),
        ("tip", "tip", 7),
        ("cell", "tail", 7),
        ("cell", "a", 9),
        ("cell", "b", 9),
    ]
    paragraph = page.prose[1]
    assert paragraph.line_at(paragraph.text.index("two")) == 4
    assert paragraph.line_at(paragraph.text.index("four")) == 5
    assert len({part.table for part in page.prose if part.kind == "cell"}) == 1
    assert [part.row for part in page.prose if part.kind == "cell"] == [1, 1, 2, 2]


def test_terms_of_a_glossary() -> None:
    page = parse_page(
        "```{glossary}\nArticle 5\nthe promise\n  A promise.\n\nfree riding\n  A habit.\n```\n",
        Path("g.md"),
    )
    assert page.terms == [
        ("Article 5", 2, "Article 5"),
        ("the promise", 3, "Article 5"),
        ("free riding", 6, "free riding"),
    ]
