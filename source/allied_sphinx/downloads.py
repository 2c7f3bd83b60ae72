"""The data files beside the site, at addresses that do not change: ``data/<table>.csv``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri
from sphinx.util.typing import ExtensionMetadata

from allied.tables import PACKAGE, tables

from .facts import skip_node
from .statements import as_json, statements


class download(nodes.inline):  # noqa: N801
    """A link to a file that the site offers; ``docname`` and ``file`` (a path from its root)."""


def download_links(docname: str, name: str) -> list[nodes.Node]:
    """Links to the files of one table."""
    return [download("", f"Download {name}.csv", docname=docname, file=f"data/{name}.csv")]


class LinkDownloads(SphinxPostTransform):
    """HTML links to the file; other formats have none to link to, and leave the words out."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        builder = self.env._app.builder
        for node in list(self.document.findall(download)):
            if builder.format != "html":
                node.parent.remove(node)
                continue
            base = builder.get_target_uri(node["docname"])
            link = nodes.reference("", "", refuri=relative_uri(base, node["file"]))
            link += node.children
            node.replace_self(link)


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Put the data and the evidence beside the pages."""
    if error is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "data"
    folder.mkdir(exist_ok=True)
    for table in tables().values():
        shutil.copyfile(table.path, folder / table.path.name)
    shutil.copyfile(PACKAGE, folder / PACKAGE.name)
    evidence = {
        "edition": app.config.edition_date,
        "commit": app.config.edition_commit,
        "statements": [as_json(item) for item in statements(app.env).in_order()],
    }
    text = json.dumps(evidence, ensure_ascii=False, indent=1) + "\n"
    (folder / "evidence.json").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    plain = (skip_node, skip_node)
    app.add_node(download, html=plain, typst=plain, latex=plain, text=plain, man=plain)
    app.add_post_transform(LinkDownloads)
    app.connect("build-finished", write_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
