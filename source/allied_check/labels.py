"""The text of a diagram as a reader sees it: its labels, without its ids and its syntax."""

from __future__ import annotations

import re

from .page import MASK

_LABEL = r"\"[^\"\n]*\"|\[[^\]\n]*\]|\([^)\n]*\)|\{[^}\n]*\}|\|[^|\n]*\|"
_ID = r"[A-Za-z_][\w-]*"
# Where a box, a body or a state is given words of its own; without them its id is what is shown.
_NAMED = re.compile(
    rf"(?<![\w-])({_ID})(?:[ \t]*(?:@?\{{|\[|\(|>\S)|\s+as\s)"
    rf"|\sas\s+({_ID})|(?m:^\s*({_ID})\s*:\s)"
)
_SYNTAX = re.compile(rf"(?P<label>{_LABEL})|%%.*|stateDiagram-v2|(?<![\w-])(?P<id>{_ID})")


def as_drawn(text: str) -> str:
    """The text of a diagram, the ids that are not shown masked.

    >>> as_drawn('n1["One of 3"] --> n2').replace("\u2400", "_")
    '__["One of 3"] --> n2'
    """
    named = {name for match in _NAMED.finditer(text) for name in match.groups() if name}

    def masked(match: re.Match[str]) -> str:
        shown = match["label"] or (match["id"] and match["id"] not in named)
        return match[0] if shown else MASK * len(match[0])

    return _SYNTAX.sub(masked, text)
