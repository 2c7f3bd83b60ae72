"""Measure what the project promises about speed and size, and print it.

    make bench            all of it
    measure.py check ...  only the named measurements

Times are of one run on this machine; they are printed, not tested.
"""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup
from stock import stock_project

ROOT = Path(__file__).parents[2]
MAIN = ("index", "frameworks/military-alliances", "debates/burden-sharing")


def timed(command: list[str], folder: Path) -> float:
    """Seconds that a command takes; it must succeed."""
    environment = {
        "SOURCE_DATE_EPOCH": "1790000000",
        "ALLIED_COMMIT": "0123456789ab",
        **os.environ,
        "PYTHONPATH": "source",
    }
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def build(folder: Path, builder: str, out: str) -> float:
    command = [sys.executable, "-m", "sphinx", "-c", ".", "-d", "build/doctrees", "-n", "-W", "-q"]
    return timed([*command, "-b", builder, "docs", out], folder)


def copied(folder: Path) -> Path:
    for name in ("docs", "source", "_static"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (
        "conf.py",
        "Makefile",
        "pyproject.toml",
        "requirements.txt",
        "requirements-test.txt",
    ):
        shutil.copy2(ROOT / name, folder / name)
    return folder


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def setup(folder: Path) -> None:
    """A new environment, with the packages that the machine has already downloaded."""
    seconds = timed(["make", ".venv/ready"], folder)
    print(f"set-up: {seconds:.1f} s, {size_of(folder / '.venv') / 1e6:.0f} MB")


def builds(folder: Path) -> None:
    """A cold build of the site and the PDF, and one page again."""
    print(f"cold build of the site: {build(folder, 'html', 'build/html'):.2f} s")
    print(f"PDF after the site: {build(folder, 'typstbook', 'build/pdf'):.2f} s")
    print(f"rebuild after editing one page: {rebuild(folder):.2f} s, the least of five")
    shutil.rmtree(folder / "build/doctrees")
    print(f"cold build of the PDF alone: {build(folder, 'typstbook', 'build/pdf'):.2f} s")
    pages(folder)


def rebuild(folder: Path) -> float:
    """Seconds of a build after one sentence of one page got a word more; the least of five."""
    page = folder / "docs/debates/burden-sharing.md"
    head, title, text = page.read_text(encoding="utf-8").partition("\n## ")
    times = []
    for count in range(1, 6):
        longer = text.replace(" and ", f" and{' also' * count} ", 1)
        page.write_text(f"{head}{title}{longer}", encoding="utf-8")
        times.append(build(folder, "html", "build/html"))
    return min(times)


def pages(folder: Path) -> None:
    """Compressed bytes of a page with its styles and scripts, as a first visit loads them."""
    for name in MAIN:
        path = folder / f"build/html/{name}.html"
        tree = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        files = [str(tag["src"]) for tag in tree.find_all("script", src=True)]
        files += [str(tag["href"]) for tag in tree.find_all("link", rel="stylesheet")]
        whole = [path, *(path.parent / file.split("?")[0] for file in files)]
        sizes = [len(gzip.compress(file.read_bytes(), 9)) for file in whole]
        print(f"{name}: {sum(sizes) / 1000:.1f} kB on first view, {sizes[0] / 1000:.1f} kB after")
    print(f"PDF: {(folder / 'build/pdf/allied-cooperation.pdf').stat().st_size / 1e6:.2f} MB")


def check(folder: Path) -> None:
    """The check of pages and data without a build, and of one page; the least of five each."""
    for what in ("", "docs/debates/burden-sharing.md"):
        command = [sys.executable, "-m", "allied_check", "check", *filter(None, [what])]
        least = min(timed(command, folder) for _ in range(5))
        print(f"python -m allied_check check {what}: {least:.2f} s")


def stock(folder: Path) -> None:
    """The site beside the same pages in Sphinx and Furo as they come, three times in turn."""
    plain = stock_project(folder / "stock")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html"]
    pairs = []
    for _ in range(3):
        shutil.rmtree(folder / "build", ignore_errors=True)
        shutil.rmtree(plain / "build", ignore_errors=True)
        ours = build(folder, "html", "build/html")
        pairs.append((ours, timed([*command, "-c", "docs", "docs", "build/html"], plain)))
    ours, theirs = map(min, zip(*pairs, strict=True))
    ratio = statistics.median(mine / other for mine, other in pairs)
    print(f"cold build of the site: {ours:.1f} s; stock Sphinx and Furo: {theirs:.1f} s")
    print(f"ours / stock, median of three pairs: {ratio:.2f}")


MEASUREMENTS: dict[str, Callable[[Path], None]] = {
    "setup": setup,
    "builds": builds,
    "check": check,
    "stock": stock,
}


def main() -> None:
    for name in sys.argv[1:] or MEASUREMENTS:
        with tempfile.TemporaryDirectory() as folder:
            MEASUREMENTS[name](copied(Path(folder)))


if __name__ == "__main__":
    main()
