"""The functions of Python that a question may use.

Each is named ``do_`` and its own name; its parameters are what a message says of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from .bounds import LEAVE_OUT, MAX_ITEMS, NUMBER, Bounds, Refused, kind

MISSING: Any = object()


class Functions(Bounds):
    """Functions whose every loop counts its steps."""

    def do_len(self, values: Any) -> int:
        if isinstance(values, Iterator):
            return sum(1 for _ in self.each(values))
        return len(values)

    def do_sum(self, values: Any, start: Any = 0) -> Any:
        items = list(self.each(values))
        for item in (start, *items):
            if not isinstance(item, NUMBER):
                raise Refused(
                    f"sum() adds numbers, and meets {kind(item)}",
                    LEAVE_OUT if item is None else "ask for a column that holds numbers",
                )
        return sum(items, start)

    def _extreme(self, choose: Any, values: tuple[Any, ...], key: Any, default: Any) -> Any:
        items = list(self.each(values[0] if len(values) == 1 else values))
        if not items and default is not MISSING:
            return default
        self.weigh(items)
        return choose(items, key=key)

    def do_min(self, *values: Any, key: Any = None, default: Any = MISSING) -> Any:
        return self._extreme(min, values, key, default)

    def do_max(self, *values: Any, key: Any = None, default: Any = MISSING) -> Any:
        return self._extreme(max, values, key, default)

    def do_sorted(self, values: Any, *, key: Any = None, reverse: bool = False) -> list[Any]:
        items = list(self.each(values))
        self.weigh(items)
        return sorted(items, key=key, reverse=reverse)

    def do_reversed(self, values: Any) -> list[Any]:
        return list(self.each(values))[::-1]

    def do_round(self, number: Any, digits: int | None = None) -> Any:
        if not isinstance(number, NUMBER) or not (digits is None or -20 <= digits <= 20):
            raise Refused("round() takes a number and up to 20 digits", "write round(2.718, 1)")
        return round(number, digits)

    def do_abs(self, number: Any) -> Any:
        return abs(number)

    def do_any(self, values: Any) -> bool:
        return any(self.each(values))

    def do_all(self, values: Any) -> bool:
        return all(self.each(values))

    def do_range(self, *ends: int) -> range:
        numbers = range(*ends)
        if numbers and (numbers[-1] - numbers[0]) // numbers.step >= MAX_ITEMS:
            self.sized(MAX_ITEMS + 1, MAX_ITEMS, "values in one list")
        return numbers

    def do_zip(self, *lists: Any, strict: bool = False) -> Iterator[Any]:
        return zip(*map(self.each, lists), strict=strict)

    def do_enumerate(self, values: Any, start: int = 0) -> Iterator[Any]:
        return enumerate(self.each(values), start)

    def do_map(self, function: Any, *lists: Any) -> Iterator[Any]:
        return map(function, *map(self.each, lists))

    def do_filter(self, function: Any, values: Any) -> Iterator[Any]:
        return filter(function, self.each(values))

    def do_next(self, values: Any, default: Any = MISSING) -> Any:
        if not isinstance(values, Iterator):
            raise Refused("next() takes a series in round brackets", "write next((... for ...))")
        value = next(values, default)
        if value is MISSING:
            raise LookupError("next() finds nothing")
        return value

    def do_str(self, value: Any = "") -> str:
        if isinstance(value, list | tuple | dict | range | AbstractSet | Iterator):
            raise Refused(f"{kind(value)} has no one text", 'join its parts with ", ".join(...)')
        return str(value)

    def do_int(self, value: Any = 0) -> int:
        return int(value)

    def do_float(self, value: Any = 0.0) -> float:
        return float(value)

    def do_bool(self, value: Any = False) -> bool:
        return bool(value)

    def do_list(self, values: Any = ()) -> list[Any]:
        return list(self.each(values))

    def do_tuple(self, values: Any = ()) -> tuple[Any, ...]:
        return tuple(self.each(values))

    def do_set(self, values: Any = ()) -> set[Any]:
        return self.hashed(list(self.each(values)))

    def do_frozenset(self, values: Any = ()) -> frozenset[Any]:
        return frozenset(self.do_set(values))

    def do_dict(self, pairs: Any = ()) -> dict[Any, Any]:
        items = list(self.each(pairs))
        self.weigh(items)
        return dict(items)

    def hashed(self, items: list[Any]) -> set[Any]:
        self.weigh(items)
        return set(items)
