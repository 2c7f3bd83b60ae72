"""What a browser may load and run on a page; the preview sends it, and so should a host.

Every script and style is a file of the site. Pages hold neither between their lines, so what
slipped past the checks into a page would still not run. The site also holds the policy as a
``_headers`` file, which static hosts such as Netlify and Cloudflare Pages read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the preview imports this, and must hold nothing that a build would import
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


def write_headers(app: Sphinx, error: Exception | None) -> None:
    """Put the headers beside the pages, in the form that static hosts read."""
    from .packages import write_if_changed

    if error is None:
        lines = "".join(f"  {name}: {value}\n" for name, value in HEADERS.items())
        write_if_changed(Path(app.outdir, "_headers"), f"/*\n{lines}".encode())


def setup(app: Sphinx) -> ExtensionMetadata:
    from .site import of_site

    app.connect("build-finished", of_site(write_headers))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
