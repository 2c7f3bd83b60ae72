"""Builds of the whole project: what is written again, what is never written, the same bytes."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

import allied_sphinx
from conftest import ROOT, copy_project, sphinx
from small_site import small_project


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project that the tests below change, one after the other."""
    folder = small_project(tmp_path_factory.mktemp("changed") / "project")
    asked = '{fact}`2 % <guideline("wales-2014-spending").percent>` of GDP is a promise'
    edit(folder / "docs/part/second.md", "The first page is", f"{asked}.\nThe first page is")
    assert sphinx(folder, "html", "build/html", "-q").stderr == ""
    return folder


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def read_again(output: str) -> set[str]:
    """The pages that a build read, from its own account."""
    plain = re.sub(r"\x1b\[[\d;]*m", "", output.replace("\r", "\n"))
    return set(re.findall(r"reading sources\.\.\. \[[ \d]+%\] (\S+)", plain))


@pytest.mark.parametrize(
    ("table", "pages"),
    [("nato_members", {"part/first"}), ("guidelines", {"part/second"}), ("exercises", set())],
)
def test_editing_a_table_reads_exactly_the_pages_that_use_it(
    built: Path, table: str, pages: set[str]
) -> None:
    path = built / f"source/allied/data/{table}.csv"
    row = path.read_text(encoding="utf-8").splitlines()[1]
    edit(path, row, row + " (as read)" if not row.endswith('"') else row[:-1] + ' (as read)"')
    done = sphinx(built, "html", "build/html")
    assert done.returncode == 0, done.stderr
    assert read_again(done.stdout) == pages


def test_nothing_is_read_again_when_nothing_changed(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (built / "build/html/data").iterdir()}
    done = sphinx(built, "html", "build/html")
    assert done.returncode == 0
    assert read_again(done.stdout) == set()
    # Nor is a download written again: its time is what a server and rsync go by.
    assert before == {path: path.stat().st_mtime_ns for path in before}
    assert len(before) > 3


def test_two_builds_give_the_same_bytes(project: Path, tmp_path: Path) -> None:
    second = copy_project(tmp_path / "a folder with another name")
    for builder, out in (
        ("typstbook", "build/pdf"),
        ("epub", "build/epub"),
        ("html", "build/html"),
    ):
        done = sphinx(second, builder, out, "-q", "-j", "2", PYTHONHASHSEED="7", TZ="Asia/Tokyo")
        assert (done.returncode, done.stderr) == (0, "")
        assert hashes(second / out) == hashes(project / out)


def test_a_page_on_which_nothing_holds_stops_the_build_before_it_writes(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    shutil.copy2(ROOT / "tests/bad/terrible.md", project / "docs/debates/burden-sharing.md")
    expected = (ROOT / "tests/bad/expected.txt").read_text(encoding="utf-8")
    for _ in range(2):  # the second time too: a page that failed must not count as read
        done = sphinx(project, "html", "build/html", "-q")
        assert done.returncode != 0
        assert "Nothing was written: " in done.stderr
        assert "Traceback" not in done.stderr
        assert not list((project / "build").rglob("*.html"))
        for line in expected.splitlines():
            place, _, message = line.partition(": ")
            unbound = re.search("there is no|leads nowhere|is not linked", message)
            if "terrible.md" in place and not unbound:
                wrong = message.split(" (")[0].split(";")[0]
                assert f"burden-sharing.md:{place.rpartition(':')[2]}: " in done.stderr
                assert wrong in done.stderr


def test_broken_data_stop_the_build_with_every_breach(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    edit(project / "source/allied/data/events.csv", "1949-04-04", "4 April 1949")
    edit(project / "source/allied/data/states.csv", "BEL,BE,056", "BEL,BE,56")
    done = sphinx(project, "html", "build/html", "-q")
    assert done.returncode != 0
    assert "date is '4 April 1949'; write a date such as" in done.stderr
    assert "numeric is '56', which has the wrong form" in done.stderr
    assert not list((project / "build").rglob("*.html"))


@pytest.mark.parametrize(
    "module", ["allied/questions/events.py", "allied_check/lives.py", "allied_sphinx/charts.py"]
)
def test_a_slip_in_a_module_is_a_line_and_no_traceback(tmp_path: Path, module: str) -> None:
    project = small_project(tmp_path)
    path = project / "source" / module
    lines = path.read_text(encoding="utf-8").count("\n")
    with path.open("a", encoding="utf-8") as handle:
        handle.write("def x(:\n")
    done = sphinx(project, "html", "build/html", "-q")
    assert done.returncode == 1
    assert done.stderr == f"source/{module}:{lines + 1}: invalid syntax; correct it\n"


def test_a_folder_that_may_not_be_written_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "access", lambda path, mode: path.name != "html")  # root may all
    for name in ("html", "doctrees"):
        (tmp_path / "build" / name).mkdir(parents=True)
    app = SimpleNamespace(outdir=tmp_path / "build/html", doctreedir=tmp_path / "build/doctrees")
    with pytest.raises(SystemExit, match=r"^build/html cannot be written; make it a folder"):
        allied_sphinx.setup(app)  # type: ignore[arg-type]


def test_without_a_commit_or_a_date_the_build_says_what_to_set(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    done = sphinx(project, "html", "build/html", "-q", SOURCE_DATE_EPOCH="", GIT_DIR="/nowhere")
    assert done.returncode != 0
    assert "set SOURCE_DATE_EPOCH" in done.stderr


def test_an_archive_without_git_is_the_edition_that_it_was_made_from(tmp_path: Path) -> None:
    checkout = small_project(tmp_path / "checkout")
    shutil.copy2(ROOT / ".gitattributes", checkout)
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C"]
    for folder in (tmp_path, checkout):  # the archive will lie in a checkout of something else
        subprocess.run([*git, str(folder), "init", "-q"], check=True)
        command = [*git, str(folder), "commit", "-q", "--allow-empty", "-m", str(folder)]
        if folder == checkout:
            subprocess.run([*git, str(folder), "add", "-A"], check=True)
        subprocess.run(command, check=True)
    packed = subprocess.run(
        [*git, str(checkout), "archive", "--format=zip", "HEAD"], capture_output=True, check=True
    )
    archive = tmp_path / "archive"
    with zipfile.ZipFile(io.BytesIO(packed.stdout)) as file:
        file.extractall(archive)
    unset = {"SOURCE_DATE_EPOCH": "", "ALLIED_COMMIT": ""}
    for folder in (checkout, archive):
        done = sphinx(folder, "html", "build/html", "-q", **unset)
        assert (done.returncode, done.stderr) == (0, "")
    head = subprocess.run(
        [*git, str(checkout), "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    )
    pages = [(folder / "build/html/index.html").read_bytes() for folder in (checkout, archive)]
    assert head.stdout[:12].encode() in pages[0]
    assert head.stdout[:12].encode() in pages[1]
