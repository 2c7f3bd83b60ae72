"""The words under which a term is linked hold the number of the term."""

from __future__ import annotations

from pathlib import Path

import pytest

from allied_check.page import parse_page
from allied_check.rules import Site, check_targets

GLOSSARY = """# Terms

```{glossary}
Article 5
  The promise.

G7
Group of 7
  Seven states.
```
"""


@pytest.mark.parametrize(
    ("role", "wrong"),
    [
        ("{term}`Article 51 <Article 5>`", "'Article 51' hold another number"),
        ("{term}`the 8 <G7>`", "'the 8' hold another number"),
        ("{term}`the fifth article <Article 5>`", ""),
        ("{term}`the group of 7 <G7>`", ""),
    ],
)
def test_the_words_of_a_term_hold_its_number(tmp_path: Path, role: str, wrong: str) -> None:
    (tmp_path / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    page = parse_page(f"# A\n\nBy {role}.\n", tmp_path / "page.md")
    found = [problem.wrong for problem in check_targets(page, Site.read(tmp_path))]
    assert [wrong in one for one in found] == ([True] if wrong else [])
