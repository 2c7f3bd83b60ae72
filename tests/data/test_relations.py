"""Identities of the bodies of alliances and of their relations: a slip in either fails."""

from __future__ import annotations

from collections import Counter

import pytest

import allied
from allied.store.rows import Institution, Relation
from allied.store.tables import select

ALLIANCES = (
    "NATO",
    "EU",
    "Five Eyes",
    "AUKUS",
    "Quad",
    "FPDA",
    "JEF",
    "Hub and spokes",
    "NORAD",
    "Wartime coalition",
    "Sanctions",
    "European services",
)
BODIES = {row.id: row for row in select("institutions", Institution)}
RELATIONS = select("relations", Relation)


@pytest.mark.parametrize("alliance", ALLIANCES)
def test_every_alliance_has_bodies_and_relations(alliance: str) -> None:
    bodies = Counter(row.alliance for row in BODIES.values())
    assert set(bodies) == set(ALLIANCES)
    assert bodies[alliance] >= 3
    assert any(row.alliance == alliance for row in RELATIONS)


def test_relations_stay_within_an_alliance() -> None:
    for row in RELATIONS:
        if row.alliance == "Sanctions":  # what is coordinated is done by bodies of others
            continue
        assert row.alliance == BODIES[row.subject].alliance, row
        if row.relation != "linked with":
            assert row.alliance == BODIES[row.object].alliance, row


def test_every_body_is_related_and_none_to_itself() -> None:
    named = {row.subject for row in RELATIONS} | {row.object for row in RELATIONS}
    alone = {"maximator", "nifc"}  # no text that was read says to whom they answer
    assert named == set(BODIES) - alone
    assert all(row.subject != row.object for row in RELATIONS)


def test_symmetric_relations_are_given_once() -> None:
    pairs = [
        (row.relation, frozenset((row.subject, row.object)))
        for row in RELATIONS
        if row.relation in ("sits beside", "linked with")
    ]
    assert len(pairs) == len(set(pairs))


def test_no_body_is_part_of_its_own_part() -> None:
    parents = {(row.subject, row.object) for row in RELATIONS if row.relation == "part of"}
    assert not any((whole, part) in parents for part, whole in parents)


def test_no_relation_is_older_than_its_bodies() -> None:
    for row in RELATIONS:
        for body in (BODIES[row.subject], BODIES[row.object]):
            if row.since and body.since:
                assert body.since.first_day <= row.since.last_day, row


def test_counts() -> None:
    assert len(BODIES) == 118
    assert len(RELATIONS) == 136
    nato = allied.institutions.related(relation="reports to", object="mc")
    assert [row.subject for row in nato] == ["aco", "act"]
    five = allied.institutions.related(relation="part of", object="five-eyes")
    assert [row.subject for row in five] == ["nsa", "gchq", "cse", "asd", "gcsb"]
    regions = allied.institutions.related(relation="part of", object="norad")
    assert [row.subject for row in regions] == ["anr", "canr", "conr"]


def test_related_by_alliance() -> None:
    assert sum(len(allied.institutions.related(alliance=name)) for name in ALLIANCES) == len(
        RELATIONS
    )
    assert len(allied.institutions.related(alliance="NATO")) == 44
    assert not allied.institutions.related(alliance="EU", object="mc")
    with pytest.raises(LookupError, match="no alliance 'Nowhere'"):
        allied.institutions.related(alliance="Nowhere")
