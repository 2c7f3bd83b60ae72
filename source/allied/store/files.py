"""Files that people write, as text: whatever an editor did to one is a message, not a traceback."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from .problems import DataError, Problem
from .signs import invisible

_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$", re.M)

_HIDING = (".bib", ".json", ".mmd")
"""Files in which no sign may hide; pages and tables are asked sign by sign as they are read."""
_ODD = re.compile("[^\n\t -~\u00c0-\u024f\u2010-\u2027]")
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")
"""How files of Excel and Word begin, of today and of before, and PDFs and archives."""


def source_text(path: Path) -> str:
    """The text of a UTF-8 file, without a byte order mark and with ``\\n`` at the end of lines.

    Raises DataError with one problem for a file that is missing, in another encoding, damaged,
    or holds the marks of a conflict between two versions.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise _one(path, 1, "there is no such file", "restore it, or correct its name") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _one(path, 1, f"it cannot be read ({reason})", "let it be read, as a file") from error
    if data.startswith(_PACKED):
        what = "as CSV UTF-8 with commas" if path.suffix == ".csv" else "as plain text in UTF-8"
        raise _one(
            path, 1, "this is no text but a workbook, a document or an archive", f"save it {what}"
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _one(path, 1, "the file is in UTF-16", "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        likely = data[error.start : error.start + 1].decode("cp1252", "replace")
        raise _one(
            path,
            line,
            f"the file is not in UTF-8: the byte 0x{data[error.start]:02x} stands alone, "
            f"as {likely!r} does in Windows-1252",
            "save it as UTF-8",
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _one(
            path,
            line,
            "the file holds a NUL byte: it is damaged, or in UTF-16",
            "remove the byte, or save the file as UTF-8",
        )
    if path.suffix in _HIDING:
        for odd in _ODD.finditer(text):
            if invisible(odd[0]):
                line = text.count("\n", 0, odd.start()) + 1
                wrong = f"the invisible character U+{ord(odd[0]):04X} stands in this line"
                raise _one(
                    path, line, wrong, "delete it; write the line again if you cannot see it"
                )
    if conflict := _CONFLICT.search(text):
        raise _one(
            path,
            text.count("\n", 0, conflict.start()) + 1,
            f"a conflict of two versions is left here ({conflict[0][:7]})",
            "keep one of the two, and remove the lines of <<<<<<<, ======= and >>>>>>>",
        )
    return text


def _one(path: Path, line: int, wrong: str, remedy: str) -> DataError:
    return DataError([Problem(path, line, wrong, remedy)])
