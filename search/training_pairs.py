"""What clicks teach: a query that was asked, beside the text that readers opened from its results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from search import registry
from search.learning.registry import TrainingPair, TrainingSource
from search.models import SearchClick

#: Fewer may be a slip, or one reader's joke.
LEAST_CLICKS: Final = 3
_AT_ONCE: Final = 200
_LONGEST: Final = 20_000


class ClickSource(TrainingSource):
    """Queries with what was opened from them."""

    name = "clicks"

    def pairs(self) -> Iterator[TrainingPair]:
        """Return a pair for every result that was opened often enough and is still public."""
        clicks = SearchClick.objects.filter(count__gte=LEAST_CLICKS).order_by("source", "object_id")
        batch: list[SearchClick] = []
        for click in clicks.iterator():
            batch.append(click)
            if len(batch) == _AT_ONCE:
                yield from _pairs(batch)
                batch = []
        yield from _pairs(batch)


def _pairs(clicks: list[SearchClick]) -> Iterator[TrainingPair]:
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for click in clicks:
        wanted[click.source].add(click.object_id)
    texts: dict[tuple[str, str, str], str] = {}
    for name, object_ids in wanted.items():
        try:
            source = registry.get(name)
        except registry.UnknownSource:
            continue
        for entry in source.entries(sorted(object_ids)):
            for part in entry.parts():
                texts[name, part.object_id, part.unit] = f"{part.title}\n{part.whole_text[:_LONGEST]}"
    for click in clicks:
        text = texts.get((click.source, click.object_id, click.unit))
        if text:
            yield TrainingPair(short=click.query, long=text)
