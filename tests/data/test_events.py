"""Identities of the timeline: they fail when a date or a link between events is mistyped."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import allied
from allied.store.rows import Event
from allied.store.tables import select

DAYS = st.dates(datetime.date(1940, 1, 1), datetime.date(2030, 12, 31))
EVENTS = select("events", Event)
IDS = [row.id for row in EVENTS]
ACCESSIONS = [
    ("greece-turkey-accede", ("Greece", "Türkiye")),
    ("germany-accedes", ("Germany",)),
    ("spain-accedes", ("Spain",)),
    ("three-accede", ("Czechia", "Hungary", "Poland")),
    (
        "seven-accede",
        ("Bulgaria", "Estonia", "Lithuania", "Latvia", "Romania", "Slovakia", "Slovenia"),
    ),
    ("albania-croatia-accede", ("Albania", "Croatia")),
    ("montenegro-accedes", ("Montenegro",)),
    ("macedonia-accedes", ("North Macedonia",)),
    ("finland-accedes", ("Finland",)),
    ("sweden-accedes", ("Sweden",)),
]


def test_the_timeline_is_long_enough_and_in_order() -> None:
    assert len(EVENTS) >= 80
    assert len(set(IDS)) == len(IDS)
    dates = [row.date.isoformat() for row in EVENTS]
    assert dates == sorted(dates)
    days = [row.date.first_day for row in EVENTS]
    assert days == sorted(days)


@pytest.mark.parametrize("effect", [row for row in EVENTS if row.cause], ids=lambda row: row.id)
def test_a_cause_is_there_and_no_later_than_its_effect(effect: Event) -> None:
    assert effect.cause is not None
    cause = allied.event(effect.cause)
    assert cause.date.first_day <= effect.date.last_day
    assert IDS.index(cause.id) < IDS.index(effect.id)
    assert effect in allied.events.effects(cause.id)


def test_every_effect_has_one_cause() -> None:
    effects = [effect.id for row in EVENTS for effect in allied.events.effects(row.id)]
    assert len(set(effects)) == len(effects)
    assert set(effects) == {row.id for row in EVENTS if row.cause}


@pytest.mark.parametrize(("event", "states"), ACCESSIONS)
def test_accessions_agree_with_the_members(event: str, states: tuple[str, ...]) -> None:
    day = allied.event(event).date.first_day
    assert set(allied.nato.joined(day)) == {allied.state(name) for name in states}
    for name in states:
        assert allied.nato.accession(name) == day


def test_every_enlargement_is_on_the_timeline_with_its_protocol() -> None:
    assert len(ACCESSIONS) == allied.nato.rounds()
    for event, _ in ACCESSIONS:
        assert allied.event(event).cause is not None


def test_a_treaty_enters_into_force_after_its_signature() -> None:
    for row in EVENTS:
        if row.id.endswith("-in-force"):
            assert row.cause is not None
            assert "sign" in allied.event(row.cause).name.lower()


@given(DAYS, DAYS)
def test_a_span_holds_what_lies_in_it(one: datetime.date, other: datetime.date) -> None:
    early, late = sorted((one, other))
    inside = allied.events.listed(since=early, until=late)
    for row in EVENTS:
        assert (row in inside) == (row.date.first_day <= late and early <= row.date.last_day)
    assert set(allied.events.listed(until=late)) | set(allied.events.listed(since=late)) == set(
        EVENTS
    )


def test_nonsense_is_refused() -> None:
    with pytest.raises(LookupError, match="no span of time"):
        allied.events.listed(since=1999, until=1949)
    with pytest.raises(LookupError, match="no"):
        allied.events.effects("end-of-history")
