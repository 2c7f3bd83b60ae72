"""What is wrong with the text of a diagram, line by line.

Pele reads Mermaid as Mermaid's own grammar does, and that grammar forgives: a
word on a line of its own is a box, ``A[North`` runs on to the next ``]``, a
misspelt class draws nothing.  What it forgives, this module refuses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

from . import engine, labels

# Not here, with reasons: a mindmap takes "accTitle" for a box; a Gantt chart depends on
# the clock and the time zone; a pie, a timeline, a journey and a quadrant chart have
# colours and letters that are too faint on one theme or on paper.
KINDS = {
    "flowchart": "flowchart",
    "sequence": "sequenceDiagram",
    "state": "stateDiagram-v2",
    "class": "classDiagram",
    "er": "erDiagram",
}
HINTS = {
    "flowchart": 'a box is `A["Words"]`, an arrow `A -->|words| B`; `subgraph` ends with `end`',
    "sequence": "a message is `A->>B: words`; `loop`, `alt` and `opt` end with `end`",
    "state": "a transition is `A --> B: words`; `state X {` ends with `}`",
}
_LINK = r"(?:<?(?:--+|==+|-\.+-)[>xo]?|~~~+)"
_FLOW_RULES = [  # flowcharts only: pattern, what is wrong, what to do
    (rf"{_LINK}(?:\s*\|[^|]*\|)?\s*$", "the arrow has no end", "write its end on the same line"),
    (rf"^\s*{_LINK}", "the arrow has no start", "write its start on the same line"),
    (r"&\s*$|^\s*&", "`&` joins nothing", "write both boxes on the same line"),
    (r"^\s*click\b", "a link in a diagram is not drawn", "put the link into the text"),
]
_LOOK = "the look belongs to the light and dark theme"
_LOOK_RULES = [  # flowcharts and state diagrams; a class diagram uses these words otherwise
    (r"^\s*class\s|:::", _LOOK, "remove it"),
]
_RULES = [  # all kinds
    (r"^\s*(?:style|linkStyle|classDef)\b", _LOOK, "remove it"),
]
# More than these nobody reads at a glance, and the renderer's time grows with their square.
MOST_CHARACTERS, MOST_LINES, MOST_IN_A_LINE = 20_000, 400, 2_000
MOST_BOXES, MOST_ARROWS, MOST_NESTED = 100, 200, 8
_SMALLER = "leave something out, or draw two diagrams"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_OPENS = re.compile(
    r"\s*(?:subgraph\b|(?:loop|alt|opt|par|par_over|critical|break|rect|box)(?:\s|$)|.*\{\s*$)",
    re.I,
)
_HTML = re.compile(r"(?<!<)<(?!<)\s*/?\s*(?!(?:br|b|i|em|strong|u|sub|sup)\b)[a-zA-Z][^>\n]*>")


class DiagramError(ValueError):
    """A diagram that cannot be drawn.  ``line`` is 1-based in the diagram's own text."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class _Body(NamedTuple):
    """A diagram without front matter and comments; ``first``: line of the text it starts at."""

    lines: list[str]
    first: int

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def statements(self) -> Iterator[tuple[int, str]]:
        """Line and text of each line that is neither blank nor part of title or description."""
        inside = False
        for line, text in enumerate(self.lines, self.first):
            if inside or re.match(r"\s*accDescr\s*\{", text):
                inside = "}" not in text
            elif text.strip() and not re.match(r"\s*acc(Title|Descr)\s*:", text):
                yield line, text

    def where(self, word: str) -> int:
        """The first line that uses ``word``; else the first line of all."""
        pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        return next((n for n, text in self.statements() if pattern.search(text)), self.first)


@lru_cache(maxsize=512)
def _problems(source: str) -> tuple[tuple[int, str], ...]:
    if found := list(_by_size(source)):
        return tuple(found)
    body = _body(source)
    facts = engine.ask(source)
    if facts.get("code") == "limit":
        return ((body.first, f"{facts['error']}; {_SMALLER}"),)
    found = list(_by_source(source, body))
    found += _by_line(body, facts.get("kind") or _kind(body))
    if any("accDescr" in message or "`;`" in message for _, message in found):
        return tuple(sorted(set(found)))  # what follows from it would be named too
    if "error" in facts:
        line, message = _syntax(source, body, facts)
        # The rule's message is the plainer one, and an open quote swallows what follows.
        if line not in [n for n, _ in found] and not any("no partner" in m for _, m in found):
            found.append((line, message))
    else:
        found += _by_meaning(body, facts)
    return tuple(sorted(set(found)))


def problems(source: str) -> list[tuple[int, str]]:
    """Every problem of a diagram's text, as (line, what is wrong; what to do).

    Lines are 1-based and count from the first line of ``source``.  What is lost
    only while it is drawn, `drawing.problems` finds.
    """
    return list(_problems(source))


def read_labels(source: str, kind: str) -> labels.Reading:
    """The labels of a diagram that has no other problems."""
    body = _body(source)
    reading = labels.read(kind, list(body.statements()))
    reading.labels += labels.labels_of_lines(body.lines, body.first)
    reading.labels += _heading(source)
    return reading


def unreadable(source: str, line: int, kind: str) -> str:
    """The message for a line of which nobody can say what it says."""
    text = source.splitlines()[line - 1].strip()
    hint = HINTS.get(kind, "see https://mermaid.js.org for its syntax")
    return f"it cannot be checked that all of `{text}` is drawn; {hint}"


def _heading(source: str) -> Iterator[labels.Label]:
    """The title in the front matter, which is drawn above the diagram."""
    lines = source.splitlines()
    for line, text in enumerate(lines[: _body(source).first - 1], 1):
        if match := re.match(r"title\s*:(.*)", text):
            value = match[1].strip()
            if value[:1] == '"':
                with suppress(ValueError):
                    value = json.loads(value)
            elif value[:1] == "'":
                value = value[1:-1].replace("''", "'")
            yield labels.Label(line, value)


def _by_size(source: str) -> Iterator[tuple[int, str]]:
    """What keeps a diagram from being read at all."""
    for match in _CONTROL.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        yield line, f"the character {match[0]!r} cannot be drawn; remove it"
        return
    lines = source.split("\n")
    if len(source) > MOST_CHARACTERS or len(lines) > MOST_LINES:
        yield (
            1,
            f"the diagram has {len(source):,} characters on {len(lines):,} lines, more than "
            f"{MOST_CHARACTERS:,} or {MOST_LINES:,}; {_SMALLER}",
        )
    depth = 0
    for line, text in enumerate(lines, 1):
        if len(text) > MOST_IN_A_LINE:
            yield (
                line,
                f"the line has {len(text):,} characters, more than {MOST_IN_A_LINE:,}; shorten it",
            )
        if re.fullmatch(r"\s*(?:end|\})\s*;?\s*", text):
            depth = max(depth - 1, 0)
        elif _OPENS.match(text):
            depth += 1
            if depth > MOST_NESTED:
                yield line, f"more than {MOST_NESTED} groups stand in one another; {_SMALLER}"
                return


def _body(source: str) -> _Body:
    lines = source.splitlines()
    first = 0
    fence = [n for n, text in enumerate(lines) if text.strip()][:1]
    if fence and lines[fence[0]].strip() == "---":
        ends = [n for n in range(fence[0] + 1, len(lines)) if lines[n].strip() == "---"]
        first = ends[0] + 1 if ends else len(lines)
    rest = ["" if re.match(r"\s*%%", text) else text for text in lines[first:]]
    while rest and not rest[0].strip():
        rest.pop(0)
        first += 1
    while rest and not rest[-1].strip():
        rest.pop()
    return _Body(rest, first + 1) if rest else _Body([], 1)


def _kind(body: _Body) -> str:
    """The kind by its first word, for a diagram that cannot be read."""
    word = body.lines[0].split()[0] if body.lines else ""
    if word in ("graph", "flowchart"):
        return "flowchart"
    return next((kind for kind, name in KINDS.items() if word.startswith(name[:12])), word)


def _by_line(body: _Body, kind: str) -> Iterator[tuple[int, str]]:
    flow = kind == "flowchart"
    rules = _RULES + _LOOK_RULES * (kind in ("flowchart", "state")) + _FLOW_RULES * flow
    for line, text in body.statements():
        shown = text.strip()
        bare = re.sub(r'"[^"]*"', '""', text)  # an arrow within a label is no arrow
        for pattern, wrong, remedy in rules:
            if re.search(pattern, bare):
                yield line, f"{wrong}: `{shown}`; {remedy}"
        if _HTML.search(text):
            yield line, f"this HTML is not drawn: `{shown}`; only <br>, <b> and <i> may be used"
        if not flow and re.search(r";\s*\S", re.sub(r"#\w+;", "", text)):
            yield line, f"a `;` ends the words: `{shown}`; write `#59;`, and `#amp;` for `&amp;`"
        if flow and text.count('"') % 2:
            yield line, f'a `"` has no partner: `{shown}`; close it on the same line'


def _by_source(source: str, body: _Body) -> Iterator[tuple[int, str]]:
    for line, text in enumerate(source.splitlines(), 1):
        if re.match(r"\s*%%\{", text):
            yield (
                line,
                f"a misspelt `%%{{` is ignored: `{text.strip()}`; use `config:` in front matter",
            )
    for line, text in enumerate(body.lines, body.first):
        rest = body.lines[line - body.first :]
        if re.match(r"\s*accDescr\s*\{", text) and not any("}" in part for part in rest):
            yield line, "`accDescr {` is never closed; write `}` after the description"


def _by_meaning(body: _Body, facts: dict[str, Any]) -> Iterator[tuple[int, str]]:
    kind = facts["kind"]
    if kind not in KINDS:
        use = ", ".join(KINDS.values())
        yield body.first, f"a {kind} diagram cannot be used here; use one of {use}"
        return
    if not facts["title"].strip():
        yield body.first, "the diagram has no title; add a line `accTitle: ...` below its first"
    if not facts["description"].strip():
        yield (
            body.first,
            "the diagram has no description; add a line `accDescr: ...`: "
            "what it shows, for who cannot see it",
        )
    if kind == "sequence" and not any("start" in edge for edge in facts["edges"]):
        yield body.first, "the diagram has no message; write `A->>B: words`"
    arrows = sum("start" in edge for edge in facts["edges"])
    for count, most, what in (
        (len(facts["nodes"]), MOST_BOXES, "boxes"),
        (arrows, MOST_ARROWS, "arrows"),
    ):
        if count > most:
            yield body.first, f"the diagram has {count:,} {what}, more than {most}; {_SMALLER}"
            return
    if kind in ("flowchart", "state"):
        yield from _loose_ends(body, facts)


def _loose_ends(body: _Body, facts: dict[str, Any]) -> Iterator[tuple[int, str]]:
    if not facts["nodes"]:
        yield body.first, f"the diagram is empty; {HINTS[facts['kind']]}"
    arrows = [edge for edge in facts["edges"] if "start" in edge]
    long = [part["text"] for part in [*facts["nodes"], *arrows] if "\n" in part["text"]]
    for label in long:
        begin = label.split("\n")[0].strip()
        line = next((n for n, t in body.statements() if t.rstrip().endswith(begin)), body.first)
        yield line, f"a label runs over the end of the line: `{begin}`; close it, or use <br>"
    if long:
        return  # the label has swallowed boxes and arrows
    yield from _second_labels(body, facts)
    joined = {end for edge in arrows for end in (edge["start"], edge["end"])}
    inside = {member for group in facts["groups"] for member in group["members"]}
    groups = {group["id"] for group in facts["groups"]}
    for node in facts["nodes"]:
        name = node["id"]
        home = name in inside or node.get("parent") or node.get("group") or name in groups
        described = node["text"] != name
        if name not in joined and not (home and described):
            yield (
                body.where(name),
                f"`{name}` is joined to nothing; draw an arrow to it, remove it, "
                "or give it words and put it into a group",
            )


def _second_labels(body: _Body, facts: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Boxes that are given words twice: Mermaid draws the last and forgets the first."""
    if facts["kind"] != "flowchart":
        return
    labels: dict[str, str] = {}
    for line, text in body.statements():
        for name, quoted, bare in re.findall(r'([\w-]+)[\[({]+(?:"([^"]*)"|([^\])}"]*))', text):
            label = quoted or bare
            if labels.setdefault(name, label) != label:
                yield line, f"`{name}` already says `{labels[name]}`; give it words once"


def _syntax(source: str, body: _Body, facts: dict[str, Any]) -> tuple[int, str]:
    """Line and message of what Pele refused.

    Pele removes front matter and comments before it counts, so that its line
    is wrong in a diagram that has them.  The body has blank lines instead.
    """
    if not body.lines:
        return body.first, f"the diagram is empty; begin with one of {', '.join(KINDS.values())}"
    error = engine.ask(body.text)
    if "error" not in error:  # only the front matter is wrong
        return 1, f"{facts['error']}; mend the lines between `---`"
    if error["code"] == "unsupported-diagram":
        use = ", ".join(KINDS.values())
        first = body.lines[0].strip()
        if first.startswith(("accTitle", "accDescr")):
            wrong = f"`{first}` stands above the kind of diagram"
            return body.first, f"{wrong}; begin with one of {use}"
        return body.first, f"`{first}` is no kind of diagram; use one of {use}"
    hint = HINTS.get(_kind(body), "see https://mermaid.js.org for its syntax")
    last, at = len(body.lines), error["line"]
    if not at:  # a complaint about meaning comes without a line
        heads = ("\n".join(body.lines[:n]) for n in range(1, last + 1))
        same = (n for n, t in enumerate(heads, 1) if engine.ask(t).get("error") == error["error"])
        return body.first + next(same, 1) - 1, f"{error['error']}; {hint}"
    if at <= last:
        bad = body.lines[at - 1].strip()
        return (
            body.first + at - 1,
            f"cannot read `{bad}` from column {error['column']} on; {hint}",
        )
    # Pele reached the end and still waited: for a bracket, a quote, an "end".
    # What it waits for was opened just after the longest beginning that it can read.
    good = next(
        (n for n in range(last - 1, 0, -1) if "error" not in engine.ask("\n".join(body.lines[:n]))),
        0,
    )
    at = next(n for n in range(good, last) if body.lines[n].strip())
    return body.first + at, f"`{body.lines[at].strip()}` is not finished; {hint}"
