"""``python -m allied_check check|fix|ages|table``: the checks without the build."""

from __future__ import annotations

import argparse
import datetime
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

try:
    from allied.store.problems import DataError, Problem, annotation, display_path, gathered
    from allied.store.tables import PACKAGE, tables

    from .ages import ages
    from .beside import beside
    from .bibliography import references
    from .diagrams import diagram_check
    from .fixes import fix_page
    from .page import Page, read_page
    from .parts import begun, in_parts, in_turn, later
    from .readings import check_readings
    from .rules import (
        Asking,
        Beginning,
        Site,
        check_all,
        check_between,
        check_owed,
        check_package,
        check_page,
        unreadable,
    )
except SyntaxError as error:  # the project runs its own modules: a slip in one has a line
    sys.exit(f"{os.path.relpath(error.filename or '')}:{error.lineno}: {error.msg}; correct it")

ROOT = Path(__file__).parents[2]


def main(
    arguments: list[str] | None = None, ask: Asking = in_turn, begin: Beginning = later
) -> int:
    """Run a command; 0 when all is well, 1 when something does not hold."""
    parser = argparse.ArgumentParser(
        prog="python -m allied_check",
        description="Check the pages and the data of Allied Cooperation without building them.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, help_text in (
        ("check", "say what does not hold, with file and line"),
        ("fix", "rewrite checked tables, the output of examples and the counts of the appendix"),
    ):
        command = commands.add_parser(name, help=help_text)
        command.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="PATH",
            help="pages, folders of pages, or a folder with a datapackage.json "
            "(without any: all of docs/ and the data)",
        )
    commands.add_parser(
        "ages", help="list the sentences about the present by the age of what they cite"
    )
    table = commands.add_parser("table", help="print one table")
    table.add_argument("name", nargs="?", help="its name (without one: the list of tables)")
    options = parser.parse_args(arguments)
    if options.command == "table":
        return print_table(options.name)
    if options.command == "ages":
        return print_ages()
    missing = [path for path in options.paths if not path.exists()]
    for path in missing:
        print(f"{path}: there is no such file or folder", file=sys.stderr)
    if missing:
        return 2
    return check(options.paths, ask, begin) if options.command == "check" else fix(options.paths)


def check(paths: list[Path], ask: Asking = in_turn, begin: Beginning = later) -> int:
    """Check what is at the paths; every problem is printed, then their number."""
    if paths:
        problems, told = _at(paths, begin), "All holds."
    else:
        site = Site.published(ROOT / "docs", begin)
        problems = check_all(site, diagram_check(), ask)
        if not (site.broken or site.unread):
            today = datetime.datetime.now(datetime.UTC).date()
            bibliography = site.docs / "references.bib"
            problems += check_readings(bibliography, site.sources, tables(), today)
        facts = sum(len(page.facts) for page in site.pages.values())
        counted = 0 if site.broken else len(tables())
        told = f"{len(site.pages)} pages, {facts} facts, {counted} tables: all hold."
    for problem in problems:
        # In one line: what follows a line feed could be taken for a command of the runner.
        print(" ".join(str(problem).splitlines()))
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for problem in problems:
            print(annotation(problem))
    if problems:
        things = "problem" if len(problems) == 1 else "problems"
        print(f"\n{len(problems)} {things}. How to put one right: docs/contribute/index.md")
        return 1
    print(told)
    return 0


def _at(paths: list[Path], begin: Beginning) -> list[Problem]:
    checked = begin(_of_package, [PACKAGE])
    site = _site_for(paths)
    (data,) = checked()
    site.broken = bool(data)
    found = data if site.broken else []  # or what the pages say could not be asked, in silence
    for package in _packages(paths):
        found += check_package(package, None if site.unread else site.sources)
        found += check_owed(package)
    pages = list(_pages(paths, site))
    drawn = any(block.kind == "mermaid" for page in pages for block in page.blocks)
    diagrams = diagram_check() if drawn else None
    for page in pages:
        if page.path.resolve() not in site.pages:
            site.add(page)
        found += check_page(page, site, diagrams)
    return gathered(found, site.causes)


def _of_package(path: Path) -> list[Problem]:
    """What does not hold in the data of the project."""
    known = None
    with suppress(DataError):  # told with the pages
        known = references(ROOT / "docs/references.bib")
    return list(check_package(path, known))


def _site_for(paths: list[Path]) -> Site:
    """What the pages at the paths ask of the site: all of it where they name what is not found."""
    docs = (ROOT / "docs").resolve()
    names = [name.resolve() for name in _page_files(paths)]
    if all(name.is_relative_to(docs) for name in names):
        pages = [read_page(name) for name in dict.fromkeys(names)]
        site = beside(docs, pages)
        if not any(next(check_between(page, site), None) for page in pages):
            return site
    return Site.published(docs)


def _packages(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("datapackage.json"))
        elif path.suffix == ".csv" or path.name == "datapackage.json":
            yield path.with_name("datapackage.json").resolve()


def _page_files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        for name in sorted(path.rglob("*.md")) if path.is_dir() else [path]:
            if name.suffix == ".md":
                yield name


def _pages(paths: list[Path], site: Site) -> Iterator[Page]:
    for name in _page_files(paths):
        yield site.pages.get(name.resolve()) or read_page(name)


def fix(paths: list[Path]) -> int:
    """Rewrite what is derived, and name the files that changed.

    Nothing is derived from data that break their schema: what it gave would be wrong too.
    """
    if broken := gathered(check_package(PACKAGE, None)):
        print(*broken, "\nNothing was rewritten: the data come first.", sep="\n")
        return 1
    site = Site.read(ROOT / "docs")
    status = 0
    for page in _pages(paths, site) if paths else site.pages.values():
        if not page.whole:
            told = [item for item in page.problems if not page.cut or item.line <= page.cut]
            print(*sorted(told), sep="\n")
            status = 1
            continue
        try:
            count = fix_page(page)
        except DataError as error:
            print(error)
            status = 1
            continue
        if count:
            print(f"{display_path(page.path)}: {count} rewritten; read the sentences around it")
    return status


def print_ages() -> int:
    """Print the sentences about the present, those with the oldest sources first."""
    if broken := gathered(unreadable(ROOT / "docs")):
        print(*broken, sep="\n", file=sys.stderr)
        return 1
    for date, page, line, words in ages(Site.read(ROOT / "docs")):
        print(f"{date or 'undated':10}  {display_path(page.path)}:{line}: {words}")
    return 0


def print_table(name: str | None) -> int:
    """Print a table as it stands, or the list of tables."""
    try:
        known = tables()
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    if name is None:
        for table in known.values():
            print(f"{table.name:15} {table.title}")
        return 0
    if name not in known:
        print(f"there is no table {name!r}; the tables are {', '.join(known)}", file=sys.stderr)
        return 2
    sys.stdout.write(known[name].path.read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    gc.disable()  # a run is short: it makes a tenth more than it would keep
    try:
        status = main(ask=in_parts, begin=begun)
        sys.stdout.flush()
    except DataError as error:
        sys.exit(str(error))
    except BrokenPipeError:
        status = 0
    os._exit(status)  # to take apart what the run has made takes a sixth of the time of a page
