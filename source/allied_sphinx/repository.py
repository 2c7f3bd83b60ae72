"""Where the files of the article can be changed: links into the repository, where one is set.

``site_repository`` (or ``ALLIED_REPOSITORY`` in the environment) is its address, such as
``https://github.com/owner/name``; without one there are no such links. Lines are addressed as
GitHub and what is made like it do.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata

from allied.store.tables import PACKAGE, tables

from .site import SITE

FORM = "wrong-number.yml"
"""The form for errors, in .github/ISSUE_TEMPLATE/."""
_DATA = PACKAGE.parent.relative_to(Path(__file__).parents[2])


def page_path(page: str) -> str:
    """The file of a page, from the root of the repository."""
    return f"docs/{page}.md"


def table_path(name: str) -> str:
    """The file of a table, from the root of the repository."""
    return (_DATA / tables()[name].path.name).as_posix()


def edit_link(config: Config, path: str) -> str:
    """Opens a file to be changed; blank without a repository."""
    return f"{_address(config)}/edit/{config.site_branch}/{path}" if _address(config) else ""


def line_link(config: Config, path: str, line: int) -> str:
    """Opens a file at a line, as it is written and not as it looks; blank without a repository."""
    if not _address(config):
        return ""
    return f"{_address(config)}/blob/{config.site_branch}/{path}?plain=1#L{line}"


def form_link(config: Config, where: str, said: str = "") -> str:
    """Opens the form for errors, filled in as far as it is known; blank without a repository.

    ``where`` names the place, ``said`` is what the article says there.
    """
    if not _address(config):
        return ""
    fields = {"template": FORM, "page": where} | ({"said": said} if said else {})
    return f"{_address(config)}/issues/new?{urlencode(fields)}"


def _address(config: Config) -> str:
    address: str = config.site_repository
    return address.rstrip("/")


class LinkRows(SphinxPostTransform):
    """The rows of a table on its own page lead to their lines."""

    formats = ("html",)
    default_priority = 5

    def run(self, **kwargs: object) -> None:
        if self.env._app.builder.name != SITE or not _address(self.config):
            return
        for row in self.document.findall(nodes.row):
            if "file_line" not in row:
                continue
            name, line = row["file_line"]
            link = nodes.reference(
                "", "edit", refuri=line_link(self.config, table_path(name), line)
            )
            link["classes"].append("edit-row")
            paragraph = next(row.findall(nodes.paragraph), None)
            if paragraph is not None:
                paragraph += [nodes.Text(" "), link]


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_config_value("site_repository", "", "html", str)
    app.add_config_value("site_branch", "main", "html", str)
    app.add_post_transform(LinkRows)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
