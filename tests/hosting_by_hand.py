"""Tries the recipe of docs/contribute/hosting.md on an nginx that is installed.

``python tests/hosting_by_hand.py`` serves build/html with it on a port of its own, without
certificates, asks for what is there and what is not, and says what differs from what is promised.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from http.client import HTTPMessage
from pathlib import Path

ROOT = Path(__file__).parents[1]
SITE = ROOT / "build/html"
PAGE = ROOT / "docs/contribute/hosting.md"


def fences(heading: str) -> list[str]:
    """The texts of the fences below a heading of the page."""
    part = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^```text\n(.*?)^```$", part, re.M | re.S)


def promised() -> dict[str, str]:
    """The headers that a server sends."""
    lines = fences("What a server sends")[0].splitlines()
    return dict(line.split(": ", 1) for line in lines)


def configuration(port: int, folder: Path) -> str:
    """The recipe for nginx, whole, with what differs here: port, root, certificates."""
    (recipe,) = fences("nginx")
    redirect = re.search(r"^server \{\n    listen 80;.*?^\}\n", recipe, re.M | re.S)
    assert redirect
    recipe = recipe.replace(redirect[0], "")
    recipe = re.sub(r"    (?:ssl_certificate|listen \[).*;\n", "", recipe)
    recipe = recipe.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    recipe = recipe.replace("root /srv/allied;", f"root {SITE};")
    recipe = recipe.replace("include mime.types;", "include /etc/nginx/mime.types;")
    paths = "".join(
        f"{kind}_temp_path {folder};" for kind in "client_body proxy fastcgi uwsgi scgi".split()
    )
    logs = f"access_log off; {paths}"
    return (
        f"daemon off; user root; pid {folder}/pid; error_log {folder}/errors;\n"
        f"events {{}}\nhttp {{ {logs}\n{recipe}}}\n"
    )


def ask(address: str) -> tuple[int, HTTPMessage]:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers


def main() -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if not nginx or not (SITE / "index.html").exists():
        sys.exit("This needs an nginx (Debian: apt-get install nginx-light) and a site (make)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    style = re.search(r"_static/allied\.css\?v=\w+", (SITE / "index.html").read_text("utf-8"))
    assert style
    year = "public, max-age=31536000, immutable"
    asked = {
        "": (200, "text/html; charset=utf-8", None),
        style[0]: (200, "text/css; charset=utf-8", year),
        "_static/popover.js": (200, "application/javascript; charset=utf-8", None),
        "data/nato_members.csv": (200, "text/csv; charset=utf-8", None),
        "_texts/index.md": (200, "text/markdown; charset=utf-8", None),
        "_cite/index.bib": (200, "application/x-bibtex", None),
        "no/such/page.html": (404, "text/html; charset=utf-8", None),
        "%2e%2e/%2e%2e/etc/passwd": (400, "text/html", None),
    }
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "nginx.conf")
        path.write_text(configuration(port, Path(name)), encoding="utf-8")
        server = subprocess.Popen([nginx, "-c", path, "-p", name])
        try:
            time.sleep(1)
            for place, (status, kind, cache) in asked.items():
                got, headers = ask(f"http://127.0.0.1:{port}/{place}")
                want = {**promised(), "Content-Type": kind}
                if cache:
                    want["Cache-Control"] = cache
                if status == 400:  # nginx itself answers, before it reads the recipe's headers
                    want = {}
                found = [f"{n}: {headers[n]}" for n, value in want.items() if headers[n] != value]
                found += [f"status {got}"] if got != status else []
                if status == 200 and headers["Content-Encoding"] != "gzip" and "bib" not in place:
                    found.append("not compressed")
                print(f"/{place}: {'; '.join(found) or 'as promised'}")
                wrong += bool(found)
        finally:
            server.terminate()
            server.wait()
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
