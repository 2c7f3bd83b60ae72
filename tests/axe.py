"""What axe finds on a page that a browser shows: nothing, or the test fails with its report."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without `resultTypes` the time goes into naming each of the thousands of nodes that are right.
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}


def assert_axe_finds_nothing(page: Page, context: dict[str, Any] | None = None) -> None:
    results = Axe().run(page, context=context, options=OPTIONS)
    assert results.violations_count == 0, results.generate_report()
