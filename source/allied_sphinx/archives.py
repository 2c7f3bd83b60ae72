"""``python -m allied_sphinx.archives``: what a release offers, packed, with the sums of it.

The same commit gives the same bytes: entries stand in order, and have the edition's date and
nobody's name.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from .edition import edition_stamp

ROOT = Path(__file__).parents[2]
NAME = "allied-cooperation"
SUMS = "SHA256SUMS"
_TERMS = ("LICENSE", "LICENSES", "CITATION.cff", "REUSE.toml")


def files(*roots: Path) -> Iterator[tuple[Path, Path]]:
    """Each file below the roots, or a root that is one, with its name in an archive, in order."""
    for root in roots:
        if root.is_file():
            yield root, Path(root.name)
        else:
            for path in sorted(root.rglob("*")):
                if path.is_file() and path.name != ".buildinfo" and path.suffix != ".pyc":
                    yield path, Path(root.name, path.relative_to(root))


def tarred(target: Path, stamp: int, *roots: Path, below: str) -> None:
    """Pack files as a compressed tar archive, in a folder of that name."""
    with (
        target.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, mtime=stamp) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path, name in files(*roots):
            entry = tarfile.TarInfo(Path(below, *name.parts[1:]).as_posix())
            entry.size, entry.mtime, entry.mode = path.stat().st_size, stamp, 0o644
            archive.addfile(entry, io.BytesIO(path.read_bytes()))


def zipped(target: Path, stamp: int, *roots: Path, below: str) -> None:
    """Pack files as a zip archive, in a folder of that name."""
    moment = time.gmtime(stamp)[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, name in files(*roots):
            entry = zipfile.ZipInfo(Path(below, name).as_posix(), moment)
            entry.external_attr, entry.create_system = 0o100644 << 16, 3
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def pack(root: Path, folder: Path) -> list[Path]:
    """Put into ``folder`` the site, the PDFs, the EPUB, the data and their sums; the files.

    Exits where something was not built.
    """
    built = root / "build"
    books = [*sorted((built / "pdf").glob("*.pdf")), *sorted((built / "epub").glob("*.epub"))]
    kinds = {path.suffix for path in books}
    if not (built / "html/index.html").exists() or kinds != {".pdf", ".epub"}:
        sys.exit("Nothing was packed: the site, the PDFs or the EPUB are missing; run `make` first")
    stamp = edition_stamp(root)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tarred(folder / f"{NAME}-site.tar.gz", stamp, built / "html", below=f"{NAME}-site")
    data = [root / "source/allied/data", *(root / name for name in _TERMS)]
    zipped(folder / f"{NAME}-data.zip", stamp, *data, below=f"{NAME}-data")
    for path in books:
        shutil.copyfile(path, folder / path.name)
    found = sorted(folder.iterdir())
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in found]
    (folder / SUMS).write_text("".join(sums), encoding="ascii")
    return [*found, folder / SUMS]


if __name__ == "__main__":
    for made in pack(ROOT, ROOT / "build/release"):
        print(made.relative_to(ROOT))
