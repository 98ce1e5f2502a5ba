"""Measurements of feeds: what readers ask for again and again."""

from __future__ import annotations

from collections.abc import Iterator

from portal.core.bench import Bench, Measure

_LEAST_REQUESTS = 3000


def feeds(bench: Bench) -> Iterator[Measure]:
    """A feed in each format, as it comes from the cache."""
    for name in ("rss.xml", "atom.xml", "feed.json"):
        rate, bare = bench.rate_beside_bare_view(f"/van-ban/{name}")
        yield Measure(
            title=f"feed {name}, cached",
            value=rate,
            unit="requests/s",
            peer_title="bare view",
            peer=bare,
            limit=_LEAST_REQUESTS,
            is_floor=True,
        )
