"""A wrong fact in any nesting of anything: it is reported at its line, or no reader sees it.

``python tests/extension/test_generated_pages.py SECONDS`` goes on for as long as that.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import time
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from docutils import nodes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from allied_check.diagrams import diagram_check
from allied_check.page import parse_page
from allied_check.rules import Site, check_page
from allied_check.vocabulary import DIRECTIVES, LITERAL
from conftest import EDITION, FUZZ
from small_site import small_project

WRONG = "{{fact}}`{number} <len(nato.members())>`"
PROSE = [
    name
    for name, spec in DIRECTIVES.items()
    if spec.body == "prose" and not name.startswith(("admonition", "grid", "tab"))
]
"""Blocks that ask for no title, and for no other block around them."""
OTHERS = (
    "container hlist parsed-literal versionadded line-block raw eval-rst include compound topic "
    "NOTE Tip csv-table math only code-block"
).split()
PLAIN_TITLES = ("", " A title", " | x")
TITLES = (*PLAIN_TITLES, " FACT", " A `tick", " `a` b", " FACT `x")
MARKS = ("- ", "* ", "1. ", "2) ", "10. ", "-   ", "+ ")
ENDS = (("<!--", "-->"), ("%", "%"), ("<div>", "</div>"), ("---", "---"), ("$$", "$$"))

PLAIN: tuple[list[str], ...] = (
    ["NATO has FACT members."],
    ["NATO has FACT members."],
    ["**FACT** and _FACT_", "over two lines"],
    ["## FACT `code`"],
    ["| A | B |", "| --- | --- |", "| FACT | `x` |"],
    ["| FACT | B |", "| --- | --- |", "| one | a `\\|` FACT |"],
    ["[FACT](https://example.org) and [x]: FACT", "![FACT](picture.svg 'FACT')"],
    ["[FACT][ref] and [^note]", "", "[ref]: https://example.org 'FACT'", "", "[^note]: FACT"],
    ["[^long]", "", "[^long]: FACT", "", "    FACT"],
    ["(label)=", "FACT"],
    ["% FACT", "FACT"],
    ["words", "% FACT", "FACT"],
    ["* - FACT", "  - FACT"],
    ["NATO", "  FACT"],
    ["FACT  ", "FACT\\", "FACT"],
    ["***", "FACT"],
    ["- ", "", "FACT"],
    ["-", "  FACT"],
    ["1986\\. FACT"],
    ["> FACT", "FACT"],
    ["```text", "FACT", "```", "FACT"],
    ["~~~", "FACT", "~~~ ", "FACT"],
    ["   ```text", "   FACT", "  ```", "FACT"],
    [":::{admonition} FACT", ":name: x", "FACT", ":::"],
    [":::{admonition} A", "---", "name: y", "---", "FACT", ":::"],
)
WILD: tuple[list[str], ...] = (
    ["FACT", "==="],
    ["{fact}`", "FACT", "`"],
    ["{term}`FACT <NATO>` {doc}`FACT </index>`"],
    ["&lt;FACT&gt; \\FACT \\`FACT\\`"],
    ["```{note} FACT", "FACT", "```"],
    ["A stray ` tick and FACT"],
    ["`` two ` FACT `` ` FACT"],
    ["term", ": FACT"],
    [":field: FACT"],
    ["{abbr}`FACT` {sup}`FACT` {math}`x FACT`"],
    ["<b>FACT</b> <!-- FACT -->"],
    ["+++ FACT"],
    ["^^^", "FACT"],
    [".. FACT", "", ".. note:: FACT"],
    [">>> 1", "FACT"],
    ["```"],
    [":::"],
    ["~~~"],
    ["$FACT$ $$FACT$$ {{ FACT }}"],
    ["FACT\u2028FACT\x0cFACT"],
    ["\tFACT"],
    ["    FACT"],
)


@st.composite
def lines(draw: st.DrawFn, wild: bool, depth: int = 0) -> list[str]:
    """Lines of a page in which FACT stands for a wrong fact; ``wild`` ones are mostly refused."""
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        parts += draw(_block(wild, depth))
        if draw(st.integers(0, 3)):
            parts.append("")
    return parts


@st.composite
def _block(draw: st.DrawFn, wild: bool, depth: int) -> list[str]:
    if depth >= 4 or draw(st.integers(0, 2)) == 0:
        return list(draw(st.sampled_from(PLAIN + WILD if wild else PLAIN)))
    inner = draw(lines(wild, depth + 1))
    kinds = ["quote", "list", "fence", "colon"] + ["indent", "between"] * wild
    match draw(st.sampled_from(kinds)):
        case "quote":
            mark = draw(st.sampled_from(("> ", ">", "  > ")))
            return [mark + line for line in inner]
        case "list":
            mark = draw(st.sampled_from(MARKS if wild else ("- ", "* ", "1. ", "-   ")))
            pad = " " * (draw(st.integers(0, 5)) if wild else len(mark))
            return [mark + inner[0], *(pad + line if line else line for line in inner[1:])]
        case "indent":
            return [" " * draw(st.integers(1, 5)) + line for line in inner]
        case "between":
            begin, end = draw(st.sampled_from(ENDS))
            return [begin, *inner, end]
        case "colon":
            return draw(_fence(wild, ":", inner))
        case _:
            return draw(_fence(wild, draw(st.sampled_from("`~")), inner))


@st.composite
def _fence(draw: st.DrawFn, wild: bool, mark: str, inner: list[str]) -> list[str]:
    within = max(
        (len(run) for line in inner for run in re.findall(rf"{mark}{{3,}}", line)), default=2
    )
    length = draw(st.integers(3, 6)) if wild else within + 1
    name = draw(st.sampled_from([*DIRECTIVES, *OTHERS, *LITERAL] if wild else PROSE))
    forms = [f"{{{name}}}", f" {{{name}}}"] + [name, "", f"{name} x", f"{{ {name} }}"] * wild
    info = draw(st.sampled_from(forms)) + draw(st.sampled_from(TITLES if wild else PLAIN_TITLES))
    options = draw(
        st.sampled_from([[], [""], [":name: z"]] + [["---", "name: x", "---"], [":"]] * wild)
    )
    ends = [mark * length] + [mark * (length + 1), mark * length + " x", ""] * wild
    return [mark * length + info, *options, *inner, draw(st.sampled_from(ends))]


def page_of(parts: list[str]) -> str:
    """The page, in which each wrong fact shows a number of its own."""
    count = iter(range(7001, 8000))
    return re.sub(
        "FACT",
        lambda match: WRONG.format(number=next(count)),
        "# A page\n\n" + "\n".join(parts) + "\n",
    )


@cache
def application() -> Sphinx:
    """The site's own Sphinx, kept for all pages; what it would print is dropped."""
    project = small_project(Path(mkdtemp()) / "project")
    shutil.rmtree(project / "source")  # some modules would come from there and some from here
    out = project / "build"
    app = Sphinx(
        project / "docs",
        project,
        out / "html",
        out / "doctrees",
        "html",
        status=None,
        warning=io.StringIO(),
    )
    app.build()
    return app


def shown(page: str) -> set[str]:
    """The numbers of the facts that stand on the page as MyST and Sphinx build it."""
    app = application()
    path = Path(app.srcdir) / "part/first.md"
    path.write_text(page, encoding="utf-8", newline="")
    app.env.clear_doc("part/first")
    try:
        app.builder.read_doc("part/first")
    except SystemExit:
        return set()
    doctree = app.env.get_doctree("part/first")
    for kind in (nodes.literal, nodes.literal_block, nodes.comment, nodes.system_message):
        for node in list(doctree.findall(kind)):
            node.parent.remove(node)
    text = " ".join(
        [doctree.astext(), *(str(node.attributes) for node in doctree.findall(nodes.Element))]
    )
    return set(re.findall(r"\b7\d\d\d\b", text))


def missed(page: str) -> list[str]:
    """The facts that are shown and not reported at their line."""
    site = Site.read(Path(application().srcdir))
    path = Path(application().srcdir) / "part/first.md"
    read = parse_page(page, path)
    if read.problems:  # the build ends before it reads the page
        return []
    told = {
        (number, problem.line)
        for problem in check_page(read, site, diagram_check())
        for number in re.findall(r"\b7\d\d\d\b", problem.wrong)
    }
    lines = {
        number: page.count("\n", 0, page.index(number)) + 1
        for number in re.findall(r"7\d\d\d", page)
    }
    return [number for number in sorted(shown(page)) if (number, lines[number]) not in told]


def try_pages(count: int, **more: Any) -> int:
    """Try as many pages; the number of those that the checks let pass to the build."""
    built = 0

    @settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck), **more)
    @given(st.booleans().flatmap(lines))
    def check(parts: list[str]) -> None:
        nonlocal built
        page = page_of(parts)
        built += not parse_page(page, Path("page.md")).problems
        assert missed(page) == []

    check()
    return built


@pytest.mark.hypothesis
@pytest.mark.filterwarnings("ignore::sphinx.deprecation.RemovedInSphinx11Warning")
def test_no_wrong_fact_is_shown_and_not_reported() -> None:
    # Neither what is registered here nor the edition may meet a later test.
    with docutils_namespace(), pytest.MonkeyPatch.context() as patch:
        for name, value in EDITION.items():
            patch.setenv(name, value)
        assert try_pages(60 * FUZZ) > 1, "hardly a page was built: what is made up is of no use"


if __name__ == "__main__":
    os.environ |= EDITION
    end = time.monotonic() + float(sys.argv[1])
    tried = built = 0
    while time.monotonic() < end:
        built += try_pages(500, database=None)
        tried += 500
    print(f"{tried} pages, {built} of them built, nothing found")
