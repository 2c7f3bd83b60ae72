"""What the page reader finds, and on which line."""

from __future__ import annotations

from pathlib import Path

from allied_check.page import parse_page

PAGE = """\
---
title: `{fact}` in front matter is not prose
---
(label-one)=
# A heading, with `code`

One {fact}`32 <len(members("NATO"))>` and
two {fact}`four <4>` and {term}`the attack <Article 5>`.
A role over
two lines: {fact}`twelve
<len(founders("NATO"))>`, and `{fact}`in code is not one`.

:::{admonition} In brief
A fact in a colon fence: {fact}`1 <1>`.

:::{note}
Deeper: [link](other.md#part) and ![alt](picture.png).
:::
After: {cite:p}`one-2000-two,three-2001-four`.
:::

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
    assert [(role.split(), role.line) for role in page.facts] == [
        (("32", 'len(members("NATO"))'), 7),
        (("four", "4"), 8),
        (("twelve", 'len(founders("NATO"))'), 10),
        (("1", "1"), 14),
        (("2", "2"), 26),
        (("3", "3"), 34),
    ]
    assert [(role.split()[1], role.line) for role in page.roles if role.name == "term"] == [
        ("Article 5", 8)
    ]
    assert [(role.text, role.line) for role in page.roles if role.name == "cite:p"] == [
        ("one-2000-two,three-2001-four", 19)
    ]
    assert [(link.target, link.line, link.image) for link in page.links] == [
        ("other.md#part", 17, False),
        ("picture.png", 17, True),
    ]
    assert page.labels == {"label-one": 4, "fig-one": 22}
    assert page.headings == {"a-heading-with-code": 5}
    assert [(block.kind, block.line, block.text) for block in page.blocks] == [
        ("admonition", 13, page.blocks[0].text),
        ("note", 16, "Deeper: [link](other.md#part) and ![alt](picture.png)."),
        ("figure", 22, "A caption with {fact}`2 <2>`."),
        ("python", 29, "{fact}`not <a fact>`"),
        ("markdown", 33, page.blocks[4].text),
        ("doctest", 36, ">>> 1\n1"),
        ("pycon", 42, ">>> 2\n2"),
    ]
    assert {37, 43} <= page.collected


def test_terms_of_a_glossary() -> None:
    page = parse_page(
        "```{glossary}\nArticle 5\n  A promise.\n\nfree riding\n  A habit.\n```\n", Path("g.md")
    )
    assert list(page.terms()) == [("Article 5", 2), ("free riding", 5)]


def test_a_fence_that_is_not_closed_runs_to_the_end() -> None:
    page = parse_page("text\n\n```{doctest}\n>>> 1\n1\n", Path("p.md"))
    assert page.blocks[0].text == ">>> 1\n1"
