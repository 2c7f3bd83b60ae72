"""What others may link to or rely on: pages, headings, terms, tables, figures, files, columns.

``published.txt`` lists what editions have offered, an address a line. ``make addresses`` adds what
the site in build/html offers now. No line is ever taken out; behind one that cannot be kept stands
``  gone: why, and what to use instead``.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from pathlib import Path
from posixpath import dirname, join, normpath

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_name("published.txt")
GONE = "  gone: "
HELP = """\
These addresses were published, and lead nowhere now. Others may have written them down, so:
- of a page that moved or was merged, say in conf.py where it is: moved_pages = {"old": "new"};
- of a heading, table or figure, write (old-anchor)= on the line above what takes its place;
- of a term, keep the old name above its entry, as a second one;
- of a file or a column, keep it;
- of what nothing takes the place of, say so in tests/published.txt, behind the address:
      address  gone: why, and what to use instead
"""
_ANCHOR = re.compile(r"<(section|figure|table|dt|div)\b[^>]*?\sid=\"([^\"]+)\"")
_ANY = re.compile(r"\sid=\"([^\"]+)\"")
_REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)">')
_MADE = re.compile(r"id\d+")  # numbers that docutils gives, other ones after each change
_FOLLOWS = ("404.html", "popovers/", "_", "appendix/evidence/", "bibliography/")
"""Pages that come and go with others."""
_PAGE_ALONE = ("bibliography.html", "genindex.html", "contribute/")
"""Pages whose parts nobody has a reason to link."""


def offered(site: Path) -> set[str]:
    """What a built site offers."""
    found = set()
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        text = path.read_text(encoding="utf-8")
        if name.startswith(_FOLLOWS) or _REFRESH.search(text):
            continue
        found.add(name)
        if not name.startswith(_PAGE_ALONE):
            found |= {f"{name}#{anchor}" for anchor in _anchors(text)}
    for path in (site / "data").iterdir():
        name = path.relative_to(site).as_posix()
        found.add(name)
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                found |= {f"{name}: {column}" for column in next(csv.reader(file))}
    return found


def _anchors(text: str) -> set[str]:
    """Without that of the title: a link to it leads to the page, whatever its title."""
    found = _ANCHOR.findall(text)
    title = next((anchor for tag, anchor in found if tag == "section"), "")
    return {anchor for _, anchor in found if anchor != title and not _MADE.fullmatch(anchor)}


def published(text: str) -> dict[str, str]:
    """The addresses of a list, each with why it is gone; blank for those that must be there."""
    lines = [line for line in text.splitlines() if line and not line.startswith("%")]
    parts = [line.partition(GONE) for line in lines]
    return {address: why.strip() for address, _, why in parts}


def lost(site: Path, listed: dict[str, str]) -> list[str]:
    """The addresses that lead nowhere, though nothing is said of them."""
    return sorted(
        address for address, why in listed.items() if not why and not _leads(site, address)
    )


def _leads(site: Path, address: str) -> bool:
    name, _, column = address.partition(": ")
    page, _, anchor = name.partition("#")
    path = site / page
    if not path.is_file():
        return False
    if column:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return column in next(csv.reader(file))
    if path.suffix != ".html":
        return True
    text = path.read_text(encoding="utf-8")
    if moved := _REFRESH.search(text):
        target = normpath(join(dirname(page), moved[1].partition("#")[0]))
        return _leads(site, f"{target}#{anchor}" if anchor else target)
    return not anchor or anchor in _ANY.findall(text)


def extended(text: str, now: set[str]) -> str:
    """The list with what is new, in order."""
    listed = published(text)
    head = "% What editions have offered; tests/addresses.py says what this is for.\n"
    lines = [
        address + (f"{GONE}{listed[address]}" if listed.get(address) else "")
        for address in sorted(listed.keys() | now)
    ]
    return head + "\n".join(lines) + "\n"


def main() -> int:
    """Add what the site in build/html offers to the list; 1 where something of it is lost."""
    site = ROOT / "build/html"
    text = LIST.read_text(encoding="utf-8") if LIST.exists() else ""
    if missing := lost(site, published(text)):
        print(HELP, *missing, sep="\n")
        return 1
    new = extended(text, offered(site))
    draft = LIST.with_suffix(".new")
    draft.write_text(new, encoding="utf-8", newline="\n")
    os.replace(draft, LIST)
    added = len(published(new)) - len(published(text))
    print(f"{LIST.relative_to(ROOT).as_posix()}: {added} addresses added")
    return 0


if __name__ == "__main__":
    sys.exit(main())
