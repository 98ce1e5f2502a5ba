"""How text becomes words, the same for every engine and on both sides: engines only part at blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from search import vietnamese

#: A syllable without diacritics, and as it was typed.
Syllable = tuple[str, str]

#: Longer runs of letters and digits are no words of any language.
MAX_WORD: Final = 64

_WORD = re.compile(r"[^\W_]+")
_LONG_WORD = re.compile(rf"[^\W_]{{{MAX_WORD + 1}}}")
#: So many words are remembered; a province's texts have fewer.
_MOST_KNOWN: Final = 300_000


class _Known(dict[str, Syllable]):
    """Words already seen: texts repeat the same few thousand, and folding is slow."""

    def __missing__(self, word: str) -> Syllable:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        # A rare letter may fold to more than one character, some of which are no letters.
        written = "".join(_WORD.findall(vietnamese.canonical(word)))
        folded = "".join(_WORD.findall(vietnamese.fold(word)))
        found = self[word] = (folded, written)
        return found


_known = _Known()


def syllables(text: str) -> list[Syllable]:
    """Return the syllables of a text as an index holds them: folded, and as written."""
    text = vietnamese.normalize(text)
    words = _WORD.findall(text)
    if _LONG_WORD.search(text):
        words = [word for word in words if len(word) <= MAX_WORD]
    return [_known[word] for word in words]


def known_syllables() -> Mapping[str, Syllable]:
    """Return what gives every composed word as the index holds it, fast for words that were seen before."""
    return _known


def pair(first: str, second: str) -> str:
    """Return the word that stands for two neighbouring syllables."""
    return f"{first}_{second}"


def pairs(found: Sequence[str]) -> Iterable[str]:
    """Return the words that stand for all neighbours."""
    return map("_".join, pairwise(found))
