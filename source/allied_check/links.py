"""``python -m allied_check.links [PART/PARTS]``: what became of the addresses of the sources.

This is the one command that goes out to the network. It changes nothing and refuses nothing: it
prints, as Markdown, the sources whose address no longer answers, has moved to another page, or
says that it was changed after it was read. With ``2/7`` it asks the second seventh of them, so
that a run every night asks each address once a week.
"""

from __future__ import annotations

import datetime
import email.utils
import sys
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from allied.store.problems import display_path

from .bibliography import Reference, references

BIBLIOGRAPHY = Path(__file__).parents[2] / "docs/references.bib"
HOSTS_AT_ONCE, TIMEOUT = 8, 20
SHOWN = 20  # of a kind: what is longer than an issue may be is refused
_GONE = (404, 410)
_HEADERS = {
    "User-Agent": "allied-cooperation-links/1 (checks the sources of a reference article)",
    "Accept": "*/*",
}
HEADINGS = {
    "gone": "No longer there",
    "silent": "No answer (it may come back)",
    "moved": "Moved to another page",
    "changed": "Changed after it was read",
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What became of a source: ``kind`` is a key of HEADINGS."""

    kind: str
    key: str
    line: int
    url: str
    words: str


def part_of(found: Iterable[Reference], part: int, parts: int) -> list[Reference]:
    """Every so many of the sources with an address; ``part`` counts from 1."""
    with_address = [reference for reference in found if reference.entry.fields.get("url")]
    return with_address[part - 1 :: parts]


def ask(reference: Reference) -> Finding | None:
    """What became of one source; None where all is as it was."""
    fields = reference.entry.fields
    url = fields["url"]

    def found(kind: str, words: str) -> Finding:
        return Finding(kind, reference.key, reference.line, url, words)

    try:
        if urlsplit(url).scheme not in ("http", "https"):
            return None  # the check of the bibliography says so
        request = urllib.request.Request(url, headers=_HEADERS)
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            final, changed = answer.url, answer.headers.get("Last-Modified", "")
    except urllib.error.HTTPError as error:
        error.close()
        # 403 and 429 mostly mean that a program asked
        if error.code in _GONE:
            return found("gone", f"answers {error.code}")
        return found("silent", f"answers {error.code}") if error.code >= 500 else None
    except (OSError, ValueError) as error:
        return found("silent", _code(f"{type(error).__name__}: {getattr(error, 'reason', error)}"))
    if _place(final) != _place(url):
        return found("moved", f"leads to {_code(final)}")
    day = _day(changed)
    if day is not None and day.isoformat() > fields.get("urldate", "9999"):
        return found("changed", f"changed on {day}, read on {fields['urldate']}")
    return None


def _place(url: str) -> tuple[str, str]:
    """Host and path, without what differs between two names of one page."""
    split = urlsplit(url)
    return (split.hostname or "").removeprefix("www."), split.path.rstrip("/").lower()


def _day(header: str) -> datetime.date | None:
    try:
        return email.utils.parsedate_to_datetime(header).date()
    except ValueError:
        return None


def ask_all(found: Iterable[Reference]) -> list[Finding]:
    """All of them, several hosts at once and each host one address after the other."""
    hosts: defaultdict[str, list[Reference]] = defaultdict(list)
    for reference in found:
        hosts[urlsplit(reference.entry.fields["url"]).netloc].append(reference)
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        answers = pool.map(lambda group: [ask(reference) for reference in group], hosts.values())
        return sorted(finding for group in answers for finding in group if finding)


def report(findings: list[Finding], asked: int) -> Iterator[str]:
    """The findings as lines of Markdown; none where nothing was found."""
    if not findings:
        return
    yield f"Of {asked} addresses in `{display_path(BIBLIOGRAPHY)}` these need a look.\n"
    for kind, heading in HEADINGS.items():
        of_kind = [finding for finding in findings if finding.kind == kind]
        if of_kind:
            yield f"## {heading}\n"
            for finding in of_kind[:SHOWN]:
                place = f"line {finding.line}, {_code(finding.key)}"
                yield f"- {place}: {_code(finding.url)} {finding.words}"
            if len(of_kind) > SHOWN:
                yield f"- and {len(of_kind) - SHOWN} more"
            yield ""
    yield "What to do: `docs/contribute/add-a-source.md`; a copy that was read is named in `note`."


def _code(text: str) -> str:
    """Words from elsewhere as code: nothing in them is read as Markdown."""
    return "`{}`".format("".join(c for c in text if c.isprintable() and c != "`")[:300])


def main(arguments: list[str]) -> None:
    """Ask, and print the report."""
    part, _, parts = (arguments[0] if arguments else "1/1").partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        sys.exit(f"{arguments[0]!r} is no part: write 2/7 for the second seventh")
    chosen = part_of(references(BIBLIOGRAPHY).values(), int(part), int(parts))
    for line in report(ask_all(chosen), len(chosen)):
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
