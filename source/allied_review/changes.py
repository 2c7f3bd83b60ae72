"""What differs between two snapshots of the project: rows, sources, sentences, pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

Json = dict[str, Any]
Lines = dict[str, set[int]]  # by table
_SAME_PAGE = 0.5  # how much of a page must stay for it to be the same one under another name
_ALIKE = 0.35  # the same of the words of a sentence


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row: ``cells`` holds what is before and after of the columns that differ."""

    kind: str  # added, changed or removed
    key: str
    line: int  # in the tree that has it, the working tree first
    cells: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TableChange:
    kind: str
    name: str
    file: str
    gained: list[str]  # columns
    lost: list[str]
    about: dict[str, tuple[str, str]]
    """What its description says before and after: title, terms, what a column means."""
    rows: list[RowChange]


@dataclass(frozen=True, slots=True)
class Value:
    """A bound value: what the page shows, what the data say, and the question."""

    shown: str
    value: str
    question: str
    holds: bool
    """The page and the data mean the same."""


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence before and after; None where there is none.

    ``values`` are the bound values that differ, before and after.
    """

    before: Json | None
    after: Json | None
    values: list[tuple[Value | None, Value | None]]

    @property
    def line(self) -> int:
        found: int = (self.after or self.before or {})["line"]
        return found


@dataclass(frozen=True, slots=True)
class ThingChange:
    """A table, diagram, chart, picture or example before and after."""

    before: Json | None
    after: Json | None
    rows: int  # how many of the rows that a table shows whole are new, changed or gone


@dataclass(slots=True)
class PageChange:
    kind: str  # added, changed, moved or removed
    name: str
    file: str
    title: str
    was: str = ""  # its old name, where it moved
    sentences: list[SentenceChange] = field(default_factory=list)
    things: list[ThingChange] = field(default_factory=list)
    resting: list[Json] = field(default_factory=list)
    """Sentences that stay as they are and rest on rows that do not."""


@dataclass(frozen=True, slots=True)
class SourceChange:
    kind: str
    key: str
    short: str
    title: str
    fields: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Changes:
    tables: list[TableChange]
    pages: list[PageChange]
    sources: list[SourceChange]

    def __bool__(self) -> bool:
        return bool(self.tables or self.pages or self.sources)


def changes(base: Json, head: Json) -> Changes:
    """Everything that differs, in the order of the data and of the pages."""
    tables = list(_tables(base["tables"], head["tables"]))
    return Changes(
        tables,
        list(_pages(base, head, *_touched(base, head))),
        list(_sources(base["sources"], head["sources"])),
    )


def keyed(table: Json, columns: list[str]) -> dict[tuple[str, ...], tuple[int, dict[str, str]]]:
    """The rows by the values of those columns; a second row for one key is counted."""
    found: dict[tuple[str, ...], tuple[int, dict[str, str]]] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    for line, cells in table["rows"]:
        key = tuple(cells[name] for name in columns)
        seen[key] += 1
        found[(*key, str(seen[key])) if seen[key] > 1 else key] = line, cells
    return found


def _key_columns(old: Json, new: Json) -> list[str]:
    both = [name for name in new["columns"] if name in old["columns"]]
    return new["key"] if set(new["key"]) <= set(both) else both


_NO_TABLE: Json = {"columns": [], "about": {}, "rows": [], "key": [], "file": "", "unread": ""}


def _tables(base: Json, head: Json) -> Iterator[TableChange]:
    for name in [*head, *(name for name in base if name not in head)]:
        old, new = base.get(name, _NO_TABLE), head.get(name, _NO_TABLE)
        if old["unread"] or new["unread"]:
            continue  # a warning says so; no row of it is lost
        kind = "changed" if old["file"] and new["file"] else "added" if new["file"] else "removed"
        gained = [column for column in new["columns"] if column not in old["columns"]]
        lost = [column for column in old["columns"] if column not in new["columns"]]
        rows = list(_rows(old, new))
        about = _differing(old["about"], new["about"]) if kind == "changed" else {}
        about = {
            what: said
            for what, said in about.items()
            if what.removeprefix("column ") not in (*gained, *lost)
        }
        if rows or gained or lost or about or kind != "changed":
            yield TableChange(kind, name, new["file"] or old["file"], gained, lost, about, rows)


def _rows(old: Json, new: Json) -> Iterator[RowChange]:
    columns = _key_columns(old, new) or new["key"] or old["key"]
    before = keyed(old, columns) if set(columns) <= set(old["columns"]) else {}
    after = keyed(new, columns) if set(columns) <= set(new["columns"]) else {}
    for key, (line, cells) in after.items():
        if key not in before:
            yield RowChange("added", _name(key), line, {n: ("", t) for n, t in cells.items() if t})
        elif changed := _differing(before[key][1], cells):
            yield RowChange("changed", _name(key), line, changed)
    for key, (line, cells) in before.items():
        if key not in after:
            yield RowChange(
                "removed", _name(key), line, {n: (t, "") for n, t in cells.items() if t}
            )


def _name(key: tuple[str, ...]) -> str:
    return ", ".join(part for part in key if part)


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    names = [*new, *(name for name in old if name not in new)]
    pairs = {name: (old.get(name, ""), new.get(name, "")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _touched(base: Json, head: Json) -> tuple[Lines, Lines]:
    """The lines of the rows that are not in both trees as they are, in each of them."""
    gone: Lines = {}
    new: Lines = {}
    for name in base["tables"].keys() & head["tables"].keys():
        tables = base["tables"][name], head["tables"][name]
        columns = _key_columns(*tables)
        before, after = (keyed(table, columns) for table in tables)
        gone[name] = {line for key, (line, cells) in before.items() if _other(after, key, cells)}
        new[name] = {line for key, (line, cells) in after.items() if _other(before, key, cells)}
    return gone, new


def _other(rows: Mapping[Any, tuple[int, Json]], key: Any, cells: Json) -> bool:
    return key not in rows or rows[key][1] != cells


def _reads(rows: Mapping[str, list[int]], touched: Lines) -> int:
    return sum(len(touched.get(name, set()).intersection(lines)) for name, lines in rows.items())


def _sources(base: Json, head: Json) -> Iterator[SourceChange]:
    for key in sorted(base.keys() | head.keys()):
        old, new = base.get(key), head.get(key)
        told = new or old or {}
        if old is None or new is None:
            kind = "gained" if new else "lost"
            yield SourceChange(kind, key, told["short"], told["title"], {})
        elif fields := _differing(old["fields"], new["fields"]):
            yield SourceChange("changed", key, told["short"], told["title"], fields)


def _pages(base: Json, head: Json, gone: Lines, new: Lines) -> Iterator[PageChange]:
    moved = _moved(base["pages"], head["pages"])
    for name, page in sorted(head["pages"].items()):
        was = moved.get(name, name)
        old = base["pages"].get(was)
        if old is None:
            yield PageChange("added", name, page["file"], page["title"])
            continue
        kind = "moved" if was != name else "changed"
        found = PageChange(kind, name, page["file"], page["title"], was if was != name else "")
        if page["unread"] or old["unread"]:
            if page["unread"] != old["unread"]:
                yield found
            continue
        _compare(old, page, gone, new, found)
        if found.sentences or found.things or found.resting or found.was:
            yield found
    for name, page in sorted(base["pages"].items()):
        if name not in head["pages"] and name not in moved.values():
            yield PageChange("removed", name, page["file"], page["title"])


def _moved(base: Json, head: Json) -> dict[str, str]:
    """The old name of each page that has a new one and is the same for the most part."""
    lost = [name for name in sorted(base) if name not in head]
    found: dict[str, str] = {}
    for name in sorted(head):
        if name in base:
            continue
        words = {sentence["text"] for sentence in head[name]["sentences"]}
        for old in lost:
            others = {sentence["text"] for sentence in base[old]["sentences"]}
            both = len(words & others)
            if both and both >= _SAME_PAGE * len(words | others) and old not in found.values():
                found[name] = old
                break
    return found


def _compare(old: Json, new: Json, gone: Lines, fresh: Lines, found: PageChange) -> None:
    lost: list[Json] = []
    added: list[Json] = []
    for before, after in _aligned(old["sentences"], new["sentences"]):
        if before is None or after is None:
            lost += [before] if before else []
            added += [after] if after else []
            continue
        values = _values(before, after)
        if before["text"] != after["text"] or values or before["cites"] != after["cites"]:
            found.sentences.append(SentenceChange(before, after, values))
        elif any(
            _reads(one["facts"][at]["rows"], touched)
            for one, touched in ((before, gone), (after, fresh))
            for at in range(len(one["facts"]))
        ):
            found.resting.append(after)
    # A sentence that only stands elsewhere on the page is told by nobody.
    places = Counter(one["text"] for one in added)
    for one in lost:
        if places[one["text"]]:
            places[one["text"]] -= 1
            added.remove(next(other for other in added if other["text"] == one["text"]))
        else:
            found.sentences.append(SentenceChange(one, None, []))
    found.sentences += [SentenceChange(None, one, []) for one in added]
    found.sentences.sort(key=lambda change: change.line)
    found.things += _things(old["things"], new["things"], gone, fresh)


def _aligned(old: list[Json], new: list[Json]) -> Iterator[tuple[Json | None, Json | None]]:
    before, after = ([one["text"] for one in many] for many in (old, new))
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from _paired(old[a:b], new[c:d])


def _paired(old: list[Json], new: list[Json]) -> Iterator[tuple[Json | None, Json | None]]:
    """Each sentence with the one that is most like it, those most alike first.

    What stands in the place of as many others is taken for them, whatever its words.
    """
    near = sorted(
        (
            (-ratio, a, b)
            for a, before in enumerate(old)
            for b, after in enumerate(new)
            if (ratio := _likeness(before["text"], after["text"])) >= _ALIKE
        ),
    )
    pairs: dict[int, int] = {}
    for _, a, b in near:
        if a not in pairs and b not in pairs.values():
            pairs[a] = b
    if len(old) == len(new):
        left = [a for a in range(len(old)) if a not in pairs]
        free = [b for b in range(len(new)) if b not in pairs.values()]
        pairs |= dict(zip(left, free, strict=True))
    for a, before in enumerate(old):
        yield before, new[pairs[a]] if a in pairs else None
    for b, after in enumerate(new):
        if b not in pairs.values():
            yield None, after


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0


def _values(before: Json, after: Json) -> list[tuple[Value | None, Value | None]]:
    sides = [[_value(fact) for fact in one["facts"]] for one in (before, after)]
    if len(sides[0]) == len(sides[1]):
        pairs: list[tuple[Value | None, Value | None]] = list(zip(*sides, strict=True))
    else:
        lost = [value for value in sides[0] if value not in sides[1]]
        new = [value for value in sides[1] if value not in sides[0]]
        pairs = [*((value, None) for value in lost), *((None, value) for value in new)]
    return [(old, new) for old, new in pairs if old != new]


def _value(fact: Json) -> Value:
    return Value(fact["shown"], fact["value"], fact["question"], fact["holds"])


def _things(old: list[Json], new: list[Json], gone: Lines, fresh: Lines) -> Iterator[ThingChange]:
    for before, after in _matched(old, new):
        rows = 0
        if before and after and after["kind"] == "data-table":
            rows = max(_reads(before["rows"], gone), _reads(after["rows"], fresh))
        parts = ("title", "says", "content", "svg")
        if not (before and after) or rows or any(before[part] != after[part] for part in parts):
            yield ThingChange(before, after, rows)


def _matched(old: list[Json], new: list[Json]) -> list[tuple[Json | None, Json | None]]:
    """By what stays of them: all, or the name or title; at last by the kind, if one is left."""
    pairs: list[tuple[Json | None, Json | None]] = []
    left = list(old)
    passes = (("kind", "title", "content"), ("kind", "name", "title"), ("kind", "title"))
    for names in (*passes, ("kind", "name"), ("kind",)):
        taken = [id(after) for _, after in pairs]
        for after in new:
            if id(after) in taken:
                continue
            like = [one for one in left if all(one[name] == after[name] for name in names)]
            if like and (len(names) > 1 or len(like) == 1):
                left.remove(like[0])
                pairs.append((like[0], after))
    taken = [id(after) for _, after in pairs]
    pairs += [(None, after) for after in new if id(after) not in taken]
    pairs += [(one, None) for one in left]
    return sorted(pairs, key=lambda pair: (pair[1] or pair[0] or {})["line"])
