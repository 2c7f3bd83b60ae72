"""Every page works where a host forbids all script and style that is not a file of the site."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from allied_sphinx.policy import POLICY
from allied_sphinx.preview import Quiet

WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));
"""
INLINE = """
() => [...document.querySelectorAll("style, [style], script:not([src])")]
  .filter((item) => item.type !== "application/ld+json").map((item) => item.outerHTML.slice(0, 80))
"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site as a host serves it, with its headers."""
    handler = functools.partial(Quiet, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def visit(tab: Page, address: str, said: list[str]) -> list[str]:
    """What a browser refused on a page, or told its developer."""
    said.clear()
    answer = tab.goto(address)
    assert answer is not None
    assert answer.headers["content-security-policy"] == POLICY
    return [*said, *tab.evaluate("window.refused"), *tab.evaluate(INLINE)]


def is_error(line: ConsoleMessage) -> bool:
    """Of a drawing by itself a browser asks for an icon that only old hosts had."""
    return line.type == "error" and not line.location["url"].endswith("/favicon.ico")


def opened(browser: Browser, **options: object) -> tuple[Page, list[str]]:
    context = browser.new_context(**options)  # type: ignore[arg-type]
    tab = context.new_page()
    said: list[str] = []
    tab.add_init_script(WATCH)
    tab.on("console", lambda line: said.append(line.text) if is_error(line) else None)
    tab.on("pageerror", lambda error: said.append(str(error)))
    return tab, said


def test_no_page_asks_for_what_is_forbidden(browser: Browser, address: str, site: Path) -> None:
    """In both colours: what only one of them asks for is asked for when they change."""
    tab, said = opened(browser, color_scheme="light")
    found = {}
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert len(pages) > 150
    for page in pages:
        tab.emulate_media(color_scheme="light")
        wrong = visit(tab, f"{address}/{page}", said)
        tab.emulate_media(color_scheme="dark")
        tab.evaluate(DRAWN)
        if wrong := [*wrong, *said, *tab.evaluate("window.refused")]:
            found[page] = wrong
    assert found == {}
    tab.context.close()


def test_what_a_reader_opens_is_not_refused(browser: Browser, address: str) -> None:
    """Popovers, search, tables that sort, drawers and the choice of colours."""
    tab, said = opened(browser, viewport={"width": 640, "height": 900})
    assert visit(tab, f"{address}/debates/burden-sharing.html", said) == []
    tab.locator("a.fact").first.focus()
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Tab")
    tab.locator("#popover").wait_for()
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="Contents of the site").click()
    tab.locator("#site-contents input[name=q]").fill("article 5")
    tab.locator("[role=option], .hit").first.wait_for()
    tab.keyboard.press("Escape")
    tab.goto(f"{address}/search.html?q=deterrence")
    tab.locator("#search-page a.hit").first.wait_for()
    tab.goto(f"{address}/appendix/nato-spending.html")
    tab.locator("button.sort:visible").first.click()
    tab.locator("label.filter input:visible").first.fill("Poland")
    assert said == []
    assert tab.evaluate("window.refused") == []
    tab.context.close()


@pytest.mark.parametrize("kept", ["light", "dark", "auto", None])
def test_the_choice_of_colours_is_there_with_the_body(
    browser: Browser, site: Path, kept: str | None
) -> None:
    """From a file as well: no first moment in the wrong colours."""
    tab, _ = opened(browser, color_scheme="dark")
    page = (site / "timeline.html").as_uri()
    tab.goto(page)
    tab.evaluate("kept => kept && localStorage.setItem('theme', kept)", kept)
    tab.add_init_script(
        """const look = () => {
          if (document.body) window.first = document.body.dataset.theme ?? "none";
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);"""
    )
    tab.goto(page)
    tab.wait_for_function("window.first")
    assert tab.evaluate("window.first") == (kept or "auto")
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") == (kept == "light")
    tab.context.close()


def test_a_drawing_that_is_opened_alone_holds_no_style(
    browser: Browser, address: str, site: Path
) -> None:
    tab, said = opened(browser)
    for path in sorted(site.rglob("*.svg")):
        said.clear()
        tab.goto(f"{address}/{path.relative_to(site).as_posix()}")
        assert said == [], path
        assert "<style" not in path.read_text(encoding="utf-8"), path
    tab.context.close()


def test_a_script_in_a_page_would_be_refused(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    tab.goto(f"{address}/index.html")
    tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<p id=mark>')")
    tab.evaluate(
        "const s = document.createElement('script'); s.textContent = 'mark.textContent = 1';"
        "document.body.append(s)"
    )
    assert tab.locator("#mark").inner_text() == ""
    tab.close()
