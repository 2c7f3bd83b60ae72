"""The uses of Article 4 and of Article 5 of the North Atlantic Treaty."""

from __future__ import annotations

from ..store.dates import Day, as_day
from ..store.rows import Consultation, ConsultationRequest, State
from ..store.tables import aside, find, select
from .states import named, state

__all__ = ["asked_by", "attacked", "listed", "who_asked"]

ARTICLES = (4, 5)


def consultation(id: str) -> Consultation:
    """One consultation by its id.

    Example: ``consultation("poland-2014").date``

    Refused: ``consultation("poland-1914")``
    """
    return find("consultations", Consultation, id)


def listed(article: int | None = None, until: Day | None = None) -> tuple[Consultation, ...]:
    """The uses of Article 4 and of Article 5, or of one of them, in order of time.

    ``until`` is a date, or a year or month (its last day): those asked for by then.

    Example: ``len(consultations.listed(4, until=2014))``

    Refused: ``consultations.listed(6)``
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
    return _in_order(rows)


def _in_order(rows: tuple[Consultation, ...]) -> tuple[Consultation, ...]:
    return tuple(sorted(rows, key=lambda row: row.date.first_day))


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
    """The states that asked for a consultation, by name; none for Article 5.

    Example: ``consultations.who_asked("poland-2014")``

    Refused: ``consultations.who_asked("poland-1914")``
    """
    return _states_in(id, "asked")


def attacked(id: str) -> tuple[State, ...]:
    """The states for which Article 5 was used, by name; none for a consultation.

    Example: ``consultations.attacked("article-5-2001")``

    Refused: ``consultations.attacked("article-5-1914")``
    """
    return _states_in(id, "attacked")


def asked_by(name: str | State) -> tuple[Consultation, ...]:
    """The consultations that a state asked for, alone or with others, in order of time.

    Example: ``len(consultations.asked_by("Poland"))``

    Refused: ``consultations.asked_by("Atlantis")``
    """
    code = state(name).code
    rows = select(
        "consultation_requests",
        ConsultationRequest,
        state=code,
        role="asked",
    )
    ids = {row.consultation for row in rows}
    return _in_order(select("consultations", Consultation, lambda row: row.id in ids))
