"""The grammar of the pages: MyST's own parser, with the settings that conf.py gives it.

The checks, `make fix` and the build all read a page with this grammar. A second reader of our
own once disagreed with MyST about what is code, what is a comment and where a block ends, and
each disagreement let a wrong fact be shown as checked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

SETTINGS: dict[str, Any] = {
    "enable_extensions": {"colon_fence"},
    "heading_anchors": 3,
}
"""The settings of MyST that differ from its defaults; the build refuses a conf.py that differs."""

InlineRule = Callable[[StateInline, bool], bool]


@cache
def parser() -> MarkdownIt:
    """MyST's parser; each inline token carries the place of its source in ``meta["at"]``."""
    md = create_md_parser(MdParserConfig(**SETTINGS), RendererHTML)
    md.core.ruler.disable("wordcount")  # nothing here asks it, and it changes no token
    md.core.ruler.disable("text_join")  # it forgets which signs have a backslash before them
    for rule in md.inline.ruler.__rules__:
        md.inline.ruler.at(rule.name, _located(rule.fn))
    return md


def _located(rule: InlineRule) -> InlineRule:
    """The same rule, noting on each token that it makes where its source begins and ends.

    A token of a paragraph has no line of its own in markdown-it. Text that was pending is pushed
    by the rule after it and so bears that rule's place: text takes the line that was reached.
    """

    def run(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        applies = rule(state, silent)
        if applies and not silent:
            for token in state.tokens[count:]:
                token.meta.setdefault("at", (start, state.pos))
        return applies

    return run
