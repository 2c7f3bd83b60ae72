"""What axe finds on a page that a browser shows: nothing, or the test fails with its report.

Nearly all of axe's time goes into the contrast of each piece of text, and of each link with the
words around it; thousands of them look alike. Both are asked of one of each kind: of the same
colours on the same grounds, in the same size, with the same places, floats and filters around it,
and in words of the same look. All other rules are asked of everything.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without `resultTypes` the time goes into naming each of the thousands of nodes that are right.
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# Marks the texts that look like none before them, and gives what they look like.
MARK = """
(seen) => {
  const AROUND = ["backgroundColor", "backgroundImage", "position", "zIndex", "float", "opacity",
    "filter", "mixBlendMode", "overflow", "clipPath", "transform", "visibility", "display"];
  const OWN = ["color", "fontSize", "fontWeight", "textShadow", "webkitTextFillColor",
    "textDecorationLine", "marginTop", "marginLeft", "marginBottom", "marginRight"];
  const LINK = ["borderBottomStyle", "borderBottomWidth", "fontStyle", "textDecorationStyle"];
  const WORDS = ["color", "fontSize", "fontStyle", "fontWeight", "textDecorationLine"];
  const ALSO = "input, select, textarea, button, a[href]";
  const look_of = (style, names) => names.map((name) => style[name]).join();
  const among_words = (link) => {
    let block = link.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    let words = block.textContent.trim().length;
    for (const each of block.querySelectorAll("a[href]")) words -= each.textContent.length;
    return `${words > 0} ${look_of(getComputedStyle(block), WORDS)}`;
  };
  const around = new Map([[null, ""]]);
  const looks = new Set(seen);
  const fresh = [];
  for (const item of document.querySelectorAll("*")) {
    const style = getComputedStyle(item);
    const behind = ["::before", "::after"].map((part) => getComputedStyle(item, part))
      .filter((part) => part.content !== "none")
      .map((part) => part.backgroundColor + part.backgroundImage + part.position);
    const own = look_of(style, AROUND) + behind.join();
    const above = around.get(item.parentElement) ?? "";
    around.set(item, above.endsWith(own) ? above : `${above}/${own}`);
    const text = [...item.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!text && !item.matches(ALSO)) continue;
    let look = `${item.disabled} ${look_of(style, OWN)} ${around.get(item)}`;
    if (item.matches("a[href]")) look += ` ${look_of(style, LINK)} ${among_words(item)}`;
    if (looks.has(look)) continue;
    looks.add(look);
    fresh.push(look);
    item.dataset.firstOfItsLook = "";
  }
  return fresh;
}
"""
ASK = """
axe.configure({ rules: [
  { id: "color-contrast", selector: "[data-first-of-its-look]" },
  { id: "link-in-text-block", selector: "a[href][data-first-of-its-look]" },
] });
"""


def assert_axe_finds_nothing(
    page: Page, context: dict[str, Any] | None = None, seen: set[str] | None = None
) -> None:
    """``seen`` are looks that were found right on other pages; those of this page are added."""
    axe = Axe()
    looks = page.evaluate(MARK, list(seen or ()))
    axe.axe_script += ASK
    _assert_nothing(axe, page, context)
    if seen is not None:
        seen |= set(looks)


def assert_axe_finds_nothing_in_any_text(page: Page) -> None:
    """With the contrast of all text and links, of whatever look."""
    _assert_nothing(Axe(), page, None)


def _assert_nothing(axe: Axe, page: Page, context: dict[str, Any] | None) -> None:
    results = axe.run(page, context=context, options=OPTIONS)
    assert results.violations_count == 0, results.generate_report()
