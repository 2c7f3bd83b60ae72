"""The search in a real browser, from files: what it finds, what it costs, how it is used."""

from __future__ import annotations

import csv
import gzip
import json
import statistics
import string
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, Page, Route

from allied.questions.institutions import institution
from allied.store.tables import read, tables
from allied_sphinx.search import COMMON, _counted, first_letter, packed, typed_words
from axe import assert_axe_finds_nothing
from conftest import ROOT

HERE = Path(__file__).parent
QUERIES = HERE / "queries.csv"
# How many queries found their page among the first three when last measured. An edit of a page may
# move one of a file; two is a fault of the search, or of the edit.
REACHED = {
    "queries": 60,
    "queries-later": 39,
    "queries-third": 37,
    "queries-fourth": 16,
    "queries-fifth": 57,
}
START = "appendix/index"
FIELD = "input.sidebar-search"
HITS = ".hits a.hit:not(.hit-all)"


def opened(page: Page, site: Path, name: str = START) -> Page:
    page.goto((site / f"{name}.html").as_uri())
    return page


def asked(page: Page, query: str) -> list[str]:
    """The pages that the list under the field names, once it answers this query."""
    field = page.locator(FIELD)
    field.focus()
    field.fill(query)
    answer = f"a.hit-all[href$='q={_encoded(query)}']"
    page.locator(answer).wait_for()
    return [_name(href) for href in _hrefs(page)]


def _hrefs(page: Page) -> list[str]:
    hrefs: list[str] = page.locator(HITS).evaluate_all("links => links.map(link => link.href)")
    return hrefs


def _encoded(query: str) -> str:
    from urllib.parse import quote

    return quote(query.strip(), safe="!~*'()")


def _name(href: str) -> str:
    return unquote(urlsplit(href).path).partition("/build/html/")[2].removesuffix(".html")


@dataclass
class Answer:
    query: str
    wanted: str
    pages: list[str]
    size: int
    milliseconds: float


WATCH = """() => {
  new MutationObserver(() => {
    if (window.typed && !window.shown && document.querySelector(".hits:not([hidden]) a.hit"))
      window.shown = performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true });
  document.addEventListener("input", () => (window.typed = performance.now()), true);
}"""


@cache
def gzipped(file: Path) -> int:
    """Bytes of a file as a server sends it."""
    return len(gzip.compress(file.read_bytes(), 9, mtime=0))


def first_asked(browser: Browser, site: Path, query: str, wanted: str) -> Answer:
    """A query asked first on a page newly opened."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = opened(context.new_page(), site)
    sent: list[str] = []
    context.on("request", lambda request: sent.append(request.url))
    tab.evaluate(WATCH)
    tab.locator(FIELD).focus()
    tab.wait_for_function("globalThis.searchLoaded && document.querySelector('.hits')")
    tab.wait_for_timeout(150)  # a reader needs longer to begin to type
    pages = asked(tab, query)
    tab.wait_for_timeout(150)
    files = [Path(unquote(urlsplit(url).path)) for url in sent]
    size = sum(map(gzipped, files))
    time = tab.evaluate("window.shown - window.typed")
    context.close()
    return Answer(query, wanted, pages, size, time)


@pytest.fixture(scope="module")
def answers(browser: Browser, site: Path) -> list[Answer]:
    with QUERIES.open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    return [first_asked(browser, site, row["query"], row["page"]) for row in rows]


def test_the_page_wanted_is_among_the_first_three(answers: list[Answer]) -> None:
    missed = [
        (it.query, it.wanted, it.pages[:3]) for it in answers if it.wanted not in it.pages[:3]
    ]
    assert len(answers) >= 60
    assert len(missed) <= len(answers) - REACHED["queries"] + 1, missed


@pytest.mark.parametrize("name", list(REACHED)[1:])
def test_later_queries_find_their_page_too(page: Page, site: Path, name: str) -> None:
    opened(page, site)
    with (HERE / f"{name}.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    found = {row["query"]: asked(page, row["query"])[:3] for row in rows}
    missed = [row for row in rows if row["page"] not in found[row["query"]]]
    assert len(missed) <= len(rows) - REACHED[name] + 1, missed


def test_every_file_of_queries_is_asked() -> None:
    assert {path.stem for path in HERE.glob("queries*.csv")} == set(REACHED)


SMALL = 150 * 1024


def test_a_first_query_is_small(answers: list[Answer]) -> None:
    assert {it.query: it.size for it in answers if it.size > SMALL} == {}
    assert min(it.size for it in answers) > 50 * 1024  # the index was loaded, and is counted


# No page holds all of it, or says the word at all.
STRANGE = [
    ("Taft speech", "further-reading"),
    ("estonia 2007 cyberattack", "arenas/transatlantic"),
    ("No Enchanted Palace Mazower", "bibliography/f"),
    ("Hiroshima", "appendix/events"),
]


@pytest.mark.parametrize(("query", "wanted"), STRANGE, ids=lambda text: text)
def test_a_first_query_for_what_no_page_tells_is_small(
    browser: Browser, site: Path, query: str, wanted: str
) -> None:
    answer = first_asked(browser, site, query, wanted)
    assert wanted in answer.pages[:3]
    assert answer.size <= SMALL


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8").partition(",")[2].removesuffix(");\n"))


def test_every_word_that_only_lists_say_is_found_by_its_letter(site: Path) -> None:
    def said(content: Any) -> set[str]:
        texts = [
            text
            for places in content["places"]
            for _, _, heading, *rows in places
            for text in (heading, *(rows[0] if rows else ()))
        ]
        return {word for text in texts for word in _counted(text)} | set(unpacked(content["words"]))

    index, lists = (said(_read(site / f"search/{name}.js")) for name in ("index", "more"))
    letters = defaultdict(set)
    # Words with a figure in them only, such as 1,200, stand in cells that are not searched.
    for word in lists - index:
        letters[first_letter(word)].add(word)
    assert sum(map(len, letters.values())) > 1000
    for letter, words in letters.items():
        assert words <= said(_read(site / f"search/rare/{letter}.js")), letter


def test_the_first_result_comes_at_once(answers: list[Answer]) -> None:
    assert statistics.median(it.milliseconds for it in answers) < 100


def test_lists_of_what_others_tell_come_last(answers: list[Answer]) -> None:
    lists = {"bibliography", "appendix/evidence", "appendix/events"}
    for it in answers:
        listed = [page in lists or page.startswith("bibliography/") for page in it.pages]
        assert listed == sorted(listed), it


SAME = [
    ("collective defence", "collective defense"),
    ("2 percent", "2 per cent", "2 %", "two per cent", "2 %"),
    ("article 5", "Article V", "articles 5"),
    ("Article 42", "Article 42.7"),
    ("labour", "labor"),
    ("organisation", "organization"),
    ("F-35", "F35"),
    ("Élysée", "Elysee"),
]


@pytest.mark.parametrize("queries", SAME, ids=lambda queries: queries[0])
def test_spellings_are_one(page: Page, site: Path, queries: tuple[str, ...]) -> None:
    opened(page, site)
    first, *others = (asked(page, f"{query} ") for query in queries)
    assert first
    assert others == [first] * len(others)


NAMES = [
    ("Türkiye", "Turkiye", "turkey", "TÜRKIYE"),
    ("peacekeeping", "peace keeping", "peacekeepers"),
    ("United Kingdom", "UK", "Britain"),
]


@pytest.mark.parametrize("queries", NAMES, ids=lambda queries: queries[0])
def test_names_of_one_thing_meet(page: Page, site: Path, queries: tuple[str, ...]) -> None:
    """Words as they were typed weigh more than other names, so the order may differ."""
    opened(page, site)
    first, *others = (asked(page, f"{query} ") for query in queries)
    assert first
    for other in others:
        assert set(first) & set(other[:3]), (queries, first, other)


TYPED = [
    ("who pays for nato", "debates/burden-sharing"),
    ("how many countries in nato", "appendix/nato-members"),
    ("R2P", "glossary"),
    ("nato expansion", "challenges/enlargement"),
    ("turkish soldiers in kosovo", "appendix/kfor-contributors"),
    ("PSI", "cases/after-the-cold-war"),
    ("country code", "appendix/states"),
    ("add a row", "contribute/add-a-row"),
]


@pytest.mark.parametrize(("query", "wanted"), TYPED, ids=lambda text: text)
def test_words_that_readers_type_lead_to_those_of_the_article(
    page: Page, site: Path, query: str, wanted: str
) -> None:
    opened(page, site)
    assert wanted in asked(page, query)[:3]


def test_what_typed_words_lead_to_is_said_somewhere(site: Path) -> None:
    files = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "source/allied/data").glob("*.csv")]
    told = " ".join(path.read_text("utf-8") for path in files)
    silent = [said for said, *_ in typed_words() if said.casefold() not in told.casefold()]
    assert silent == [], "no page says it: take it out of source/allied_sphinx/said.txt"


FORMS = [
    ("free riding", "free riders", "free ride"),
    ("deterrence", "deterred", "deterring"),
    ("sanctions", "sanctioned", "sanctioning"),
    ("consultations", "consulting"),
    ("ally", "allies"),
    ("defend", "defence", "defending"),
    ("invasion", "invaded", "invade"),
    ("withdrawal", "withdrew"),
    ("economy", "economic"),
]


@pytest.mark.parametrize("queries", FORMS, ids=lambda queries: queries[0])
def test_forms_of_a_word_meet(page: Page, site: Path, queries: tuple[str, ...]) -> None:
    opened(page, site)
    first, *others = (asked(page, f"{query} ") for query in queries)
    for other in others:
        assert set(first) & set(other), (queries, first, other)


def test_a_slip_of_the_finger_is_forgiven(page: Page, site: Path) -> None:
    opened(page, site)
    assert "frameworks/interoperability" in asked(page, "interoperabilty ")[:3]
    assert "debates/deterrence" in asked(page, "deterence ")[:3]
    assert "challenges/enlargement" in asked(page, "mearshiemer expansion ")[:3]
    assert "glossary" in asked(page, "responsability to protect ")[:3]


def test_what_a_slip_meant_is_marked(page: Page, site: Path) -> None:
    opened(page, site)
    asked(page, "kissenger")
    page.locator(HITS).first.click()
    page.wait_for_function("window.CSS.highlights.get('found')?.size")
    assert "Kissinger" in page.locator(".found").inner_text()


def test_every_abbreviation_of_the_tables_leads_home(page: Page, site: Path) -> None:
    opened(page, site)
    rows, _ = read(tables()["institutions"])
    shorts = [str(values["short"]) for _, values in rows if values.get("short")]
    assert len(shorts) > 60
    lost = [
        short
        for short in shorts
        if short.lower() not in COMMON and "appendix/institutions" not in asked(page, f"{short} ")
    ]
    assert len(lost) <= 3, lost  # NATO and ACT are words of every page


def test_an_abbreviation_finds_what_is_written_in_full(page: Page, site: Path) -> None:
    opened(page, site)
    assert institution("saceur").name == "Supreme Allied Commander Europe"
    assert asked(page, "saceur ")[:3] == asked(page, "Supreme Allied Commander Europe ")[:3]


def test_words_inside_a_diagram_are_found(page: Page, site: Path) -> None:
    opened(page, site)
    assert "origins/atlantic-charter" in asked(page, "Combined Shipping Adjustment Board ")[:3]
    assert any("#fig-" in href for href in _hrefs(page))


def test_a_state_is_found_in_its_rows(page: Page, site: Path) -> None:
    opened(page, site)
    assert "appendix/economy" in asked(page, "population Luxembourg ")[:3]
    assert "Luxembourg" in page.locator(HITS).first.inner_text()


def test_a_source_is_found_if_no_page_tells_of_it(page: Page, site: Path) -> None:
    opened(page, site)
    assert asked(page, "Big Brother Watch judgment Grand Chamber ors ")[-1] == "bibliography/e"


def test_nothing_is_loaded_before_it_is_wanted(page: Page, site: Path) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    opened(page, site)
    page.wait_for_timeout(200)
    assert [url for url in sent if "finder" in url or "/search/" in url] == []
    asked(page, "nato")
    assert [url for url in sent if "/search/index.js" in url]
    assert [url for url in sent if "/search/more.js" in url] == []


def test_the_keyboard_is_enough(page: Page, site: Path) -> None:
    opened(page, site)
    page.keyboard.press("Control+k")
    field = page.locator(FIELD)
    assert field.evaluate("field => field === document.activeElement")
    page.keyboard.type("deterrence by denial")
    page.locator(HITS).first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.get_attribute("aria-activedescendant") is None
    assert field.input_value() == "deterrence by denial"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(
        "**/glossary.html?highlight=deterrence%20by%20denial#term-deterrence-by-denial"
    )


def test_the_page_for_lost_addresses_answers_as_one_types(page: Page, site: Path) -> None:
    opened(page, site, "404")
    field = page.locator("article input[name=q]")
    field.fill("burden sharing")
    hits = page.locator("article .hits a.hit:not(.hit-all)")
    hits.first.wait_for()
    assert "debates/burden-sharing" in [_name(href) for href in _hrefs(page)]
    page.locator(FIELD).fill("NATO")
    page.locator(".sidebar-drawer .hits a.hit").first.wait_for()
    ids = page.locator("[id]").evaluate_all("elements => elements.map(element => element.id)")
    assert len(ids) == len(set(ids))


def test_enter_leads_to_all_results(page: Page, site: Path) -> None:
    opened(page, site)
    asked(page, "nuclear sharing")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=nuclear+sharing")
    first = page.locator("#search-page ol > li").first
    first.wait_for()
    assert page.locator("#search-page [role=status]").inner_text().endswith("pages found")
    page.get_by_role("button", name="Look in lists too").click()
    page.wait_for_function("document.querySelector('#search-page button').hidden")
    assert page.locator("#search-page a[href*='bibliography/']").count()


def test_a_query_without_a_word_is_told_so(page: Page, site: Path) -> None:
    opened(page, site)
    field = page.locator(FIELD)
    field.focus()
    page.wait_for_function("globalThis.searchLoaded && document.querySelector('.hits')")
    field.fill("?! \N{SLIGHTLY SMILING FACE}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    status = page.locator("#search-page [role=status]")
    page.wait_for_function("document.querySelector('#search-page [role=status]').textContent")
    assert status.inner_text() == "Type a word, a name or a number."
    assert page.get_by_role("button", name="Look in lists too").is_hidden()


def test_quotes_and_length_do_no_harm(page: Page, site: Path) -> None:
    opened(page, site)
    plain = asked(page, "article 5")
    assert (
        asked(page, "\N{LEFT DOUBLE QUOTATION MARK}article 5\N{RIGHT DOUBLE QUOTATION MARK}")
        == plain
    )
    last = page.locator("a.hit-all")
    assert (
        last.inner_text()
        == "All results for \N{LEFT DOUBLE QUOTATION MARK}article 5\N{RIGHT DOUBLE QUOTATION MARK}"
    )
    one = last.bounding_box()
    assert asked(page, "why do small states join alliances at all " * 12)
    many = last.bounding_box()
    assert one is not None
    assert many is not None
    assert many["height"] == one["height"]


def test_the_way_back_leads_to_what_was_asked_last(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri() + "?q=nato")
    page.locator("#search-page ol > li").first.wait_for()
    assert "first 20 of" in page.locator("#search-page [role=status]").inner_text()
    field = page.locator("#search-field")
    field.fill("sanctions")
    page.locator("#search-page a[href*='frameworks/sanctions']").first.click()
    page.wait_for_url("**highlight=sanctions*")
    page.go_back()
    page.wait_for_url("**/search.html?q=sanctions")
    assert field.input_value() == "sanctions"


SHIFTS = """
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifts += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("unified protector", ["Unified Protector", "Libya"]),
        ("Taft objected", ["Taft"]),
        ("entrapment", ["entrapment"]),
        ("kfor contributors Switzerland", ["Switzerland"]),
    ],
)
def test_a_hit_opens_at_the_place_and_is_marked(
    page: Page, site: Path, query: str, words: list[str]
) -> None:
    opened(page, site)
    page.context.add_init_script(SHIFTS)
    asked(page, query)
    page.locator(HITS).first.click()
    page.wait_for_function("window.CSS.highlights.get('found')?.size")
    found = page.locator(".found")
    assert all(word in found.inner_text() for word in words)
    box = found.bounding_box()
    assert box is not None
    assert box["y"] < 900
    assert box["y"] + box["height"] > 0
    page.wait_for_timeout(300)
    shifted = page.evaluate("window.shifts")
    page.keyboard.press("Escape")
    assert page.locator(".found").count() == 0
    page.goto(page.url.replace("?highlight=", "?plain="))
    page.wait_for_timeout(300)
    # A page may shift by itself: that of KFOR does, by 0.023, in some loads and not in others.
    assert shifted <= page.evaluate("window.shifts") + 0.025


LOOKS = [
    {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    for scheme in ("light", "dark")
    for width in (1280, 360)
]


@pytest.mark.parametrize("page", LOOKS, indirect=True, ids=lambda look: str(look["viewport"]))
def test_axe_finds_nothing_in_what_was_found(page: Page, site: Path) -> None:
    opened(page, site)
    drawer = page.get_by_role("button", name="Contents of the site")
    if drawer.is_visible():
        drawer.click()
    asked(page, "free riding")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(300)
    assert page.locator(".hits [role=option]").first.evaluate(
        "item => { const b = item.getBoundingClientRect();"
        " return item.contains(document.elementFromPoint(b.left + 20, b.top + 10)); }"
    ), "something lies over what was found"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.locator(".hits").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.evaluate("innerWidth")
    assert_axe_finds_nothing(page)
    page.goto((site / "search.html").as_uri() + "?q=sanctions")
    page.locator("#search-page ol > li").first.wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_axe_finds_nothing(page)
    page.goto((site / "appendix/operations.html").as_uri() + "?highlight=kfor#tbl-operations")
    page.locator(".found").wait_for()
    # the theme's way back to the top stands in no landmark, and shows once a page was scrolled up
    assert_axe_finds_nothing(page, context={"exclude": [[".back-to-top"]]})


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True, ids=["noscript"])
def test_without_script_the_search_page_says_what_to_do(page: Page, site: Path) -> None:
    opened(page, site, "search")
    text = page.locator("#search-page").inner_text()
    assert "The search needs JavaScript" in text
    for link in page.locator("#search-page a").all():
        href = str(link.get_attribute("href"))
        assert (site / href).exists()


def test_a_strict_policy_is_kept(browser: Browser, site: Path) -> None:
    """The search adds no report: other parts of a page answer for their own."""
    context: BrowserContext = browser.new_context()

    def serve(route: Route) -> None:
        path = site / unquote(urlsplit(route.request.url).path).lstrip("/")
        if not path.is_file():
            return route.fulfill(status=404)
        policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
        return route.fulfill(path=path, headers={"Content-Security-Policy": policy})

    context.route("https://site.example/**", serve)
    tab = context.new_page()
    tab.add_init_script(
        "window.reports = []; addEventListener('securitypolicyviolation',"
        " (event) => window.reports.push(event.sourceFile + ' ' + event.violatedDirective))"
    )
    tab.goto(f"https://site.example/{START}.html")
    tab.locator(FIELD).focus()
    tab.locator(FIELD).fill("kfor")
    tab.locator(HITS).first.wait_for()
    assert tab.locator(".hits").evaluate("list => getComputedStyle(list).position") == "fixed"
    assert not any("finder" in report or "search" in report for report in tab.evaluate("reports"))
    tab.locator(HITS).first.click()
    tab.locator(".found").wait_for()
    # The theme's icons are data: addresses, laid at whichever script had them drawn.
    reports = [report for report in tab.evaluate("reports") if "img-src" not in report]
    assert not any("finder" in report or "search" in report for report in reports)
    context.close()


def test_the_index_tells_every_page_and_no_other(site: Path) -> None:
    names = set()
    for file in ("index", "more"):
        text = (site / f"search/{file}.js").read_text(encoding="utf-8")
        content = json.loads(text.partition(",")[2].removesuffix(");\n"))
        names |= {name for name, *_ in content["pages"]}
        assert len(content["pages"]) == len(content["places"])
    pages = {path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")}
    pages -= {name for name in pages if name.startswith("_static/")}
    pages -= {name for name in pages if name.startswith("appendix/evidence/")}  # told elsewhere
    assert names == pages - {"search", "genindex", "404"}
    for name in names:
        assert (site / f"search/text/{name}.js").exists()


words = st.dictionaries(
    st.text(string.ascii_lowercase + "é5 ", min_size=1, max_size=40),
    st.lists(st.integers(0, 20_000), min_size=1, max_size=20, unique=True).map(sorted),
    max_size=30,
)


def unpacked(content: Iterable[str]) -> dict[str, list[int]]:
    """Reads as finder.js does."""
    found: dict[str, list[int]] = {}
    before = ""
    for head, numbers in zip(*(text.split("\n") for text in content), strict=True):
        if not head:  # no words at all
            continue
        before = before[: int(head[0], 36)] + head[1:]
        found[before] = []
        total = digits = 0
        for character in numbers:
            digit = ord(character) - 35
            digits = digits * 45 + digit % 45
            if digit >= 45:
                total += digits
                digits = 0
                found[before].append(total)
    return found


@given(words)
def test_what_is_packed_can_be_read_again(words: dict[str, list[int]]) -> None:
    assert unpacked(packed(words)) == words
