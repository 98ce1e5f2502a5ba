"""The form in which the citation finder reads a text: one letter for one, with the way back to the original.

Texts come composed or decomposed, with invisible characters, with any dash and with either tone placement. The
finder reads a copy where all that is one; where the copy is shorter, `Reading` knows the places of the original.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from search import vietnamese

_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e"
#: At most a few marks at once: no letter has more, and sorting a million of them would take for ever.
_LOOSE = re.compile(f"[^\u0300-\u036f{_INVISIBLE}]?[\u0300-\u036f{_INVISIBLE}]{{1,8}}")
_ONLY_INVISIBLE = re.compile(f"[{_INVISIBLE}]+")
_BLANKS = "\u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_PLAIN = {
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, _BLANKS), " "),
    **dict(zip(map(ord, "\u000b\u000c\r\u0085\u2028\u2029"), "\n\n \n\n\n", strict=True)),
    ord("Ð"): "Đ", ord("ð"): "đ", ord("İ"): "I",
    **dict(zip(map(ord, "АВЕКМНОРСТХ"), "ABEKMHOPCTX", strict=True)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the finder reads it: `cased` and `lower` have the same length."""

    cased: str
    lower: str
    #: Places where the copy falls behind the original: in the copy, and how much is missing up to there.
    _places: list[int] = field(default_factory=list)
    _missing: list[int] = field(default_factory=list)

    @property
    def is_shorter(self) -> bool:
        """Whether places differ from those of the original."""
        return bool(self._places)

    def original(self, position: int) -> int:
        """Return the place in the original of a place in the copy."""
        index = bisect_right(self._places, position) - 1
        return position + (self._missing[index] if index >= 0 else 0)


def read(text: str) -> Reading:
    """Return the reading of a text."""
    places: list[int] = []
    missing: list[int] = []
    if _LOOSE.search(text):
        text, places, missing = _composed(text)
    cased = text.translate(_PLAIN)
    # Whatever the rules for tones do, a copy of another length would be of no use.
    unified = vietnamese.unify_tones(cased)
    cased = unified if len(unified) == len(cased) else cased
    lower = cased.lower()
    if len(lower) != len(cased):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in cased)
    return Reading(cased, lower, places, missing)


def _composed(text: str) -> tuple[str, list[int], list[int]]:
    parts: list[str] = []
    places: list[int] = []
    missing: list[int] = []
    done, length, gap = 0, 0, 0
    for match in _LOOSE.finditer(text):
        parts.append(text[done : match.start()])
        letter = unicodedata.normalize("NFC", _ONLY_INVISIBLE.sub("", match[0]))
        parts.append(letter)
        length += match.start() - done + len(letter)
        gap += len(match[0]) - len(letter)
        if gap != (missing[-1] if missing else 0):
            places.append(length)
            missing.append(gap)
        done = match.end()
    parts.append(text[done:])
    return "".join(parts), places, missing
