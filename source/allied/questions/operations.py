"""Consultations under Article 4, allied operations, battlegroups and exercises."""

from __future__ import annotations

import datetime

from ..store.dates import Day, as_day, as_span
from ..store.rows import (
    Battlegroup,
    BattlegroupStrength,
    Consultation,
    ConsultationRequest,
    Exercise,
    KforContributor,
    KforTotal,
    Operation,
    State,
)
from ..store.tables import aside, find, select
from ..store.validity import holds
from .states import named, state

ARTICLES = (4, 5)
LEADERS = ("NATO", "European Union", "United States", "Australia")


def _kfor(mission: str) -> None:
    if mission.lower() != "kfor":
        raise LookupError(f"no contributors of {mission!r} are held; the missions are: KFOR")


def consultations(article: int | None = None, until: Day | None = None) -> tuple[Consultation, ...]:
    """The uses of Article 4 and of Article 5, or of one of them, in order of time.

    ``until`` is a date, or a year or month (its last day): those asked for by then.
    """
    if article is not None and article not in ARTICLES:
        raise LookupError(f"no uses of Article {article} are held; the articles are: 4, 5")
    last = None if until is None else as_day(until)
    rows = select(
        "consultations",
        Consultation,
        lambda row: (
            (article is None or row.article == article)
            and (last is None or row.date.first_day <= last)
        ),
    )
    return tuple(sorted(rows, key=lambda row: row.date.first_day))


def consultation(id: str) -> Consultation:
    """One consultation by its id, such as ``poland-2014``."""
    return find("consultations", Consultation, id)


def _states_in(id: str, role: str) -> tuple[State, ...]:
    """The states that have a role in a consultation, by name."""
    with aside():
        consultation(id)
    rows = select(
        "consultation_requests",
        ConsultationRequest,
        consultation=id,
        role=role,
    )
    return named(row.state for row in rows)


def who_asked(id: str) -> tuple[State, ...]:
    """The states that asked for a consultation, by name; none for Article 5."""
    return _states_in(id, "asked")


def attacked(id: str) -> tuple[State, ...]:
    """The states for which Article 5 was used, by name; none for a consultation."""
    return _states_in(id, "attacked")


def asked_by(name: str | State) -> tuple[Consultation, ...]:
    """The consultations that a state asked for, alone or with others, in order of time."""
    code = state(name).code
    rows = select(
        "consultation_requests",
        ConsultationRequest,
        state=code,
        role="asked",
    )
    ids = {row.consultation for row in rows}
    found = select("consultations", Consultation, lambda row: row.id in ids)
    return tuple(sorted(found, key=lambda row: row.date.first_day))


def operations(
    during: Day | None = None, led_by: str | None = None, article_5: bool | None = None
) -> tuple[Operation, ...]:
    """The operations, or those that were going on at a time, in order of their beginning.

    ``during`` is a date, month or year: any part of it counts. An operation whose end is not
    known counts as going on.
    """
    if led_by is not None and led_by not in LEADERS:
        raise LookupError(f"no operations led by {led_by!r}; the leaders are: {', '.join(LEADERS)}")
    span = None if during is None else as_span(during)

    def matches(row: Operation) -> bool:
        return (
            (led_by is None or row.led_by == led_by)
            and (article_5 is None or row.article_5 == article_5)
            and (
                span is None
                or (
                    row.since.first_day <= span.last_day
                    and (row.until is None or span.first_day <= row.until.last_day)
                )
            )
        )

    rows = select("operations", Operation, matches)
    return tuple(sorted(rows, key=lambda row: row.since.first_day))


def operation(id: str) -> Operation:
    """One operation by its id, such as ``kfor``."""
    return find("operations", Operation, id)


def contributors(mission: str, counted: Day | None = None) -> tuple[KforContributor, ...]:
    """Who sent how many troops to a mission, the largest contingent first.

    ``counted`` is a date, month or year: the last count made in it; without it, the latest.
    """
    _kfor(mission)
    with aside():
        made = {row.date for row in select("kfor_contributors", KforContributor)}
    dates = sorted(made, key=lambda date: date.last_day)
    if counted is not None:
        span = as_span(counted)
        held = [
            date
            for date in dates
            if date.first_day <= span.last_day and span.first_day <= date.last_day
        ]
        if not held:
            known = ", ".join(map(str, dates))
            raise LookupError(
                f"no count of the contributors of KFOR for {counted}; counted: {known}"
            )
        dates = held
    rows = select("kfor_contributors", KforContributor, date=dates[-1])
    return tuple(sorted(rows, key=lambda row: (-row.troops, row.state)))


def strengths(mission: str) -> tuple[KforTotal, ...]:
    """How many troops a mission had, in order of time."""
    _kfor(mission)
    return tuple(sorted(select("kfor_totals", KforTotal), key=lambda row: row.date.first_day))


def battlegroups(on: Day | None = None) -> tuple[Battlegroup, ...]:
    """The battlegroups and their framework nations on a day, by host; without it, the latest.

    ``on`` is a date, or a year or month (its last day).
    """
    day = datetime.date.max if on is None else on
    return select("battlegroups", Battlegroup, lambda row: holds(row, day))


def battlegroup(host: str | State, on: Day | None = None) -> Battlegroup:
    """The battlegroup that a state hosts, with the framework nation of the day or the latest."""
    code = state(host).code
    day = datetime.date.max if on is None else on
    for row in select("battlegroups", Battlegroup, lambda row: holds(row, day), host=code):
        return row
    when = "" if on is None else f" on {on}"
    raise LookupError(f"{state(host)} hosts no battlegroup{when} in battlegroups.csv")


def battlegroup_strengths(counted: Day) -> tuple[BattlegroupStrength, ...]:
    """The counts of troops made on a date, or in a month or year, the largest first."""
    span = as_span(counted)
    rows = select(
        "battlegroup_strengths",
        BattlegroupStrength,
        lambda row: span.first_day <= row.date <= span.last_day,
    )
    if not rows:
        with aside():
            days = {row.date for row in select("battlegroup_strengths", BattlegroupStrength)}
        known = ", ".join(map(str, sorted(days)))
        raise LookupError(f"no battlegroup was counted in {counted}; counted: {known}")
    return tuple(sorted(rows, key=lambda row: (-row.troops, row.host)))


def exercises(year: int | None = None, series: str | None = None) -> tuple[Exercise, ...]:
    """The exercises, or those of a year or of a series, in order of time."""
    with aside():
        known = {row.series for row in select("exercises", Exercise)}
    if series is not None and series not in known:
        names = ", ".join(sorted(known))
        raise LookupError(f"no series of exercises is called {series!r}; the series are: {names}")
    rows = select(
        "exercises",
        Exercise,
        lambda row: (year is None or row.year == year) and (series is None or row.series == series),
    )
    return tuple(sorted(rows, key=lambda row: (row.year, row.id)))


def exercise(id: str) -> Exercise:
    """One exercise by its id, such as ``reforger-1988``."""
    return find("exercises", Exercise, id)
