"""What a quotation leaves out, where that turns what the source says.

Each word may be the source's and the whole be false: an ellipsis over a "not", a beginning after
it or after a "might", an end before "unless", a full stop where the source goes on. Whether a
sentence is fair to its source is read by people; these can be told from the passage recorded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

DENIES = r"\b(?i:not|no|never|none|nor|neither|without|cannot|nothing|nobody)\b|n['\u2019]t\b"
_DENIES = re.compile(DENIES)
_DENIED_BEFORE = re.compile(
    r"\b(?:not|never|no|nor|neither|without|cannot|\w+n't|unlikely to|fail(?:s|ed)? to"
    r"|refus(?:es|ed) to)(?: \w+)? '?\Z",
    re.I,
)
_DENIED_BY_AUTHOR = re.compile(
    r"\b(?:not|no|none|never|nor|neither|nothing|without|cannot|den(?:y|ie[sd])|refus|reject|rather"
    r"|instead|than|hardly|little|less|lack|against|beyond|fail|few|un\w+|ask)|n['\u2019]t\b",
    re.I,
)
# Before what is quoted: how sure the source is, and what it makes it depend on.
_HEDGE = r"\b(could|might|may|appears?|seems?|perhaps|possibly)\b"
_HEDGES = re.compile(_HEDGE, re.I)
_HEDGED_BEFORE = re.compile(
    rf"{_HEDGE}(?:, [\w ]{{1,40}},)?(?: (?!and|or|but)\w+){{0,3}} '?\Z", re.I
)
_HEDGED_BY_AUTHOR = re.compile(
    r"\b(?:could|might|may|can|would|should|appear|seem|suggest|perhaps|possib|likel|probab|argu"
    r"|think|thought|fear|warn|hope|wish|chance|risk|if|unless|whether|ask|propos|threat|expect"
    r"|will|part|let|allow|permit|need|free to)",
    re.I,
)
_CONDITION_BEFORE = re.compile(
    r"(?:\A|[.!?;] )['(]*((?:As|So) long as|Only if|Provided|Until)\b[^.!?;]*, [^.!?;]*\Z"
)
_CONDITION = (
    r"(?:unless|if|provided|except|only|but not|subject to|as long as|so long as|until|save)\b"
)
_GOES_ON = re.compile(rf",? ({_CONDITION})")
_CONDITION_OF_AUTHOR = re.compile(
    rf"\b(?:{_CONDITION}|but|though|although|where|when|condition|limit|depend|restrict|without"
    r"|however|yet|in the end|excep)",
    re.I,
)
_CONDITION_BEFORE_BY_AUTHOR = re.compile(rf"\bwhile\b|{_CONDITION_OF_AUTHOR.pattern}", re.I)
_ENDS = re.compile(r"'?\s*(?:[.!?;:]|\Z|\[)")
_STOP = re.compile(r"(?<!\.)[.!?]\Z")


def cut_wrong(
    before: str, quotation: str, after: str, text: str, spans: Sequence[tuple[int, int]]
) -> str | None:
    """What is wrong with where a quotation begins, leaves out and ends; None if nothing is.

    ``before`` and ``after`` are the author's words in the paragraph around it; ``text`` is the
    passage in one line and ``spans`` where the parts of the quotation stand in it.

    >>> cut_wrong("He would ", "fight", ".", "We would not fight", [(13, 18)])
    "it begins after 'not', which the source has there"
    """
    for (_, end), (start, _) in pairwise(spans):
        if denied := _DENIES.search(text[end:start]):
            return f"it leaves out {denied[0]!r}, which the source has there"
    if not spans:
        return None
    denied = _DENIED_BEFORE.search(text[: spans[0][0]])
    if denied and not _DENIED_BY_AUTHOR.search(before):
        word = denied[0].strip(" '")
        return f"it begins after {word!r}, which the source has there"
    hedged = _HEDGED_BEFORE.search(text[: spans[0][0]])
    if hedged and not (_HEDGED_BY_AUTHOR.search(before) or _HEDGES.search(quotation)):
        return f"it begins after {hedged[1]!r}, by which the source is less sure of it"
    condition = _CONDITION_BEFORE.search(text[: spans[0][0]])
    if condition and not _CONDITION_BEFORE_BY_AUTHOR.search(before):
        return f"it leaves out {condition[1]!r}, with which the source begins"
    rest = text[spans[-1][1] :]
    if _STOP.search(quotation) and not _ENDS.match(rest):
        return "it ends with a stop inside the marks, and the source goes on"
    condition = _GOES_ON.match(rest)
    if condition and not _CONDITION_OF_AUTHOR.search(f"{before} {after}"):
        return f"it ends before {condition[1]!r}, with which the source goes on"
    return None
