"""The two trees that are compared, and what each tells its readers. Git is read, never changed."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

Json = dict[str, Any]
DEFAULTS = ("origin/main", "main")
_READ = ("docs", "source")
_SNAPSHOT = Path(__file__).with_name("snapshot.py")
_DATA = "source/allied/data"


class NoReview(Exception):
    """Nothing can be compared: what is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Base:
    """The commit that the working tree is compared with. ``name`` is what was asked for."""

    name: str
    commit: str
    date: str
    forked: bool
    """True where it is the commit at which both went their own ways, not the tip of the branch."""


def base_of(root: Path, asked: str) -> Base:
    """The commit to compare with: where the tree left ``asked``, or else ``asked`` itself.

    Without ``asked`` the first of `DEFAULTS` that exists. Raises NoReview.
    """
    if shutil.which("git") is None:
        raise NoReview("git is not installed; install it, for the review reads the base from it")
    if _git(root, "rev-parse", "--git-dir") is None:
        raise NoReview("this folder is no working copy of git; review a change where it was made")
    names = (asked,) if asked else DEFAULTS
    for name in names:
        tip = _git(
            root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
        if tip is None:
            continue
        # A shallow clone may not reach back to where the two parted.
        fork = _git(root, "merge-base", tip.strip(), "HEAD")
        commit = (fork or tip).strip()
        date = (_git(root, "show", "-s", "--format=%cs", commit) or "").strip()
        return Base(name, commit, date, commit != tip.strip())
    known = (_git(root, "branch", "--all", "--format=%(refname:short)") or "").split()
    raise NoReview(
        f"there is no commit {' or '.join(names)}; name one with `make review BASE=...`"
        + (f", such as {', '.join(known[:5])}" if known else "")
    )


def other_files(root: Path, base: Base) -> list[str]:
    """Files that changed beside pages, tables and the bibliography, from the root; sorted."""
    told = _git(
        root, "diff", "--name-only", "-z", "--no-ext-diff", "--relative", base.commit, "--", "."
    )
    new = _git(root, "ls-files", "-z", "--others", "--exclude-standard", "--", ".")
    names = {name for said in (told, new) for name in (said or "").split("\0") if name}
    return sorted(name for name in names if not _is_read(name))


def data_differ(root: Path, base: Base) -> bool:
    """Whether anything that a chart is drawn from or by may have changed."""
    told = _git(root, "diff", "--name-only", base.commit, "--", "source")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "--", "source")
    return told is None or bool(told.strip()) or bool((new or "").strip())


def _is_read(name: str) -> bool:
    path = Path(name)
    if path.parent.as_posix() == _DATA:
        return path.suffix == ".csv" or path.name == "datapackage.json"
    return path.parts[0] == "docs" and path.suffix in (".md", ".bib")


@contextmanager
def read_both(root: Path, base: Base) -> Iterator[tuple[Json, Json, list[str]]]:
    """The snapshots of the base and of the working tree, and notes on how they were read.

    Each is asked by its own programs; a base whose programs are too old for that is asked by
    those of the working tree.
    """
    charts = ["charts"] if data_differ(root, base) else []
    with TemporaryDirectory(prefix="review-") as name:
        folder = Path(name)
        _extract(root, base, folder / "base")
        ours = _begin(root, folder / "ours.json", charts)
        theirs = _begin(folder / "base", folder / "theirs.json", charts)
        ours_said, theirs_said = ours.communicate()[1], theirs.communicate()[1]
        notes = []
        if ours.returncode:
            raise NoReview(
                "the working tree cannot be read by its own programs "
                f"({_last(ours_said)}); mend them, `make check` tells more"
            )
        if theirs.returncode:
            notes.append(
                "The base is read by the programs of this tree, for its own cannot tell: "
                f"{_last(theirs_said)}"
            )
            _lend_programs(root, folder / "base")
            theirs = _begin(folder / "base", folder / "theirs.json", charts)
            theirs_said = theirs.communicate()[1]
            if theirs.returncode:
                raise NoReview(
                    f"the base {base.name} cannot be read ({_last(theirs_said)}); "
                    "name a newer one with `make review BASE=...`"
                )
        yield _loaded(folder / "theirs.json"), _loaded(folder / "ours.json"), notes


def _extract(root: Path, base: Base, folder: Path) -> None:
    there = _git(root, "ls-tree", "--name-only", base.commit) or ""
    names = [name for name in _READ if name in there.split("\n")]
    if len(names) < len(_READ):
        raise NoReview(f"the base {base.name} holds no docs/ and source/; name another with BASE=")
    command = ["git", "-C", str(root), "archive", "--format=zip", base.commit, *names]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace")
        raise NoReview(f"git cannot give the files of {base.name} ({_last(said)}); fetch it again")
    # Not tar: the filter that keeps its members in the folder came with Python 3.11.4.
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder)


def _lend_programs(root: Path, folder: Path) -> None:
    data = folder / "data"
    shutil.move(folder / _DATA, data)
    shutil.rmtree(folder / "source")
    ignore = shutil.ignore_patterns("__pycache__", "*.csv", "datapackage.json")
    shutil.copytree(root / "source", folder / "source", ignore=ignore)
    shutil.copytree(data, folder / _DATA, dirs_exist_ok=True)


def _begin(tree: Path, out: Path, charts: list[str]) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(tree / "source"), "PYTHONHASHSEED": "0"}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, "-P", str(_SNAPSHOT), str(out), *charts],
        cwd=tree,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _loaded(path: Path) -> Json:
    found: Json = json.loads(path.read_text(encoding="utf-8"))
    return found


def _last(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it says nothing"


def _git(root: Path, *arguments: str) -> str | None:
    """What git answers; None where it refuses."""
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None
