"""The learned model: a direction of meaning for every feature, and from them one for any text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy import sparse

from search import ranking
from search.learning.features import Floats, Vocabulary, feature_hashes

#: Length of a vector.
DIMENSIONS: Final = 256

_VOCABULARY = "vocabulary.npy"
_TABLE = "table.npy"


@dataclass(frozen=True, kw_only=True)
class Passage:
    """What an entry of the index says, as far as its meaning goes."""

    title: str
    #: The title of what it is part of; an article means what its law is about.
    context: str
    text: str

    @property
    def parts(self) -> tuple[str, str, str]:
        """The parts in the order of `ranking.MEANING_WEIGHTS`."""
        return self.title, self.context, self.text


class MeaningModel:
    """Turns questions and passages into vectors of length 1; those that mean the same point the same way."""

    def __init__(self, vocabulary: Vocabulary, table: Floats) -> None:
        self.vocabulary = vocabulary
        #: A row for each feature of the vocabulary; half precision on disk, read in part for a question.
        self.table = table

    def question(self, text: str) -> Floats:
        """Return the vector of a question, all zeros when no feature of it is known."""
        rows, weights = self.vocabulary.rows(feature_hashes(text))
        return unit(weights @ self.table[rows].astype(np.float32))

    def passages(self, passages: Sequence[Passage]) -> Floats:
        """Return the vectors of many passages, a row each."""
        total = np.zeros((len(passages), self.table.shape[1]), np.float32)
        table = np.asarray(self.table, np.float32) if len(passages) > 1 else None
        for position, weight in enumerate(ranking.MEANING_WEIGHTS.values()):
            matrix = self.vocabulary.matrix(feature_hashes(passage.parts[position]) for passage in passages)
            total += weight * unit(self._project(matrix, table))
        return unit(total)

    def _project(self, matrix: sparse.csr_matrix, table: Floats | None) -> Floats:
        if table is None:
            return (matrix.data @ self.table[matrix.indices].astype(np.float32))[None, :]
        return np.asarray(matrix @ table, np.float32)

    def save(self, folder: Path) -> None:
        """Write the model's files."""
        np.save(folder / _VOCABULARY, self.vocabulary.hashes)
        np.save(folder / _TABLE, self.table.astype(np.float16))

    @classmethod
    def load(cls, folder: Path) -> MeaningModel:
        """Open a model; its table is mapped into memory, and shared by all processes that do so."""
        hashes = np.load(folder / _VOCABULARY, allow_pickle=False)
        table = np.load(folder / _TABLE, mmap_mode="r", allow_pickle=False)
        if table.shape != (len(hashes), DIMENSIONS):
            raise ValueError(f"the model in {folder} is damaged: table and vocabulary do not fit")
        return cls(Vocabulary(hashes), table)


def unit(vectors: Floats) -> Floats:
    """Return the vectors with length 1; zeros stay zeros."""
    length = np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True))
    return np.asarray(vectors / np.maximum(length, 1e-6), np.float32)
