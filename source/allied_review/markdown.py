"""Words of a change as Markdown that shows them and nothing else: it may come from a stranger."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&@$^])")
_LONGEST = 600


def plain(text: str) -> str:
    """The text in one line, none of its signs a sign of Markdown or HTML.

    >>> plain("<b>*1*</b>")
    '\\\\<b\\\\>\\\\*1\\\\*\\\\</b\\\\>'
    """
    words = " ".join(text.split())
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST]} ..."
    # An address is no link, nor a name a call.
    return _SIGNS.sub(r"\\\1", words).replace("://", ":\u200b//").replace("www.", "www\u200b.")


def code(text: str) -> str:
    """The text as code in a line, whatever backticks it holds.

    >>> code("a`b")
    '`` a`b ``'
    """
    words = " ".join(text.split())
    marks = "`" * (1 + max((len(run) for run in re.findall("`+", words)), default=0))
    space = " " if len(marks) > 1 else ""
    return f"{marks}{space}{words}{space}{marks}" if words else "(blank)"


def fenced(lines: list[str], kind: str = "diff") -> list[str]:
    """Lines as a block of code, whatever they hold."""
    longest = max((len(run) for line in lines for run in re.findall("`{3,}", line)), default=2)
    marks = "`" * (longest + 1)
    return [f"{marks}{kind}", *lines, marks]
