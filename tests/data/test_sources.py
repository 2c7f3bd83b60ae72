"""What the article rests on: the texts of those who acted, and research, before the news."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator

from allied.store.tables import read, tables
from allied_check.prose import is_article
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


def days_of_reading() -> Iterator[tuple[str, datetime.date]]:
    """When each source, passage and table was read, by its name."""
    for key, reference in SITE.sources.items():
        if reference.read_on:
            yield key, reference.read_on.first_day
    for table in tables().values():
        yield table.name, datetime.date.fromisoformat(table.read)
        for line, row in read(table)[0]:
            if "date_read" in row:
                yield f"{table.name}.csv:{line}", row["date_read"]


def test_nothing_was_read_on_a_day_that_has_not_come() -> None:
    # No check reads a clock. A test may: what has passed once passes for good.
    today = datetime.datetime.now(datetime.UTC).date()
    last = today + datetime.timedelta(days=1)  # it may be tomorrow where it was read
    found = list(days_of_reading())
    assert len(found) > 1000
    assert [(name, day) for name, day in found if day > last] == []
