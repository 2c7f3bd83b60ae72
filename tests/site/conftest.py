"""A browser that opens the built site, and fails where a page asks the network or throws."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browser_setup import HELP, find

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    if path is None:
        pytest.fail(HELP)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page; a request that leaves the machine, or a script that throws, fails the test."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    outside: list[str] = []
    context.on("request", lambda sent: outside.append(sent.url))
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(f"{tab.url}: {error}"))
    yield tab
    context.close()
    assert [url for url in outside if not url.startswith(("file:", "data:"))] == []
    assert faults == []


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that nothing was done in."""
    with opened(browser, **getattr(request, "param", {})) as tab:
        yield tab


@pytest.fixture(scope="module")
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in which a module's tests look at one address after the other, and do nothing."""
    with opened(browser, **getattr(request, "param", {})) as tab:
        yield tab
