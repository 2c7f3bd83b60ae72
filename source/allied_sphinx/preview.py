"""``make preview``: serve the site, and build it again at each save.

Most of a small build is Sphinx's own start. Here it is loaded once; each build is a fork of
the loaded process, so that none can leave anything behind for the next. Windows has no forks:
there each build is a process of its own, a second or two slower.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from allied_sphinx.policy import POLICY

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build/html"
WATCHED = ("conf.py", "docs", "source", "_static")
ARGUMENTS = ["-c", ".", "-d", "build/doctrees", "-n", "-W", "--keep-going", "-q"]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files under the site's policy, silently, and without letting the browser keep them."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

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
    """Build the site; True if nothing was wrong."""
    return _forked() if hasattr(os, "fork") else _apart()


def _apart() -> bool:
    command = [sys.executable, "-m", "sphinx", *ARGUMENTS, "-b", "html", "docs", str(SITE)]
    return subprocess.run(command, check=False).returncode == 0


def _forked() -> bool:
    child = os.fork()
    if child == 0:
        status = 1
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
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
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
