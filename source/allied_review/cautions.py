"""What a reviewer should look at first: changes that are likely to be wrong or unfinished."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from allied_check.bibliography import EXTENTS

from .changes import Changes, Json, RowChange, SentenceChange, TableChange
from .markdown import code, plain

_QUOTED = ("passage", "date_read")  # columns of a table of quotations
_SAME = 0.6  # how much of a passage must stay for it to be the same one, with other words


def cautions(base: Json, head: Json, found: Changes) -> Iterator[str]:
    """Each in a line of Markdown; those about files that cannot be read come first."""
    unread = list(_unread(head))
    yield from unread
    for table in found.tables:
        yield from _figures(table, head["tables"].get(table.name, {}))
        yield from _passages(table)
        for column in table.lost:
            yield (
                f"the column {code(column)} of {code(table.file)} is gone: "
                "those who use the data elsewhere may rely on it"
            )
        if table.kind == "removed":
            yield f"the table {code(table.file)} is gone: those who use it may rely on it"
    for page in found.pages:
        for change in page.sentences:
            for said in () if unread else _sentence(change):  # it may only follow from that
                yield f"{code(f'{page.file}:{change.line}')}: {said}"
        if page.kind in ("removed", "moved"):
            gone = f"docs/{page.was or page.name}.md"
            yield f"the page {code(gone)} is no longer there: links of others may lead to it"
    for source in found.sources:
        old, new = source.fields.get("extent", ("", ""))
        if old in EXTENTS and new in EXTENTS and EXTENTS.index(new) < EXTENTS.index(old):
            yield (
                f"the source {code(source.key)} was read less than before: "
                f"{plain(old)} → {plain(new)}"
            )


def _unread(head: Json) -> Iterator[str]:
    said = [head["unread"]]
    said += [table["unread"] for table in head["tables"].values()]
    said += [page["unread"] for page in head["pages"].values()]
    for text in filter(None, said):
        yield f"{plain(text)}. What it holds is left out below"


def _figures(table: TableChange, schema: Json) -> Iterator[str]:
    """A figure that changed, though neither its source nor the place in it did."""
    for row in table.rows:
        figures = [name for name in row.cells if name in schema.get("figures", ())]
        read = [*schema.get("cited", ()), *(n for n in row.cells if n.endswith("locator"))]
        if row.kind != "changed" or not figures or set(read) & row.cells.keys():
            continue
        told = ", ".join(f"{code(name)} {_from_to(row, name)}" for name in figures)
        yield (
            f"{code(f'{table.file}:{row.line}')} ({plain(row.key)}): {told}, and neither the "
            "source nor the locator changes; ask where the new figure stands"
        )


def _from_to(row: RowChange, name: str) -> str:
    old, new = row.cells[name]
    return f"{plain(old) or 'blank'} → {plain(new) or 'blank'}"


def _passages(table: TableChange) -> Iterator[str]:
    """Words of a source that changed, though nobody read it again."""
    words, read = _QUOTED
    lost = [row for row in table.rows if row.kind == "removed" and words in row.cells]
    for row in table.rows:
        if row.kind != "added" or words not in row.cells:
            continue
        for old in lost:
            texts = old.cells[words][0].split(), row.cells[words][1].split()
            same_day = old.cells.get(read, ("", ""))[0] == row.cells.get(read, ("", ""))[1]
            if same_day and SequenceMatcher(None, *texts, autojunk=False).ratio() > _SAME:
                yield (
                    f"{code(f'{table.file}:{row.line}')}: the words of a passage change, and the "
                    "day on which it was read does not; hold them against the source"
                )
                break


def _sentence(change: SentenceChange) -> Iterator[str]:
    before, after = change.before, change.after
    for old, new in change.values:
        if new and not new.holds:
            yield (
                f"the page says {plain(new.shown)}, and the data say {plain(new.value)}; "
                "`make check` tells what to do"
            )
        elif old and new and old.shown != new.shown and old.value == new.value:
            yield (
                f"the page now says {plain(new.shown)} instead of {plain(old.shown)}, and the "
                "data say what they said; ask why"
            )
    if after and after["excuse"].startswith("unsourced"):
        old_excuse = before["excuse"] if before else ""
        if after["excuse"] != old_excuse:
            yield f"it is said to need no source: {plain(after['excuse'])}"
    if before and after and before["cites"] and not after["cites"] and not after["facts"]:
        yield "the sentence loses its source"
