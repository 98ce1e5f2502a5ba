"""Which pages editors pinned to a query."""

from __future__ import annotations

from search import ranking
from search.models import PinnedResult
from search.models.pins import folded_query
from search.query import SearchQuery


def pinned_to(query: SearchQuery) -> tuple[str, ...]:
    """Return the paths of the pages pinned to a query, in order (one database query)."""
    asked = folded_query(query.text)
    if not asked:
        return ()
    pins = PinnedResult.objects.filter(folded__contains=f"\n{asked}\n").values_list("path", flat=True)
    return tuple(dict.fromkeys(pins[: ranking.MOST_PINS]))
