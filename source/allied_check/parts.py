"""One question asked of many things, by as many processes as there are processors."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Sequence
from functools import partial
from typing import BinaryIO, Generic, NamedTuple, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_USEFUL = 4  # each copy learns for itself what the others know too
_SIZE = 2  # bytes of a number in the queue
_MOST = 2_000  # numbers that any system's pipe holds before one is taken


class _Copy(NamedTuple, Generic[R]):
    """A process, and the end of a pipe at which its answer comes."""

    process: int
    end: BinaryIO


def in_turn(function: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """What a function gives for each thing."""
    return [function(thing) for thing in things]


def in_parts(function: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """The same, by copies of this process too: each takes the next thing as soon as it is free."""
    return (begun if len(things) > 1 else later)(function, things)()


def later(function: Callable[[T], R], things: Sequence[T]) -> Callable[[], list[R]]:
    """Who begins nothing elsewhere asks when the answers are wanted."""
    return partial(in_turn, function, things)


def begun(function: Callable[[T], R], things: Sequence[T]) -> Callable[[], list[R]]:
    """Have copies of this process ask while it goes on; it helps when it wants the answers.

    What a copy took and did not answer is asked here, and whatever is raised is raised here.
    Windows makes no copies. What is answered must be such that `pickle` can send it.
    """
    count = min(_processors(), len(things) + 1, _USEFUL)
    if count < 2 or len(things) > _MOST or not hasattr(os, "fork"):
        return later(function, things)
    queue, end = os.pipe()
    os.write(end, b"".join(number.to_bytes(_SIZE) for number in range(len(things))))
    os.close(end)
    copies = [_copy(lambda: _answers(function, things, queue)) for _ in range(1, count)]

    def joined() -> list[R]:
        answers = _answers(function, things, queue)
        os.close(queue)
        for copy in copies:
            if sent := _sent(copy):
                answers |= sent
        return [
            answers[number] if number in answers else function(thing)
            for number, thing in enumerate(things)
        ]

    return joined


def _answers(function: Callable[[T], R], things: Sequence[T], queue: int) -> dict[int, R]:
    """What the function gives for the things whose numbers are taken from the queue."""
    answers: dict[int, R] = {}
    while taken := os.read(queue, _SIZE):
        number = int.from_bytes(taken)
        answers[number] = function(things[number])
    return answers


def _copy(function: Callable[[], R]) -> _Copy[R]:
    """A copy of this process that answers and ends."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(read)
            answer = pickle.dumps(function(), pickle.HIGHEST_PROTOCOL)  # before who reads is asked
            with open(write, "wb") as end:
                end.write(answer)
            status = 0
        finally:
            os._exit(status)  # nothing that the process it was copied from would do at its end
    os.close(write)
    return _Copy(child, open(read, "rb"))


def _sent(copy: _Copy[R]) -> R | None:
    """What a copy answers; None where it failed."""
    with copy.end:
        answer = copy.end.read()
    if os.waitpid(copy.process, 0)[1] != 0:
        return None
    value: R = pickle.loads(answer)
    return value


def _processors() -> int:
    """Those that this process may use, which may be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
