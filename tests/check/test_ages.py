"""Which sentences are taken to speak of the present, and how old they are."""

from __future__ import annotations

from pathlib import Path

from allied_check.ages import ages
from allied_check.page import parse_page
from allied_check.rules import Site
from conftest import ROOT

PAGE = """\
# A page

The Union aims at more {cite:p}`new,old`.
It aimed at less {cite:p}`old`.
It is a promise {cite:p}`old`.
It has no source.

It keeps the list {cite:p}`undated`.
"""
BIBLIOGRAPHY = """\
@misc{old, title = {Old}, year = {1999}}
@misc{new, title = {New}, year = {2024}, date = {2024-05-06}}
@misc{undated, title = {Undated}}
"""


def test_the_oldest_come_first(tmp_path: Path) -> None:
    (tmp_path / "references.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    site = Site.read(tmp_path)
    site.add(parse_page(PAGE, tmp_path / "page.md"))
    assert [(found.date, found.line) for found in ages(site)] == [
        ("", 8),
        ("1999", 5),
        ("2024-05-06", 3),
    ]


def test_the_article_has_some() -> None:
    found = ages(Site.read(ROOT / "docs"))
    assert len(found) > 50
    assert [item.date for item in found] == sorted(item.date for item in found)
