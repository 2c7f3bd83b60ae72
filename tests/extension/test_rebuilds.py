"""After any edit a build leaves what a clean build leaves, byte for byte, and no more."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import sphinx
from small_site import small_project


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


FIGURE = """
```{mermaid}
:caption: A figure before the others

flowchart LR
    accTitle: A step before
    accDescr: A step before leads to the first.
    A["Before"] --> B["One step"]
```
"""


def rename(project: Path) -> None:
    (project / "docs/part/second.md").rename(project / "docs/part/next.md")
    edit(project / "docs/index.md", "[the second](part/second.md)", "[the next](part/next.md)")
    edit(project / "docs/index.md", "part/second\n", "part/next\n")


def remove(project: Path) -> None:
    (project / "docs/part/second.md").unlink()
    edit(project / "docs/index.md", ", [the second](part/second.md)", "")
    edit(project / "docs/index.md", "part/second\n", "")
    edit(project / "docs/glossary.md", "collective defence\n", "NATO alliance\n")
    edit(project / "docs/glossary.md", "\nNATO\n", "\nNATO\nthe alliance\n")
    edit(project / "docs/part/first.md", "An alliance", "{term}`A <NATO alliance>` alliance")


def drop_source(project: Path) -> None:
    path = project / "docs/references.bib"
    text = path.read_text(encoding="utf-8")
    begin = text.index("@misc{nato-1949-treaty")
    title = re.compile(r"title = \{\{.*?\}\}").search(text, begin)
    assert title
    path.write_text(text.replace(title[0], "title = {{A Treaty by Another Name}}"), "utf-8")


def no_popover(project: Path) -> None:
    """The second page loses all that its popovers explain; the first takes it over."""
    path = project / "docs/part/second.md"
    text = path.read_text(encoding="utf-8").replace("{term}`collective defence`", "a promise")
    for old in (" {cite:p}`nato-1949-treaty`", '"self-help and mutual aid"'):
        text = text.replace(old, " help")
    path.write_text(text, encoding="utf-8")
    new = "By {term}`collective defence` {cite:p}`nato-1949-treaty` an alliance"
    edit(project / "docs/part/first.md", "An alliance", new)


def add_style(project: Path) -> None:
    (project / "_static/more.css").write_text("p { color: green }\n", encoding="utf-8")
    edit(project / "conf.py", '["allied.css", ', '["more.css", "allied.css", ')


def change_a_day(project: Path) -> None:
    """In both tables that hold it, or the rows would not agree."""
    for table, row in (("nato_members", "SWE"), ("events", "sweden-accedes")):
        path = project / f"source/allied/data/{table}.csv"
        edit(path, f"{row},2024-03-07", f"{row},2024-03-08")


EDITS: dict[str, Callable[[Path], None]] = {
    "nothing": lambda project: None,
    "a word": lambda project: edit(project / "docs/part/first.md", "An alliance", "A league"),
    "a figure": lambda project: edit(
        project / "docs/part/first.md", "\n```{mermaid}", FIGURE + "\n```{mermaid}"
    ),
    "a title": lambda project: edit(project / "docs/part/first.md", "# First", "# The first"),
    "a renamed page": rename,
    "a removed page": remove,
    "a definition": lambda project: edit(project / "docs/glossary.md", "The promise", "A pledge"),
    "a new term": lambda project: edit(
        project / "docs/glossary.md", "\nNATO\n", "\nNATO\nthe alliance\n"
    ),
    "a source": drop_source,
    "a row": change_a_day,
    "the name of a row": lambda project: edit(
        project / "source/allied/data/states.csv", "FIN,FI,246,Finland", "FIN,FI,246,Suomi"
    ),
    "a passage": lambda project: edit(
        project / "source/allied/data/passages.csv",
        "In order more effectively to achieve",
        "In order more surely to achieve",
    ),
    "the list of sources": lambda project: edit(project / "docs/bibliography.md", "# ", "# The "),
    "a citation": lambda project: edit(
        project / "docs/part/first.md", "An alliance", "By {cite:p}`nato-1949-treaty` an alliance"
    ),
    "no popover": no_popover,
    "a style": lambda project: edit(
        project / "_static/allied.css", "text-align: left", "text-align: start"
    ),
    "a new style": add_style,
    "the extension": lambda project: edit(
        project / "source/allied_sphinx/evidence.py", '"Source: ', '"Read in: '
    ),
    "a question": lambda project: edit(
        project / "source/allied/questions/nato.py", '"""Who', '"""Which states'
    ),
    "a template": lambda project: edit(
        project / "_static/templates/page.html", "Edition of", "The edition of"
    ),
    "the settings": lambda project: edit(
        project / "conf.py", 'html_title = "Allied', 'html_title = "On allied'
    ),
    "a description": lambda project: edit(
        project / "docs/part/second.md", "The second page.", "Another page."
    ),
}


SIDE_BY_SIDE = ("a figure", "a removed page", "a source", "a row", "the extension")
"""Edits after which several processes make the clean build, which takes half as long again."""


def build(project: Path, *options: str) -> None:
    done = sphinx(project, "html", "build/html", "-q", *options)
    assert (done.returncode, done.stderr) == (0, "")


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as its first build left it."""
    folder = tmp_path_factory.mktemp("small")
    project = small_project(folder / "project")
    build(project)
    return Path(shutil.copytree(project, folder / "kept"))


@pytest.fixture
def project(kept: Path) -> Path:
    """The same where it was built: in any other folder Sphinx reads all pages again."""
    project = kept.with_name("project")
    shutil.rmtree(project)
    return Path(shutil.copytree(kept, project))


@pytest.mark.parametrize("name", EDITS)
def test_a_rebuild_equals_a_clean_build(project: Path, tmp_path: Path, name: str) -> None:
    before = hashes(project / "build/html")
    EDITS[name](project)
    build(project)
    clean = tmp_path / "clean"
    shutil.copytree(project, clean, ignore=shutil.ignore_patterns("build"))
    build(clean, *(("-j", "4") if name in SIDE_BY_SIDE else ()))
    again = hashes(project / "build/html")
    assert again == hashes(clean / "build/html")
    assert (again == before) == (name in ("nothing", "a question"))


def test_a_build_that_was_stopped_while_writing_is_made_good(project: Path) -> None:
    build(project)
    whole = hashes(project / "build/html")
    (project / "build/html/part/first.html").write_text("<p>half", encoding="utf-8")
    for state in (project / "build/doctrees").glob("written-*.json"):
        state.unlink()  # a build takes it away before it writes
    build(project)
    assert hashes(project / "build/html") == whole


def test_a_warning_is_told_by_every_build(project: Path) -> None:
    edit(project / "docs/part/first.md", "An alliance", "(bare)=\nAn alliance")
    edit(project / "docs/part/second.md", "As {numref}", "See {ref}`bare`.\nAs {numref}")
    first = sphinx(project, "html", "build/html", "-q")
    second = sphinx(project, "html", "build/html", "-q")
    assert first.returncode != 0
    assert second.returncode != 0
    assert first.stderr == second.stderr != ""


def test_an_edit_of_words_writes_its_page_and_no_other(project: Path) -> None:
    """More words on more lines: no other page shows how many, or where headings stand."""
    build(project)
    html = project / "build/html"
    before = {path: path.stat().st_mtime_ns for path in html.rglob("*.html")}
    edit(project / "docs/part/first.md", "\n\nAn alliance", "\n\nMore words.\n\nAn alliance")
    build(project)
    after = {path: path.stat().st_mtime_ns for path in html.rglob("*.html")}
    assert before.keys() == after.keys()
    written = {path.relative_to(html).as_posix() for path in after if before[path] != after[path]}
    assert "part/first.html" in written
    assert "part/second.html" not in written
    assert "glossary.html" not in written


CHART = """

```{chart} nato_by_accession
:name: chart-nato
:caption: The members by year
```
"""


def test_a_chart_is_drawn_again_where_its_rows_changed(project: Path) -> None:
    """Not after other edits: what stands in its file shows that nobody wrote it."""
    page = project / "docs/part/second.md"
    page.write_text(page.read_text(encoding="utf-8") + CHART, encoding="utf-8")
    build(project)
    (drawing,) = (project / "build/html").rglob("nato-by-accession.svg")
    drawing.write_bytes(b"kept")
    EDITS["a word"](project)
    build(project)
    assert drawing.read_bytes() == b"kept"
    EDITS["the name of a row"](project)
    build(project)
    assert drawing.read_bytes().startswith(b"<svg")
    drawing.write_bytes(b"kept")
    shapes = project / "source/allied_sphinx/figures/shapes.json"
    shapes.write_text(shapes.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    build(project)  # what else lies beside the code is code too
    assert drawing.read_bytes().startswith(b"<svg")
    drawing.unlink()
    build(project)
    assert drawing.read_bytes().startswith(b"<svg")
