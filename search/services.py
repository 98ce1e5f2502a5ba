"""Asking: what the result page, the API and the feeds have in common."""

from __future__ import annotations

import re
from dataclasses import replace

from search import pins, spelling, synonyms
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.enums import Kind, Unit
from search.learning.neighbours import nearest_units, similar_ids
from search.query import MAX_HITS, MAX_LENGTH, SearchQuery
from search.results import Answer, Hit, Suggestion
from search.searches import forget_old as forget_old_searches

__all__ = [
    "MAX_HITS", "RETRY_AFTER_SECONDS", "Answer", "EngineUnavailable", "Hit", "SearchQuery", "Suggestion", "ask",
    "ask_within", "forget_old_searches", "nearest_units", "similar_ids", "similar_to_text", "suggest",
]  # fmt: skip

#: So long a reader is asked to wait while the engine is down.
RETRY_AFTER_SECONDS = 30
#: What the query language reads as signs; in prose they are none.
_SIGNS = re.compile(r"[\"“”„‟«»＂?]|(?<!\S)-+")


def ask(query: SearchQuery) -> Answer:
    """Answer a query, with what the reader may have meant where nothing was found; raise `EngineUnavailable`."""
    engine = get_engine()
    query = replace(query, synonyms=synonyms.synonyms_of(query), pinned=pins.pinned_to(query))
    answer = engine.search(query)
    return replace(answer, suggestion=spelling.suggestion(query, answer, engine))


def similar_to_text(text: str, kind: Kind, count: int) -> list[Hit]:
    """Return the records of a kind that are nearest to a text, which is prose, best first; raise `EngineUnavailable`.

    As of a question, no hit need have all of the words; the learned layer orders them.
    """
    words = " ".join(_SIGNS.sub(" ", text[: MAX_LENGTH * 8]).split())
    # The question mark says that some of the words will do.
    query = SearchQuery.parse(f"{words[: MAX_LENGTH - 2]} ?", selections={"kind": [kind]}, page_size=count)
    if not query.wanted:
        return []
    return list(get_engine().search(replace(query, synonyms=synonyms.synonyms_of(query))).hits)


def ask_within(source: str, object_id: str, text: str, *, count: int) -> Answer:
    """Return the parts of one record that are found by a query, best first; raise `EngineUnavailable`."""
    return ask(SearchQuery.parse(text, within=(source, object_id), unit=Unit.PASSAGE, page_size=count))


def suggest(text: str, count: int) -> list[Suggestion]:
    """Return records whose title or number begins with what is typed; raise `EngineUnavailable`."""
    return get_engine().suggest(SearchQuery.parse(text, page_size=count))
