"""``python -m allied_review``: say what the working tree changes, against its base.

The report is printed and written to build/review.md, with the pictures that it shows beside it.
From the environment: ``BASE``, a branch or commit; ``PREVIEW``, the address under which the site
of this tree can be seen; ``ALLIED_REPOSITORY`` and ``REVISION``, where its files can be opened.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .cautions import cautions
from .changes import changes
from .report import Links, Report, report
from .trees import NoReview, base_of, other_files, read_both

ROOT = Path(__file__).parents[2]


def main() -> int:
    """0 when the report is written, whatever it says; 2 when nothing can be compared."""
    try:
        written = review(ROOT)
        _write(ROOT / "build", written)
    except NoReview as none:
        print(none, file=sys.stderr)
        return 2
    except OSError as error:
        wrong = f"build/review.md cannot be written ({error.strerror})"
        print(f"{wrong}; make build/ a folder that you may write in", file=sys.stderr)
        return 2
    sys.stdout.write(written.text)
    return 0


def review(root: Path) -> Report:
    """What the tree at ``root`` changes; NoReview where that cannot be said."""
    base = base_of(root, os.environ.get("BASE", ""))
    with read_both(root, base) as (old, new, notes):
        found = changes(old, new)
        warned = list(cautions(old, new, found))
    return report(base, found, warned, other_files(root, base), notes, _links())


def _links() -> Links:
    repository = os.environ.get("ALLIED_REPOSITORY", "").rstrip("/")
    revision = os.environ.get("REVISION", "") or "main"
    files = f"{repository}/blob/{revision}/" if repository else "../"
    return Links(files, os.environ.get("PREVIEW", ""))


def _write(build: Path, written: Report) -> None:
    """The report and its pictures whole, or the old ones."""
    build.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix=".review-", dir=build) as name:
        draft = Path(name)
        (draft / "review.md").write_text(written.text, encoding="utf-8", newline="\n")
        (draft / "review").mkdir()
        for picture, svg in written.pictures.items():
            (draft / "review" / picture).write_text(svg, encoding="utf-8", newline="\n")
        shutil.rmtree(build / "review", ignore_errors=True)
        if written.pictures:
            os.replace(draft / "review", build / "review")
        os.replace(draft / "review.md", build / "review.md")


if __name__ == "__main__":
    sys.exit(main())
