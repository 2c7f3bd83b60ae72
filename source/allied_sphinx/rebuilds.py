"""A second build gives what a clean one gives, byte for byte.

Sphinx writes a page again when that page was read again. But a page also shows what others say:
their titles in the sidebar, their numbers of figures, definitions, labels, sources. And it shows
what code, styles and settings make of it. Here a build compares all that with what the last one
wrote from, and writes every page again when it differs.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from allied.store.tables import PACKAGE

from .generated import generated_sums
from .popovers import FOLDER
from .sheets import write_sheets
from .statements import EVIDENCE, bibliography, own_tables, statements
from .sums import sum_of

SOURCE = Path(__file__).parents[1]
_CODE = (".py", ".typ", ".json", ".txt")  # with the shapes and lists of words that it reads


def _files(folder: Path, pattern: str = "*") -> Iterator[Path]:
    return (path for path in sorted(folder.rglob(pattern)) if path.is_file())


def settle_sums(app: Sphinx, config: Config) -> None:
    """Make code, packages, styles and conf.py settings, so that Sphinx sees when they change."""
    folder = Path(app.confdir)
    files = (path for kind in _CODE for path in _files(SOURCE, f"*{kind}"))
    code = [path for path in files if path.parent != PACKAGE.parent]  # whose rows pages depend on
    packages = {path.name for root in sys.path for path in Path(root).glob("*.dist-info")}
    config.sum_of_code = sum_of(SOURCE, code, *sorted(packages))
    config.sum_of_files = sum_of(folder, [folder / "conf.py", *static_files(app)])


def static_files(app: Sphinx) -> list[Path]:
    """The files that the project itself adds to the site as they are."""
    folders = [Path(app.confdir) / name for name in app.config.html_static_path]
    return [path for folder in folders for path in _files(folder)]


def shared(env: BuildEnvironment) -> str:
    """A sum over all that pages show of one another."""
    standard = env.domains.standard_domain
    parts: list[Any] = [
        sorted(env.found_docs),
        {name: title.astext() for name, title in sorted(env.titles.items())},
        {name: str(toc) for name, toc in sorted(env.tocs.items())},
        sorted(env.toctree_includes.items()),
        sorted(env.toc_fignumbers.items()),
        sorted(env.toc_secnumbers.items()),
        sorted(standard.labels.items()),
        sorted(standard.anonlabels.items()),
        sorted(standard.objects.items()),
        sorted(standard._terms.items()),
        sorted(env.domains["definitions"].data["pages"].items()),
        sorted((name, repr(_told(meta))) for name, meta in env.metadata.items()),
        [(item.page, item.expression) for item in own_tables(env)],
    ]
    return sum_of(Path(env.srcdir), [bibliography(env)], repr(parts))


def _told(meta: dict[str, Any]) -> dict[str, Any]:
    """What MyST notes of a page, without what no other shows: its words and the lines of headings.

    Both change with nearly every edit.
    """
    slugs = {slug: names for slug, (_, *names) in meta.get("myst_slugs", {}).items()}
    return {**meta, "wordcount": None, "myst_slugs": slugs}


def stated(env: BuildEnvironment) -> str:
    """A sum over all bound statements."""
    return sum_of(Path(env.srcdir), [], repr(statements(env).in_order()))


class SiteBuilder(StandaloneHTMLBuilder):
    """Sphinx's own builder; what it leaves in its folder does not depend on earlier builds.

    ``last`` is what the last whole build into this folder was made from. It is taken off the
    disk while a build writes: after one that was stopped in the middle all is written again.
    """

    search = False  # ours is in search.py; Sphinx's index takes long and lacks what it has read

    def init(self) -> None:
        super().init()
        key = hashlib.sha256(str(self.outdir).encode()).hexdigest()[:12]
        self.state = Path(self.doctreedir) / f"written-{key}.json"
        self.last: dict[str, Any] = {}
        if self.state.exists():
            self.last = json.loads(self.state.read_text(encoding="utf-8"))
        self.now: dict[str, Any] = {}
        self.handled: set[str] = set()

    def copy_assets(self) -> None:
        """Copy, and join the sheets at once: pages name them with their sums."""
        super().copy_assets()
        write_sheets(Path(self.outdir), self.config)

    def handle_page(
        self, pagename: str, addctx: dict[str, Any], templatename: str = "page.html", **more: Any
    ) -> None:
        self.handled.add(pagename)
        if templatename == "genindex.html":
            templatename = "site-index.html"
        super().handle_page(pagename, addctx, templatename, **more)

    def remember(self) -> None:
        """Keep what this build was made from."""
        names = [path.name for path in static_files(self._app)]
        now = self.now | {"static": names}
        self.state.write_text(json.dumps(now), encoding="utf-8")

    def is_as_before(self, name: str) -> bool:
        """True if a generated page would be what the last build wrote."""
        now, last = self.now, self.last
        alike = all(now[part] == last.get(part) for part in ("shared", "settings"))
        return alike and now["generated"][name] == last["generated"].get(name)

    def sweep(self) -> None:
        """Remove pages that are no pages now, and files that nothing uses."""
        names = self.env.found_docs | self.handled
        known = {Path(self.get_output_path(name)) for name in names}
        for path in _files(Path(self.outdir), "*.html"):
            if path not in known and "_static" not in path.parts:
                path.unlink()
        images = {name for _, name in self.env.images.values()}
        for path in _files(Path(self.outdir) / self.imagedir):
            if path.name not in images:
                path.unlink()
        for path in _files(Path(self.outdir) / FOLDER):
            name = path.relative_to(Path(self.outdir) / FOLDER).with_suffix("").as_posix()
            if name not in self.env.found_docs:
                path.unlink()
        gone = set(self.last.get("static", ())) - {path.name for path in static_files(self._app)}
        for path in _files(Path(self.outdir) / "_static"):
            if path.name in gone:
                path.unlink()
        (Path(self.outdir) / ".buildinfo.bak").unlink(missing_ok=True)
        for folder in sorted(Path(self.outdir).rglob("*"), reverse=True):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """All pages, unless what they share is what the last build wrote from.

    The list of the evidence is made of what every page states, and of nothing else.
    """
    if not isinstance(app.builder, SiteBuilder):
        return sorted(env.found_docs)
    app.builder.state.unlink(missing_ok=True)
    now: dict[str, Any] = {
        "shared": shared(env),
        "stated": stated(env),
        "settings": sum_of(
            PACKAGE.parent, [PACKAGE], app.builder.build_info.config_hash, app.config.sum_of_code
        ),
        "generated": generated_sums(app),
    }
    last = app.builder.last
    app.builder.now = now  # taken here: writing changes the environment
    if last.get("shared") != now["shared"]:
        return sorted(env.found_docs)
    return [EVIDENCE] if last.get("stated") != now["stated"] else []


def finish(app: Sphinx, error: Exception | None) -> None:
    """Remove what earlier builds left; remember what this one was made from.

    After a warning nothing is remembered: Sphinx does not repeat it for a page that it has read.
    """
    if error is not None or app._warncount:
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
    elif isinstance(app.builder, SiteBuilder):
        app.builder.sweep()
        app.builder.remember()


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_builder(SiteBuilder, override=True)
    app.add_config_value("sum_of_code", "", "env")
    app.add_config_value("sum_of_files", "", "html")
    app.connect("config-inited", settle_sums)
    app.connect("env-get-updated", pages_to_write, priority=900)  # figures are numbered at 500
    app.connect("build-finished", finish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
