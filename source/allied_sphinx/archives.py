"""``python -m allied_sphinx.archives``: what a release offers, packed, with the sums of it.

A site that has an address offers itself too, packed, to be read without a network. The same
commit gives the same bytes: entries stand in order, and have the edition's date and nobody's name.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from .edition import edition_stamp
from .site import of_site

ROOT = Path(__file__).parents[2]
NAME = "allied-cooperation"
SITE_NAME = f"{NAME}-site"
OFFLINE = f"{SITE_NAME}.zip"
PICTURES = "_shared"
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


def zipped(target: Path, stamp: int, found: Iterable[tuple[Path, Path]], below: str) -> None:
    """Pack files as a zip archive, in a folder of that name."""
    moment = time.gmtime(stamp)[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, name in found:
            entry = zipfile.ZipInfo(Path(below, name).as_posix(), moment)
            entry.external_attr, entry.create_system = 0o100644 << 16, 3
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def packed_site(target: Path, stamp: int, site: Path) -> None:
    """Pack a built site, but for what only its address needs: the archive, pictures for links."""
    found = [(path, Path(*name.parts[1:])) for path, name in files(site)]
    kept = [(path, name) for path, name in found if name.parts[0] not in (OFFLINE, PICTURES)]
    zipped(target, stamp, kept, SITE_NAME)


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
    packed_site(folder / OFFLINE, stamp, built / "html")
    data = [root / "source/allied/data", *(root / name for name in _TERMS)]
    zipped(folder / f"{NAME}-data.zip", stamp, files(*data), f"{NAME}-data")
    for path in books:
        shutil.copyfile(path, folder / path.name)
    found = sorted(folder.iterdir())
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in found]
    (folder / SUMS).write_text("".join(sums), encoding="ascii")
    return [*found, folder / SUMS]


def offer_offline(app: Sphinx, error: Exception | None) -> None:
    """Put the archive beside a site that has an address; other builds need not wait for it."""
    if error is not None:
        return
    target = Path(app.outdir, OFFLINE)
    if app.config.html_baseurl:
        packed_site(target, edition_stamp(Path(app.confdir)), Path(app.outdir))
    else:
        target.unlink(missing_ok=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    # when all else is written
    app.connect("build-finished", of_site(offer_offline), priority=999)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":
    for made in pack(ROOT, ROOT / "build/release"):
        print(made.relative_to(ROOT))
