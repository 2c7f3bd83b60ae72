"""What a tree tells its readers, as JSON: rows, sources, sentences, tables, diagrams, charts.

``python -P snapshot.py OUT [charts]`` runs as a file, with the programs of the tree that is read
on the path: a question means what it meant there. So it imports nothing of its own package.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils.nodes import make_id

from allied.store.cells import read_cells
from allied.store.problems import DataError
from allied.store.tables import PACKAGE, Recording, tables
from allied.store.words import spell
from allied_check.doctests import evaluate, run_table
from allied_check.meaning import means
from allied_check.page import Block, Mark, Page, Paragraph
from allied_check.rules import Site
from allied_check.vocabulary import CITATIONS, EXAMPLES, FACT, LITERAL, NUMBERED

Json = dict[str, Any]
ROOT = PACKAGE.parents[3]
_ABOUT = ("title", "description", "edition", "read", "licence", "licence_url")
_LONGEST = 300  # characters of a value


def snapshot(charts: bool) -> Json:
    """Everything; what cannot be read is said in its place, and the rest is there."""
    site = Site.read(ROOT / "docs")
    drawings = _Charts() if charts else None
    pages = {}
    for path, page in site.pages.items():
        name = path.relative_to(site.docs).with_suffix("").as_posix()
        pages[name] = _page(page, site, drawings)
    try:
        known = tables()
    except DataError as error:
        return {"tables": {}, "unread": str(error), "sources": _sources(site), "pages": pages}
    return {
        "tables": {name: _table(table) for name, table in known.items()},
        "unread": "",
        "sources": _sources(site),
        "pages": pages,
    }


def _table(table: Any) -> Json:
    columns = [column.name for column in table.fields]
    found: Json = {
        "title": table.title,
        "file": table.path.relative_to(ROOT).as_posix(),
        "key": list(table.primary_key),
        "columns": columns,
        "cited": [column.name for column in table.fields if column.bibliography],
        "figures": [
            column.name
            for column in table.fields
            if column.type in ("integer", "number", "date", "partial-date")
        ],
        "about": {name: str(getattr(table, name)) for name in _ABOUT}
        | {f"column {column.name}": _described(column) for column in table.fields},
        "rows": [],
        "unread": "",
    }
    try:
        header, records = read_cells(table.path, columns)
    except DataError as error:
        return found | {"unread": str(error)}
    rows = [
        [line, dict(zip(header, cells, strict=True))]
        for line, cells in records
        if len(cells) == len(header)
    ]
    return found | {"rows": rows}


def _described(column: Any) -> str:
    parts = (column.type, column.unit, column.description, ", ".join(column.enum or ()))
    return "; ".join(str(part) for part in parts if part)


def _sources(site: Site) -> Json:
    return {
        key: {
            "short": reference.short,
            "title": reference.title,
            "kind": reference.kind,
            "extent": reference.extent,
            "line": reference.line,
            "fields": {name.lower(): str(text) for name, text in reference.entry.fields.items()}
            | {
                role: " and ".join(map(str, people))
                for role, people in reference.entry.persons.items()
            },
        }
        for key, reference in site.sources.items()
    }


def _page(page: Page, site: Site, drawings: _Charts | None) -> Json:
    headings = [part for part in page.prose if part.kind == "heading"]
    return {
        "file": page.path.resolve().relative_to(ROOT).as_posix(),
        "title": headings[0].shown if headings else page.path.stem,
        "unread": "" if page.lines else "\n".join(map(str, page.problems)),
        "sentences": [
            sentence
            for part in page.prose
            if part.kind != "label"  # a diagram's own lines tell of it
            for sentence in _sentences(part, headings)
        ],
        "things": [*_things(page, site, headings, drawings), *_images(page, site, headings)],
    }


def _sentences(part: Paragraph, headings: list[Paragraph]) -> Iterator[Json]:
    """The lines of a paragraph: one is a sentence."""
    begin = 0
    for number, text in enumerate(part.text.split("\n")):
        end = begin + len(text)
        marks = [mark for mark in part.marks if begin <= mark.start and mark.end <= end]
        line = part.line_at(begin)
        yield {
            "line": line,
            "kind": part.kind,
            "anchor": _anchor(headings, line),
            "text": _shown(part.text, begin, end, marks),
            "facts": [
                _fact(*mark.role.split())
                for mark in marks
                if mark.role is not None and mark.role.name == FACT
            ],
            "cites": [
                key.strip()
                for mark in marks
                if mark.role is not None and mark.role.name in CITATIONS
                for key in mark.role.text.split(",")
            ],
            "excuse": "" if number else part.excuse,
        }
        begin = end + 1


def _shown(text: str, begin: int, end: int, marks: list[Mark]) -> str:
    parts = []
    for mark in marks:
        parts += [text[begin : mark.start], mark.role.shown if mark.role else "\u2026"]
        begin = mark.end
    words = " ".join("".join([*parts, text[begin:end]]).replace("\u2400", "\u2026").split())
    return words.replace(" .", ".").replace(" ,", ",").replace(" ;", ";")


def _anchor(headings: list[Paragraph], line: int) -> str:
    above = [part for part in headings if part.line <= line]
    return make_id(above[-1].shown) if above else ""


def _fact(shown: str, question: str) -> Json:
    result = evaluate(question)
    return {
        "shown": shown,
        "question": question,
        "holds": not result.error and means(shown, result.value),
        "value": _short(f"no answer: {result.error}" if result.error else spell(result.value)),
        "rows": _rows(result.record),
    }


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."


def _rows(record: Recording) -> dict[str, list[int]]:
    return {name: sorted(lines) for name, lines in record.lines.items()}


def _things(
    page: Page, site: Site, headings: list[Paragraph], drawings: _Charts | None
) -> Iterator[Json]:
    """What stands on the page beside its sentences."""
    for block in page.blocks:
        if block.sample:
            continue
        code = not block.directive and (block.kind in LITERAL)
        if not code and (block.kind == "table" or block.kind not in (*NUMBERED, *EXAMPLES)):
            continue
        options = dict(block.options)
        found: Json = {
            "kind": block.kind if block.directive else "code",
            "line": block.line,
            "anchor": _anchor(headings, block.line),
            "name": options.pop("name", ""),
            "title": options.get("caption") or block.argument,
            "says": [f"{name}: {value}" for name, value in sorted(options.items())],
            "content": list(block.body),
            "rows": {},
            "svg": "",
        }
        yield found | _asked(block, page, site, drawings)


def _asked(block: Block, page: Page, site: Site, drawings: _Charts | None) -> Json:
    """What a block shows that its lines do not say."""
    match block.kind:
        case "checked-table":
            run = run_table(block)
            return {
                "content": list(run.got) or [f"no table: {run.error}"],
                "says": [run.source],
                "rows": _rows(run.record),
            }
        case "data-table" | "data-dictionary":
            try:
                table = tables()[block.argument]
                lines = [line for line, _ in read_cells(table.path, _columns(table))[1]]
            except (DataError, KeyError):
                return {}
            return {"rows": {block.argument: lines}, "content": [], "argument": block.argument}
        case "chart" if drawings is not None:
            return {"argument": block.argument} | drawings.drawn(block.argument)
        case "institutions-diagram" | "memberships-diagram":
            return _from_rows(block)
        case "figure" | "mermaid" if block.argument:
            return {"content": [_digest(page, site, block.argument), *block.body]}
        case _:
            return {}


def _columns(table: Any) -> list[str]:
    return [column.name for column in table.fields]


def _from_rows(block: Block) -> Json:
    """The bodies, relations and parties of a diagram that is drawn from rows."""
    from allied import bodies, circles
    from allied.store.tables import recording

    with recording() as record:
        try:
            if block.kind == "institutions-diagram":
                shown = bodies(block.options)
                content = [str(body) for body in shown.bodies]
                content += [f"{row.subject} {row.relation} {row.object}" for row in shown.relations]
            else:
                content = [
                    f"{name}: {', '.join(map(str, states))}"
                    for name, states in circles(block.options).values()
                ]
        except (DataError, LookupError, ValueError) as error:
            content = [f"no diagram: {error}"]
    return {"content": content, "rows": _rows(record)}


def _digest(page: Page, site: Site, target: str) -> str:
    base = site.docs if target.startswith("/") else page.path.parent
    try:
        content = (base / target.lstrip("/")).read_bytes()
    except OSError:
        return f"{target} (no such file)"
    return f"{target} (sha256 {hashlib.sha256(content).hexdigest()[:12]})"


def _images(page: Page, site: Site, headings: list[Paragraph]) -> Iterator[Json]:
    for link in page.links:
        if link.image:
            yield {
                "kind": "picture",
                "line": link.line,
                "anchor": _anchor(headings, link.line),
                "name": "",
                "title": link.target,
                "says": [],
                "content": [_digest(page, site, link.target)],
                "rows": {},
                "svg": "",
            }


class _Charts:
    """The charts, each drawn once; one that cannot be drawn says why."""

    def __init__(self) -> None:
        self.known: dict[str, Json] = {}

    def drawn(self, name: str) -> Json:
        if name not in self.known:
            self.known[name] = self._draw(name)
        return self.known[name]

    def _draw(self, name: str) -> Json:
        try:
            from allied_sphinx.figures import drawn

            picture, record = drawn(name)
        except Exception as error:  # whatever a chart's own function does
            return {"content": [f"no chart: {type(error).__name__}: {_short(str(error))}"]}
        lines = [", ".join(map(str, row)) for row in (picture.heads, *picture.rows)]
        return {"content": lines, "rows": _rows(record), "svg": picture.svg}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(
        json.dumps(snapshot("charts" in sys.argv[2:]), ensure_ascii=False), encoding="utf-8"
    )
