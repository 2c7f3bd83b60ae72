"""Nothing is lost in silence: what a label says is drawn and told, or the diagram is refused."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import FUZZ
from sphinx_pele import DiagramError, check, diagram_text, draw, drawing, engine, problems
from sphinx_pele.labels import read, shown

WORDS = "accTitle: A title\naccDescr: A description\n"
FLOW, STATE, SEQUENCE, CLASS, ER = (
    f"{kind}\n{WORDS}"
    for kind in (
        "flowchart TD",
        "stateDiagram-v2",
        "sequenceDiagram",
        "classDiagram",
        "erDiagram",
    )
)

LOST = {
    "message": (SEQUENCE + "A->>B: number #1 of it", 4),
    "note": (SEQUENCE + "A->>B: x\nNote over A: y # z", 5),
    "title of a sequence": (SEQUENCE + "title The # title\nA->>B: x", 4),
    "participant": (SEQUENCE + "participant A as Al # ly\nA->>B: x", 4),
    "colour of a group": (SEQUENCE + "box Red team\nparticipant A\nend\nA->>B: x", 4),
    "loop": (SEQUENCE + "loop every # day\nA->>B: x\nend", 4),
    "front matter": ("---\ntitle: Part #1 of it\n---\n" + SEQUENCE + "A->>B: x", 2),
    "title": ("flowchart TD\naccTitle: One\naccTitle: Two\naccDescr: D\nA --> B", 2),
    "description": (
        "sequenceDiagram\naccTitle: T\naccDescr: Of &#8211; them\nA->>B: x",
        3,
    ),
    "entity of HTML": (FLOW + 'A["a &#8211; b"] --> B', 4),
    "icon": (FLOW + 'A["fa:fa-car Car"] --> B', 4),
    "statement that is not read": (SEQUENCE + 'A->>B: x\nlinks A: {"x": "http://a.org"}', 5),
}
KEPT: dict[str, list[str]] = {  # source -> what a reader must find, decoded by hand
    SEQUENCE + "A->>B: number #35;1 #amp; a#59; b #quot;c#quot;": ['number #1 & a; b "c"'],
    SEQUENCE + "box The group\nparticipant A as Al\nactor B\nend\nA->>B: a: b\nB--)A: c<br>d": [
        *("The group", "Al", "B", "a: b", "c", "d")
    ],
    SEQUENCE
    + "par one\nA->>B: x\nand two\nA-xB: y\nend\ncritical c1\nA->>B: z\noption o1\nA->>A: q\nend": [
        *("one", "two", "c1", "o1", "x", "y", "z", "q")
    ],
    "---\ntitle: Above it\n---\n" + SEQUENCE + "autonumber\nA->>+B: x\nB-->>-A: y": ["Above it"],
    FLOW + 'A["a &ndash; b #35; & c"] -- yes or no --> B(["`**d** _e_`"]) -.->|f g| C & D': [
        *("a \u2013 b # & c", "yes or no", "d e", "f g", "C", "D")
    ],
    FLOW + 'subgraph one["Group &amp; co"]\nA@{shape: docs, label: "Papers"} --> B\nend\nC-->one': [
        *("Group & co", "Papers", "B", "C")
    ],
    FLOW
    + 'A["pele-x data-y=1 currentColor var(--z) url(#a)"] --> B["href=&quot;javascript:x&quot;"]': [
        *("pele-x data-y=1 currentColor var(--z) url(#a)", 'href="javascript:x"')
    ],
    STATE
    + 'state "Long # name" as L\nL --> S: a: b\nS: one\nS: two\nnote left of S\n p\n q\nend note': [
        *("Long # name", "a: b", "one", "two", "p", "q")
    ],
    CLASS + 'class A["The A"] {\n+f(x) int\n-List~str~ y\n<<enum>>\n}\nA "1" --> "many" B : has': [
        *("The A", "+f(x) : int", "-List<str> y", "«enum»", "1", "many", "has", "B")
    ],
    CLASS + 'note for A "by it"\nnote "alone"\nnamespace N {\nclass E\n}\nE <|-- A': [
        *("by it", "alone", "N", "E", "A")
    ],
    ER + 'S ||--o{ M : "has # x"\nS["The S"] {\nstring code PK,FK "the key"\n}': [
        *("has # x", "The S", "M", "string", "code", "PK,FK", "the key")
    ],
}


@pytest.mark.parametrize("name", LOST)
def test_what_would_be_lost_is_refused_at_its_line(name: str) -> None:
    source, line = LOST[name]
    found = problems(source)
    assert [n for n, _ in found] == [line], found
    assert re.search("would not be drawn whole; write `#35;`|cannot be checked that", found[0][1])
    with pytest.raises(DiagramError) as caught:
        draw(source)
    assert caught.value.line == line


@pytest.mark.parametrize("source", KEPT)
def test_what_is_kept_is_drawn_and_told(source: str) -> None:
    assert problems(source) == []
    done = draw(source)
    html = unescape(re.sub("<[^>]*>", " ", done.relations_html))
    for svg in (done.html_svg, done.print_svg):
        root = ET.fromstring(svg)
        drawn = "".join("".join(e.itertext()) for e in root.iter() if e.tag.endswith("}text"))
        for label in KEPT[source]:
            for told in (drawn, done.alt, html):
                assert label.replace(" ", "") in told.replace(" ", "")


def test_the_check_sees_what_only_the_last_step_loses(monkeypatch: pytest.MonkeyPatch) -> None:
    flat = drawing._Svg.for_print
    monkeypatch.setattr(
        drawing._Svg, "for_print", lambda self, font: flat(self, font).replace("Ally", "All")
    )
    found = problems(FLOW + 'A["One Ally of two"] --> B')
    assert [line for line, _ in found] == [4]


def test_the_check_sees_that_one_of_two_boxes_is_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    flat = drawing._Svg.for_print
    monkeypatch.setattr(
        drawing._Svg, "for_print", lambda self, font: flat(self, font).replace("Ally", "", 1)
    )
    assert [line for line, _ in problems(FLOW + 'A["Ally"] --> C\nB["Ally"] --> C')] == [5]


@pytest.mark.parametrize(
    "line",
    ["A->>B: one; two", "Note over A: &ndash; x", "loop a; b"],
    ids=["message", "note", "loop"],
)
def test_what_ends_the_words_of_a_message_is_named_alone(line: str) -> None:
    found = problems(f"{SEQUENCE}{line}\nA->>B: x")
    assert [n for n, _ in found] == [4]
    assert "a `;` ends the words" in found[0][1]
    assert "write `#59;`" in found[0][1]


def test_what_ends_the_words_of_a_state_is_named_alone() -> None:
    assert [n for n, _ in problems(STATE + "A --> B\nB --> C: one; two")] == [5]


@pytest.mark.parametrize(
    ("kind", "text", "labels"),
    [
        ("flowchart", 'graph TD\nA["x y"] -->|z| B & C', {"x y", "z", "B", "C"}),
        ("sequence", "h\nparticipant A as x\nNote over A,B: y", {"x", "y", "B"}),
        ("state", "h\nA: x\nnote left of A\n p\n q\nend note\nA --> [*]", {"x", "p q"}),
        ("class", "h\nclass A {\n+f(x) int\n}\nA --> B : y", {"A", "B", "+f(x) : int", "y"}),
        (
            "er",
            'h\nA {\nint x PK, FK "c d"\n}\nA ||--o{ B : y',
            set("ABxy") | {"int", "PK,FK", "c d"},
        ),
    ],
)
def test_the_second_reading_of_each_kind(kind: str, text: str, labels: set[str]) -> None:
    reading = read(kind, list(enumerate(text.split("\n"), 1)))
    assert {shown(label.text) for label in reading.all()} == labels
    assert reading.unread == []


def test_the_check_sees_what_the_words_lose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing.words, "_remark", lambda edge, names: drawing.words.Remark("x"))
    found = problems(SEQUENCE + "A->>B: hi\nNote over A: only in this test")
    assert [line for line, _ in found] == [5]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ('"a #amp; b"', "a & b"),
        ("#35;1 #quot;x#quot;", '#1 "x"'),
        ("a &lt;b&gt; &#8211;", "a <b> \u2013"),
        ("one<br/>two <b>three</b>", "one two  three "),
        ("1 < 2 > 0", "1 < 2 > 0"),
    ],
)
def test_a_label_as_its_reader_sees_it(text: str, seen: str) -> None:
    assert shown(text) == seen


@pytest.mark.parametrize(
    "label",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src='data:text/html,x'>",
    ],
)
def test_markup_is_refused_or_harmless_text(label: str) -> None:
    for head in (FLOW + 'A["LABEL"] --> B', SEQUENCE + "A->>B: LABEL", STATE + "A --> B: LABEL"):
        assert [line for line, _ in problems(head.replace("LABEL", label))] == [4]
        escaped = label.replace("<", "#lt;").replace(">", "#gt;")
        done = draw(head.replace("LABEL", escaped))
        for svg in (done.html_svg, done.print_svg, done.relations_html):
            assert not re.search(r"<(script|img|a|iframe)\b", svg)


@pytest.mark.parametrize(
    "line",
    [
        'click A "javascript:alert(1)"',
        'click A href "javascript:alert(1)" _self',
        "click A call f()",
        'A@{img: "data:image/svg+xml,x"}',
        'A@{icon: "x"}',
    ],
)
def test_links_and_images_are_refused(line: str) -> None:
    assert [n for n, _ in problems(f"{FLOW}A --> B\n{line}")] == [5]


# -- bounds ----------------------------------------------------------------------------


def _square(boxes: int) -> str:
    return "\n".join(f"n{i} --> n{i + 1}" for i in range(boxes - 1))


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        (FLOW + "A --> B\n" + "%% " + "x" * 2000, 5, "characters, more than 2,000"),
        (FLOW + "A --> B\n" + f"%% {'x' * 1900}\n" * 11, 1, "more than 20,000"),
        (FLOW + "A --> B\n" * 400, 1, "or 400"),
        (FLOW + _square(101), 1, "101 boxes, more than 100"),
        (
            FLOW
            + " & ".join(f"a{i}" for i in range(15))
            + " --> "
            + " & ".join(f"b{i}" for i in range(14)),
            1,
            "210 arrows, more than 200",
        ),
        (FLOW + "subgraph x\n" * 9 + "A --> B\n" + "end\n" * 9, 12, "more than 8 groups"),
        (STATE + "".join(f"state x{i} {{\n" for i in range(9)) + "}\n" * 9, 12, "more than 8"),
        (SEQUENCE + "loop x\n" * 9 + "A->>B: y\n" + "end\n" * 9, 12, "more than 8"),
        (FLOW + "A --> B\nC --> \x01D", 5, "cannot be drawn"),
        (FLOW + 'A["a\u2028b"] --> B', 4, "cannot be drawn"),
    ],
)
def test_what_is_too_much_is_refused(source: str, line: int, words: str) -> None:
    found = problems(source)
    assert [n for n, _ in found] == [line]
    assert words in found[0][1]
    assert "; " in found[0][1]


def test_what_is_just_not_too_much_is_drawn() -> None:
    assert problems(FLOW + _square(100)) == []
    assert problems(FLOW + "subgraph x\n" * 8 + "A --> B\n" + "end\n" * 8) == []


def test_a_renderer_that_does_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine._local, "context", None)
    monkeypatch.setattr(engine, "SECONDS", 1)
    monkeypatch.setattr(engine, "_AFTER", "function answer() { for (;;) {} }")
    assert problems(FLOW + "Endless --> B") == [
        (
            1,
            "the renderer ran out of time or memory (InternalError: interrupted); "
            "leave something out, or draw two diagrams",
        )
    ]
    monkeypatch.setattr(engine._local, "context", None)
    monkeypatch.setattr(
        engine,
        "_AFTER",
        "function answer() { const a = []; for (;;) a.push('x'.repeat(1e6) + a.length); }",
    )
    monkeypatch.setattr(engine, "SECONDS", 60)
    assert "ran out of time or memory" in problems(FLOW + "Greedy --> B")[0][1]
    engine._local.context = None


def test_reading_labels_takes_no_time_that_grows_out_of_hand() -> None:
    """Patterns that try every split of a line would take minutes here."""
    begin = time.process_time()
    for kind in ("flowchart", "sequence", "state", "class", "er"):
        for part in ("a", " ", "-", "- ", "A:", '"', "[", "->", ", ", "a-", "~", "`"):
            for first in ("", "A --", "A->>B", 'A["', "note over ", "class "):
                for last in ("", "B", ":"):
                    read(kind, [(1, kind), (2, first + part * (1900 // len(part)) + last)])
    assert time.process_time() - begin < 20


# -- any text ----------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *"#;&<>\"'`|[](){}%-=~.:,\n\\/@*_ \t",
        *(
            "&amp;",
            "#35;",
            "#quot;",
            "<br>",
            "<script>",
            "-->",
            "end",
            "subgraph x",
            "note over A: x",
        ),
        *(
            'click A "javascript:x"',
            "\x00",
            "\u202e",
            "😀",
            "%%",
            "---\n",
            "A",
            "\u00a0",
            "ﬂ°quot¶ß",
        ),
        *("fa:fa-car", "$$x$$", ":::c", "]]>", "<!--"),
    ]
)


@settings(deadline=None, max_examples=400 * FUZZ)
@given(st.sampled_from(list(KEPT)), st.lists(st.tuples(st.integers(0, 400), PIECES), max_size=4))
def test_a_diagram_with_anything_put_in_gives_messages_or_a_drawing(
    source: str, added: list[tuple[int, str]]
) -> None:
    for place, piece in added:
        source = source[:place] + piece + source[place:]
    _messages_or_drawing(source)


@settings(deadline=None, max_examples=200 * FUZZ)
@given(st.text())
@example("---")
@example("---\ntitle: [x\n---\n")
@example("\ud800")
def test_any_text_gives_messages_or_a_drawing(source: str) -> None:
    _messages_or_drawing(source)
    _messages_or_drawing(FLOW + source)


def _messages_or_drawing(source: str) -> None:
    found = problems(source)
    last = source.count("\n") + 1
    assert all(1 <= line <= last and "; " in message for line, message in found)
    if not found:
        done = draw(source)
        ET.fromstring(done.html_svg)
        ET.fromstring(done.print_svg)
        tags = re.findall("<[^>]*>", done.html_svg.split("</desc>", 1)[1])
        assert not [tag for tag in tags if "javascript" in tag]


# -- files -------------------------------------------------------------------------------


def test_a_diagram_in_a_file_is_read_from_the_page_that_names_it(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    (docs / "deep").mkdir(parents=True)
    page = docs / "deep/page.md"
    (docs / "deep/one.mmd").write_bytes(b"\xef\xbb\xbfone\r\ntwo")
    (docs / "two.mmd").write_text("two", encoding="utf-8")
    assert diagram_text(page, "one.mmd", docs) == ("one\ntwo", docs / "deep/one.mmd")
    assert diagram_text(page, "../two.mmd", docs)[0] == "two"
    assert diagram_text(page, "/two.mmd", docs)[0] == "two"


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("none.mmd", "there is no diagram 'none.mmd'; correct the path"),
        ("\x00", "there is no diagram"),
        ("x" * 5000, "there is no diagram"),
        (".", "is a folder; name a file"),
        ("../../secret.mmd", "is outside of docs/; move it there"),
        ("/../secret.mmd", "is outside of docs/; move it there"),
        ("link.mmd", "is outside of docs/; move it there"),
        ("latin.mmd", "is not UTF-8; save it as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_a_diagram_is_refused(
    tmp_path: Path, argument: str, words: str
) -> None:
    docs = tmp_path / "docs"
    (docs / "deep").mkdir(parents=True)
    (tmp_path / "secret.mmd").write_text("x", encoding="utf-8")
    (docs / "deep/link.mmd").symlink_to(tmp_path / "secret.mmd")
    (docs / "deep/latin.mmd").write_bytes("é".encode("latin-1"))
    with pytest.raises(DiagramError) as caught:
        diagram_text(docs / "deep/page.md", argument, docs)
    assert words in caught.value.message
    assert caught.value.line == 0


def test_the_bounds_are_those_that_the_messages_name() -> None:
    assert (check.MOST_CHARACTERS, check.MOST_LINES, check.MOST_IN_A_LINE) == (20_000, 400, 2_000)
