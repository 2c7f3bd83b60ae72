"""What the tests share: the project's folders, a build of the real site, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from warm import Program

FUZZ = int(os.environ.get("FUZZ", "1"))
"""How many times as many examples as usual Hypothesis makes up; `make fuzz` raises it."""
# A machine that is busy is no finding.
settings.register_profile("project", deadline=None, max_examples=100 * FUZZ)
settings.load_profile("project")

ROOT = Path(__file__).parents[1]
EDITION = {"SOURCE_DATE_EPOCH": "1790000000", "ALLIED_COMMIT": "0123456789ab"}


def pytest_sessionstart(session: pytest.Session) -> None:
    """Files that cannot be read are told once, as ``make check`` tells them: no test is of use."""
    if hasattr(session.config, "workerinput"):
        return
    from allied_check.rules import Site, check_all, unreadable

    if unreadable(ROOT / "docs"):
        told = "\n".join(map(str, check_all(Site.published(ROOT / "docs"))))
        pytest.exit(f"the data or pages cannot be read\n{told}", returncode=1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files in an order in which no worker waits for another.

    The first file has everything built, which takes a minute; what needs none of it comes next,
    and what takes no time at all comes last.
    """
    order = ("site/test_site.py", "pdf_builder", "pele", "review", "check", "extension", "site")
    places = {ROOT / "tests" / name: place for place, name in enumerate(order)}

    def place(item: pytest.Item) -> int:
        found = (places[path] for path in (item.path, item.path.parent) if path in places)
        return next(found, len(order))

    items.sort(key=place)


_warm: list[Program] = []
"""Sphinx, once it was asked for."""
OWN = {"PYTHONHASHSEED", "TZ"}
"""What only a process of its own heeds."""


def sphinx(
    folder: Path, builder: str, out: str, *options: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Build the project in ``folder`` as the Makefile does; an empty variable is left out."""
    arguments = ["-c", ".", "-d", "build/doctrees", "-n", "-W"]
    arguments += ["--keep-going", *options, "-b", builder, "docs", out]
    given = {**os.environ, **EDITION, "PYTHONPATH": "source", **environment}
    kept = {key: value for key, value in given.items() if value}
    if OWN.isdisjoint(environment):
        if not _warm:
            _warm.append(Program("sphinx", folder))
        return _warm[0].run(folder, kept, *arguments)
    return subprocess.run(
        [sys.executable, "-m", "sphinx", *arguments],
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )


def pytest_sessionfinish() -> None:
    for program in _warm:
        program.close()


def copy_project(folder: Path) -> Path:
    """A copy of what a build reads, to be edited."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("conf.py", "docs", "source", "_static"):
        source = ROOT / name
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / name, ignore=ignore)
        else:
            shutil.copy2(source, folder / name)
    return folder


def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build once for all workers: the first to come builds, the others wait."""
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent
    folder, done, lock = base / "project", base / "built", base / "building"
    try:
        lock.mkdir()
    except FileExistsError:
        import time

        for _ in range(6000):
            if done.exists():
                break
            time.sleep(0.1)
        assert done.exists(), "the build of another worker did not end"
    else:
        copy_project(folder)
        # The site comes last: it offers the others.
        builds = (("typstbook", "build/pdf"), ("epub", "build/epub"), ("html", "build/html"))
        said = [sphinx(folder, builder, out, "-q", PYTHONHASHSEED="1") for builder, out in builds]
        done.write_text("".join(build.stderr + build.stdout for build in said))
    assert done.read_text() == ""
    return folder


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real project, built without a word of warning; not to be changed."""
    return _built(tmp_path_factory)


@pytest.fixture(scope="session")
def site(project: Path) -> Path:
    """The folder of the built site."""
    return project / "build/html"


@pytest.fixture(scope="session")
def pdfs(project: Path) -> Path:
    """The folder of the built PDFs."""
    return project / "build/pdf"
