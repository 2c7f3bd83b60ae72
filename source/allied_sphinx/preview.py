"""``make preview``: serve the site, build it again at each save, and show it anew.

Most of a small build is the start: modules, settings, what the last build kept, the data. So
after each build a copy of this process goes that far and waits; when pages change, and nothing
else does, it goes on from there. No build can leave anything behind for the next. Windows makes
no copies: there each build is a process of its own, some seconds slower.

While something does not hold the last good build is served, with what is wrong at the head of
each page. The pages that a browser shows are told of each build, and load themselves again.
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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from allied_sphinx.policy import POLICY

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build/html"
WATCHED = ("conf.py", "docs", "source", "_static")
ARGUMENTS = ["-c", ".", "-d", "build/doctrees", "-n", "-W", "--keep-going", "-q"]


@dataclass
class Last:
    """The last build: how many there have been, and what it said if it failed."""

    number: int = 0
    told: list[str] = field(default_factory=list)


last = Last()
news = threading.Condition()
EVENTS, SCRIPT = "/_preview/events?", "/_preview/script.js?"  # no page has such a name
_LISTEN = f"""\
const built = new EventSource("{EVENTS}" + document.currentScript.src.split("?")[1]);
built.onmessage = () => location.reload();
"""
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_SILENT = "the build ended without a word; stop and begin again"
_BODY = re.compile(rb"<body[^>]*>")


def shown(page: bytes, name: str) -> bytes:
    """A page that listens, with what is wrong at its head, that of the page itself first."""
    source = f"docs/{name.removesuffix('.html')}.md:"
    lines = sorted(last.told, key=lambda line: not line.startswith(source))
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    added = f'<script src="{SCRIPT}{last.number}" defer></script>'
    if lines:
        added += f'<div role="alert"><p><strong>Not built:</strong></p><ul>{items}</ul></div>'
    return _BODY.sub(lambda found: found[0] + added.encode(), page, count=1)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files under the site's policy, silently, and without letting the browser keep them."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


class Preview(Quiet):
    """Serves the site with what the last build said, and the news of builds."""

    def do_GET(self) -> None:
        """Serve a file, or the news of builds."""
        if self.path.startswith(EVENTS):
            self._tell(self.path.removeprefix(EVENTS))
        else:
            super().do_GET()

    def _tell(self, known: str) -> None:
        """Keep the connection, and say when there is another build than the one known."""
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        with contextlib.suppress(OSError):  # nobody listens any more
            while True:
                with news:
                    found = news.wait_for(lambda: known != str(last.number), timeout=10)
                self.wfile.write(b"data: built\n\n" if found else b": nothing yet\n\n")
                self.wfile.flush()
                if found:
                    return

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Open what is asked for; a page says what is wrong while something is."""
        if self.path.startswith(SCRIPT):
            return self._send(_LISTEN.encode(), "text/javascript")
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix != ".html" or not path.is_file():
            return super().send_head()
        page = shown(path.read_bytes(), path.relative_to(SITE).as_posix())
        return self._send(page, "text/html")

    def _send(self, content: bytes, kind: str) -> io.BytesIO:
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)


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


class Build:
    """A build, begun as far as it can be before it is known which pages changed."""

    def __init__(self) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  # read when the build has ended
        self._child = 0
        if hasattr(os, "fork"):
            read, self._go = os.pipe()
            self._child = os.fork()
            if self._child == 0:
                os.close(self._go)
                _wait_and_build(read, self._said)
            os.close(read)

    def run(self) -> bool:
        """Go on, and end; True if nothing was wrong. What it says is kept for the pages."""
        if self._child:
            with contextlib.suppress(BrokenPipeError):  # it has ended: what it said says why
                os.write(self._go, b"!")
            status = self._end()
        else:
            command = [sys.executable, "-m", "sphinx", *ARGUMENTS, "-b", "html", "docs", str(SITE)]
            status = subprocess.run(command, check=False, stderr=self._said).returncode
        self._said.seek(0)
        words = self._said.read().decode("utf-8", "replace")
        self._said.close()
        print(words, end="", file=sys.stderr, flush=True)
        lines = [line for line in _COLOUR.sub("", words).splitlines() if line.strip()]
        with news:
            last.told = lines or [_SILENT] if status else []
            last.number += 1
            news.notify_all()
        return status == 0

    def drop(self) -> None:
        """End what waits."""
        if self._child:
            self._end()
        self._said.close()

    def _end(self) -> int:
        os.close(self._go)
        return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])


def _wait_and_build(go: int, said: BinaryIO) -> NoReturn:
    """Build in this copy of the process, but begin with the pages only when told to."""
    from sphinx.application import Sphinx
    from sphinx.cmd.build import main

    status = 1
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that it was copied from ends it
    os.dup2(said.fileno(), 2)
    whole = Sphinx.build

    def build(app: Sphinx, *given: Any, **named: Any) -> None:
        if not os.read(go, 1):
            os._exit(0)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        whole(app, *given, **named)

    Sphinx.build = build  # type: ignore[method-assign, assignment]
    try:
        status = main([*ARGUMENTS, "-b", "html", "docs", str(SITE)])
    except SystemExit as stop:
        print(stop, file=sys.stderr, flush=True)
    finally:
        os._exit(status)


def only_pages_changed(before: dict[Path, int], now: dict[Path, int]) -> bool:
    """True if no file came or went, and all that changed are pages."""
    changed = {path for path, _ in before.items() ^ now.items()}
    return before.keys() == now.keys() and all(
        path.suffix == ".md" and path.is_relative_to(ROOT / "docs") for path in changed
    )


def load() -> None:
    """Import what every build needs, but nothing of the project: that may change."""
    import sphinxcontrib.bibtex
    import sphinxcontrib.mermaid  # noqa: F401


def serve(port: int) -> None:
    """Serve the site until the process ends."""
    handler = functools.partial(Preview, directory=str(SITE))
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
    waiting: Build | None = None
    served = False
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            now = state()
            if now != before:
                if waiting and not only_pages_changed(before, now):
                    waiting.drop()
                    waiting = None
                start = time.perf_counter()
                holds = (waiting or Build()).run()
                took = time.perf_counter() - start
                print(f"{'Built' if holds else 'Not built'} in {took:.1f} s.", flush=True)
                before = now
                waiting = Build()
            if not served:
                serve(port)
                print(f"The site: http://127.0.0.1:{port} (Ctrl-C ends)", flush=True)
                served = True
            time.sleep(0.2)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
