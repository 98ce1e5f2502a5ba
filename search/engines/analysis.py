"""How text becomes words, the same for every engine and on both sides: engines only part at blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from search import vietnamese

#: A syllable without diacritics, and as it was typed.
Syllable = tuple[str, str]

#: Longer runs of letters and digits are no words of any language.
MAX_WORD: Final = 64

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Return the words of a text that is canonical or folded already."""
    return [word for word in _WORD.findall(text) if len(word) <= MAX_WORD]


def syllables(text: str) -> list[Syllable]:
    """Return the syllables of a query's text as an index holds them: folded, and as written."""
    as_folded = words(vietnamese.fold(text))
    as_written = words(vietnamese.canonical(text))
    if len(as_written) != len(as_folded):
        # Marks that no letter composes with cut a word in its written form only; it is then found folded.
        as_written = as_folded
    return list(zip(as_folded, as_written, strict=True))


def pair(first: str, second: str) -> str:
    """Return the word that stands for two neighbouring syllables."""
    return f"{first}_{second}"


def pairs(found: Sequence[str]) -> list[str]:
    """Return the words that stand for all neighbours."""
    return [pair(first, second) for first, second in pairwise(found)]
