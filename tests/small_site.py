"""A project of six pages with all of the data: what a build does can be seen in seconds."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from allied.store.tables import read, tables
from conftest import ROOT, copy_project

PAGES = Path(__file__).parent / "small"


def small_project(folder: Path) -> Path:
    """The project with the pages of `PAGES` and the sources that they and the rows cite."""
    copy_project(folder)
    shutil.rmtree(folder / "docs")
    shutil.copytree(PAGES, folder / "docs")
    text = "".join(path.read_text(encoding="utf-8") for path in PAGES.rglob("*.md"))
    cited = set(re.findall(r"\{cite:p\}`([\w-]+)`", text))
    for table in tables().values():
        names = [column.name for column in table.fields if column.bibliography]
        cited |= {values.get(name) for _, values in read(table)[0] for name in names}
    entries = (ROOT / "docs/references.bib").read_text(encoding="utf-8").split("\n\n")
    kept = [entry for entry in entries if re.match(r"@\w+\{([^,]+),", entry.strip())]
    kept = [entry for entry in kept if re.match(r"@\w+\{([^,]+),", entry.strip())[1] in cited]  # type: ignore[index]
    bibliography = "\n\n".join(entry.strip() for entry in kept) + "\n"
    (folder / "docs/references.bib").write_text(bibliography, encoding="utf-8")
    return folder
