"""Texts of mails as people read them, whatever charset a mail claims; never fails."""

from __future__ import annotations

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header

from search import vietnamese

#: Charsets whose bytes look like ASCII and mean something else.
_SEVEN_BIT = ("utf-7", "iso2022", "iso-2022", "hz")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufeff]")


def decode(content: bytes, charset: str = "") -> str:
    """Return bytes as text: UTF-8 where they are, for many mails claim another charset; then what they claim."""
    claimed = _codec(charset)
    attempts = (
        [claimed, "utf-8"] if claimed.startswith((*_SEVEN_BIT, "utf-16", "utf-32")) else ["utf-8", claimed]
    )
    for name in (*attempts, "cp1258"):
        try:
            return clean(content.decode(name))
        except (UnicodeError, LookupError, ValueError):
            continue
    return clean(content.decode("latin-1"))


def header(value: object) -> str:
    """Return a header's value on one line, its encoded words read."""
    text = str(value or "")
    try:
        pieces = [
            decode(piece, charset or "") if isinstance(piece, bytes) else piece
            for piece, charset in decode_header(text)
        ]
        text = "".join(pieces)
    except (HeaderParseError, ValueError, AssertionError, IndexError):
        pass
    # Bytes that no header may have were kept as surrogates.
    text = decode(text.encode("utf-8", "surrogateescape"))
    return " ".join(text.split())


def clean(text: str) -> str:
    """Return a text in normal letters, with plain line ends and no control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return vietnamese.normalize(_CONTROLS.sub("", lines.encode("utf-8", "replace").decode("utf-8")))


def _codec(charset: str) -> str:
    try:
        found = codecs.lookup(charset.strip().strip("\"'"))
    except (LookupError, ValueError, UnicodeError):
        return "utf-8"
    # "base64" and the like are codecs too, from bytes to bytes.
    return found.name if getattr(found, "_is_text_encoding", True) else "utf-8"
