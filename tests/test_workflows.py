"""What runs elsewhere: no stranger's proposal reaches a secret, each action is the one meant."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT
from test_frames import TARGETS

BIN = Path(sys.prefix) / "bin"
FOLDER = ROOT / ".github/workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
# Each commit was looked up in the repository of the action, as that of its tag.
ACTIONS = {
    "actions/checkout": ("3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
    "actions/setup-python": ("5fda3b95a4ea91299a34e894583c3862153e4b97", "v7.0.0"),
    "actions/upload-artifact": ("bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", "v7.0.0"),
    "actions/download-artifact": ("3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c", "v8.0.1"),
    "actions/upload-pages-artifact": ("fc324d3547104276b827a68afc52ff2a11cc49c9", "v5.0.0"),
    "actions/deploy-pages": ("cd2ce8fcbc39b97be8ca5fce6e763baed58fa128", "v5.0.0"),
    "actions/attest-build-provenance": ("a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32", "v4.1.0"),
}


def read(path: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def jobs() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path.stem, name, job) for path in WORKFLOWS for name, job in read(path)["jobs"].items()
    ]


def zizmor(*paths: Path) -> subprocess.CompletedProcess[str]:
    command = [BIN / "zizmor", "--offline", "--quiet", "--no-progress", "--format=plain", *paths]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_zizmor_finds_nothing() -> None:
    done = zizmor(ROOT / ".github")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("  pull_request:\n", "  pull_request_target:\n"),
        (
            "      - run: make test\n",
            "      - run: echo ${{ github.event.pull_request.title }}\n      - run: make test\n",
        ),
        (f"{ACTIONS['actions/checkout'][0]} # v7.0.1", "main"),
        ("permissions:\n  contents: read\n", "permissions: write-all\n"),
    ],
)
def test_zizmor_finds_what_would_do_harm(tmp_path: Path, right: str, wrong: str) -> None:
    text = (FOLDER / "check.yml").read_text(encoding="utf-8")
    path = tmp_path / ".github/workflows/check.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    assert text != path.read_text(encoding="utf-8")
    assert zizmor(path).returncode > 10  # 11 to 14: what was found, by how bad it is


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_an_action_is_the_commit_that_was_looked_up(path: Path) -> None:
    used = re.findall(r"uses: (\S+?)@(\S+)(?: # (\S+))?$", path.read_text(encoding="utf-8"), re.M)
    assert len(used) == path.read_text(encoding="utf-8").count("uses:")
    for name, commit, tag in used:
        assert (commit, tag) == ACTIONS[name], name


def test_no_action_is_listed_in_vain() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    assert [name for name in ACTIONS if f"{name}@" not in text] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_read_and_no_more(path: Path) -> None:
    assert read(path)["permissions"] == {"contents": "read"}


@pytest.mark.parametrize(("workflow", "name", "job"), jobs(), ids=lambda value: str(value)[:20])
def test_a_job_that_may_write_runs_nothing_of_the_project(
    workflow: str, name: str, job: dict[str, Any]
) -> None:
    rights = job.get("permissions", {})
    uses = [step.get("uses", "").split("@")[0] for step in job["steps"]]
    runs = "\n".join(step.get("run", "") for step in job["steps"])
    if "write" in rights.values():
        assert "actions/checkout" not in uses
        assert not re.search(r"\b(?:make|python|pip|npm)\b", runs)
        assert workflow != "check"
    else:
        assert "secrets." not in str(job)
        assert "github.token" not in str(job)
    for target in re.findall(
        r"\bmake(?: -s| PYTHON=python)*((?: [a-z][a-z-]*)+)(?=$| )", runs, re.M
    ):
        assert set(target.split()) <= TARGETS, target
    assert 0 < job["timeout-minutes"] <= 90


def test_a_change_waits_for_no_foreign_address() -> None:
    for path in WORKFLOWS:
        if "make -s links" in path.read_text(encoding="utf-8"):
            # `on` is read as True
            assert set(read(path)[True]) == {"schedule", "workflow_dispatch"}, path.name


def test_read_the_docs_builds_by_make_and_offers_what_it_knows() -> None:
    jobs = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text(encoding="utf-8"))["build"]["jobs"]
    assert list(jobs["build"]) == ["html", "pdf", "epub"]
    assert jobs["build"]["html"][0] == "make"
    said = str(jobs)
    for kind in ("html", "pdf", "epub"):
        assert f"$READTHEDOCS_OUTPUT/{kind}" in said
    conf = (ROOT / "conf.py").read_text(encoding="utf-8")
    assert '"allied-cooperation.pdf"' in conf
    assert "allied-cooperation.epub" in (ROOT / "Makefile").read_text(encoding="utf-8")
