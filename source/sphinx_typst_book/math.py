"""Formulas: LaTeX, which is what pages hold, to Typst's own notation."""

from __future__ import annotations

import re
from functools import cache

import typst

from sphinx_typst_book.markup import string

# The converter loses a bracket after one of these; Typst sizes brackets itself.
_SIZES = re.compile(r"\\(?:[bB]igg?[lrm]?|nonumber|notag)(?![A-Za-z])\s*")
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)


class MathError(Exception):
    """A formula cannot be set; the message says why and what to do."""


@cache
def to_typst(latex: str) -> str:
    """Return the formula in Typst's notation, for ``eval(..., mode: "math")``.

    Raises :class:`MathError` for what the converter or Typst does not know.
    """
    try:
        import tylax  # only projects with formulas need it
    except ImportError as error:
        raise MathError("install the package 'tylax', which reads LaTeX") from error
    bare = latex.replace("\\\\", "").replace("\\{", "").replace("\\}", "")
    if bare.count("{") != bare.count("}"):
        raise MathError("its braces are not balanced")
    if re.search(r"(?<!\\)#", latex):
        raise MathError("a '#' in it would start Typst code; write \\#")
    formula = str(tylax.latex_to_typst(_SIZES.sub("", latex)))
    if remark := _REMARK.search(formula):
        raise MathError(f"tylax says {remark[0].strip('/* ')!r}")
    formula = formula.strip().removeprefix("$").removesuffix("$").strip()
    # An unknown command becomes an unknown name, which only Typst can tell from a known one.
    source = f'#metadata({{let it = eval({string(formula)}, mode: "math")}})<it>'
    try:
        typst.query(source.encode(), "<it>")
    except RuntimeError as error:
        why = str(error).removeprefix("failed to compile document: ")
        raise MathError(f"{why}, after the conversion to {formula!r}") from error
    return formula
