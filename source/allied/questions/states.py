"""The states: one by any of its names, several by their codes."""

from __future__ import annotations

from collections.abc import Iterable

from ..store.rows import State
from ..store.tables import select


def state(name: str | State) -> State:
    """The state of that code or name, as the article or a source gives it."""
    if isinstance(name, State):
        return name
    for row in select("states", State, lambda row: name == row.code or name in row.names):
        return row
    raise LookupError(f"no state is called {name!r} in states.csv")


def named(codes: Iterable[str]) -> tuple[State, ...]:
    """The states of these codes, each once, by name."""
    wanted = set(codes)
    states = select("states", State, lambda row: row.code in wanted)
    return tuple(sorted(states, key=lambda row: row.name))
