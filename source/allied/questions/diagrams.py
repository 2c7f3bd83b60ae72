"""What a diagram drawn from rows shows, by its options: for the checks, the build and a review."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..store.rows import Institution, Relation, State
from .institutions import institution, related
from .pacts import pact, parties

_GROUP = re.compile(r"\s*([a-z0-9-]+)\s*(?:\(([^()]+)\))?\s*")


@dataclass(frozen=True, slots=True)
class Bodies:
    """Bodies and the relations between them."""

    bodies: list[Institution]
    relations: list[Relation]
    groups: dict[str, list[str]] = field(default_factory=dict)
    """By the name of a frame, the ids of the bodies in it."""


def bodies(options: Mapping[str, str]) -> Bodies:
    """What an ``institutions-diagram`` shows; LookupError for what the data do not know."""
    on = options.get("on")
    framed = [_listed(part) for part in options.get("bodies", "").split(";")]
    names = _listed(options.get("groups", ""))
    if len(framed) != (len(names) or 1):
        raise LookupError(
            f"`:bodies:` has {len(framed)} groups and `:groups:` names {len(names)}; "
            "part the groups of bodies with `;` and name each in `:groups:`"
        )
    ids = [id for group in framed for id in group]
    chosen = [institution(id) for id in ids]
    found = [
        row
        for verb in _listed(options.get("relations", ""))
        for row in related(relation=verb, on=on)
        if row.subject in ids and row.object in ids and (on or row.until is None)
    ]
    return Bodies(chosen, found, dict(zip(names, framed, strict=False)))


def circles(options: Mapping[str, str]) -> dict[str, tuple[str, tuple[State, ...]]]:
    """The name and the states of each pact of a ``memberships-diagram``, by its id.

    Raises LookupError for a pact that the data do not know, ValueError for what is no day or list.
    """
    found = {}
    for part in options.get("groups", "").split(","):
        match = _GROUP.fullmatch(part)
        if not match:
            raise ValueError(f"`:groups:` reads id or id (name), not {part!r}")
        found[match[1]] = (
            match[2] or pact(match[1]).name,
            parties(match[1], options.get("on")),
        )
    return found


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
