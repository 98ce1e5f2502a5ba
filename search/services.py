"""Asking: what the result page, the API and the feeds have in common."""

from __future__ import annotations

from dataclasses import replace

from search import spelling
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.query import MAX_HITS, SearchQuery
from search.results import Answer, Hit, Suggestion

__all__ = [
    "MAX_HITS", "RETRY_AFTER_SECONDS", "Answer", "EngineUnavailable", "Hit", "SearchQuery", "Suggestion", "ask",
    "suggest",
]  # fmt: skip

#: So long a reader is asked to wait while the engine is down.
RETRY_AFTER_SECONDS = 30


def ask(query: SearchQuery) -> Answer:
    """Answer a query, with what the reader may have meant where nothing was found; raise `EngineUnavailable`."""
    engine = get_engine()
    answer = engine.search(query)
    if answer.count or query.is_empty:
        return answer
    return replace(answer, suggestion=spelling.suggestion(query, engine))


def suggest(text: str, count: int) -> list[Suggestion]:
    """Return records whose title or number begins with what is typed; raise `EngineUnavailable`."""
    return get_engine().suggest(SearchQuery.parse(text, page_size=count))
