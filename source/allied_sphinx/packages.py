"""The tables as files for other programs: JSON, Table Schema and one zip, the same at every build.

Nothing here needs Sphinx, a clock or the network. Each function returns the bytes of a file;
`write_if_changed` puts them on the disk.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import stat
import textwrap
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allied.store.dates import MONTHS
from allied.store.rows import ROW_TYPES
from allied.store.schema import Table
from allied.store.tables import PACKAGE, select, tables

WIDTH = 78  # characters of a line of README.txt


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What a copy of the data must say of itself; ``address`` is blank where none is known."""

    article: str
    author: str
    date: datetime.date
    commit: str
    address: str = ""

    @property
    def day(self) -> str:
        """``22 September 2026``: the same in every locale, which strftime is not."""
        return f"{self.date.day} {MONTHS[self.date.month - 1]} {self.date.year}"

    @property
    def citation(self) -> str:
        """How to cite the data as a whole: author, year, title, edition and commit."""
        where = f" {self.address}" if self.address else ""
        return (
            f"{self.author} ({self.date.year}). {package()['title']}. "
            f"Edition of {self.day}, commit {self.commit}.{where}"
        )


def package() -> dict[str, Any]:
    """datapackage.json as it is written."""
    found: dict[str, Any] = json.loads(PACKAGE.read_text(encoding="utf-8"))
    return found


def values(table: Table) -> list[dict[str, Any]]:
    """The rows of a table as typed values by column, in the order of the file and the schema.

    Raises DataError where the file breaks its schema.
    """
    return [
        {field.name: getattr(row, field.name) for field in table.fields}
        for row in select(table.name, ROW_TYPES[table.name])
    ]


def as_json(table: Table) -> bytes:
    """An array of objects, one a line: numbers, booleans and null as such, dates in ISO 8601.

    Raises ValueError for a number that JSON has no word for (nan, infinity).
    """
    rows = (
        json.dumps(row, ensure_ascii=False, allow_nan=False, default=lambda date: date.isoformat())
        for row in values(table)
    )
    return ("[\n" + ",\n".join(rows) + "\n]\n").encode()


def schemas() -> dict[str, bytes]:
    """The Table Schema of every table, by table, just as datapackage.json has it."""
    return {
        resource["name"]: _pretty(resource["schema"]).encode()
        for resource in package()["resources"]
    }


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def licences() -> dict[tuple[str, str], list[Table]]:
    """The tables under each licence; a licence is its words and its address."""
    found: dict[tuple[str, str], list[Table]] = {}
    for table in tables().values():
        found.setdefault((table.licence, table.licence_url), []).append(table)
    return found


def archive(edition: Edition, bibliography: Path) -> bytes:
    """The zip of every CSV file with its schema, the sources, a README and checksums."""
    files = {"README.txt": readme(edition).encode(), PACKAGE.name: PACKAGE.read_bytes()}
    files |= {table.path.name: table.path.read_bytes() for table in tables().values()}
    files[bibliography.name] = bibliography.read_bytes()
    files["SHA256SUMS"] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    ).encode()
    return zipped(files, edition.date)


def zipped(files: dict[str, bytes], day: datetime.date) -> bytes:
    """A zip of ``files`` in their order, each dated midnight of ``day``, readable by everyone.

    The bytes do not depend on the clock, the time zone, the umask or the system. They do on
    zlib, as do those of Sphinx's objects.inv: zlib-ng compresses in other words.
    """
    # A zip has no time before 1980, and some packagers set SOURCE_DATE_EPOCH to 0.
    moment = (*max(day, datetime.date(1980, 1, 1)).timetuple()[:3], 0, 0, 0)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as handle:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, moment)
            info.create_system = 3  # Unix, or a build on Windows would differ
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            handle.writestr(info, content, zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


def readme(edition: Edition) -> str:
    """README.txt of the zip, in plain words: what it is, edition, how to cite, licences."""
    about = package()
    parts = [
        _heading(about["title"], "="),
        _wrap(
            f"The tables behind the reference article {edition.article}, as CSV files (UTF-8, "
            f"commas, names of columns in the first line). {about['description']}"
        ),
        _wrap(f"Edition of {edition.day}, commit {edition.commit}."),
        _heading("How to cite"),
        _wrap(edition.citation),
        _wrap(
            "Cite the source of a figure too: each row gives its key in the column 'source' and, "
            "where it matters, the place in the column 'locator'. The keys are those of "
            "references.bib."
        ),
        _heading("Licences"),
        *(
            _wrap(f"{', '.join(table.name for table in group)}: {words}." + (f" {url}" * bool(url)))
            for (words, url), group in licences().items()
        ),
        _heading("Files"),
        *(
            _wrap(
                f"{table.path.name}: {table.title}. {table.description} "
                f"Edition: {table.edition}. Read {table.read}."
            )
            for table in tables().values()
        ),
        _wrap(
            "datapackage.json: type, unit, allowed values and meaning of every column "
            "(Frictionless Table Schema)."
        ),
        _wrap("references.bib: the sources, in BibTeX."),
        _wrap(
            "SHA256SUMS: checksums of the other files; check them with sha256sum -c SHA256SUMS "
            "(on macOS shasum -a 256 -c SHA256SUMS)."
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _heading(words: str, line: str = "-") -> str:
    return f"{words}\n{line * len(words)}"


def _wrap(words: str) -> str:
    return textwrap.fill(words, WIDTH, break_long_words=False, break_on_hyphens=False)


def write_if_changed(path: Path, content: bytes) -> bool:
    """Write the file unless it holds just that; true if it was written.

    A file left alone keeps its time, so that a server or rsync sends it only when it is new.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    path.write_bytes(content)
    return True
