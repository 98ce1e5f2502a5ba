"""Measurements of the API: lists that nobody asked for before, and answers that are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from portal.core.bench import Bench, Measure

_MOST_MILLISECONDS_OF_LIST = 40
_LEAST_PART_OF_BARE_VIEW = 0.75
_YEARS = range(2014, 2027)
_STATUSES = ("con-hieu-luc", "het-hieu-luc-toan-bo", "khong-xac-dinh")


def lists(bench: Bench) -> Iterator[Measure]:
    """A hundred documents at once, each time with other filters or from another page."""
    most = 4 if bench.is_quick else 40
    queries: dict[str, list[dict[str, Any]]] = {
        "API, 100 documents by page": [{"page": number} for number in range(1, most)],
        "API, 100 documents by status and year": [
            {"status": status, "issued_from": f"{year}-01-01"} for year in _YEARS for status in _STATUSES
        ][:most],
    }
    for title, filters in queries.items():
        paths = [f"/api/v1/documents?{urlencode({'page_size': 100} | query)}" for query in filters]
        if bench.is_quick:
            paths = paths[:1]
        yield from bench.page_times(title, paths, limit=_MOST_MILLISECONDS_OF_LIST)


def cached(bench: Bench) -> Iterator[Measure]:
    """Answers that somebody asked for before."""
    for title, path in {"API list, cached": "/api/v1/documents", "API news, cached": "/api/v1/news"}.items():
        rate, bare = bench.rate_beside_bare_view(path)
        yield Measure(
            title=title,
            value=rate,
            unit="requests/s",
            peer_title="bare view",
            peer=bare,
            limit=_LEAST_PART_OF_BARE_VIEW,
            is_floor=True,
            limits_ratio=True,
        )
