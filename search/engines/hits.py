"""Hits as readers see them, made the same way from what any engine stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from search import ranking
from search.engines.plan import Plan, status_day
from search.engines.rows import from_stored, read_day
from search.highlights import Marker
from search.learning.labels import FoundPassage
from search.learning.model import Passage
from search.learning.reorder import Candidate, order
from search.query import SearchQuery
from search.results import Hit, Suggestion


@dataclass(frozen=True, slots=True)
class Scored:
    """One of the best hits by words: its score, and what else decides its place."""

    score: float
    entry_key: int
    fresh_day: int
    ended_day: int


#: The fields of the index that make a `Scored`, in order.
PLACING_FIELDS: Final = ("entry_key", "fresh_day", "ended_day")


def hit(
    stored: dict[str, Any], marker: Marker, pinned: Collection[str] = (), as_of: date | None = None
) -> Hit:
    """Return a hit with its passages marked; a record is linked to the part where most of the words stand."""
    found = from_stored(stored)
    text, parts = found.pop("text"), found.pop("parts")
    found["title"] = f"{found.pop('label')} {found['title']}".strip()
    passages = marker.passages(found.pop("summary"), text)
    place = marker.place(text) if parts else None
    if place is not None:
        _, found["unit"], found["file"], begun_on = next(
            (part for part in reversed(parts) if part[0] <= place), (0, "", "", None)
        )
        found["begun_on"] = read_day(begun_on)
    return Hit(**found, highlights=passages, is_pinned=found["path"] in pinned, as_of=as_of)


def suggestion(stored: dict[str, Any]) -> Suggestion:
    """Return a record as it is suggested while typing."""
    found = from_stored(stored)
    return Suggestion(**{name: found[name] for name in ("kind", "title", "number", "path", "source_id")})


def places(query: SearchQuery, plan: Plan, scored: Sequence[Scored]) -> list[int]:
    """Return the order of the best hits: by meaning, age of news and effect of law where words leave it open."""
    day = status_day(query)
    candidates = []
    for found in scored:
        step, by_words = ranking.split_score(found.score)
        ended = found.ended_day if plan.prefers_in_force else 0
        lost = ranking.penalty(day, fresh_day=found.fresh_day, ended_day=ended)
        candidates.append(Candidate(found.entry_key, step, by_words, lost))
    return order(query.meaning, candidates)


def depth(query: SearchQuery) -> int:
    """Return how many hits must be read to show a page by relevance: those ordered anew come whole."""
    wanted = query.offset + query.page_size
    return wanted if query.offset >= ranking.REORDER_DEPTH else max(ranking.REORDER_DEPTH, wanted)


def found_passage(score: float, stored: dict[str, Any]) -> FoundPassage:
    """Return a hit by words alone, to learn from."""
    _, by_words = ranking.split_score(score)
    passage = Passage(title=stored["title"], context=stored["summary"], text=stored["text"])
    return FoundPassage(source_id=stored["source_id"], score=by_words, passage=passage)
