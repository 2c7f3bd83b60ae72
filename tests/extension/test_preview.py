"""``make preview``: serves, builds again at a save, and outlives a page that does not hold."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from allied_sphinx import checking
from allied_sphinx.preview import serve
from conftest import EDITION
from small_site import small_project


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


START = {
    "as it is": ["-m", "allied_sphinx.preview"],
    "as on Windows": [
        "-c",
        "import os, sys; del os.fork\n"
        "from allied_sphinx.preview import main; main(int(sys.argv[1]))",
    ],
}


@pytest.mark.parametrize("start", START)
def test_preview_follows_the_files(start: str, tmp_path: Path) -> None:
    project = small_project(tmp_path)
    port = free_port()
    with subprocess.Popen(
        [sys.executable, *START[start], str(port)],
        cwd=project,
        env={**os.environ, **EDITION, "PYTHONPATH": "source"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")

        def wait_for(pattern: str) -> str:
            seen = []
            for line in lines:
                seen.append(line)
                if re.search(pattern, line):
                    return line
                if line.startswith("Not built"):
                    break
            raise AssertionError("".join(seen))

        def asked(path: str) -> str:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                return str(answer.read().decode())

        def page() -> str:
            return asked("/part/first.html")

        def news(page: str) -> str:
            """What a browser that shows the page is told, as soon as there is anything."""
            script = re.search(r'<script src="(/_preview/script\.js\?(\d+))"', page)
            assert script
            assert "/_preview/events?" in asked(script[1])
            return asked(f"/_preview/events?{script[2]}")

        try:
            wait_for(r"^Built in ")
            wait_for(r"^The site: ")
            first = project / "docs/part/first.md"
            text = first.read_text(encoding="utf-8")
            old = page()
            assert "A new line." not in old
            first.write_text(text + "\nA new line.\n", encoding="utf-8")
            wait_for(r"^Built in ")
            assert "A new line." in page()
            assert news(old).endswith("data: built\n\n")
            style = project / "_static/allied.css"
            style.write_text(style.read_text("utf-8") + "\n.not-yet { color: red }\n", "utf-8")
            wait_for(r"^Built in ")
            (sheet,) = set(re.findall(r'href="[./]*(_static/[^"]*\.css\?[^"]*)"', page()))
            assert "not-yet" in asked(f"/{sheet}")
            first.write_text(text.replace("`twelve <", "`eleven <"), encoding="utf-8")
            wait_for(r"first\.md:\d+: .*the page says 'eleven'")
            wait_for(r"^Not built in ")
            assert "A new line." in page()
            before = page().partition("<h1")[0]
            assert re.search(
                r"<li>docs/part/first\.md:\d+: [^<]*the page says &#x27;eleven", before
            )
            first.write_text(text + "\nA new line.\n", encoding="utf-8")
            wait_for(r"^Built in ")
            assert "Not built" not in page()
        finally:
            process.terminate()


def test_a_page_that_changed_after_it_was_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that waits has read all pages before one of them is saved."""

    def at_once(function: Any, things: Any) -> Any:
        answers = [function(thing) for thing in things]
        return lambda: answers

    for name in ("begun", "later"):
        monkeypatch.setattr(checking, name, at_once)
    page, other = tmp_path / "page.md", tmp_path / "other.md"
    for path in (page, other):
        path.write_text("# Old\n", encoding="utf-8")
        os.utime(path, (1, 1))
    checker = checking.Checker()
    checker.begin(SimpleNamespace(srcdir=tmp_path), None)  # type: ignore[arg-type]
    page.write_text("# New\n", encoding="utf-8")
    found = {path.name: read.lines for path, read in checker.pages().items()}
    assert found == {"page.md": ["# New"], "other.md": ["# Old"]}


def test_a_port_in_use_is_said_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit, match=r"^the preview cannot be at http://127\.0\.0\.1:"):
            serve(int(taken.getsockname()[1]))
