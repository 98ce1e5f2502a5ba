"""Comparison of the index with the database, row by row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from search import registry
from search.engines import get_engine
from search.engines.base import SearchEngine
from search.engines.rows import rows
from search.sources import SearchSource

#: Called with the source's name and how many records were compared since the last call.
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Difference:
    """A record whose rows in the index are not what the database says."""

    source_name: str
    object_id: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What differs, and how many rows the index holds of records that are not public, or no longer there."""

    differences: tuple[Difference, ...]
    left_over: int

    @property
    def is_equal(self) -> bool:
        """Whether the index equals the database."""
        return not self.differences and not self.left_over


def compare(progress: Progress | None = None) -> Comparison:
    """Compare all that is public with the index; raise `EngineUnavailable` when there is none to ask."""
    engine = get_engine()
    differences: list[Difference] = []
    held_count = 0
    for source in registry.all_sources():
        for object_ids in source.ids():
            for object_id, is_equal, count in _compared(engine, source, object_ids):
                held_count += count
                if not is_equal:
                    differences.append(Difference(source.name, object_id))
            if progress:
                progress(source.name, len(object_ids))
    left_over = engine.status().entry_count - held_count
    return Comparison(differences=tuple(differences), left_over=max(0, left_over))


def _compared(
    engine: SearchEngine, source: SearchSource[Any], object_ids: list[str]
) -> Iterator[tuple[str, bool, int]]:
    wanted: dict[str, list[str]] = {object_id: [] for object_id in object_ids}
    for entry in source.entries(object_ids):
        wanted[entry.object_id] += (_text(row.stored) for row in rows(source.name, entry))
    held: dict[str, list[str]] = {object_id: [] for object_id in object_ids}
    for stored in engine.held(source.name, object_ids):
        held[stored["object_id"]].append(_text(stored))
    for object_id in object_ids:
        yield object_id, sorted(wanted[object_id]) == sorted(held[object_id]), len(held[object_id])


def _text(stored: dict[str, Any]) -> str:
    return json.dumps(stored, ensure_ascii=False, sort_keys=True)
