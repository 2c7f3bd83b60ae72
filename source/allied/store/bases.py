"""What the generated rows of `rows` share, and the few things that no schema can say of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has: the line of the CSV it stands on, and where it was read."""

    line: int
    source: str
    locator: str | None


class StateNames:
    """Joined to the rows of states: the checks know a state by this, and no table of states."""

    __slots__ = ()
    code: str
    name: str
    also: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which a source or a reader may call it, the article's own first."""
        return (self.name, *(self.also.split(";") if self.also else ()))


class OperationMandate:
    """Joined to the rows of operations."""

    __slots__ = ()
    mandate: str | None

    @property
    def resolutions(self) -> tuple[int, ...]:
        """The resolutions of the UN Security Council that its sources name."""
        return tuple(map(int, self.mandate.split(";"))) if self.mandate else ()
