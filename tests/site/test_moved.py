"""An old address leads on, under the strict policy too, and keeps the anchor that was asked for."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from allied_sphinx.policy import POLICY
from allied_sphinx.preview import Quiet
from conftest import sphinx
from small_site import small_project


def moving(folder: Path, moved: str) -> Path:
    """The small site, from which these addresses are gone."""
    small_project(folder)
    conf = folder / "conf.py"
    text = conf.read_text(encoding="utf-8")
    assert text.count("moved_pages = {}") == 1
    conf.write_text(text.replace("moved_pages = {}", f"moved_pages = {moved}"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    moved = '{"old": "part/first", "gone/very/old": "part/second#fig-second"}'
    folder = moving(tmp_path_factory.mktemp("moved") / "project", moved)
    done = sphinx(folder, "html", "build/html", "-q")
    assert (done.returncode, done.stderr) == (0, "")
    handler = functools.partial(Quiet, directory=str(folder / "build/html"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("old.html", "part/first.html"),
        ("old.html?x=1", "part/first.html"),
        ("old.html#tbl-small", "part/first.html#tbl-small"),
        ("gone/very/old.html", "part/second.html#fig-second"),
        ("gone/very/old.html#second", "part/second.html#second"),
    ],
)
def test_an_old_address_leads_on(browser: Browser, address: str, old: str, new: str) -> None:
    context = browser.new_context()
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    answer = tab.goto(f"{address}/{old}", wait_until="commit")
    assert answer is not None
    assert answer.headers["content-security-policy"] == POLICY
    tab.wait_for_url(f"{address}/{new}")
    tab.wait_for_load_state()
    assert tab.url == f"{address}/{new}"
    assert said == []
    context.close()


def test_a_reader_whose_browser_does_not_follow_finds_a_link(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    text = tab.request.get(f"{address}/old.html").text()
    assert '<a href="part/first.html">First</a>' in text
    assert '<meta name="robots" content="noindex">' in text
    tab.goto(f"{address}/old.html#tbl-small", wait_until="commit")
    tab.wait_for_url(f"{address}/part/first.html*")
    context.close()


@pytest.mark.parametrize(
    ("moved", "told"),
    [
        ('{"part/first": "part/second"}', "'part/first' has moved, and it is a page; take it out"),
        ('{"old": "part/third"}', "leads from 'old' to 'part/third', and there is no such page"),
    ],
)
def test_an_address_that_cannot_lead_on_ends_the_build(
    tmp_path: Path, moved: str, told: str
) -> None:
    folder = moving(tmp_path / "project", moved)
    done = sphinx(folder, "html", "build/html", "-q")
    assert done.returncode != 0
    assert "conf.py:1: " in done.stderr
    assert told in done.stderr
    assert not list((folder / "build/html").rglob("*.html"))
