"""What a browser may load and run on a page; the preview sends it, and so should a host.

Every script and style is a file of the site. Pages hold neither between their lines, so what
slipped past the checks into a page would still not run.
"""

from __future__ import annotations

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The header that the site is tested under (docs/contribute/hosting.md has it too)."""
