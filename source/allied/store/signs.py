"""Signs that do not show, or that show something else than they are."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_PRINTED = (
    *("LATIN", "GREEK", "CYRILLIC", "COMBINING", "MODIFIER", "VARIATION"),
    *("FEMININE", "MASCULINE", "MICRO"),
)
"""How the names of letters and marks begin that the fonts of the book have."""
_NOT_ASCII = re.compile("[^\0-\x7f]")
_NOT_LATIN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_MIXED = re.compile(
    r"\w*(?:[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z])\w*"
)


def invisible(character: str) -> bool:
    """True for what shows nothing or turns the order of what is shown."""
    return character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")


def unseen(text: str) -> str:
    """The name of the first invisible sign of a text, such as ``U+202E``; blank where none is."""
    if text.isprintable():  # most are, and this is quick to ask
        return ""
    return next((f"U+{ord(sign):04X}" for sign in text if invisible(sign)), "")


def mixed(text: str) -> str:
    """The first word whose letters are of two alphabets, one of which looks like the other."""
    if not _NOT_LATIN.search(text):  # a long text is quick to ask for these, and slow for words
        return ""
    return match[0] if (match := _MIXED.search(text)) else ""


def letters_unprinted(text: str) -> str:
    """The letters of a text that no font of the book has."""
    return "".join(filter(unprintable, _NOT_ASCII.findall(text)))


@cache
def unprintable(character: str) -> bool:
    """True for a letter of an alphabet that the fonts of the book do not have.

    They have the Latin, the Greek and the Cyrillic; a sign that is no letter gives way to its name.
    """
    if unicodedata.category(character)[0] not in "LM":
        return False
    return unicodedata.name(character, "").partition(" ")[0] not in _PRINTED
