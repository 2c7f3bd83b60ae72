"""Lists of states that a sentence calls members are found; other lists are not."""

from __future__ import annotations

import pytest

from allied_check.memberships import memberships

FOUND = """
Its members are [Australia, Japan and New Zealand].
The parties to it: [Albania; Belgium; Canada]
[France, Germany and Sweden] joined.
AUKUS unites [France with Germany and Spain].
It binds [France, Germany & Austria].
It was signed by [France, Germany and Austria].
The parties were [Japan, France and Germany].
The pact of [France, Germany and Austria] held.
[France, Germany and Austria] make up the group.
It consists of [the United States, Britain, and Canada].
Among its signatories were [South Korea, North Korea,
and the Philippines].
"""
LET_THROUGH = """
France, Germany and Sweden objected.
The value of the alliance among Britain, France and Italy is asked.
Its members are Australia and Japan.
Its members objected. France, Germany and Sweden did too.
The members of the United States forces were in Germany, Italy and Japan.
"""


def cases(text: str) -> list[str]:
    return text.strip().replace(",\nand", ",~and").splitlines()


@pytest.mark.parametrize("shown", cases(FOUND))
def test_a_list_of_members_is_found(shown: str) -> None:
    shown = shown.replace("~", "\n")
    text = shown.replace("[", "").replace("]", "")
    ((start, end),) = memberships(text)
    assert f"{text[:start]}[{text[start:end]}]{text[end:]}" == shown


@pytest.mark.parametrize("text", cases(LET_THROUGH))
def test_another_list_is_let_through(text: str) -> None:
    assert list(memberships(text)) == []
