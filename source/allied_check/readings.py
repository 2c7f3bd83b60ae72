"""Nothing was read on a day that has not come.

This is the only rule that asks a clock, so the command asks it and a build does not: the same tree
gives the same pages on every day, and on a machine whose clock is wrong.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path

from allied.store.problems import Problem
from allied.store.schema import Table
from allied.store.tables import read

from .bibliography import Reference

_OF_READING = ("date_read", "sought")
_REMEDY = "correct the day"


def check_readings(
    bibliography: Path,
    sources: Mapping[str, Reference],
    package: Mapping[str, Table],
    today: datetime.date,
) -> Iterator[Problem]:
    """No source, row or table was read later than tomorrow, which it may be where it was read."""
    last = today + datetime.timedelta(days=1)
    for key, source in sources.items():
        if source.read_on and source.read_on.first_day > last:
            wrong = f"the source {key!r} was read on {source.read_on}, which has not come"
            yield Problem(bibliography, source.line, wrong, _REMEDY)
    for table in package.values():
        columns = [field.name for field in table.fields if field.name in _OF_READING]
        for line, row in read(table)[0] if columns else ():
            for name in columns:
                day = row.get(name)
                if day is not None and day > last:
                    wrong = f"{name} is {day}, which has not come"
                    yield Problem(table.path, line, wrong, _REMEDY)
        if table.read > last.isoformat():
            path = table.path.with_name("datapackage.json")
            wrong = f"the table {table.name!r} was read on {table.read}, which has not come"
            yield Problem(path, 1, wrong, _REMEDY)
