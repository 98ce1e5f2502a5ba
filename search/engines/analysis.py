"""How text becomes words, the same for every engine and on both sides: engines only part at blanks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from search import vietnamese

#: A syllable without diacritics, and as it was typed.
Syllable = tuple[str, str]

#: Longer runs of letters and digits are no words of any language.
MAX_WORD: Final = 64

_WORD = re.compile(r"[^\W_]+")
#: So many words are remembered; a province's texts have fewer.
_MOST_KNOWN: Final = 200_000
_LONGEST_CHUNK: Final = 100


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


class _Chunks(dict[str, str]):
    """What stands between two blanks, as one of the texts of an index: it comes again, and cutting it is slow."""

    def __init__(self, form: Callable[[Syllable], str]) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, chunk: str) -> str:
        found = "".join(map(self._form, _cut(chunk)))
        if len(self) >= _MOST_KNOWN:
            self.clear()
        if len(chunk) <= _LONGEST_CHUNK:
            self[chunk] = found
        return found


def _cut(text: str) -> list[Syllable]:
    words = _WORD.findall(vietnamese.normalize(text))
    found = (_known[word] for word in words if len(word) <= MAX_WORD)
    return [(folded, written) for folded, written in found if folded and written]


_folded_chunks = _Chunks(lambda syllable: f" {syllable[0]}")
_written_chunks = _Chunks(lambda syllable: f" {syllable[1]}")
# Last of one pair and first of the next: "a a_" and "b b_" and "c c_" hold "a_b b_c".
_paired_chunks = _Chunks(lambda syllable: f"{syllable[0]} {syllable[0]}_")


class Words:
    """The syllables of a text as an index holds them, in order, parted by blanks."""

    __slots__ = ("_paired", "folded", "written")

    def __init__(self, folded: str, written: str, paired: str) -> None:
        self.folded, self.written, self._paired = folded, written, paired

    @classmethod
    def of(cls, text: str) -> Words:
        """Return the syllables of a text."""
        # Blanks to Python, nothing to us: what they stand between is one word.
        if "\x1c" in text or "\x1d" in text or "\x1e" in text or "\x1f" in text:
            text = vietnamese.normalize(text)
        chunks = text.split()
        return cls(
            "".join(map(_folded_chunks.__getitem__, chunks))[1:],
            "".join(map(_written_chunks.__getitem__, chunks))[1:],
            "".join(map(_paired_chunks.__getitem__, chunks)),
        )

    @classmethod
    def joined(cls, several: Iterable[Words]) -> Words:
        """Return the syllables of texts that follow each other."""
        present = [words for words in several if words.folded]
        return cls(
            " ".join([words.folded for words in present]),
            " ".join([words.written for words in present]),
            "".join([words._paired for words in present]),
        )

    @property
    def pairs(self) -> str:
        """The words that stand for all neighbours, as `pair` makes them."""
        return self._paired[self._paired.find(" ") + 1 : max(self._paired.rfind(" "), 0)]


def syllables(text: str) -> list[Syllable]:
    """Return the syllables of a text, each folded and as written."""
    words = Words.of(text)
    return list(zip(words.folded.split(), words.written.split(), strict=True))


def known_syllables() -> Mapping[str, Syllable]:
    """Return what gives every composed word as the index holds it, fast for words that were seen before."""
    return _known


def pair(first: str, second: str) -> str:
    """Return the word that stands for two neighbouring syllables."""
    return f"{first}_{second}"
