"""Outbox: changes of content on their way to the index, noted in the content's own transaction.

An entry says only that a record changed. Draining makes the index equal to what the database holds by then, so
that entries may be repeated, applied twice or applied in another order without harm.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from search import indexing, rebuild
from search.engines import get_engine
from search.engines.base import EngineBusy, EngineUnavailable
from search.models import OutboxEntry

logger = logging.getLogger(__name__)

#: Longest pause before a failed entry is tried again: an engine that is back is up to date soon after.
MAX_BACKOFF = timedelta(seconds=15)
_ROWS_PER_STATEMENT = 1000


def enqueue(source_name: str, object_id: Any) -> None:
    """Note that a record was written or deleted."""
    OutboxEntry.objects.create(source=source_name, object_id=str(object_id))


def enqueue_many(source_name: str, object_ids: Iterable[Any]) -> None:
    """Note many records at once, for writers that bypass `save()`."""
    now = timezone.now()
    rows = (
        OutboxEntry(source=source_name, object_id=str(object_id), created_at=now, not_before=now)
        for object_id in object_ids
    )
    for batch in _batches(rows):
        OutboxEntry.objects.bulk_create(batch)


@dataclass(frozen=True)
class Backlog:
    """How many entries wait, and since when the oldest does."""

    count: int
    oldest: datetime | None


def backlog() -> Backlog:
    """Return what waits."""
    return Backlog(**OutboxEntry.objects.aggregate(count=Count("pk"), oldest=Min("created_at")))


def drain(limit: int = 1000) -> int:
    """Bring at most `limit` entries that are due into the index and return how many.

    Where there is no usable index it is built from the database; then all records count.
    Safe in several processes: whoever does not hold the index leaves the work to the one that does. An engine
    that fails costs nothing but time: the entries stay and are tried again.
    """
    due = _due(limit)
    try:
        if not get_engine().has_index():
            return rebuild.rebuild()
        return _apply(limit) if due else 0
    except EngineBusy:
        return 0
    except EngineUnavailable as error:
        if not due:
            raise
        _postpone(due)
        logger.warning("%d changes wait for the search engine: %s", len(due), error)
        return 0


def _due(limit: int) -> list[OutboxEntry]:
    return list(OutboxEntry.objects.filter(not_before__lte=timezone.now())[:limit])


def _apply(limit: int) -> int:
    with get_engine().writing() as writer:
        # Read again, now that no other process can be at work on the same entries.
        due = _due(limit)
        failed = {
            (name, object_id)
            for name, object_ids in _by_source(due).items()
            for object_id in indexing.write(writer, name, object_ids)
        }
        writer.commit()
        done = [row.pk for row in due if (row.source, row.object_id) not in failed]
        # Only these rows: what was noted since then may be newer than what was read.
        OutboxEntry.objects.filter(pk__in=done).delete()
        _postpone(row for row in due if (row.source, row.object_id) in failed)
        return len(done)


def _by_source(rows: Iterable[OutboxEntry]) -> dict[str, list[str]]:
    """Group in order, each record once."""
    groups: dict[str, dict[str, None]] = {}
    for row in rows:
        groups.setdefault(row.source, {})[row.object_id] = None
    return {name: list(object_ids) for name, object_ids in groups.items()}


def _postpone(rows: Iterable[OutboxEntry]) -> None:
    now = timezone.now()
    for batch in _batches(rows):
        for row in batch:
            row.attempts = min(row.attempts + 1, 1000)
            row.not_before = now + min(timedelta(seconds=2 ** min(row.attempts, 10)), MAX_BACKOFF)
        OutboxEntry.objects.bulk_update(batch, ["attempts", "not_before"])


def _batches(rows: Iterable[OutboxEntry]) -> Iterator[list[OutboxEntry]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _ROWS_PER_STATEMENT)):
        yield batch
