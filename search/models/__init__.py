"""Tables of search."""

from search.models.outbox import OutboxEntry
from search.models.pins import PinnedResult
from search.models.searches import SearchClick, SearchCount
from search.models.synonyms import SynonymGroup

__all__ = ["OutboxEntry", "PinnedResult", "SearchClick", "SearchCount", "SynonymGroup"]
