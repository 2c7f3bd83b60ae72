"""The site under a strict Content-Security-Policy, as a careful server sends it."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from allied_sphinx.policy import POLICY
from conftest import ROOT

REPORT = (
    "document.addEventListener('securitypolicyviolation', said => console.log('REFUSED '"
    " + said.effectiveDirective + ' ' + said.blockedURI + ' ' + said.sample))"
)
PAGES = sorted(
    path.relative_to(ROOT / "docs").with_suffix(".html").as_posix()
    for path in (ROOT / "docs").rglob("*.md")
)
OTHERS = ["404.html", "genindex.html", "search.html?q=article+5", "bibliography/a.html"]
OTHERS += ["appendix/evidence/debates/burden-sharing.html"]


class Guarded(http.server.SimpleHTTPRequestHandler):
    """Serves files with the header."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    handler = functools.partial(Guarded, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A page that remembers what was refused and what went wrong."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(REPORT)
    tab = context.new_page()
    said: list[str] = []
    # Furo tells the console when the theme is changed.
    tab.on(
        "console",
        lambda message: (
            said.append(message.text)
            if message.type == "error" or message.text.startswith("REFUSED")
            else None
        ),
    )
    tab.on("pageerror", lambda error: said.append(str(error)))
    yield tab
    context.close()
    assert said == []


@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
def test_nothing_is_refused(tab: Page, address: str, site: Path, name: str) -> None:
    assert (site / name.partition("?")[0]).exists()
    tab.goto(f"{address}/{name}", wait_until="networkidle")
    assert tab.locator("h1").first.is_visible()


def test_what_moves_is_not_refused(tab: Page, address: str) -> None:
    tab.goto(f"{address}/debates/burden-sharing.html", wait_until="networkidle")
    tab.locator("a.fact").first.hover()
    tab.locator("[role=tooltip], .popover").first.wait_for()
    for _ in range(3):
        tab.locator(".theme-toggle:visible").first.click()
    tab.goto(f"{address}/appendix/events.html", wait_until="networkidle")
    tab.locator(".filter input, input[type=search]").last.fill("1949")
    tab.locator("details summary").first.click()


def test_a_script_in_a_page_would_be_refused(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/index.html")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p id=mark>')")
    page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'mark.textContent = 1';"
        "document.body.append(s)"
    )
    assert page.locator("#mark").inner_text() == ""
    page.close()
