"""The states: one by any of its names, several by their codes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ..store.rows import State
from ..store.tables import find, recording, select


@cache
def _codes() -> dict[str, str]:
    """The code of a state by each of its names, the first state's where two share one."""
    found: dict[str, str] = {}
    with recording():  # once for all: it may not count for whoever happens to ask first
        for row in select("states", State):
            for name in (row.code, *row.names):
                found.setdefault(name, row.code)
    return found


def state(name: str | State) -> State:
    """The state of that code or name, as the article or a source gives it."""
    if isinstance(name, State):
        return name
    if name not in _codes():
        raise LookupError(f"no state is called {name!r} in states.csv")
    return find("states", State, _codes()[name])


def named(codes: Iterable[str]) -> tuple[State, ...]:
    """The states of these codes, each once, by name."""
    states = (find("states", State, code) for code in set(codes))
    return tuple(sorted(states, key=lambda row: row.name))
