"""The words of a diagram, read from its text by other means than Pele's.

What a renderer loses while it reads is in none of its answers.  So the text is read a second
time here, only for its labels, and `drawing` looks for each of them in the picture.  A line
that this reading does not understand cannot be checked; it is refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

UNDRAWN = ("Title", "Descr")  # the owners of what is only said: accTitle and accDescr


TAG = re.compile(r"</?(?:br|b|i|em|strong|u|sub|sup)\b[^<>]*>", re.I)


class Label(NamedTuple):
    """Words that a reader must find: ``owner`` is the box they belong to, or blank."""

    line: int
    text: str
    owner: str = ""


class Reading:
    """The labels of a diagram, and the lines that could not be read."""

    def __init__(self) -> None:
        self.labels: list[Label] = []
        self.unread: list[int] = []
        self._boxes: dict[str, int] = {}  # by name: the first line that uses it
        self._named: set[str] = set()  # the boxes that have words of their own

    def say(self, line: int, text: str, owner: str = "") -> None:
        """The diagram says ``text``; of ``owner``, whose name is then not shown."""
        if owner:
            self._named.add(owner := _bare(owner))
        self.labels.append(Label(line, text.strip(), owner))

    def use(self, line: int, *names: str) -> None:
        """The diagram has boxes of these names."""
        for name in names:
            self._boxes.setdefault(_bare(name), line)

    def hide(self, name: str) -> None:
        """The box shows neither name nor words, such as a fork."""
        self._named.add(name)

    def all(self) -> list[Label]:
        """Every label; a box without words shows its name."""
        bare = [Label(n, name, name) for name, n in self._boxes.items() if name not in self._named]
        return [label for label in [*self.labels, *bare] if squashed(shown(label.text))]


def _bare(name: str) -> str:
    return re.sub(r"~.*", "", name.strip().strip('"`')).strip()


def shown(text: str) -> str:
    """A label as its reader should see it: no quotes around it, no tags, entities as characters."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].strip()
    text = re.sub(r"(?<!&)#(?:(\d+)|(\w+));", lambda m: f"&#{m[1]};" if m[1] else f"&{m[2]};", text)
    text = TAG.sub(" ", text)
    return html.unescape(text)


def squashed(text: str) -> str:
    """``text`` without what may differ from the picture: spaces and Markdown's marks."""
    return re.sub(r"[\s\u200b*_`]+", "", text)


def read(kind: str, lines: list[tuple[int, str]]) -> Reading:
    """The labels of ``lines``, which are the statements of a diagram with their line numbers."""
    reading = Reading()
    # Runs of spaces would cost the patterns time that grows with their square.
    _READERS[kind](reading, [(line, " ".join(text.split())) for line, text in lines])
    return reading


# -- kinds that are read line by line ----------------------------------------------------

_Line = Callable[[Reading, int, "re.Match[str]"], None]


def _by_patterns(
    patterns: list[tuple[str, _Line]], flags: re.RegexFlag = re.NOFLAG
) -> Callable[[Reading, list[tuple[int, str]]], None]:
    rules = [(re.compile(pattern, flags), act) for pattern, act in patterns]

    def reader(reading: Reading, lines: list[tuple[int, str]]) -> None:
        for line, text in lines[1:]:  # the first names the kind
            for rule, act in rules:
                if match := rule.fullmatch(text):
                    act(reading, line, match)
                    break
            else:
                reading.unread.append(line)

    return reader


def _nothing(reading: Reading, line: int, match: re.Match[str]) -> None:
    """The line says nothing to a reader."""


def _words(reading: Reading, line: int, match: re.Match[str]) -> None:
    """Each group of the pattern is a label."""
    for text in match.groups():
        reading.say(line, text or "")


def _named(reading: Reading, line: int, match: re.Match[str]) -> None:
    """A box ``id``, with ``words`` in its stead where they are given."""
    reading.use(line, match["id"])
    if match["words"]:
        reading.say(line, match["words"], match["id"])


def _note(reading: Reading, line: int, match: re.Match[str]) -> None:
    reading.use(line, *match["ids"].split(","))
    reading.say(line, match["words"])


def _joined(reading: Reading, line: int, match: re.Match[str]) -> None:
    """An arrow from one box to another, with words."""
    groups = match.groupdict()
    reading.use(line, *(groups[end] for end in ("start", "end")))
    for part in ("words", "near", "far"):
        if groups.get(part):
            reading.say(line, groups[part])


_sequence = _by_patterns(
    [
        (r"(?:create\s+)?(?:participant|actor)\s+(?P<id>.+?)(?:\s+as\s+(?P<words>.+))?", _named),
        (r"note\s+(?:left of|right of|over)\s+(?P<ids>[^:]+?)\s*:(?P<words>.*)", _note),
        (r"(?:loop|alt|else|opt|par|and|critical|option|break|box|title:?)(?:\s+(.*))?", _words),
        (r"rect\s+rgba?\([\d.,\s]+\)|end|autonumber(?:\s+[\d.]+)*|autonumber off", _nothing),
        (r"(?:activate|deactivate|destroy)\s+\S.*", _nothing),
        (
            r"(?P<start>[^:]+?)\s*(?:<<)?--?(?:>>|>|x|\))\s*[+-]?\s*(?P<end>[^:]+?)\s*:(?P<words>.*)",
            _joined,
        ),
    ],
    re.I,
)


def _described(reading: Reading, line: int, match: re.Match[str]) -> None:
    reading.say(line, match["words"], match["id"])


def _hidden(reading: Reading, line: int, match: re.Match[str]) -> None:
    reading.hide(match["id"])


_STATE = r"(?:\[\*\]|[^\W\d]\w*(?:-\w+)*|\w+)"
_state_lines = _by_patterns(
    [
        (r"state\s+(?P<words>\"[^\"]*\")\s+as\s+(?P<id>\w[\w-]*)(?:\s*\{)?", _named),
        (r"state\s+(?P<id>\w[\w-]*)\s*<<(?:fork|join|choice)>>", _hidden),
        (r"state\s+(?P<id>\w[\w-]*)(?P<words>)(?:\s*\{)?", _named),
        (r"note\s+(?:left|right) of\s+(?P<ids>\w[\w-]*)\s*:(?P<words>.*)", _note),
        (r"\}|--|direction\s+(?:TB|BT|LR|RL)|hide empty description", _nothing),
        (
            rf"(?P<start>{_STATE})\s*-->\s*(?P<end>{_STATE})\s*(?::(?P<words>.*))?",
            _joined,
        ),
        (r"(?P<id>\w[\w-]*)\s*:(?P<words>.*)", _described),
        (r"(?P<id>\w[\w-]*)(?P<words>)", _named),
    ]
)


def _state(reading: Reading, lines: list[tuple[int, str]]) -> None:
    reading.hide("[*]")
    rest: list[tuple[int, str]] = []
    note: list[str] | None = None  # the words of a note of several lines
    for line, text in lines:
        if note is not None:
            if text.strip().lower() == "end note":
                reading.say(line, " ".join(note))
                note = None
            else:
                note.append(text)
        elif match := re.fullmatch(r"\s*note\s+(?:left|right) of\s+(\w[\w-]*)\s*", text):
            reading.use(line, match[1])
            note = []
        else:
            rest.append((line, text))
    _state_lines(reading, rest)


_CLASS = r"`[^`]+`|\w[\w-]*(?:~[^~]*~)?"


def _class(reading: Reading, lines: list[tuple[int, str]]) -> None:
    rest: list[tuple[int, str]] = []
    within = False  # the members of a class
    for line, text in lines:
        if within:
            within = text.strip() != "}"
            if within:
                reading.say(line, _member(text))
        else:
            within = bool(re.fullmatch(r"\s*class\s.*\{\s*", text))
            rest.append((line, text))
    _class_lines(reading, rest)


def _annotation(reading: Reading, line: int, match: re.Match[str]) -> None:
    reading.use(line, match["id"])
    reading.say(line, f"«{match['words']}»")


def _free_member(reading: Reading, line: int, match: re.Match[str]) -> None:
    reading.use(line, match["id"])
    reading.say(line, _member(match["words"]))


def _member(text: str) -> str:
    """A member as it is drawn: ``+f(x) int`` is ``+f(x) : int``, ``List~T~`` is ``List<T>``."""
    text = re.sub(r"<<(.*)>>", r"«\1»", text.strip().rstrip("*$"))
    return _generic(re.sub(r"^([^()]*\([^()]*\))\s*([^\s:].*)$", r"\1 : \2", text))


def _generic(text: str) -> str:
    return re.sub(r"~([^~]*)~", r"<\1>", text)


def _class_named(reading: Reading, line: int, match: re.Match[str]) -> None:
    _named(reading, line, match)
    if "~" in match["id"] and not match["words"]:
        reading.say(line, _generic(match["id"]), match["id"])


_class_lines = _by_patterns(
    [
        (
            rf"class\s+(?P<id>{_CLASS})\s*(?:\[(?P<words>\"[^\"]*\")\])?\s*(?:\{{(?:\s*\}})?)?",
            _class_named,
        ),
        (r"note\s+for\s+(?P<ids>\w[\w-]*)\s+(?P<words>\"[^\"]*\")", _note),
        (r"note\s+(\"[^\"]*\")|namespace\s+([\w.-]+)\s*\{", _words),
        (r"\}|direction\s+(?:TB|BT|LR|RL)", _nothing),
        (rf"<<(?P<words>[^>]*)>>\s*(?P<id>{_CLASS})", _annotation),
        (
            rf"(?P<start>{_CLASS})\s*(?P<near>\"[^\"]*\")?\s*"
            r"(?:<\||\(\)|[*o<])?(?:--|\.\.)(?:\|>|\(\)|[*o>])?"
            rf"\s*(?P<far>\"[^\"]*\")?\s*(?P<end>{_CLASS})\s*(?::(?P<words>.*))?",
            _joined,
        ),
        (rf"(?P<id>{_CLASS})\s*:(?P<words>.*)", _free_member),
    ]
)

_ENTITY = r"\"[^\"]*\"|\w[\w-]*"
_er_lines = _by_patterns(
    [
        (
            rf"(?P<start>{_ENTITY})\s*[|}}o{{]{{2}}(?:--|\.\.)[|}}o{{]{{2}}\s*(?P<end>{_ENTITY})"
            r"\s*:(?P<words>.*)",
            _joined,
        ),
        (rf"(?P<id>{_ENTITY})\s*(?:\[(?P<words>[^\]]*)\])?\s*(?:\{{(?:\s*\}})?)?", _named),
        (r"\}|direction\s+(?:TB|BT|LR|RL)", _nothing),
    ]
)


def _er(reading: Reading, lines: list[tuple[int, str]]) -> None:
    rest: list[tuple[int, str]] = []
    within = False  # the attributes of an entity
    for line, text in lines:
        if within:
            within = text.strip() != "}"
            keys = re.sub(r"\b(PK|FK|UK)\s*,\s*(?=[PFU]K\b)", r"\1,", text)
            for part in re.findall(r'"[^"]*"|[^\s"]+', keys) if within else []:
                reading.say(line, part)
        else:
            within = bool(re.fullmatch(r"\s*[^:]*\{\s*", text))
            rest.append((line, text))
    _er_lines(reading, rest)


# -- flowcharts --------------------------------------------------------------------------

_HEAD = re.compile(r"\s*(?:graph|flowchart)(?:\s+(?:TB|TD|BT|RL|LR))?\s*;?")
_GROUP = re.compile(
    r"\s*subgraph\s+(?:(?P<id>[^\s\[\]\"]+)\s*\[(?P<words>[^\]]*)\]|(?P<alone>.+?))\s*;?\s*"
)
_PLAIN = re.compile(r"\s*(?:end|direction\s+(?:TB|TD|BT|RL|LR))\s*;?\s*")
_BOX = re.compile(r"\w(?:[\w./]|-(?=\w))*")
_DATA = re.compile(r"@\{\s*(?:(?:shape:\s*[\w-]+|label:\s*(?P<words>\"[^\"]*\"))\s*,?\s*)*\}")
_ARROW = re.compile(r"[xo<]?(?:--+[-xo>]|==+[=xo>]|-\.+-[xo>]?)|~~~+")
_WORDED = re.compile(
    r"[xo<]?(?:--|==|-\.)\s*(?P<words>\"[^\"]*\"|[^\"|]+?)\s*(?:--+[-xo>]|==+[=xo>]|\.+-[xo>]?)"
)
_BETWEEN = re.compile(r"[\s;&]+")
_PIPE = re.compile(r"\s*\|(\"[^\"]*\"|[^|\"]*)\|")
_SHAPES = [
    re.compile(rf"{re.escape(start)}\s*(?P<words>\"[^\"]*\"|[^\"]*?)\s*(?:{ends})")
    for start, ends in (
        ("(((", r"\)\)\)"),
        ("((", r"\)\)"),
        ("([", r"\]\)"),
        ("[[", r"\]\]"),
        ("[(", r"\)\]"),
        ("{{", r"\}\}"),
        ("[/", r"/\]|\\\]"),
        ("[\\", r"/\]|\\\]"),
        (">", r"\]"),
        ("[", r"\]"),
        ("(", r"\)"),
        ("{", r"\}"),
    )
]


def _flowchart(reading: Reading, lines: list[tuple[int, str]]) -> None:
    for number, (line, text) in enumerate(lines):
        head = _HEAD.match(text) if number == 0 else None
        rest = text[head.end() :] if head else text
        if group := _GROUP.fullmatch(rest):
            _group(reading, line, group)
        elif not _PLAIN.fullmatch(rest) and not _chain(reading, line, rest.strip()):
            reading.unread.append(line)


def _group(reading: Reading, line: int, group: re.Match[str]) -> None:
    name = group["id"] or group["alone"]
    reading.use(line, name)
    reading.say(line, group["words"] if group["id"] else group["alone"], name)


def _chain(reading: Reading, line: int, text: str) -> bool:
    """Read boxes and arrows; False where the text is something else."""
    at: int | None = 0
    while at is not None and at < len(text):
        at = _step(reading, line, text, at)
    return at is not None


def _step(reading: Reading, line: int, text: str, at: int) -> int | None:
    """Read one box, arrow or sign, and return where it ends; None if nothing is read."""
    if space := _BETWEEN.match(text, at):
        return space.end()
    if arrow := _ARROW.match(text, at) or _WORDED.match(text, at):
        reading.say(line, arrow.groupdict().get("words") or "")
        if pipe := _PIPE.match(text, arrow.end()):
            reading.say(line, pipe[1])
            return pipe.end()
        return arrow.end()
    box = _BOX.match(text, at)
    if not box:
        return None
    reading.use(line, box[0])
    for shape in (*_SHAPES, _DATA):
        if words := shape.match(text, box.end()):
            if words["words"]:
                reading.say(line, words["words"], box[0])
            return words.end()
    return box.end()


_READERS: dict[str, Callable[[Reading, list[tuple[int, str]]], None]] = {
    "flowchart": _flowchart,
    "sequence": _sequence,
    "state": _state,
    "class": _class,
    "er": _er,
}


def labels_of_lines(lines: list[str], first: int) -> Iterator[Label]:
    """Title and description: ``accTitle: ...``, ``accDescr: ...`` and ``accDescr { ... }``."""
    text = "\n".join(lines)
    for match in re.finditer(
        r"^[ \t]*acc(?P<part>Title|Descr)[ \t]*(?::(?P<line>.*)|\{(?P<block>[^}]*)\})", text, re.M
    ):
        words = match["line"] if match["line"] is not None else match["block"]
        yield Label(first + text.count("\n", 0, match.start()), words, match["part"])
