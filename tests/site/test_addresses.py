"""What was published never vanishes: pages, anchors, files and columns, or it is said why."""

from __future__ import annotations

from pathlib import Path

import pytest

from addresses import HELP, LIST, extended, lost, offered, published

PAGE = """\
<section id="title"><h1>T</h1>
<section id="part"><span id="old-part"></span></section>
<figure id="fig-x"></figure><table class="a" id="id7"></table>
<dl><dt id="term-NATO">NATO</dt></dl><tr id="row-x">
</section>
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/states.csv").write_text("code,name\nAUS,Australia\n", encoding="utf-8")
    (tmp_path / "part").mkdir()
    (tmp_path / "part/page.html").write_text(PAGE, encoding="utf-8")
    refresh = '<meta http-equiv="refresh" content="0; url=part/page.html#part">'
    (tmp_path / "moved.html").write_text(refresh, encoding="utf-8")
    return tmp_path


def test_nothing_that_was_published_is_lost(site: Path) -> None:
    missing = lost(site, published(LIST.read_text(encoding="utf-8")))
    assert missing == [], "\n".join([HELP, *missing])


def test_the_list_is_as_it_is_written_and_every_loss_has_its_reason() -> None:
    text = LIST.read_text(encoding="utf-8")
    assert extended(text, set()) == text
    listed = published(text)
    assert len(listed) > 800
    assert not any(address.rstrip().endswith("gone:") for address in listed)
    for kind in ("cases/kosovo.html", "glossary.html#term-NATO", "data/states.csv: code"):
        assert kind in listed


def test_what_a_site_offers(small: Path) -> None:
    assert offered(small) == {
        "data/states.csv",
        "data/states.csv: code",
        "data/states.csv: name",
        "part/page.html",
        "part/page.html#part",
        "part/page.html#fig-x",
        "part/page.html#term-NATO",
    }


@pytest.mark.parametrize(
    "address",
    [
        "part/page.html",
        "part/page.html#title",
        "part/page.html#old-part",
        "moved.html",
        "moved.html#fig-x",
        "data/states.csv: name",
    ],
)
def test_what_is_there_or_leads_on_is_not_lost(small: Path, address: str) -> None:
    assert lost(small, {address: ""}) == []


@pytest.mark.parametrize(
    "address",
    [
        "gone.html",
        "part/page.html#gone",
        "moved.html#gone",
        "data/gone.csv",
        "data/gone.csv: code",
        "data/states.csv: gone",
    ],
)
def test_what_leads_nowhere_is_lost_unless_the_list_says_why(small: Path, address: str) -> None:
    assert lost(small, published(f"{address}\n")) == [address]
    assert lost(small, published(f"{address}  gone: merged into another\n")) == []
    assert lost(small, published(f"{address}  gone: \n")) == [address]


def test_a_list_is_extended_and_never_cut() -> None:
    text = extended("", {"b.html", "a.html"})
    assert published(text) == {"a.html": "", "b.html": ""}
    text = text.replace("b.html", "b.html  gone: it was wrong")
    longer = extended(text, {"c.html"})
    assert published(longer) == {"a.html": "", "b.html": "it was wrong", "c.html": ""}
