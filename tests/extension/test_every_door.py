"""The same page gets the same messages from the command, the site and the PDF."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import sphinx
from small_site import small_project

CONSTRUCTS = Path(__file__).parents[1] / "check/constructs/refused.txt"
DATA = "source/allied/data/nato_members.csv"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which every refused construct has a page, and a page has a wrong picture."""
    folder = small_project(tmp_path_factory.mktemp("doors") / "project")
    parts = re.split(r"^######## .+\n", CONSTRUCTS.read_text(encoding="utf-8"), flags=re.M)[1:]
    (folder / "docs/bad").mkdir()
    names = []
    for number, text in enumerate(parts):
        names.append(f"bad/page-{number:03}")
        (folder / f"docs/{names[-1]}.md").write_text(text, encoding="utf-8")
    index = folder / "docs/index.md"
    entries = "\n".join(names)
    index.write_text(
        f"{index.read_text(encoding='utf-8')}\n```{{toctree}}\n{entries}\n```\n", encoding="utf-8"
    )
    (folder / "docs/other.rst").write_text("NATO has 31 members.\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def told(project: Path) -> set[str]:
    """What the command says."""
    done = subprocess.run(
        [sys.executable, "-m", "allied_check", "check"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": "source", "GITHUB_ACTIONS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    lines = set(done.stdout.splitlines()[:-2])
    assert len(lines) > 80
    assert len({line.split(":")[0] for line in lines}) > 70
    return lines


@pytest.mark.parametrize(("builder", "out"), [("html", "build/html"), ("typstbook", "build/pdf")])
def test_a_build_says_what_the_command_says(
    project: Path, told: set[str], builder: str, out: str
) -> None:
    done = sphinx(project, builder, out, "-q")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    plain = re.sub(r"\x1b\[[\d;]*m", "", done.stderr)
    found = re.findall(r"^(\S+:\d+: )WARNING: (.*) \[allied\.\w+\]$", plain, re.M)
    assert {place + message for place, message in found} == told
    assert not list((project / out).rglob("*.html"))


def test_a_translation_cannot_show_what_was_not_checked(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    catalogue = folder / "locale/de/LC_MESSAGES/part.po"
    catalogue.parent.mkdir(parents=True)
    text = (folder / "docs/part/first.md").read_text(encoding="utf-8")
    sentence = next(line for line in text.splitlines() if line.startswith("An alliance"))
    wrong = sentence.replace("`32 ", "`31 ")
    entry = f'msgid "{_quoted(sentence)}"\nmsgstr "{_quoted(wrong)}"\n'
    catalogue.write_text(
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{entry}', "utf-8"
    )
    conf = folder / "conf.py"
    text = conf.read_text(encoding="utf-8").replace('language = "en"', 'language = "de"')
    conf.write_text(text + 'locale_dirs = ["../locale"]\n', encoding="utf-8")
    done = sphinx(folder, "html", "build/html", "-q")
    assert done.returncode != 0
    assert "'31'" in done.stderr
    assert not list((folder / "build").rglob("*.html"))


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
