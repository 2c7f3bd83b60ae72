"""Every question is listed with an example that is answered, and a group is no question."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest

import allied
from allied_check import catalogue as module
from allied_check.catalogue import catalogue, check_catalogue
from allied_check.doctests import names


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The questions, to which a test may add some."""
    known = dict(names())
    monkeypatch.setattr(module, "names", lambda: known)
    catalogue.cache_clear()
    yield known
    catalogue.cache_clear()


def test_every_question_is_listed() -> None:
    assert set(names()) - set(catalogue()) == {"table"}
    assert list(check_catalogue()) == []
    for entry in catalogue().values():
        assert entry.brief.endswith("."), entry.name
        assert entry.example.count(f"{entry.name}(") == 1, entry.name
        assert not entry.refused or f"{entry.name}(" in entry.refused, entry.name


def test_what_is_wrong_with_a_docstring_is_told(fresh: dict[str, Any]) -> None:
    def unexplained() -> int:
        """How many."""
        return 1

    def failing() -> int:
        """How many.

        Example: ``event("never").date``
        """
        return 1

    def patient() -> int:
        """How many.

        Example: ``len(nato.founders())``

        Refused: ``len(nato.members())``
        """
        return 1

    fresh |= {"nato.unexplained": unexplained, "nato.failing": failing, "nato.patient": patient}
    told = [str(problem) for problem in check_catalogue()]
    assert len(told) == 3
    assert "the question nato.unexplained has no example; end its docstring" in told[0]
    assert "the example of nato.failing is not answered: event(" in told[1]
    assert "what nato.patient is said to refuse is answered: len(nato.members())" in told[2]
    assert all(line.startswith("tests/check/test_catalogue.py:") for line in told)


def test_a_group_is_asked_and_not_called() -> None:
    groups = {name.partition(".")[0] for name in names() if "." in name}
    assert {"nato", "pacts", "sanctions", "spending"} <= groups
    assert not any(callable(getattr(allied, group)) for group in groups)
    assert not groups & set(names())
    assert len(groups) < 20
    assert len(set(names()) - {"table"}) - len([name for name in names() if "." in name]) < 16


@pytest.mark.parametrize("name", ["members", "nato", "event"])
def test_no_module_of_the_package_is_a_question(name: str) -> None:
    """``import allied.members as m`` fails, and does not give a function."""
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(f"allied.{name}")
