"""One question asked of many things, by as many processes as there are processors."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Sequence
from typing import BinaryIO, TypeVar

T = TypeVar("T")
R = TypeVar("R")


def in_turn(function: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """What a function gives for each thing."""
    return [function(thing) for thing in things]


def in_parts(function: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """The same, by copies of this process, each with a part of the things.

    Where a copy fails, its part is asked here, and whatever is raised is raised here too. Windows
    makes no copies. What is answered must be such that `pickle` can send it.
    """
    count = min(_processors(), len(things))
    if count < 2 or not hasattr(os, "fork"):
        return in_turn(function, things)
    copies = [_copy(function, things[part::count]) for part in range(1, count)]
    parts = [in_turn(function, things[::count])]
    for part, (child, answer) in enumerate(copies, 1):
        with answer:
            sent = answer.read()
        _, status = os.waitpid(child, 0)
        parts.append(pickle.loads(sent) if status == 0 else in_turn(function, things[part::count]))
    return [parts[number % count][number // count] for number in range(len(things))]


def _copy(function: Callable[[T], R], things: Sequence[T]) -> tuple[int, BinaryIO]:
    """The number of a copy of this process, and where what it answers can be read."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(read)
            with open(write, "wb") as answer:
                pickle.dump(in_turn(function, things), answer)
            status = 0
        finally:
            os._exit(status)  # nothing that the process it was copied from would do at its end
    os.close(write)
    return child, open(read, "rb")


def _processors() -> int:
    """Those that this process may use, which may be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
