"""Pages in, messages out: what is refused, at which line, and what is let through.

`constructs/refused.txt` holds pages with what makes each wrong, `constructs/messages.txt` the
messages for each. After a change that is meant: ``python tests/check/test_constructs.py``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from allied_check.diagrams import diagram_check
from allied_check.page import parse_page
from allied_check.rules import Site, check_page
from small_site import PAGES

FOLDER = Path(__file__).parent / "constructs"
UNTITLED = "the page does not begin with its title"


def cases(name: str) -> dict[str, str]:
    """The pages of a file by their names."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    parts = re.split(r"^######## (.+)\n", text, flags=re.M)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def messages(page: str) -> list[str]:
    """What the checks say of a page of the small site, without its path."""
    site = Site.read(PAGES)
    read = parse_page(page, PAGES / "page.md")
    site.add(read)
    found = sorted({*check_page(read, site, diagram_check()), *site.problems})
    told = [f"{problem.line}: {problem.wrong}; {problem.remedy}" for problem in found]
    # Most cases are parts of a page, so that their lines count from 1.
    return told if page.startswith("%") else [line for line in told if UNTITLED not in line]


REFUSED, ACCEPTED = cases("refused.txt"), cases("accepted.txt")
MESSAGES = cases("messages.txt")


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_refused_at_its_line(name: str) -> None:
    found = messages(REFUSED[name])
    assert found
    assert found == MESSAGES[name].strip().splitlines()


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_right_is_let_through(name: str) -> None:
    assert messages(ACCEPTED[name]) == []


def test_every_refused_page_has_its_messages() -> None:
    assert list(MESSAGES) == list(REFUSED)


if __name__ == "__main__":
    told = "\n".join(
        f"######## {name}\n" + "\n".join(messages(page)) + "\n" for name, page in REFUSED.items()
    )
    (FOLDER / "messages.txt").write_text(told, encoding="utf-8")
