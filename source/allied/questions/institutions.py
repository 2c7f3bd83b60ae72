"""The bodies of alliances and partnerships, and how they stand to one another."""

from __future__ import annotations

from ..store.dates import Day
from ..store.rows import Institution, Relation
from ..store.tables import aside, find, select
from ..store.validity import holds

__all__ = ["related"]


def institution(id: str) -> Institution:
    """One body by its id.

    Example: ``institution("nac").since``

    Refused: ``institution("nacc-2")``
    """
    return find("institutions", Institution, id)


def related(
    subject: str | None = None,
    relation: str | None = None,
    object: str | None = None,
    on: Day | None = None,
    alliance: str | None = None,
) -> tuple[Relation, ...]:
    """The relations that match; with ``on``, those that held on that day.

    Example: ``len(institutions.related(relation="part of", object="five-eyes"))``

    Refused: ``institutions.related(alliance="Delian League")``
    """
    wanted = {
        "alliance": alliance,
        "subject": subject,
        "relation": relation,
        "object": object,
    }

    def matches(row: Relation) -> bool:
        return all(
            value is None or getattr(row, name) == value for name, value in wanted.items()
        ) and (on is None or holds(row, on))

    found = select("relations", Relation, matches)
    if found or alliance is None:
        return found
    with aside():
        known = select("institutions", Institution, alliance=alliance)
    if not known:
        raise LookupError(f"no alliance {alliance!r} in institutions.csv")
    return ()
