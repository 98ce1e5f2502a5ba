"""Rebuild: a new index made from the database beside the live one, which keeps answering until the swap."""

from __future__ import annotations

from collections.abc import Callable

from search import indexing, registry
from search.engines import get_engine
from search.models import OutboxEntry

#: Called with the source's name and how many records were written since the last call.
Progress = Callable[[str, int], None]


def rebuild(progress: Progress | None = None) -> int:
    """Build a new index of all sources and swap it in; return the number of records."""
    written = 0
    with get_engine().rebuilding() as writer:
        # These were committed before anything is read below, so the new index contains them. What is noted
        # from here on stays and is applied to the new index after the swap.
        noted = list(OutboxEntry.objects.values_list("pk", flat=True))
        for source in registry.all_sources():
            for object_ids in source.ids():
                failed = indexing.write(writer, source.name, object_ids, is_rebuild=True)
                OutboxEntry.objects.bulk_create(
                    OutboxEntry(source=source.name, object_id=object_id) for object_id in failed
                )
                written += len(object_ids) - len(failed)
                if progress:
                    progress(source.name, len(object_ids))
    for start in range(0, len(noted), 1000):
        OutboxEntry.objects.filter(pk__in=noted[start : start + 1000]).delete()
    return written
