"""Diagrams: what is drawn, what is refused and where, what reaches the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace

import pytest

from sphinx_pele import DiagramError, Drawing, Relation, Remark, draw, problems
from sphinx_pele.drawing import WIDE

SOURCE = Path(__file__).parents[2] / "source"
WORDS = "accTitle: A title\naccDescr: A description\n"
FLOW, STATE, SEQUENCE = (
    f"{kind}\n{WORDS}" for kind in ("flowchart TD", "stateDiagram-v2", "sequenceDiagram")
)
KINDS = {
    "flowchart": FLOW
    + 'subgraph top["The <b>top</b>"]\nA["R&D #quot;x#quot;"] -.->|asks| B(("Round"))\nend\n'
    'B ==> C{"Yes?"} <--> D[("Store")] --- E\nE ~~~ F{{"Hex"}}\ntop --o F',
    "sequence": SEQUENCE
    + "participant A as Ally\nactor N as Council\nA->>+N: asks\nNote over A,N: soon\n"
    "loop daily\nN-->>-A: answers\nend\nalt agreed\nN->>N: acts\nelse not\nN--xA: waits\nend",
    "state": STATE
    + "[*] --> Open\nOpen --> Closed : decided\nstate Closed {\n  a --> b\n}\nClosed --> [*]\n"
    "note right of Open: for weeks",
    "class": f"classDiagram\n{WORDS}Pact <|-- Treaty : is a\nclass Pact {{\n  +date signed\n}}",
    "er": f"erDiagram\n{WORDS}STATE ||--o{{ MEMBERSHIP : has\nSTATE {{\n  string code\n}}",
}
BODIES = FLOW + "\n".join(
    f'{a}["{x}"] -->|{label}| {b}["{y}"]'
    for a, x, label, b, y in [
        ("NAC", "North Atlantic Council", "is advised by", "MC", "Military Committee"),
        ("SG", "Secretary General", "chairs", "NAC", "North Atlantic Council"),
        ("SG", "Secretary General", "chairs", "NPG", "Nuclear Planning Group"),
        ("SG", "Secretary General", "heads", "IS", "International Staff"),
        ("NPG", "Nuclear Planning Group", "is advised by", "MC", "Military Committee"),
        ("MC", "Military Committee", "is supported by", "IMS", "International Military Staff"),
        ("MC", "Military Committee", "directs", "ACO", "Allied Command Operations (SHAPE)"),
        ("MC", "Military Committee", "directs", "ACT", "Allied Command Transformation"),
        ("ACO", "Allied Command Operations (SHAPE)", "commands", "JFCB", "JFC Brunssum"),
        ("ACO", "Allied Command Operations (SHAPE)", "commands", "JFCN", "JFC Naples"),
        ("ACO", "Allied Command Operations (SHAPE)", "commands", "JFCF", "JFC Norfolk"),
        ("NAC", "North Atlantic Council", "governs", "NSPA", "NATO Support Agency"),
        ("NAC", "North Atlantic Council", "governs", "NCIA", "NATO Communications Agency"),
        ("NAC", "North Atlantic Council", "governs", "STO", "Science Organization"),
    ]
)


def run(code: str, **environment: str) -> str:
    """What a fresh Python prints."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(SOURCE), **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


# -- drawing ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn(kind: str) -> None:
    drawing = draw(KINDS[kind])
    assert (drawing.kind, drawing.title, drawing.description) == (
        kind,
        "A title",
        "A description",
    )
    assert drawing.width > 50
    assert drawing.height > 50
    for svg in (drawing.html_svg, drawing.print_svg):
        root = ET.fromstring(svg)
        assert root.get("viewBox") == f"0 0 {drawing.width} {drawing.height}"
        assert "".join(root.itertext()).strip()
        assert not re.search("foreignObject|<style|<script|href=|pele|data-id|NaN", svg)


@pytest.mark.parametrize("kind", KINDS)
def test_html_follows_the_theme(kind: str) -> None:
    drawing = draw(KINDS[kind])
    svg = ET.fromstring(drawing.html_svg)
    assert svg.attrib["fill"].startswith("var(--diagram-fg,#")
    assert ("diagram-wide" in svg.attrib["class"]) == (drawing.width > WIDE)
    body = drawing.html_svg.split(">", 1)[1]
    assert not re.search(r'(?:fill|stroke)="(?:#|rgb|black|white)', body), "a fixed colour"
    assert "--_" not in body


@pytest.mark.parametrize("kind", KINDS)
def test_html_sets_no_style_within_the_page(kind: str) -> None:
    assert "style=" not in draw(KINDS[kind]).html_svg


def test_bold_words_are_bold() -> None:
    drawing = draw(FLOW + 'A["a <b>bold</b> word"] --> B')
    weight = r'font-weight="var\(--diagram-bold-weight,(?:[67]00|bold)\)"'
    assert re.search(weight, drawing.html_svg)
    assert re.search('font-weight="(?:[67]00|bold)">bold<', drawing.print_svg)


@pytest.mark.parametrize("kind", KINDS)
def test_html_has_a_name_and_ids_of_its_own(kind: str) -> None:
    drawing = draw(KINDS[kind])
    svg = ET.fromstring(drawing.html_svg)
    ids = [e.attrib["id"] for e in svg.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids))
    assert all(id.startswith(drawing.uid + "-") for id in ids)
    assert svg.get("role") == "img"
    words = {e.get("id"): e.text for e in svg}
    assert words[svg.get("aria-labelledby")] == "A title"
    assert words[svg.get("aria-describedby")] == "A description"


@pytest.mark.parametrize("kind", KINDS)
def test_print_is_flat(kind: str) -> None:
    svg = draw(KINDS[kind], print_font="Some Sans").print_svg
    assert not re.search(r"var\(|color-mix|currentColor|class=|style=\"[^\"]*--", svg)
    assert 'font-family="Some Sans"' in svg


def test_typst_shows_the_text(tmp_path: Path) -> None:
    import pypdf
    import typst

    from sphinx_pele.engine import wheel

    drawing = draw(BODIES)
    (tmp_path / "d.svg").write_text(drawing.print_svg, encoding="utf-8")
    (tmp_path / "d.typ").write_text('#image("d.svg", alt: "x")', encoding="utf-8")
    pdf = typst.compile(
        str(tmp_path / "d.typ"), font_paths=[str(wheel() / "fonts")], ignore_system_fonts=True
    )
    (tmp_path / "d.pdf").write_bytes(pdf)
    text = pypdf.PdfReader(tmp_path / "d.pdf").pages[0].extract_text()
    assert [
        word for word in ("Secretary", "Committee", "chairs", "Naples") if word not in text
    ] == []


def test_a_large_chart_fits_the_column_and_a_small_one_is_not_squeezed() -> None:
    large = draw(BODIES)
    assert large.width <= 760
    assert large.print_size[0] <= 453  # pt; the text of an A4 page with 25 mm margins
    small = draw(FLOW + 'A["North Atlantic Council"] --> B')
    assert ">North Atlantic Council</text>" in small.html_svg, "broken over two lines"


def test_front_matter_decides_the_layout() -> None:
    front = "---\nconfig:\n  flowchart:\n    wrappingWidth: 60\n---\n"
    text = FLOW + 'A["North Atlantic Council"] --> B'
    assert draw(front + text).width < draw(text).width


def test_the_same_bytes_in_every_process() -> None:
    code = (
        f"from sphinx_pele import draw\nfor s in {list(KINDS.values())!r}:\n"
        "    d = draw(s); print(d.html_svg, d.print_svg, d.alt)"
    )
    first = run(code, PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C")
    assert first == run(code, PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="C.UTF-8")


def test_import_loads_neither_renderer_nor_sphinx() -> None:
    code = "import sys, sphinx_pele.check as c; print(*sys.modules)"
    # The package above it holds the Sphinx extension; only what this one adds is asked.
    code = "import sys, sphinx.application; old = set(sys.modules); " + code
    assert not {"quickjs", "fontTools", "mermaid_render"} & set(run(code).split())


# -- relations -------------------------------------------------------------------------


def test_relations_of_a_flowchart() -> None:
    assert draw(KINDS["flowchart"]).relations == (
        Relation("The top", "includes", "Round"),
        Relation("The top", "includes", 'R&D "x"'),
        Relation('R&D "x"', "asks", "Round"),
        Relation("Round", "leads to", "Yes?"),
        Relation("Yes?", "leads to", "Store"),
        Relation("Store", "leads to", "Yes?"),
        Relation("Store", "is linked with", "E"),
        Relation("The top", "leads to", "Hex"),
    )


def test_relations_of_a_state_diagram() -> None:
    assert set(draw(KINDS["state"]).relations) == {
        Relation("Closed", "includes", "a"),
        Relation("Closed", "includes", "b"),
        Relation("start", "leads to", "Open"),
        Relation("Open", "decided", "Closed"),
        Relation("a", "leads to", "b"),
        Relation("Closed", "leads to", "end"),
        Remark("Note on Open: for weeks"),
    }


def test_messages_keep_their_order() -> None:
    drawing = draw(KINDS["sequence"])
    assert drawing.relations == (
        Relation("Ally", "asks", "Council"),
        Remark("Note over Ally, Council: soon"),
        Remark("Loop: daily"),
        Relation("Council", "answers", "Ally"),
        Remark("End of loop"),
        Remark("Alt: agreed"),
        Relation("Council", "acts", "Council"),
        Remark("Else: not"),
        Relation("Council", "waits", "Ally"),
        Remark("End of alt"),
    )
    assert drawing.relations_html.startswith("<ol><li>Ally to Council: asks</li>")


def test_relations_in_words() -> None:
    drawing = draw(FLOW + 'A["R&D"] -->|advises| B & C\nA -->|heads| D\nB -->|serves| D')
    assert drawing.alt == ("A title. A description. R&D: advises B, C; heads D. B: serves D.")
    assert drawing.relations_html == (
        "<ul><li>R&amp;D<ul><li>advises: B, C</li><li>heads: D</li></ul></li>"
        "<li>B<ul><li>serves: D</li></ul></li></ul>"
    )
    assert draw(KINDS["er"]).relations_text == (
        "STATE: has MEMBERSHIP. Part of STATE: string code."
    )
    assert draw(KINDS["class"]).relations_text == ("Pact: is a Treaty. Part of Pact: +date signed.")


# -- problems --------------------------------------------------------------------------

BAD = {
    "arrow without end": (FLOW + "A -->\nB --> C", 4, "no end"),
    "arrow with words but without end": (FLOW + "A -->|x|\nB --> C", 4, "no end"),
    "last arrow without end": (FLOW + "A --> B\nC -->", 5, "no end"),
    "arrow without start": (FLOW + "A\n--> B", 5, "no start"),
    "unclosed bracket": (FLOW + "A[North --> B\nC --> D", 4, "not finished"),
    "bracket closed lines later": (FLOW + "A[North --> B\nC --> D]", 4, "runs over"),
    "wrong bracket": (FLOW + "A(North] --> B\nC --> D", 4, "cannot read"),
    "unclosed quote": (FLOW + 'A["North] --> B\nC["x"] --> D', 4, "no partner"),
    "unclosed words of an arrow": (FLOW + "A -->|chairs B\nB --> C", 4, "not finished"),
    "half an arrow": (FLOW + "A -> B", 4, "cannot read `A -> B`"),
    "two statements": (FLOW + "A --> B B --> C", 4, "column 9"),
    "sentence": (FLOW + "A --> B\nthis is junk\nB --> C", 5, "this is junk"),
    "garbage": (FLOW + "A --> B\n???!!! garbage", 5, "garbage"),
    "one word": (FLOW + "A --> B\njunk\nB --> C", 5, "`junk` is joined to nothing"),
    "group without end": (FLOW + "A --> B\nsubgraph X\nC --> D", 5, "subgraph X"),
    "end without group": (FLOW + "A --> B\nend", 5, "`end`"),
    "unknown direction": ("flowchart XX\n" + WORDS + "A --> B", 1, "flowchart XX"),
    "two labels": (FLOW + "A[One] --> B\nA[Two] --> C", 5, "already says `One`"),
    "colour": (FLOW + "A --> B\nstyle A fill:#fff", 5, "theme"),
    "class": (FLOW + "A:::loud --> B", 4, "theme"),
    "link": (FLOW + 'A --> B\nclick A "https://example.org"', 5, "link"),
    "image": (FLOW + 'A["<img src=x>"] --> B', 4, "HTML"),
    "nothing drawn": (FLOW, 1, "empty"),
    "no text": ("", 1, "empty"),
    "only comments": ("%% one\n%% two", 1, "empty"),
    "unknown kind": ("flowchrt TD\nA --> B", 1, "no kind of diagram"),
    "title above the kind": (
        f"\n{WORDS}flowchrt TD\nA --> B",
        2,
        "`accTitle: A title` stands above the kind of diagram; begin with one of flowchart",
    ),
    "kind that depends on the clock": (
        f"gantt\n{WORDS}section s\nA :a1, 2020-01-01, 3d",
        1,
        "cannot be used here",
    ),
    "kind with faint letters": (f'pie\n{WORDS}"One" : 3', 1, "cannot be used here"),
    "misspelt title": ("flowchart TD\naccTitel: T\naccDescr: D\nA --> B", 2, "accTitel"),
    "unclosed description": (
        "flowchart TD\naccTitle: T\naccDescr {\n long\nA --> B",
        3,
        "never closed",
    ),
    "init directive": ("%%{init: {'theme':}}%%\n" + FLOW + "A --> B", 1, "front matter"),
    "bad front matter": ("---\ntitle: [x\n---\n" + FLOW + "A --> B", 1, "YAML"),
    "message without colon": (SEQUENCE + "A->>B hi", 4, "cannot read"),
    "junk among messages": (SEQUENCE + "A->>B: hi\njunk here", 5, "junk here"),
    "loop without end": (SEQUENCE + "A->>B: x\nloop y\nA->>B: hi", 5, "not finished"),
    "not active": (SEQUENCE + "A->>B: hi\ndeactivate B", 5, "inactive"),
    "no message": (SEQUENCE, 1, "no message"),
    "state with half an arrow": (STATE + "[*] --> A\nA -> B", 5, "cannot read"),
    "state of one word": (STATE + "[*] --> A\njunk", 5, "joined to nothing"),
    "state without end": (STATE + "state X {\n[*] --> A", 4, "not finished"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_broken_is_refused_at_its_line(name: str) -> None:
    source, line, words = BAD[name]
    found = problems(source)
    assert [n for n, _ in found] == [line]
    assert words in found[0][1]
    assert "; " in found[0][1], "says what is wrong but not what to do"
    with pytest.raises(DiagramError, match=re.escape(found[0][1])) as caught:
        draw(source)
    assert caught.value.line == line


@pytest.mark.parametrize(
    "front",
    ["%% a comment\n\n", "---\ntitle: A long one\n---\n", "\n\n", "---\ntitle: x\n---\n%% y\n\n"],
)
@pytest.mark.parametrize(
    ("bad", "line"), [("A --> B\n%% c\nC -- D", 3), ("A --> B\n\nC -->|x", 3), ("B -> C", 1)]
)
def test_lines_are_right_below_comments_and_front_matter(front: str, bad: str, line: int) -> None:
    source = front + FLOW + bad
    before = (front + FLOW).count("\n")
    assert [n for n, _ in problems(source)] == [before + line]


def test_a_missing_title_and_description_are_both_asked_for() -> None:
    found = problems("flowchart TD\nA --> B")
    assert [line for line, _ in found] == [1, 1]
    assert ["`accTitle: ...`" in m or "`accDescr: ...`" in m for _, m in found] == [True, True]
    assert problems("flowchart TD\naccTitle: T\naccDescr {\n one\n two\n}\nA --> B") == []


@pytest.mark.parametrize("source", [*KINDS.values(), BODIES])
def test_what_is_right_is_not_refused(source: str) -> None:
    assert problems(source) == []


def test_every_problem_of_a_diagram_is_named() -> None:
    found = problems(FLOW + 'A --> B\nstyle A x\nclick B "x"\njunk')
    assert [line for line, _ in found] == [5, 6, 7]


# -- pages -----------------------------------------------------------------------------

CONF = """
import sys
sys.path.insert(0, {source!r})
extensions = ["myst_parser", "sphinx_pele"]
numfig = True
mermaid_output_format = "raw"
html_theme = "basic"
exclude_patterns = ["*.inc"]
"""
PAGE = f"""# Page

```{{mermaid}}
:name: fig-one
:caption: The *first* one

{FLOW}A["Unusualword"] -->|advises| B
```

```{{mermaid}}
:alt: Other <words>
:name: plain

{FLOW}A["Unusualword"] -->|advises| B
```

```{{mermaid}}
{FLOW}A["Unusualword"] -->|advises| B
```

See {{numref}}`fig-one`.
"""


def build(folder: Path, builder: str = "html") -> subprocess.CompletedProcess[str]:
    (folder / "conf.py").write_text(CONF.format(source=str(SOURCE)), encoding="utf-8")
    return subprocess.run(
        f"{sys.executable} -m sphinx -q -W --keep-going -b {builder} . out/{builder}".split(),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with three diagrams on one page and none on another."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "index.md").write_text(PAGE + "\n```{toctree}\nother\n```\n", encoding="utf-8")
    (folder / "other.md").write_text("# Other\n\nNo diagram.\n", encoding="utf-8")
    done = build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "out/html"


def test_no_page_asks_another_site_for_a_script(pages: Path) -> None:
    for page in pages.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search("jsdelivr|unpkg|mermaid.*[.]m?js|d3[.]", text), page
        assert not re.search(r'<(?:script|link)[^>]*(?:src|href)="(?:https?:)?//', text), page
        assert not re.search(r"<script type=.module", text), page


def test_a_figure_has_its_caption_its_number_and_its_name(pages: Path) -> None:
    text = (pages / "index.html").read_text(encoding="utf-8")
    figure = re.search(r"<figure[^>]*>.*?</figure>", text, re.DOTALL)
    assert figure is not None
    assert 'id="fig-one"' in figure[0]
    assert "Fig. 1 " in figure[0]
    assert "<em>first</em>" in figure[0]
    assert re.search(r'href="#fig-one"[^>]*><span class="std std-numref">Fig. 1', text)


def test_a_diagram_is_followed_by_its_words(pages: Path) -> None:
    text = (pages / "index.html").read_text(encoding="utf-8")
    shown = re.findall(r'<div class="diagram".*?</svg></div>(<details.*?</details>)', text)
    assert len(shown) == 3
    assert "<p>A description</p>" in shown[0]
    assert "<li>Unusualword<ul><li>advises: B</li></ul></li>" in shown[0]


def test_the_same_diagram_again_has_other_ids(pages: Path) -> None:
    text = (pages / "index.html").read_text(encoding="utf-8")
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert {"plain", "fig-one"} <= set(ids)
    for name in re.findall(r'aria-(?:labelledby|describedby)="([^"]*)"', text):
        assert name in ids


def test_the_authors_own_words_name_the_picture(pages: Path) -> None:
    text = (pages / "index.html").read_text(encoding="utf-8")
    assert text.count('aria-label="Other &lt;words&gt;"') == 2  # the frame and the picture


def test_the_words_can_be_searched_for(pages: Path) -> None:
    assert "unusualword" in (pages / "searchindex.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("builder", ["text", "man", "latex", "gettext"])
def test_other_formats_are_left_alone(pages: Path, builder: str) -> None:
    folder = pages.parents[1]
    done = build(folder, builder)
    assert "Unusualword" not in "".join(
        page.read_text(encoding="utf-8") for page in (folder / "out" / builder).rglob("*.txt")
    )
    assert "mmdc" in done.stderr if builder == "latex" else done.returncode == 0


def test_a_broken_diagram_fails_every_build_at_its_line(tmp_path: Path) -> None:
    junk = f"{FLOW}A --> B\njunk\n"
    page = (
        "# Page\n\nText.\n\n"
        f"```{{mermaid}}\n:caption: x\n:title: y\n\n{junk}```\n\n"
        f"```{{mermaid}}\n{junk}```\n\n"
        ":::{admonition} Within\n"
        f"```{{mermaid}}\n---\ncaption: x\n---\n{junk}```\n:::\n\n"
        "```{mermaid} drawn.inc\n```\n\n```{toctree}\nrest\n```\n"
    )
    lines = [str(n) for n, text in enumerate(page.splitlines(), 1) if text == "junk"]
    (tmp_path / "index.md").write_text(page, encoding="utf-8")
    (tmp_path / "drawn.inc").write_text(junk, encoding="utf-8")
    text = junk.replace("\n", "\n   ")
    (tmp_path / "rest.rst").write_text(
        f"Page\n====\n\n.. mermaid::\n   :caption: x\n\n   {text}\n", encoding="utf-8"
    )
    for _ in range(2):  # the second build finds nothing changed, and must fail all the same
        done = build(tmp_path)
        assert done.returncode == 1
        found = re.findall(r"([\w.]+):(\d+): WARNING: diagram: `junk` is joined", done.stderr)
        assert sorted(found) == [
            ("drawn.inc", "5"),
            *(("index.md", line) for line in lines),
            ("rest.rst", "11"),
        ], done.stderr
    shown = (tmp_path / "out/html/index.html").read_text(encoding="utf-8")
    assert shown.count('<pre class="diagram-source">') == 4


def test_what_cannot_be_read_is_a_message_at_its_line(tmp_path: Path) -> None:
    """Each of these ended the build with a traceback, or said nothing."""
    good = f"{FLOW}A --> B"
    blocks = {
        "```{mermaid} none.mmd\n```": "there is no diagram 'none.mmd'",
        "```{mermaid} ../conf.py\n```": "outside of",
        "```{mermaid} deep\n```": "is a folder",
        "```{mermaid} latin.mmd\n```": "not UTF-8",
        "```{mermaid} good.mmd\nA --> B\n```": "lines of its own",
        f"```{{mermaid}}\n:config: {{bad\n\n{good}\n```": "write it on one line",
        f"```{{mermaid}}\n---\nconfig:\n  flowchart: x\n---\n{good}\n```": "write it on one line",
        f"```{{mermaid}}\n:caption: '- a list'\n\n{good}\n```": "the caption is no sentence",
        "```{mermaid}\n```": "the diagram is empty",
    }
    docs = tmp_path / "docs"
    (docs / "deep").mkdir(parents=True)
    (docs / "good.mmd").write_text(good, encoding="utf-8")
    (docs / "latin.mmd").write_bytes("é".encode("latin-1"))
    fine = [
        "```{mermaid} good.mmd\n```",
        f"```{{mermaid}}\n:title: 'Mine: \"x\"'\n\n{good}\n```",
        f"```{{mermaid}}\n---\ntitle: Above\n---\n{good}\n```",
        f"```{{mermaid}}\n\n---\ntitle: Above\nconfig:\n  flowchart: {{}}\n---\n{good}\n```",
    ]
    (docs / "index.md").write_text("# Page\n\n" + "\n\n".join(fine), encoding="utf-8")
    done = build(docs)
    assert (done.returncode, done.stderr) == (0, "")
    (docs / "good.mmd").write_text(f"{good}\njunk", encoding="utf-8")  # the page is as it was
    done = build(docs)
    assert "good.mmd:5: WARNING: diagram: `junk` is joined to nothing" in done.stderr
    page = "# Page\n\n" + "\n\n".join(blocks)
    (docs / "index.md").write_text(page, encoding="utf-8")
    done = build(docs)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    starts = [n for n, line in enumerate(page.splitlines(), 1) if line.startswith("```{")]
    for block, words in blocks.items():
        first = starts.pop(0)
        lines = re.findall(rf"index\.md:(\d+): (?:WARNING|ERROR): [^\n]*{words}", done.stderr)
        assert any(first <= int(n) <= first + block.count("\n") for n in lines), (
            block,
            done.stderr,
        )


def test_zoom_needs_a_script_and_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text(
        f"# Page\n\n```{{mermaid}}\n:zoom:\n\n{FLOW}A --> B\n```\n", encoding="utf-8"
    )
    done = build(tmp_path)
    assert done.returncode == 1
    assert "zoom" in done.stderr


def test_print_gets_the_flat_picture_with_all_the_words() -> None:
    from docutils import nodes
    from sphinxcontrib.mermaid import mermaid

    from sphinx_pele.directive import visit_typst

    calls: list[tuple[object, ...]] = []
    translator = SimpleNamespace(
        config=SimpleNamespace(typst_sans="Some Sans"),
        svg_figure=lambda *arguments: calls.append(arguments),
    )
    node = mermaid("", code=FLOW + "A -->|advises| B", options={})
    with pytest.raises(nodes.SkipNode):
        visit_typst(translator, node)
    node["alt"] = "Other words"
    with pytest.raises(nodes.SkipNode):
        visit_typst(translator, node)
    drawing: Drawing = draw(node["code"], print_font="Some Sans")
    assert calls == [
        (drawing.print_svg, "A title. A description. A: advises B.", *drawing.print_size),
        (drawing.print_svg, "Other words. A: advises B.", *drawing.print_size),
    ]
