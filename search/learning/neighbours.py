"""Neighbours in meaning: records that say something alike, read from the learned layer and the database alone.

No engine is asked, so that a page which shows neighbours is there while the engine is down.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search import registry
from search.learning import store
from search.learning.store import Layer
from search.learning.vectors import entry_key

#: Records that came in since are neighbours of others only then; their own page has neighbours at once.
_REFRESH_SECONDS: Final = 600.0
#: A site with more records goes without: its pages must not wait for so many comparisons.
_MOST_RECORDS: Final = 300_000
#: Less alike than this is not alike.
LEAST_LIKENESS: Final = 0.45


@dataclass(frozen=True)
class _Records:
    ids: list[str]
    keys: NDArray[np.uint64]
    made_at: float


_records: dict[tuple[str, str], _Records] = {}


def similar_ids(source_name: str, object_id: str, count: int) -> list[str]:
    """Return the ids of the records of the same source nearest in meaning, best first; none without a layer."""
    layer = store.live()
    if layer is None:
        return []
    own, is_known = layer.vectors.of([entry_key(source_name, object_id, "")])
    if not is_known[0]:
        return []
    records = _records_of(source_name, layer)
    best = layer.vectors.nearest_among(records.keys, own[0], count + 1, LEAST_LIKENESS)
    return [records.ids[place] for place in best if records.ids[place] != object_id][:count]


def nearest_units(
    source_name: str, object_id: str, units: Sequence[tuple[str, str]], count: int
) -> list[tuple[str, str]]:
    """Return those of the given parts (record, unit) that are nearest in meaning to a record, best first."""
    layer = store.live()
    if layer is None or not units:
        return []
    own, is_known = layer.vectors.of([entry_key(source_name, object_id, "")])
    if not is_known[0]:
        return []
    keys = np.array([entry_key(source_name, record, unit) for record, unit in units], np.uint64)
    best = layer.vectors.nearest_among(keys, own[0], count, LEAST_LIKENESS)
    return [units[place] for place in best]


def _records_of(source_name: str, layer: Layer) -> _Records:
    known = _records.get((source_name, layer.name))
    if known is not None and time.monotonic() - known.made_at < _REFRESH_SECONDS:
        return known
    for other in [key for key in _records if key[1] != layer.name]:
        _records.pop(other, None)
    ids: list[str] = []
    for batch in registry.get(source_name).ids():
        ids += batch
        if len(ids) > _MOST_RECORDS:
            ids = []
            break
    keys = np.fromiter((entry_key(source_name, one, "") for one in ids), np.uint64, len(ids))
    found = _records[source_name, layer.name] = _Records(ids, keys, time.monotonic())
    return found
