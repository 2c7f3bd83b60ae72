"""Identities of the timeline: they fail when a date or a link between events is mistyped."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import allied
from allied.store.dates import PartialDate
from allied.store.rows import ROW_TYPES, Event, PactMember
from allied.store.tables import select

DAYS = st.dates(datetime.date(1940, 1, 1), datetime.date(2030, 12, 31))
EVENTS = select("events", Event)
IDS = [row.id for row in EVENTS]
HELD = [
    ("un-declaration-signed", "pacts", "declaration-by-united-nations", "signed"),
    ("dunkirk-signed", "pacts", "dunkirk-treaty", "signed"),
    ("dunkirk-in-force", "pacts", "dunkirk-treaty", "in_force"),
    ("rio-signed", "pacts", "rio-1947", "signed"),
    ("brussels-treaty-in-force", "pacts", "brussels-treaty", "in_force"),
    ("rio-in-force", "pacts", "rio-1947", "in_force"),
    ("un-command-formed", "operations", "un-command", "since"),
    ("us-philippines-signed", "pacts", "us-philippines-treaty", "signed"),
    ("us-japan-signed", "pacts", "us-japan-1951", "signed"),
    ("anzus-in-force", "pacts", "anzus", "in_force"),
    ("us-korea-signed", "pacts", "us-korea-treaty", "signed"),
    ("seato-signed", "pacts", "seato", "signed"),
    ("us-korea-in-force", "pacts", "us-korea-treaty", "in_force"),
    ("seato-in-force", "pacts", "seato", "in_force"),
    ("baghdad-pact-signed", "pacts", "baghdad-pact", "signed"),
    ("germany-sovereign", "pacts", "bonn-convention", "in_force"),
    ("warsaw-pact-signed", "pacts", "warsaw-pact", "signed"),
    ("warsaw-pact-in-force", "pacts", "warsaw-pact", "in_force"),
    ("norad-signed", "pacts", "norad", "signed"),
    ("us-japan-1960-signed", "pacts", "us-japan-1960", "signed"),
    ("us-japan-1960-in-force", "pacts", "us-japan-1960", "in_force"),
    ("elysee-signed", "pacts", "elysee-treaty", "signed"),
    ("npg-founded", "institutions", "npg", "since"),
    ("sanctions-rhodesia", "un_sanctions_regimes", "southern-rhodesia-1966", "since"),
    ("fpda-agreed", "pacts", "fpda", "signed"),
    ("fpda-in-effect", "pacts", "fpda", "in_force"),
    ("seato-ended", "pacts", "seato", "ended"),
    ("embargo-south-africa", "un_sanctions_regimes", "south-africa-1977", "since"),
    ("awacs-agreed", "programmes", "awacs", "agreed"),
    ("sanctions-iraq", "un_sanctions_regimes", "iraq-1990", "since"),
    ("desert-storm-began", "operations", "desert-storm", "since"),
    ("warsaw-pact-ended", "pacts", "warsaw-pact", "ended"),
    ("embargo-yugoslavia", "un_sanctions_regimes", "yugoslavia-1991", "since"),
    ("csto-signed", "pacts", "csto", "signed"),
    ("deny-flight-began", "operations", "deny-flight", "since"),
    ("csto-in-force", "pacts", "csto", "in_force"),
    ("budapest-memorandum", "pacts", "budapest-memorandum", "signed"),
    ("ifor-began", "operations", "ifor", "since"),
    ("sfor-began", "operations", "sfor", "since"),
    ("interfet-began", "operations", "interfet", "since"),
    ("active-endeavour-began", "operations", "active-endeavour", "since"),
    ("enduring-freedom-began", "operations", "enduring-freedom", "since"),
    ("two-per-cent-2006", "guidelines", "ministers-2006-spending", "agreed"),
    ("lisbon-signed", "pacts", "eu-mutual-assistance", "signed"),
    ("lisbon-in-force", "pacts", "eu-mutual-assistance", "in_force"),
    ("lancaster-house", "pacts", "lancaster-house-treaty", "signed"),
    ("sanctions-libya", "un_sanctions_regimes", "libya-2011", "since"),
    ("unified-protector-began", "operations", "unified-protector", "since"),
    ("jef-agreed", "pacts", "jef", "signed"),
    ("isaf-ended", "operations", "isaf", "until"),
    ("resolute-support-began", "operations", "resolute-support", "since"),
    ("sea-guardian-began", "operations", "sea-guardian", "since"),
    ("aachen-signed", "pacts", "aachen-treaty", "signed"),
    ("resolute-support-ended", "operations", "resolute-support", "until"),
    ("uk-finland-statement", "pacts", "uk-finland-statement", "signed"),
    ("essi-signed", "pacts", "essi", "signed"),
    ("gcap-announced", "programmes", "gcap", "agreed"),
    ("gcap-convention", "pacts", "gcap-convention", "signed"),
    ("us-ukraine-agreement", "pacts", "us-ukraine-agreement", "signed"),
    ("russia-north-korea-signed", "pacts", "russia-north-korea-treaty", "signed"),
    ("aukus-propulsion", "pacts", "aukus-propulsion-agreement", "signed"),
    ("trinity-house", "pacts", "trinity-house-agreement", "signed"),
    ("russia-north-korea-in-force", "pacts", "russia-north-korea-treaty", "in_force"),
    ("baltic-sentry-began", "operations", "baltic-sentry", "since"),
    ("nancy-signed", "pacts", "nancy-treaty", "signed"),
    ("safe-adopted", "programmes", "safe", "agreed"),
    ("northwood", "pacts", "northwood-declaration", "signed"),
    ("purl-agreed", "programmes", "purl", "agreed"),
    ("kensington-signed", "pacts", "kensington-treaty", "signed"),
    ("eastern-sentry-began", "operations", "eastern-sentry", "since"),
    ("sanctions-iran-restored", "un_sanctions_regimes", "iran-2025", "since"),
    ("pukpuk-signed", "pacts", "pukpuk-treaty", "signed"),
    ("lunna-house", "pacts", "lunna-house-agreement", "signed"),
    ("jakarta-signed", "pacts", "jakarta-treaty", "signed"),
    ("treaty-signed", "pacts", "north-atlantic-treaty", "signed"),
    ("treaty-in-force", "pacts", "north-atlantic-treaty", "in_force"),
    ("anzus-signed", "pacts", "anzus", "signed"),
    ("brussels-treaty-signed", "pacts", "brussels-treaty", "signed"),
    ("atlantic-charter", "pacts", "atlantic-charter", "signed"),
    ("ukusa-signed", "pacts", "ukusa", "signed"),
    ("aukus-announced", "pacts", "aukus", "signed"),
    ("wales-summit", "guidelines", "wales-2014-spending", "agreed"),
    ("hague-summit", "guidelines", "hague-2025", "agreed"),
    ("uk-finland-statement", "pacts", "uk-sweden-declaration", "signed"),
    ("essi-signed", "programmes", "essi", "agreed"),
]
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
SPELLS = [
    ("albania-leaves", "warsaw-pact", "ALB"),
    ("east-germany-leaves", "warsaw-pact", "DDR"),
    ("anzus-suspended", "anzus", "NZL"),
]


def as_partial(value: Any) -> PartialDate:
    """A date of another table, in the form that events have."""
    if isinstance(value, datetime.date):
        return PartialDate(value.year, value.month, value.day)
    assert isinstance(value, PartialDate)
    return value


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


@pytest.mark.parametrize(("event", "table", "key", "column"), HELD)
def test_a_date_that_another_table_holds_is_the_same(
    event: str, table: str, key: str, column: str
) -> None:
    (row,) = (row for row in select(table, ROW_TYPES[table]) if getattr(row, "id", None) == key)
    assert allied.event(event).date == as_partial(getattr(row, column))


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


@pytest.mark.parametrize(("event", "pact", "state"), SPELLS)
def test_leaving_a_pact_agrees_with_its_parties(event: str, pact: str, state: str) -> None:
    (row,) = (
        row for row in select("pact_members", PactMember) if (row.pact, row.state) == (pact, state)
    )
    assert row.until is not None
    assert allied.event(event).date == as_partial(row.until)


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
