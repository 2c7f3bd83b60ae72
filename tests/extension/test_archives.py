"""What a release offers: packed, the same bytes twice, with sums that are right."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from allied_sphinx.archives import SUMS, pack
from conftest import EDITION

FILES = {
    "build/html/index.html": "site",
    "build/html/_static/a.css": "style",
    "build/html/.buildinfo": "not offered",
    "build/html/allied-cooperation-site.zip": "not packed again",
    "build/pdf/book.pdf": "pdf",
    "build/epub/book.epub": "epub",
    "source/allied/data/rows.csv": "rows",
    "LICENSE": "terms",
    "LICENSES/MIT.txt": "more terms",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in EDITION.items():
        monkeypatch.setenv(name, value)
    for name, text in FILES.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "project"


def test_all_is_offered_with_its_sum(project: Path) -> None:
    folder = project / "build/release"
    names = [path.name for path in pack(project, folder)]
    assert names == [
        "allied-cooperation-data.zip",
        "allied-cooperation-site.zip",
        "book.epub",
        "book.pdf",
        SUMS,
    ]
    for line in (folder / SUMS).read_text(encoding="ascii").splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    with zipfile.ZipFile(folder / names[1]) as archive:
        found = {entry.filename: entry.date_time for entry in archive.infolist()}
    assert sorted(found) == [
        "allied-cooperation-site/_static/a.css",
        "allied-cooperation-site/index.html",
    ]
    assert set(found.values()) == {(2026, 9, 21, 14, 13, 20)}
    with zipfile.ZipFile(folder / names[0]) as data:
        assert sorted(data.namelist()) == [
            "allied-cooperation-data/LICENSE",
            "allied-cooperation-data/LICENSES/MIT.txt",
            "allied-cooperation-data/data/rows.csv",
        ]
        assert data.read("allied-cooperation-data/data/rows.csv") == b"rows"


def test_the_same_files_give_the_same_bytes(project: Path) -> None:
    folder = project / "build/release"
    first = {path.name: path.read_bytes() for path in pack(project, folder)}
    for path in project.rglob("*"):
        os.utime(path, (1, 1))
    assert {path.name: path.read_bytes() for path in pack(project, folder)} == first


@pytest.mark.parametrize(
    "name", ["build/html/index.html", "build/pdf/book.pdf", "build/epub/book.epub"]
)
def test_what_was_not_built_is_missed(project: Path, name: str) -> None:
    (project / name).unlink()
    with pytest.raises(SystemExit, match="run `make` first"):
        pack(project, project / "build/release")
