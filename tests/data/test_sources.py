"""What the article rests on: the texts of those who acted, and research, before the news."""

from __future__ import annotations

from collections import Counter

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
