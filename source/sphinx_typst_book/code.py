"""Blocks of code."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.token import (  # type: ignore[import-untyped]
    Comment,
    Generic,
    Keyword,
    Name,
    Number,
    Operator,
    String,
)
from pygments.util import ClassNotFound  # type: ignore[import-untyped]

from sphinx_typst_book.base import TranslatorBase
from sphinx_typst_book.markup import call

# The first match wins; what matches none is plain.
_KINDS = (
    (Comment, "comment"),
    (Generic.Prompt, "prompt"),
    (Generic.Output, "output"),
    (Generic.Traceback, "error"),
    (Generic.Error, "error"),
    (Generic.Heading, "keyword"),
    (Generic.Deleted, "error"),
    (Generic.Inserted, "string"),
    (Keyword, "keyword"),
    (Operator.Word, "keyword"),
    (String, "string"),
    (Number, "number"),
    (Name.Function, "name"),
    (Name.Class, "name"),
    (Name.Builtin, "name"),
    (Name.Tag, "keyword"),
    (Name.Attribute, "name"),
    (Name.Exception, "error"),
)


class CodeVisitor(TranslatorBase):
    """Literal blocks, coloured by Pygments into a few kinds that the template knows."""

    def visit_literal_block(self, node: nodes.Element) -> None:
        # Paper knows no tab stops but those that are set here.
        text = node.astext().rstrip("\n").expandtabs(8)
        language = node.get("language", "none")
        if text.startswith(">>>") and language in {"default", "python", "none"}:
            language = "pycon"
        arguments: dict[str, Any] = node.get("highlight_args", {})
        self.add_block(
            node,
            self.anchored(
                node,
                call(
                    "codeblock",
                    text,
                    _lines(text, language),
                    start=arguments.get("linenostart", 1) if node.get("linenos") else None,
                    marked=list(arguments.get("hl_lines", ())) or None,
                ),
            ),
        )
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block


def _lines(text: str, language: str) -> list[list[list[str]]]:
    """Return the lines of *text*, each a list of ``[kind, piece]``."""
    name = {"default": "text", "none": "text"}.get(language, language)
    try:
        lexer = get_lexer_by_name(name, stripnl=False)
    except ClassNotFound:
        lexer = get_lexer_by_name("text", stripnl=False)
    lines: list[list[list[str]]] = [[]]
    for token, piece in lexer.get_tokens(text):
        kind = next((kind for parent, kind in _KINDS if token in parent), "")
        first, *later = piece.split("\n")
        if first:
            lines[-1].append([kind, first])
        for part in later:
            lines.append([[kind, part]] if part else [])
    # Lexers end the text with a line feed of their own.
    return lines[: text.count("\n") + 1]
