"""The changes as Markdown, for a person who decides whether they are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from typing import TypeVar

from .changes import (
    Changes,
    Json,
    PageChange,
    RowChange,
    SentenceChange,
    SourceChange,
    TableChange,
    ThingChange,
    Value,
)
from .markdown import code, fenced, plain
from .trees import Base

_MOST = 100  # of one kind that a page or a table tells one by one
_CONTEXT = 1  # lines around what changed in a table or diagram
_KINDS = {
    "checked-table": "table",
    "data-table": "table of the data",
    "data-dictionary": "description of a table",
    "institutions-diagram": "diagram",
    "memberships-diagram": "diagram",
    "mermaid": "diagram",
}
_THINGS = ("table, diagram or the like", "tables, diagrams or the like")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Links:
    """Where files and pages can be opened. ``files`` ends before the path; blank: none."""

    files: str
    preview: str

    @property
    def hosted(self) -> bool:
        return self.files.startswith("http")

    def file(self, path: str, words: str, line: int = 0) -> str:
        """A link to a file; the line is added where the place understands it."""
        at = f"?plain=1#L{line}" if line and self.hosted else ""
        return f"[{words}](<{self.files}{path}{at}>)"

    def page(self, name: str, anchor: str = "") -> str:
        """A link to the page as it will look; blank where there is no preview."""
        if not self.preview:
            return ""
        at = f"#{anchor}" if anchor else ""
        return f" · [preview](<{self.preview.rstrip('/')}/{name}.html{at}>)"


@dataclass(frozen=True, slots=True)
class Report:
    """The Markdown, and the pictures that it shows by their names."""

    text: str
    pictures: dict[str, str]


def report(
    base: Base,
    found: Changes,
    warned: list[str],
    other: list[str],
    notes: list[str],
    links: Links,
) -> Report:
    """The whole report; it ends in one line feed."""
    pictures: dict[str, str] = {}
    lines = ["# What this change means", ""]
    where = f"where it left {code(base.name)}" if base.forked else code(base.name)
    lines += [f"Compared with {where}, commit {code(base.commit[:12])} of {base.date}.", ""]
    lines += [f"{note}.\n" for note in notes]
    if not found and not other:
        return Report("\n".join([*lines, "Nothing changes.", ""]), {})
    lines += [_summary(found, other), ""]
    lines += _section("Look at these first", [f"- {warning}." for warning in warned])
    lines += _section("Pages that change", _limited(found.pages, lambda it: _page(it, links)))
    lines += _section("Rows", [line for table in found.tables for line in _table(table, links)])
    lines += _section(
        "Sentences",
        [line for page in found.pages if page.sentences for line in _sentences(page, links)],
    )
    lines += _section(
        "Tables, diagrams, charts and examples",
        [
            line
            for page in found.pages
            for it in page.things
            for line in _thing(page, it, links, pictures)
        ],
    )
    lines += _section(
        "Sentences that stay, and rest on rows that change",
        [line for page in found.pages if page.resting for line in _resting(page, links)],
    )
    lines += _section("Sources", _limited(found.sources, _source))
    told = [f"- {links.file(name, code(name))}" for name in other]
    if any(name.startswith(("source/", "tests/", "Makefile")) for name in other):
        told.insert(0, "Some of these are programs: read them before you run them.\n")
    lines += _section("Other files", told[: _MOST + 1])
    return Report("\n".join(lines).rstrip("\n") + "\n", pictures)


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return [f"## {title}", "", *found, ""] if found else []


def _limited(many: list[T], told: Callable[[T], str]) -> list[str]:
    lines = [told(one) for one in many[:_MOST]]
    return [*lines, f"- and {len(many) - _MOST} more"] if len(many) > _MOST else lines


def _summary(found: Changes, other: list[str]) -> str:
    rows = Counter(row.kind for table in found.tables for row in table.rows)
    sources = Counter(source.kind for source in found.sources)
    counts = [
        *((rows[kind], "row", "rows", kind) for kind in ("added", "changed", "removed")),
        (sum(len(page.sentences) for page in found.pages), "sentence", "sentences", "changed"),
        (sum(len(page.things) for page in found.pages), *_THINGS, "changed"),
        *((sources[kind], "source", "sources", kind) for kind in ("gained", "changed", "lost")),
        (len(found.pages), "page", "pages", "affected"),
        (len(other), "other file", "other files", "changed"),
    ]
    told = [f"{_many(count, one, many)} {kind}" for count, one, many, kind in counts if count]
    return f"**{'; '.join(told)}.**"


def _many(count: int, word: str, words: str = "") -> str:
    return f"{count:,} {word if count == 1 else words or f'{word}s'}"


def _page(page: PageChange, links: Links) -> str:
    if page.kind == "removed":
        return f"- {plain(page.title)} ({code(page.file)}): removed"
    told = [
        _many(len(page.sentences), "sentence") if page.sentences else "",
        _many(len(page.things), *_THINGS) if page.things else "",
        f"{_many(len(page.resting), 'sentence')} to read again" if page.resting else "",
    ]
    how = {"added": "new", "moved": f"moved from {code(f'docs/{page.was}.md')}"}.get(page.kind, "")
    said = ", ".join(filter(None, [how, *told])) or "it cannot be read"
    link = links.file(page.file, plain(page.title))
    return f"- {link} ({code(page.file)}): {said}{links.page(page.name)}"


def _table(table: TableChange, links: Links) -> Iterator[str]:
    how = "" if table.kind == "changed" else f" ({table.kind})"
    yield f"### {links.file(table.file, code(table.file))}{how}"
    yield ""
    for words, columns in (("gained", table.gained), ("lost", table.lost)):
        if columns and table.kind == "changed":
            yield f"- columns {words}: {', '.join(map(code, columns))}"
    for what, (old, new) in table.about.items():
        yield f"- its description, {code(what)}: {_from_to(old, new)}"
    yield from _limited(table.rows, lambda row: _row(table, row, links))
    yield ""


def _row(table: TableChange, row: RowChange, links: Links) -> str:
    at = (
        "" if row.kind == "removed" else f", {links.file(table.file, f'line {row.line}', row.line)}"
    )
    cells = "; ".join(_cell(row.kind, name, *pair) for name, pair in row.cells.items())
    return f"- {row.kind} **{plain(row.key)}**{at}: {cells}"


def _cell(kind: str, name: str, old: str, new: str) -> str:
    if kind == "changed":
        return f"{code(name)} {_from_to(old, new)}"
    return f"{code(name)} {plain(old or new)}"


def _from_to(old: str, new: str) -> str:
    return f"{plain(old) or '(blank)'} → {plain(new) or '(blank)'}"


def _sentences(page: PageChange, links: Links) -> Iterator[str]:
    yield f"### {links.file(page.file, plain(page.title))}"
    yield ""
    yield from _limited(page.sentences, lambda it: _sentence(page, it, links))
    yield ""


def _sentence(page: PageChange, change: SentenceChange, links: Links) -> str:
    before, after = change.before, change.after
    told = after or before or {}
    at = f"line {change.line}" if after else f"line {change.line} of the base"
    place = links.file(page.file, at, change.line) if after else at
    seen = links.page(page.name, told["anchor"]) if after else ""
    if before is None or after is None:
        how = "new" if after else "removed"
        return f"- {place}{seen}, {how}: {plain(told['text']) or '(only a citation)'}"
    lines = [f"- {place}{seen}"]
    if before["text"] == after["text"]:
        lines.append(f"  - stays: {plain(after['text'])}")
    else:
        lines.append(f"  - before: {plain(before['text'])}")
        lines.append(f"  - after: {plain(after['text'])}")
    lines += [f"  - {_value(old, new)}" for old, new in change.values]
    for words, keys in (
        ("no longer cites", [key for key in before["cites"] if key not in after["cites"]]),
        ("now cites", [key for key in after["cites"] if key not in before["cites"]]),
    ):
        if keys:
            lines.append(f"  - {words} {', '.join(map(code, keys))}")
    return "\n".join(lines)


def _value(old: Value | None, new: Value | None) -> str:
    if old is None or new is None:
        told = old or new
        assert told is not None
        how = "no longer bound" if new is None else "newly bound"
        return f"{how}: {plain(told.shown)}, {code(told.question)}"
    if old.question != new.question:
        asked = f"{code(old.question)} → {code(new.question)}"
    else:
        asked = code(new.question)
    if old.value == new.value:
        return f"{asked} gives {plain(new.value)} as before"
    return f"{asked} gives {plain(old.value)} → {plain(new.value)}"


def _thing(
    page: PageChange, change: ThingChange, links: Links, pictures: dict[str, str]
) -> Iterator[str]:
    before, after = change.before, change.after
    told = after or before or {}
    kind = _KINDS.get(told["kind"], told["kind"])
    title = f" “{plain(told['title'])}”" if told["title"] else ""
    where = links.file(page.file, code(f"{page.file}:{told['line']}"), told["line"])
    how = "new" if before is None else "removed" if after is None else "changed"
    if after is None:
        where = code(f"{page.file}:{told['line']}")
    yield f"- {where}: {kind}{title}, {how}{links.page(page.name, told['anchor']) if after else ''}"
    yield ""
    if change.rows:
        yield f"  {_many(change.rows, 'row')} of it differ, as told above.\n"
    if before and after:
        lines = _diff(before, after)
        if lines:
            yield from (f"  {line}" for line in fenced(lines))
            yield ""
        yield from _drawings(told, before["svg"], after["svg"], links, pictures)


def _diff(before: Json, after: Json) -> list[str]:
    old, new = (
        [
            *([one["title"]] if before["title"] != after["title"] else []),
            *(line for part in (*one["says"], *one["content"]) for line in part.split("\n")),
        ]
        for one in (before, after)
    )
    lines = list(unified_diff(old, new, n=_CONTEXT, lineterm=""))[2:]
    lines = [line for line in lines if not line.startswith("@@")]
    more = len(lines) - _MOST
    return [*lines[:_MOST], f" ({more} more lines)"] if more > 0 else lines


def _drawings(
    told: Json, old: str, new: str, links: Links, pictures: dict[str, str]
) -> Iterator[str]:
    if old == new or not (old and new):
        return
    names = []
    for svg, how in ((old, "before"), (new, "after")):
        names.append(f"{told['argument'].replace('_', '-')}-{how}.svg")
        pictures[names[-1]] = svg
    if links.hosted:  # where the report is shown the pictures are not beside it
        yield f"  Drawn before and after: {' and '.join(code(f'review/{name}') for name in names)}."
        yield ""
        return
    yield "  | Before | After |"
    yield "  | --- | --- |"
    yield f"  | ![Before](review/{names[0]}) | ![After](review/{names[1]}) |"
    yield ""


def _resting(page: PageChange, links: Links) -> Iterator[str]:
    yield f"### {links.file(page.file, plain(page.title))}"
    yield ""
    for one in page.resting[:_MOST]:
        at = links.file(page.file, f"line {one['line']}", one["line"])
        yield f"- {at}{links.page(page.name, one['anchor'])}: {plain(one['text'])}"
    if len(page.resting) > _MOST:
        yield f"- and {len(page.resting) - _MOST} more"
    yield ""


def _source(source: SourceChange) -> str:
    told = f"- {source.kind} {code(source.key)}: {plain(source.short)}, {plain(source.title)}"
    if source.kind != "changed":
        return told
    fields = [
        f"  - {code(name)} {_from_to(old, new)}" for name, (old, new) in source.fields.items()
    ]
    return "\n".join([told, *fields])
