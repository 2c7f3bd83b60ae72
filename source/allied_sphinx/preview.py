"""``make preview``: serve the site, and build it again at each save.

Most of a small build is Sphinx's own start. Here it is loaded once; each build is a fork of
the loaded process, so that none can leave anything behind for the next. Windows has no forks:
there each build is a process of its own, a second or two slower.

While something does not hold the last good build is served, with what is wrong at the head of
each page, and the browser asks again until it is mended.
"""

from __future__ import annotations

import contextlib
import functools
import html
import http.server
import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import BinaryIO

from allied_sphinx.policy import POLICY

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build/html"
WATCHED = ("conf.py", "docs", "source", "_static")
ARGUMENTS = ["-c", ".", "-d", "build/doctrees", "-n", "-W", "--keep-going", "-q"]


told: list[str] = []
"""What the last build said, if it failed."""
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_BODY = re.compile(rb"<body[^>]*>")


def with_problems(page: bytes, name: str) -> bytes:
    """A page with what is wrong at its head, that of the page itself first."""
    source = f"docs/{name.removesuffix('.html')}.md:"
    lines = sorted(told, key=lambda line: not line.startswith(source))
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    box = f'<div role="alert"><p><strong>Not built:</strong></p><ul>{items}</ul></div>'
    return _BODY.sub(lambda found: found[0] + box.encode(), page, count=1)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files under the site's policy, silently, and without letting the browser keep them."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Open what is asked for; a page says what is wrong while something is."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not told or path.suffix != ".html" or not path.is_file():
            return super().send_head()
        page = with_problems(path.read_bytes(), path.relative_to(SITE).as_posix())
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Refresh", "2")
        self.end_headers()
        return io.BytesIO(page)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


def state() -> dict[Path, int]:
    """When each watched file was last written."""
    found: dict[Path, int] = {}
    for name in WATCHED:
        path = ROOT / name
        for file in path.rglob("*") if path.is_dir() else [path]:
            with contextlib.suppress(FileNotFoundError):
                if file.is_file() and file.suffix != ".pyc":
                    found[file] = file.stat().st_mtime_ns
    return found


def build() -> bool:
    """Build the site; True if nothing was wrong. What it says is kept for the pages."""
    with tempfile.TemporaryFile() as said:
        holds = _forked(said) if hasattr(os, "fork") else _apart(said)
        said.seek(0)
        words = said.read().decode("utf-8", "replace")
    print(words, end="", file=sys.stderr, flush=True)
    lines = [line for line in _COLOUR.sub("", words).splitlines() if line.strip()]
    told[:] = [] if holds else lines or ["the build ended without a word; stop and begin again"]
    return holds


def _apart(said: BinaryIO) -> bool:
    command = [sys.executable, "-m", "sphinx", *ARGUMENTS, "-b", "html", "docs", str(SITE)]
    return subprocess.run(command, check=False, stderr=said).returncode == 0


def _forked(said: BinaryIO) -> bool:
    child = os.fork()
    if child == 0:
        status = 1
        os.dup2(said.fileno(), 2)
        try:
            from sphinx.cmd.build import main

            status = main([*ARGUMENTS, "-b", "html", "docs", str(SITE)])
        except SystemExit as stop:
            print(stop, file=sys.stderr, flush=True)
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def load() -> None:
    """Import what every build needs, but nothing of the project: that may change."""
    import sphinxcontrib.bibtex
    import sphinxcontrib.mermaid  # noqa: F401


def serve(port: int) -> None:
    """Serve the site until the process ends."""
    handler = functools.partial(Quiet, directory=str(SITE))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        sys.exit(
            f"the preview cannot be at http://127.0.0.1:{port} ({error.strerror}); "
            "end what is there, perhaps another preview, and begin again"
        )
    threading.Thread(target=server.serve_forever, daemon=True).start()


def main(port: int = 8000) -> None:
    """Build, serve, watch; until Ctrl-C."""
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    SITE.mkdir(parents=True, exist_ok=True)
    load()
    before: dict[Path, int] = {}
    served = False
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            now = state()
            if now != before:
                start = time.perf_counter()
                holds = build()
                took = time.perf_counter() - start
                print(f"{'Built' if holds else 'Not built'} in {took:.1f} s.", flush=True)
                before = now
            if not served:
                serve(port)
                print(f"The site: http://127.0.0.1:{port} (Ctrl-C ends)", flush=True)
                served = True
            time.sleep(0.3)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
