"""Find a Chromium for the browser tests, or install one; fail saying how, never in silence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The first has no window and takes a third of the time for each page that is opened.
NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome",
)
HELP = """\
The browser tests need a Chromium, and none was found or could be installed. Either
  - install one (Debian and Ubuntu: apt-get install chromium), or
  - name one that you have: make test CHROMIUM=/path/to/chrome"""


def find() -> str | None:
    """The path of a Chromium: $CHROMIUM, one on PATH, or Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Try apt as root, otherwise Playwright's installer."""
    if getattr(os, "geteuid", lambda: None)() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        get = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        for command in (["apt-get", "update", "-qq"], [*get, NAMES[0]], [*get, "chromium"]):
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
            if find():
                return  # not every release has the first
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if not find():
        print("Installing a Chromium for the browser tests ...", flush=True)
        install()
    if not find():
        sys.exit(HELP)
