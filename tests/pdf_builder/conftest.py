"""Builds of the sample project, and of projects made on the spot."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# Tests are imported one by one, so their helpers have to be found; appended, for this folder
# must not come before anybody else's.
sys.path.append(str(Path(__file__).parent))

from typst_build import CONF, SAMPLE, Build, run


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The sample project as PDF."""
    build = run(SAMPLE, tmp_path_factory.mktemp("sample") / "pdf")
    assert build.status == 0, build.stderr
    assert build.stderr == ""
    return build


@pytest.fixture(scope="session")
def sample_html(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The sample project as HTML, in a plain theme."""
    outdir = tmp_path_factory.mktemp("sample") / "html"
    build = run(SAMPLE, outdir, "-D", "html_theme=basic", builder="html")
    assert build.status == 0, build.stderr
    return build


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Build]:
    """Build a project of one page, in reStructuredText; *more* is added to its conf.py."""

    def build(page: str, *, more: str = "", **files: str) -> Build:
        source = tmp_path / "source"
        source.mkdir(exist_ok=True)
        (source / "conf.py").write_text(
            CONF.format(more=more, here=str(Path(__file__).parent)), "utf-8"
        )
        (source / "index.rst").write_text(page, "utf-8")
        for name, text in files.items():
            (source / f"{name}.rst").write_text(text, "utf-8")
        return run(source, tmp_path / "out")

    return build
