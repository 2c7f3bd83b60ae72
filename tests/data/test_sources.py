"""What the article rests on: the texts of those who acted, and research, before the news."""

from __future__ import annotations

import datetime
from collections import Counter

from allied.store.tables import tables
from allied_check.prose import is_article
from allied_check.readings import check_readings
from allied_check.rules import Site
from conftest import ROOT

SITE = Site.read(ROOT / "docs")


def test_at_most_a_fifth_of_what_the_article_cites_is_press_or_web() -> None:
    cited = {
        key.strip()
        for page in SITE.pages.values()
        if is_article(page.path)
        for role in page.roles
        if role.name.startswith("cite")
        for key in role.text.split(",")
    }
    kinds = Counter(SITE.sources[key].kind for key in cited)
    assert kinds["press"] + kinds["web"] <= len(cited) / 5, kinds


def test_nothing_was_read_on_a_day_that_has_not_come() -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    package = tables()
    bibliography = ROOT / "docs/references.bib"
    assert list(check_readings(bibliography, SITE.sources, package, today)) == []
    found = list(check_readings(bibliography, SITE.sources, package, datetime.date(2026, 10, 1)))
    assert len(found) > 1000
    told = {(problem.path.name, problem.wrong) for problem in found}
    assert ("passages.csv", "date_read is 2026-11-27, which has not come") in told
    assert ("events.csv", "sought is 2026-11-28, which has not come") in told
    states = "the table 'states' was read on 2026-11-22, which has not come"
    assert ("datapackage.json", states) in told
    assert any(wrong.startswith("the source 'anzus-1951-treaty' was read on") for _, wrong in told)
