"""Each attempt of docs/contribute/security.md gets the answer that stands below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from allied_check.diagrams import diagram_check
from allied_check.page import parse_page
from allied_check.rules import Site, check_page
from conftest import ROOT

PAGE = ROOT / "docs/contribute/security.md"
_CASE = re.compile(r"^(`{3,})text\n(.*?)\n\1\n\nAnswer: `([^`]+)`$", re.M | re.S)
CASES = [(match[2], match[3]) for match in _CASE.finditer(PAGE.read_text(encoding="utf-8"))]


def test_no_attempt_is_without_an_answer() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(CASES) == text.count("Answer: ") == len(re.findall(r"^`{3,}text$", text, re.M))
    assert len(CASES) >= 19


@pytest.mark.parametrize(("attempt", "answer"), CASES)
def test_an_attempt_gets_its_answer(attempt: str, answer: str) -> None:
    page = parse_page(f"# A page\n\n{attempt}\n", Path(ROOT / "docs/part.md"))
    found = check_page(page, Site(ROOT / "docs"), diagram_check())
    assert any(answer in f"{problem.wrong}; {problem.remedy}" for problem in found)
