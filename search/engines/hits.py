"""Hits as readers see them, made the same way from what any engine stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from search import ranking
from search.engines.rows import from_stored
from search.highlights import Marker
from search.learning.labels import FoundPassage
from search.learning.model import Passage
from search.learning.reorder import Candidate, order
from search.query import SearchQuery
from search.results import Hit, Suggestion


def hit(stored: dict[str, Any], marker: Marker) -> Hit:
    """Return a hit with its passages marked; a record is linked to the part where most of the words stand."""
    found = from_stored(stored)
    text, parts = found.pop("text"), found.pop("parts")
    passages = marker.passages(found.pop("summary"), text)
    place = marker.place(text) if parts else None
    if place is not None:
        found["unit"] = next((unit for start, unit in reversed(parts) if start <= place), "")
    return Hit(**found, highlights=passages)


def suggestion(stored: dict[str, Any]) -> Suggestion:
    """Return a record as it is suggested while typing."""
    found = from_stored(stored)
    return Suggestion(**{name: found[name] for name in ("kind", "title", "number", "path", "source_id")})


def places(query: SearchQuery, scored: Sequence[tuple[int, float]]) -> list[int]:
    """Return the order of the best hits, given as keys and scores: by meaning where words leave it open."""
    return order(query.text, [Candidate(key, *ranking.split_score(score)) for key, score in scored])


def depth(query: SearchQuery) -> int:
    """Return how many hits must be read to show a page by relevance: those ordered anew come whole."""
    wanted = query.offset + query.page_size
    return wanted if query.offset >= ranking.REORDER_DEPTH else max(ranking.REORDER_DEPTH, wanted)


def found_passage(score: float, stored: dict[str, Any]) -> FoundPassage:
    """Return a hit by words alone, to learn from."""
    _, by_words = ranking.split_score(score)
    passage = Passage(title=stored["title"], context=stored["summary"], text=stored["text"])
    return FoundPassage(source_id=stored["source_id"], score=by_words, passage=passage)
