"""What became of the addresses of sources, asked of a server of the test's own."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from allied_check.bibliography import references
from allied_check.links import HEADINGS, Finding, ask_all, main, part_of, report


class Site(http.server.BaseHTTPRequestHandler):
    """Answers by the path that is asked for."""

    def do_GET(self) -> None:
        name = self.path.strip("/")
        moves = {"moved": "/elsewhere", "slash": "/slash/"}
        if name in moves and self.path != "/slash/":
            self.send_response(301)
            self.send_header("Location", moves[name])
        else:
            self.send_response({"gone": 404, "broken": 503, "shy": 403}.get(name, 200))
        if name in ("newer", "older"):
            year = {"newer": 2027, "older": 2020}[name]
            self.send_header("Last-Modified", f"Fri, 01 Jan {year} 00:00:00 GMT")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


ENTRY = "@misc{{{name},\n  title = {{T}},\n  url = {{{url}}},\n  urldate = {{2026-11-27}},\n}}\n"


def written(folder: Path, urls: dict[str, str]) -> Path:
    path = folder / "references.bib"
    path.write_text("".join(ENTRY.format(name=n, url=u) for n, u in urls.items()), "utf-8")
    return path


def test_each_kind_of_answer(address: str, tmp_path: Path) -> None:
    names = "broken gone moved newer older plain shy slash".split()
    urls = {name: f"{address}/{name}" for name in names} | {"nobody": "http://127.0.0.1:9/x"}
    found = ask_all(references(written(tmp_path, urls)).values())
    assert [(finding.kind, finding.key) for finding in found] == [
        ("changed", "newer"),
        ("gone", "gone"),
        ("moved", "moved"),
        ("silent", "broken"),
        ("silent", "nobody"),
    ]
    lines = list(report(found, len(urls)))
    assert lines[0].startswith("Of 9 addresses")
    assert f"- line 6, `gone`: `{address}/gone` answers 404" in lines
    assert any("changed on 2027-01-01, read on 2026-11-27" in line for line in lines)
    assert list(report([], 9)) == []


def test_a_report_fits_into_an_issue() -> None:
    url = "https://example.org/" + "x" * 400
    many = [Finding(kind, "k" * 60, 1, url, "`w`" * 100) for kind in HEADINGS for _ in range(500)]
    text = "\n".join(report(many, 2000))
    assert len(text) < 65536
    assert text.count("- and 480 more") == len(HEADINGS)


def test_what_comes_from_elsewhere_is_no_markdown() -> None:
    found = Finding("moved", "key", 1, "https://example.org/`\n@everyone", "leads on")
    assert any("`https://example.org/@everyone` leads on" in line for line in report([found], 1))


def test_seven_parts_are_all_of_them(tmp_path: Path) -> None:
    urls = {f"key-{number:02}": f"https://example.org/{number}" for number in range(30)}
    found = references(written(tmp_path, urls)).values()
    parts = [[one.key for one in part_of(found, part, 7)] for part in range(1, 8)]
    assert sorted(key for part in parts for key in part) == sorted(urls)
    assert {len(part) for part in parts} == {4, 5}


@pytest.mark.parametrize("part", ["0/7", "8/7", "x", "1/"])
def test_a_part_that_is_none_is_told(part: str) -> None:
    with pytest.raises(SystemExit, match="is no part"):
        main([part])
