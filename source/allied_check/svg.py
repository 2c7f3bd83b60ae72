"""A picture in SVG is a document that could run script or ask others: what it may hold is named."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

from allied.store.files import source_text
from allied.store.problems import DataError, Problem

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(
    "svg g path rect circle ellipse line polyline polygon text tspan title desc defs symbol use "
    "linearGradient radialGradient stop clipPath mask marker pattern".split()
)
_REMEDY = "save it as a plain SVG, or as a PNG"
_OUTSIDE = re.compile(r"url\(\s*[\"']?(?!#)|script:|data:|https?:|//|@import|\\", re.I)


def check_svg(path: Path) -> Iterator[Problem]:
    """It holds shapes and words, and names nothing outside of itself."""
    try:
        text = source_text(path)
    except DataError as error:
        yield from error.problems
        return
    declared = re.search(r"<!|<\?(?!xml\s)", re.sub(r"<!--.*?-->", "", text, flags=re.S))
    encoding = re.search(r"encoding\s*=\s*[\"'](?!utf-8)", text[:200], re.I)
    if declared or encoding:
        yield Problem(path, 1, "this picture declares more than shapes", _REMEDY)
        return
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, RecursionError, ValueError):
        yield Problem(path, 1, "this picture cannot be read", _REMEDY)
        return
    odd = next((name for element in root.iter() for name in _odd(element)), None)
    if odd is not None:
        yield Problem(path, 1, f"this picture holds {odd}, which could do more than draw", _REMEDY)


def _odd(element: ElementTree.Element) -> Iterator[str]:
    tag = str(element.tag)
    if tag.removeprefix(_NAMESPACE) not in _ELEMENTS:
        yield f"<{tag.rpartition('}')[2]}>"
    for full, value in element.attrib.items():
        name = full.rpartition("}")[2]
        leads = name == "href" and not value.startswith("#")
        if name.lower().startswith("on") or leads or _OUTSIDE.search(value):
            yield f"{name}={value[:40]!r}"
