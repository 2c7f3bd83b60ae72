"""What a reader takes away from a page: the PDFs, a citation, the page's own text, its addresses.

Everything is beside the page or in it; nothing is asked of another computer. What needs an
address of the site or of the repository is absent where none is set.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.osutil import relative_uri
from sphinx.util.typing import ExtensionMetadata

from allied.store.dates import PartialDate
from allied_check.prose import is_article

from .archives import OFFLINE
from .edition import last_changes
from .packages import write_if_changed
from .repository import edit_link, form_link, page_path
from .site import of_site
from .statements import statements

TEXTS = "_texts"
CITATIONS = "_cite"
LLMS = "llms.txt"
DESCRIPTION = "description"
WORDS_A_MINUTE = 230
_WORD = re.compile(r"[^\W_]+(?:[-'.,\u2019][^\W_]+)*")
_HEADING = re.compile(r"</h1>\n?")
_DOTTED = (
    '<p class="downloads">A dotted line marks what can be asked: point at a number to see the row '
    "and the source that it rests on, at a term to see what it means.</p>\n"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A PDF or EPUB that the site offers."""

    folder: str
    """Where it is, from the folder of conf.py; the last part is its folder on the site."""
    file: str
    called: str
    pages: int
    """None in an EPUB, whose pages are the reader's."""
    size: str

    @property
    def words(self) -> str:
        kind = Path(self.file).suffix[1:].upper()
        pages = f", {self.pages} pages" if self.pages else ""
        return f"{self.called} ({kind}{pages}, {self.size})"

    @property
    def path(self) -> str:
        """Where it is on the site."""
        return f"{Path(self.folder).name}/{self.file}"


def settle(app: Sphinx, config: Config) -> None:
    """Read which PDFs and EPUBs there are: pages name their sizes, and change with them.

    The addresses of the site and of the repository may come from the environment, so that a fork
    or a preview need not change conf.py.
    """
    asked = os.environ.get
    config.html_baseurl = (
        config.html_baseurl or asked("ALLIED_ADDRESS") or asked("READTHEDOCS_CANONICAL_URL", "")
    )
    config.site_repository = config.site_repository or asked("ALLIED_REPOSITORY", "")
    config.site_changes = last_changes(Path(app.confdir), "docs")
    found = []
    for folder in config.site_books:
        listed = Path(app.confdir, folder, "documents.json")
        if listed.exists():
            items = json.loads(listed.read_text(encoding="utf-8"))
            found += [{"folder": folder, **item} for item in items]
    config.site_cuts = json.dumps(found)


def cuts(config: Config) -> list[Cut]:
    """The PDFs, in their order, and the EPUB."""
    return [
        Cut(
            item["folder"],
            item["name"],
            item["called"],
            item.get("pages", 0),
            _size(item["bytes"]),
        )
        for item in json.loads(config.site_cuts)
    ]


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 950_000 else f"{round(size / 1000)} kB"


def note_description(app: Sphinx, doctree: nodes.document) -> None:
    """Keep what the head of a page says of it: its own tree is not there when lists are made."""
    for node in doctree.findall(nodes.meta):
        if node["name"] == "description":
            app.env.metadata[app.env.docname][DESCRIPTION] = node["content"]


# -- each page ----------------------------------------------------------------------------


def add_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give the templates what they show at the head, at the foot and in the sidebar."""
    here = app.builder.get_target_uri(pagename)
    config = app.config
    address = config.html_baseurl.rstrip("/")
    context["offered"] = [
        {"words": cut.words, "link": relative_uri(here, cut.path)} for cut in cuts(config)
    ]
    if address:  # whole, since the copy that is read without a network does not hold itself
        whole = {"words": "the whole site, to read offline (ZIP)", "link": f"{address}/{OFFLINE}"}
        context["offered"].append(whole)
    context["page_address"] = f"{address}/{here}" if address else ""
    if pagename not in app.env.found_docs:
        return
    title = app.env.titles[pagename].astext()
    if config.site_repository:
        context["edit_link"] = edit_link(config, page_path(pagename))
        context["correct_link"] = form_link(config, context["page_address"] or title)
    context["cited"] = cited(config, title, context["page_address"])
    context["citation_file"] = relative_uri(here, f"{CITATIONS}/{pagename}")
    context["text_link"] = relative_uri(here, f"{TEXTS}/{pagename}.md")
    if is_article(Path(app.env.doc2path(pagename))):
        context["body"] = _HEADING.sub(
            lambda match: match[0] + _head(app, pagename, doctree), context["body"], count=1
        )


def _head(app: Sphinx, pagename: str, doctree: nodes.document) -> str:
    """As of when, how long to read, how much of it is checked."""
    parts = [f"As of {PartialDate.parse(app.config.edition_date)}"]
    changed = app.config.site_changes.get(f"docs/{pagename}.md")
    if changed:
        parts.append(f"changed {PartialDate.parse(changed)}")
    minutes = max(1, round(len(_WORD.findall(doctree.astext())) / WORDS_A_MINUTE))
    parts.append(f"{minutes} minutes to read" if minutes > 1 else "a minute to read")
    count = sum(item.kind == "fact" for item in statements(app.env).pages.get(pagename, []))
    if count:
        evidence = app.builder.get_relative_uri(pagename, "appendix/methods")
        parts.append(f'<a href="{evidence}">{count} numbers, dates and names checked</a>')
    parts.append('<a href="#cite-this-page">Cite</a>')
    line = " \u00b7 ".join(part if "<" in part else part.replace(" ", "\u00a0") for part in parts)
    told = f'<p class="page-head downloads">{line}</p>\n'
    return told + _DOTTED if pagename == app.config.root_doc else told


# -- citations ------------------------------------------------------------------------------


def cited(config: Config, title: str, address: str) -> dict[str, str]:
    """The page as APA and Chicago write it, and for BibTeX, RIS and CSL-JSON."""
    day = PartialDate.parse(config.edition_date)
    author, whole = config.author, config.project
    revision = f"revision {config.edition_commit}"
    same = title == whole
    apa = f"{author}. ({day.year}, {_month_day(day)}). <em>{escape(title)}</em>"
    apa += f" ({revision})." if same else f". In <em>{escape(whole)}</em> ({revision})."
    chicago = f"{author}. \u201c{escape(title)}.\u201d "
    chicago += f"<em>{escape(whole)}</em>, {day}, {revision}."
    key = "-".join(re.findall(r"[a-z0-9]+", title.lower())[:4]) or "page"
    fields = {
        "author": f"{{{author}}}",
        "title": f"{{{title}}}",
        "booktitle": whole,
        "year": str(day.year),
        "date": config.edition_date,
        "version": config.edition_commit,
        "url": address,
    }
    bib = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    ris = [
        ("TY", "ENCYC"),
        ("AU", author),
        ("TI", title),
        ("T2", whole),
        ("PY", str(day.year)),
        ("DA", config.edition_date.replace("-", "/")),
        ("ET", config.edition_commit),
        ("UR", address),
        ("ER", ""),
    ]
    csl = {
        "id": key,
        "type": "entry-encyclopedia",
        "title": title,
        "container-title": whole,
        "author": [{"literal": author}],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": config.edition_commit,
        **({"URL": address} if address else {}),
    }
    link = f' <a href="{escape(address)}">{escape(address)}</a>' if address else ""
    return {
        "apa": apa + link,
        "chicago": chicago + link,
        "bib": f"@incollection{{{key},\n{bib}}}\n",
        "ris": "".join(f"{tag}  - {value}\r\n" for tag, value in ris if value or tag == "ER"),
        "csl.json": json.dumps([csl], ensure_ascii=False, indent=1) + "\n",
    }


def _month_day(day: PartialDate) -> str:
    words = str(day).split()
    return f"{words[1]} {words[0]}"


# -- files ----------------------------------------------------------------------------------


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Put the PDFs, the texts of the pages and their citations beside the site."""
    if error is not None:
        return
    root = Path(app.outdir)
    keep = set()
    for cut in cuts(app.config):
        source, target = Path(app.confdir, cut.folder, cut.file), root / cut.path
        keep.add(target)
        target.parent.mkdir(exist_ok=True)
        if not target.exists() or target.read_bytes() != source.read_bytes():
            shutil.copyfile(source, target)
    for docname in sorted(app.env.found_docs):
        text = Path(app.env.doc2path(docname)).read_bytes()
        title = app.env.titles[docname].astext()
        address = app.config.html_baseurl.rstrip("/")
        here = app.builder.get_target_uri(docname)
        made = cited(app.config, title, f"{address}/{here}" if address else "")
        files = {f"{TEXTS}/{docname}.md": text} | {
            f"{CITATIONS}/{docname}.{kind}": made[kind].encode()
            for kind in ("bib", "ris", "csl.json")
        }
        for name, content in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            write_if_changed(root / name, content)
            keep.add(root / name)
    write_if_changed(root / LLMS, _llms(app).encode())
    books = [Path(folder).name for folder in app.config.site_books]
    for folder in (*books, TEXTS, CITATIONS):
        for path in (root / folder).rglob("*"):
            if path.is_file() and path not in keep:
                path.unlink()


def _llms(app: Sphinx) -> str:
    """The pages, their descriptions and their texts, for programs that read (llmstxt.org)."""
    lines = [f"# {app.config.project}", "", f"> {app.config.typst_subtitle}", "", "## Pages", ""]
    for docname in sorted(app.env.found_docs):
        said = app.env.metadata[docname].get(DESCRIPTION, "")
        title = app.env.titles[docname].astext()
        lines.append(f"- [{title}]({TEXTS}/{docname}.md)" + (f": {said}" if said else ""))
    data = "- [data/evidence.json](data/evidence.json): every statement with its rows and sources"
    return "\n".join([*lines, "", "## Data", "", data, ""])


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_config_value("site_books", ["build/pdf", "build/epub"], "", list)
    app.add_config_value("site_cuts", "[]", "html", str)
    app.add_config_value("site_changes", {}, "html", dict)
    app.connect("config-inited", settle)
    app.connect("doctree-read", note_description)
    app.connect("html-page-context", of_site(add_context), priority=800)
    app.connect("build-finished", of_site(write_files))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
