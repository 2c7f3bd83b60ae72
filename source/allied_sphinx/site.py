"""What only the site has, and the EPUB, whose pages are HTML as well, does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from sphinx.application import Sphinx

SITE = "html"
"""The name of the builder; its format is that of the EPUB too."""


def of_site(handler: Callable[..., Any]) -> Callable[..., Any]:
    """A handler of an event that keeps to builds of the site."""

    @wraps(handler)
    def guarded(app: Sphinx, *rest: Any) -> Any:
        return handler(app, *rest) if app.builder.name == SITE else []

    return guarded
