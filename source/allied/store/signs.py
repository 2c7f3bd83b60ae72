"""Signs that do not show, or that show something else than they are."""

from __future__ import annotations

import unicodedata


def invisible(character: str) -> bool:
    """True for what shows nothing or turns the order of what is shown."""
    return character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")


def unseen(text: str) -> str:
    """The name of the first invisible sign of a text, such as ``U+202E``; blank where none is."""
    if text.isprintable():  # most are, and this is quick to ask
        return ""
    return next((f"U+{ord(sign):04X}" for sign in text if invisible(sign)), "")
