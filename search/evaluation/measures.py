"""Measures of a ranking, as retrieval benchmarks define them."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields


@dataclass(frozen=True, kw_only=True)
class Measures:
    """How good a ranking is, from 0 to 1; recall is the share of the answers found among the first so many."""

    r1: float
    r5: float
    r10: float
    r20: float
    r100: float
    mrr10: float
    ndcg10: float

    @classmethod
    def of(cls, ranking: Sequence[str], answers: Collection[str]) -> Measures:
        """Measure the ranking of one query."""
        places = [place for place, found in enumerate(ranking, 1) if found in answers]
        gain = sum(1 / math.log2(place + 1) for place in places if place <= 10)
        ideal = sum(1 / math.log2(place + 1) for place in range(1, min(len(answers), 10) + 1))

        def recall(depth: int) -> float:
            return sum(place <= depth for place in places) / len(answers)

        return cls(
            r1=recall(1),
            r5=recall(5),
            r10=recall(10),
            r20=recall(20),
            r100=recall(100),
            mrr10=1 / places[0] if places and places[0] <= 10 else 0.0,
            ndcg10=gain / ideal,
        )

    @classmethod
    def mean(cls, several: Sequence[Measures]) -> Measures:
        """Return the mean of many queries."""
        values = {
            measure.name: sum(getattr(one, measure.name) for one in several) / max(len(several), 1)
            for measure in fields(cls)
        }
        return cls(**values)
