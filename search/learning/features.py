"""Features of a text: its folded syllables and their neighbouring pairs, each known by a number of 64 bits.

Folded, so that a question typed without diacritics has the same features as one typed with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from search import vietnamese

#: Raised when the same text gets other features; models learned before are then no longer used.
FORMAT: Final = 1

#: Beyond these a text adds little to its meaning; they bound the time of learning.
MAX_SYLLABLES: Final = 300
_MAX_CHARACTERS: Final = 2400

_SYLLABLE = re.compile(r"[^\W_]+")
#: An odd number of 64 bits: a pair is known by its order too.
_PAIR_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]
Floats = NDArray[np.float32]


def feature_hashes(text: str) -> Hashes:
    """Return the syllables of a text, then its pairs, in order and as often as they occur."""
    syllables = _SYLLABLE.findall(vietnamese.fold(text[:_MAX_CHARACTERS]))[:MAX_SYLLABLES]
    single = np.fromiter(map(_hash, syllables), dtype=np.uint64, count=len(syllables))
    return np.concatenate([single, single[:-1] * _PAIR_FACTOR + single[1:]])


@lru_cache(maxsize=100_000)
def _hash(syllable: str) -> int:
    return int.from_bytes(blake2b(syllable.encode(), digest_size=8).digest(), "little")


class Vocabulary:
    """The features that a model knows: those found in most texts."""

    def __init__(self, hashes: Hashes) -> None:
        #: In ascending order; the place of a feature is its row in the model's table.
        self.hashes = hashes

    @classmethod
    def of(cls, documents: Sequence[Hashes], *, size: int, at_least: int) -> tuple[Vocabulary, Floats]:
        """Return the most frequent features of these texts, and how rare each is (idf)."""
        once = [np.unique(document) for document in documents]
        found, counts = np.unique(np.concatenate([*once, np.zeros(0, np.uint64)]), return_counts=True)
        chosen = np.sort(np.argsort(-counts, kind="stable")[:size])
        chosen = chosen[counts[chosen] >= at_least]
        frequency = counts[chosen]
        rarity = np.log1p((len(documents) - frequency + 0.5) / (frequency + 0.5))
        return cls(found[chosen]), rarity.astype(np.float32)

    def __len__(self) -> int:
        return len(self.hashes)

    def rows(self, hashes: Hashes) -> tuple[NDArray[np.int64], Floats]:
        """Return the rows of the known features of a text, and the weight of each: repetition counts little."""
        if not len(self.hashes):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        places = np.searchsorted(self.hashes, hashes)
        places[places == len(self.hashes)] = 0
        rows, counts = np.unique(places[self.hashes[places] == hashes], return_counts=True)
        return rows, (1 + np.log(counts)).astype(np.float32)

    def matrix(self, documents: Iterable[Hashes]) -> sparse.csr_matrix:
        """Return the features of many texts, a row each."""
        rows, weights, ends = [np.zeros(0, np.int64)], [np.zeros(0, np.float32)], [0]
        for document in documents:
            known, weight = self.rows(document)
            rows.append(known)
            weights.append(weight)
            ends.append(ends[-1] + len(known))
        values = (np.concatenate(weights), np.concatenate(rows).astype(np.int32), np.array(ends, np.int64))
        return sparse.csr_matrix(values, shape=(len(ends) - 1, len(self.hashes)))
