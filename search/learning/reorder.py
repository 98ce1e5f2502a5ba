"""Reordering: of hits found by words, those that also mean what was asked come first; none comes in or falls out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.learning import store
from search.learning.features import Floats

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Candidate:
    """A hit by words: the key of its entry (`vectors.entry_key`), the step it stands on, its score on that step."""

    key: int
    step: float
    score: float
    #: What it loses, in shares of the best score, for reasons that are no words.
    penalty: float = 0.0


def order(question: str, candidates: Sequence[Candidate]) -> list[int]:
    """Return the places of the candidates in their new order; without a learned layer the old one.

    Steps (a number asked for, words found as written) are kept: meaning decides only among equals.
    """
    if len(candidates) < 2:
        return list(range(len(candidates)))
    layer = store.live()
    penalties = np.array([hit.penalty for hit in candidates], np.float32)
    if layer is None and not penalties.any():
        return list(range(len(candidates)))
    words = np.array([hit.score for hit in candidates], np.float32)
    if layer is None:
        values = words / max(float(words.max()), 1e-6)
    else:
        asked = layer.model.question(question)
        vectors, is_known = layer.vectors.of([candidate.key for candidate in candidates])
        values = combined(words, vectors @ asked, is_known)
    values = values - penalties
    steps = np.array([candidate.step for candidate in candidates])
    return [int(place) for place in np.lexsort((np.arange(len(values)), -values, -steps))]


def combined(words: Floats, likeness: Floats, is_known: NDArray[np.bool_] | None = None) -> Floats:
    """Return what orders hits: the share of the best score by words, plus weighted likeness in meaning."""
    best = max(float(words.max(initial=0.0)), 1e-6)
    if is_known is not None and is_known.any():
        # An entry younger than the model's vectors is taken for one of middling likeness, not for an unlike one.
        likeness = np.where(is_known, likeness, likeness[is_known].mean())
    return np.asarray(words / best + ranking.MEANING_WEIGHT * likeness, np.float32)


def similar(key: int, count: int) -> list[int]:
    """Return the keys of the entries nearest in meaning to an entry, best first; none without a learned layer.

    Keys of entries that left the index since are among them: who shows them asks the index for each.
    """
    layer = store.live()
    if layer is None:
        return []
    own, is_known = layer.vectors.of([key])
    if not is_known[0]:
        return []
    return [other for other in layer.vectors.nearest(own[0], count + 1) if other != key][:count]
