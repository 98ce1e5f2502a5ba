"""Search engines behind one interface."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.engines.base import SearchEngine
from search.engines.tantivy import TantivyEngine


def get_engine() -> SearchEngine:
    """Return the engine that the settings name, one object a process."""
    if settings.SEARCH_HOSTS:
        return _elasticsearch(
            tuple(settings.SEARCH_HOSTS),
            user=settings.SEARCH_USER,
            password=settings.SEARCH_PASSWORD,
            ca_file=settings.SEARCH_CA,
            prefix=settings.SEARCH_INDEX_PREFIX,
        )
    return _tantivy(Path(settings.SEARCH_INDEX_DIR))


@lru_cache(maxsize=8)
def _tantivy(folder: Path) -> TantivyEngine:
    return TantivyEngine(folder)


@lru_cache(maxsize=8)
def _elasticsearch(hosts: tuple[str, ...], **options: str) -> SearchEngine:
    # Its client costs 0.2 s of every start, which a site without a cluster does not pay.
    from search.engines.elasticsearch import Cluster, ElasticsearchEngine  # noqa: PLC0415

    return ElasticsearchEngine(Cluster(hosts=hosts, **options))
