"""Learning: in every batch, a short text is to point to its own long text rather than to those of the others.

Contrastive loss with softmax in both directions over the batch. A batch holds several pairs of each group (articles
of one document): telling those apart is what a search needs, and what most improves the order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from search.learning.features import Floats, Vocabulary, feature_hashes
from search.learning.model import DIMENSIONS, MeaningModel
from search.learning.registry import TrainingPair

VOCABULARY_SIZE: Final = 64_000
#: Fewer pairs teach nothing that helps; search then goes on without the layer.
LEAST_PAIRS: Final = 50
#: More are sampled, so that learning takes minutes on a site of any size.
MOST_PAIRS: Final = 150_000

_LEAST_TEXTS_OF_A_FEATURE = 3
#: A text of fewer features says too little: "Phụ lục" is the title of a thousand texts that have nothing in common.
_LEAST_SHORT = 2
_LEAST_LONG = 6
#: A small site's texts are read more often: what is learned depends on how many pairs were seen in all.
_PAIRS_SEEN = 120_000
_LEAST_PASSES = 2
_MOST_PASSES = 10
_BATCH = 512
_GROUP = 8
_RATE = 0.05
_SHARPNESS = 20.0
_SEED = 20_240_601
_THREADS = 2

#: Called with the share of the work that is done.
Progress = Callable[[float], None]


class TooLittleText(Exception):
    """There are too few pairs to learn from."""


@dataclass
class _Samples:
    short: list[NDArray[np.uint64]] = field(default_factory=list)
    long: list[NDArray[np.uint64]] = field(default_factory=list)
    group: list[int] = field(default_factory=list)


def learn(pairs: Iterable[TrainingPair], progress: Progress | None = None) -> MeaningModel:
    """Return a model of these pairs; raise `TooLittleText` when there are too few. Same pairs, same model."""
    random = np.random.default_rng(_SEED)
    samples = _sample(pairs, random)
    if len(samples.short) < LEAST_PAIRS:
        raise TooLittleText(
            f"{len(samples.short)} pairs of texts are too few to learn from: {LEAST_PAIRS} needed"
        )
    both = [np.concatenate(pair) for pair in zip(samples.short, samples.long, strict=True)]
    vocabulary, rarity = Vocabulary.of(both, size=VOCABULARY_SIZE, at_least=_LEAST_TEXTS_OF_A_FEATURE)
    # Random directions, rare features longer: even before learning, texts with the same rare words are near.
    table = random.standard_normal((len(vocabulary), DIMENSIONS), dtype=np.float32) / np.sqrt(DIMENSIONS)
    learner = TableLearner(table * rarity[:, None] / 8)
    short, long = vocabulary.matrix(samples.short), vocabulary.matrix(samples.long)
    usable = np.flatnonzero((np.diff(short.indptr) >= _LEAST_SHORT) & (np.diff(long.indptr) >= _LEAST_LONG))
    groups = np.array(samples.group)[usable]
    size = min(_BATCH, len(usable))
    passes = max(_LEAST_PASSES, min(_MOST_PASSES, round(_PAIRS_SEEN / max(len(usable), 1))))
    for turn in range(passes):
        order = usable[_grouped_order(groups, random)]
        # The last pass goes in half steps, which evens out what the order of the batches left.
        rate = _RATE if turn < passes - 1 else _RATE / 2
        for start in range(0, len(order) - size + 1, size):
            batch = order[start : start + size]
            contrast(learner, short[batch], long[batch], rate)
            if progress:
                progress((turn + start / len(order)) / passes)
    return MeaningModel(vocabulary, learner.table)


def _sample(pairs: Iterable[TrainingPair], random: np.random.Generator) -> _Samples:
    """Return at most `MOST_PAIRS` pairs as features, every pair as likely as any other (reservoir sampling)."""
    samples, numbers = _Samples(), dict[str, int]()
    for position, pair in enumerate(pairs):
        place = position if position < MOST_PAIRS else int(random.integers(position + 1))
        if place >= MOST_PAIRS:
            continue
        short, long = feature_hashes(pair.short), feature_hashes(pair.long)
        # A pair without a group is its own.
        group = numbers.setdefault(pair.group or f"#{position}", len(numbers))
        if place == len(samples.short):
            samples.short.append(short)
            samples.long.append(long)
            samples.group.append(group)
        else:
            samples.short[place], samples.long[place], samples.group[place] = short, long, group
    return samples


def _grouped_order(groups: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    """Return an order at random in which up to `_GROUP` members of a group stand side by side."""
    members = np.lexsort((random.random(len(groups)), groups))
    starts = np.flatnonzero(np.diff(groups[members], prepend=-1))
    within = np.arange(len(groups)) - np.repeat(starts, np.diff(np.append(starts, len(groups))))
    handful = np.cumsum(within % _GROUP == 0) - 1
    return members[np.argsort(random.permutation(handful[-1] + 1)[handful], kind="stable")]


class TableLearner:
    """A table of vectors that is bettered row by row; a row learns more slowly the more it has learned (Adagrad)."""

    def __init__(self, table: Floats) -> None:
        self.table = table
        self._seen = np.zeros(len(table), np.float32)

    def vectors(self, matrix: sparse.csr_matrix) -> Floats:
        """Return the sum of the rows that each text has."""
        return _product(matrix, self.table)

    def better(self, matrix: sparse.csr_matrix, slope: Floats, rate: float) -> None:
        """Move the rows of these texts against the slope of the loss in the texts' vectors."""
        rows, places = np.unique(matrix.indices, return_inverse=True)
        narrow = sparse.csr_matrix(
            (matrix.data, places.astype(np.int32), matrix.indptr), shape=(matrix.shape[0], len(rows))
        )
        change = _product(narrow.T.tocsr(), slope)
        self._seen[rows] += (change * change).mean(axis=1)
        self.table[rows] -= rate * change / (np.sqrt(self._seen[rows])[:, None] + 1e-8)


def contrast(learner: TableLearner, short: sparse.csr_matrix, long: sparse.csr_matrix, rate: float) -> float:
    """Learn from one batch, row by row a pair; return the loss before."""
    left, left_length = directions(learner.vectors(short))
    right, right_length = directions(learner.vectors(long))
    count = short.shape[0]
    own = np.arange(count)
    likeness = _SHARPNESS * (left @ right.T)
    forth, back = _softmax(likeness), _softmax(likeness.T)
    loss = float(-np.log(forth[own, own] + 1e-9).mean())
    forth[own, own] -= 1
    back[own, own] -= 1
    slope = np.asarray((forth + back.T) * (_SHARPNESS / 2 / count), np.float32)
    changes = [slope_of(left, left_length, slope @ right), slope_of(right, right_length, slope.T @ left)]
    learner.better(sparse.vstack([short, long], format="csr"), np.vstack(changes), rate)
    return loss


def directions(vectors: Floats) -> tuple[Floats, Floats]:
    """Return vectors of length 1, and how long they were."""
    length = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True)) + np.float32(1e-6)
    return vectors / length, length


def slope_of(direction: Floats, length: Floats, slope: Floats) -> Floats:
    """Return the slope in a vector from the slope in its direction."""
    return (slope - direction * (slope * direction).sum(axis=1, keepdims=True)) / length


def _softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


def _product(matrix: sparse.csr_matrix, table: Floats) -> Floats:
    """Multiply in two threads; the multiplication frees Python's lock."""
    if matrix.shape[0] < 128:
        return np.asarray(matrix @ table, np.float32)
    bounds = np.linspace(0, matrix.shape[0], _THREADS + 1, dtype=int)
    with ThreadPoolExecutor(_THREADS) as pool:
        parts = pool.map(lambda start, end: matrix[start:end] @ table, bounds[:-1], bounds[1:])
        return np.vstack(list(parts))
