"""What stands around the project: its terms, its forms, and the settings of other services."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from conftest import ROOT

BIN = Path(sys.prefix) / "bin"
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
PACKAGE = json.loads((ROOT / "source/allied/data/datapackage.json").read_text(encoding="utf-8"))
SCHEMAS = {
    "citation-file-format": ["CITATION.cff"],
    "readthedocs": [".readthedocs.yaml"],
    "github-workflows": [".github/workflows/*.yml"],
    "github-issue-config": [".github/ISSUE_TEMPLATE/config.yml"],
    "github-issue-forms": [".github/ISSUE_TEMPLATE/[!c]*.yml"],
    "dependabot": [".github/dependabot.yml"],
}


def whole(folder: Path) -> Path:
    """The project as an archive holds it: without what is built or installed."""
    leave = shutil.ignore_patterns(
        ".git", ".venv", "build", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info"
    )
    shutil.copytree(ROOT, folder, ignore=leave)
    return folder


def reuse(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [BIN / "reuse", "--root", folder, "lint", "--lines"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_file_names_its_terms_and_every_text_of_them_is_there(tmp_path: Path) -> None:
    folder = whole(tmp_path / "project")
    done = reuse(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "LICENSES/LicenseRef-SIPRI.txt").unlink()
    done = reuse(folder)
    assert done.returncode == 1
    assert "LicenseRef-SIPRI" in done.stdout


def test_the_terms_of_a_table_are_those_of_the_data_package() -> None:
    listed = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    ours = "facts", "CC-BY-4.0"
    for table in PACKAGE["resources"]:
        path = f"source/allied/data/{table['path']}"
        named = [part for part in listed if path in part["path"]]  # by its own name
        terms = table["licenses"][0]
        if terms["name"] == "facts":
            assert named == [], path
            continue
        (part,) = named
        found = part["SPDX-License-Identifier"]
        if found.startswith("LicenseRef-"):
            text = (ROOT / f"LICENSES/{found}.txt").read_text(encoding="utf-8")
            assert text == f"{terms['title']}.\n\n{terms['path']}\n"
        else:
            assert found == terms["name"]
            assert terms["name"] in (*ours, "MIT")


def test_the_notice_of_opensanctions_is_kept() -> None:
    listed = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    holder = "2015-2026 OpenSanctions Datenbanken GmbH"
    (part,) = [part for part in listed if part["SPDX-FileCopyrightText"] == holder]
    assert len(part["path"]) == 3
    assert all("sanctions_" in path for path in part["path"])
    assert holder in (ROOT / "LICENSE").read_text(encoding="utf-8")
    terms = {table["path"]: table["licenses"][0]["title"] for table in PACKAGE["resources"]}
    assert all(holder in terms[Path(path).name] for path in part["path"])


def test_the_package_names_all_terms() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = {path.stem for path in (ROOT / "LICENSES").iterdir()} - {"ISC"}  # not in the package
    assert set(project["license"].split(" AND ")) == texts


@pytest.mark.parametrize("schema", SCHEMAS)
def test_settings_of_other_services_keep_their_schema(schema: str) -> None:
    files = [path for pattern in SCHEMAS[schema] for path in sorted(ROOT.glob(pattern))]
    assert files
    command = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_wrong_citation_file_is_refused(tmp_path: Path) -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    path = tmp_path / "CITATION.cff"
    path.write_text(text.replace("type: dataset", "type: article"), encoding="utf-8")
    command = [BIN / "check-jsonschema", "--builtin-schema", "vendor.citation-file-format", path]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def hooks() -> list[dict[str, object]]:
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (local,) = settings["repos"]
    assert local["repo"] == "local", "a hook from elsewhere would be fetched"
    found: list[dict[str, object]] = local["hooks"]
    return found


def test_hooks_run_what_make_runs() -> None:
    recipe = MAKEFILE.replace("$(BIN)", ".venv/bin")
    for hook in hooks():
        assert hook["language"] == "system", hook
        program, *words = shlex.split(str(hook["entry"]))
        if program == "make":
            assert set(words) <= TARGETS, hook
        else:
            assert f"\t@{hook['entry']}\n" in recipe, hook


def test_the_container_is_set_up_by_make() -> None:
    settings = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    assert settings["postCreateCommand"] == "make .venv/tests"
    assert settings["forwardPorts"] == [8000]
    assert "http://127.0.0.1:8000" in MAKEFILE


@pytest.mark.parametrize("path", sorted(ROOT.glob(".github/**/*.md")), ids=lambda path: path.name)
def test_a_form_names_files_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r"`((?:docs|tests|source)/[^`]+|REUSE\.toml)`", text):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"(?:template=|`)(\w+\.md)`", text):
        assert (ROOT / ".github/PULL_REQUEST_TEMPLATE" / name).exists(), name
    assert "docs/contribute" in text


def _locked(name: str) -> dict[str, str]:
    """The packages of a lock with all that is said of them."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {part.partition("==")[0]: part.strip() for part in re.split(r"\n(?=\S)", text)}


def test_who_builds_and_who_tests_have_the_same_packages() -> None:
    build, test = _locked("requirements.txt"), _locked("requirements-test.txt")
    assert build.items() <= test.items()
    assert "sphinx" in build
    assert test.keys() - build.keys() > {"pytest", "mypy", "playwright"}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_the_lock_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert re.search(r"^\s*(?:--(?:extra-)?index-url|-f|--find-links)\b", text, re.M) is None
    for part in re.split(r"\n(?=\S)", text):
        assert "==" in part, part
        assert "--hash=sha256:" in part, part
