"""Indexing: the one path by which records reach an index, from the outbox or for a rebuild."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from search import registry
from search.engines.base import EntryWriter
from search.learning import learning
from search.sources import Entry

logger = logging.getLogger(__name__)

#: Records read from the database at once; bounds the memory that long texts take.
READ_SIZE = 200


def write(
    writer: EntryWriter, source_name: str, object_ids: Sequence[str], *, is_rebuild: bool = False
) -> set[str]:
    """Make the index equal to the database for these records; return those that could not be read.

    A record whose entry cannot be made must not keep all the others from being found: it is logged, stays as it
    was, and is tried again.
    """
    failed: set[str] = set()
    for start in range(0, len(object_ids), READ_SIZE):
        batch = object_ids[start : start + READ_SIZE]
        entries = _read(source_name, batch)
        if entries is not None:
            _replace(writer, source_name, batch, entries, is_rebuild=is_rebuild)
            continue
        for object_id in batch:
            entries = _read(source_name, [object_id])
            if entries is None:
                failed.add(object_id)
            else:
                _replace(writer, source_name, [object_id], entries, is_rebuild=is_rebuild)
    return failed


def _replace(
    writer: EntryWriter,
    source_name: str,
    object_ids: Sequence[str],
    entries: list[Entry],
    *,
    is_rebuild: bool,
) -> None:
    writer.replace(source_name, object_ids, entries)
    try:
        learning.keep_up(source_name, entries, only_new=is_rebuild)
    except OSError:
        # Search is whole without these vectors; an index that waits for them is not.
        logger.exception("the learned layer cannot take %d entries of %s", len(entries), source_name)


def _read(source_name: str, object_ids: Sequence[str]) -> list[Entry] | None:
    try:
        source = registry.get(source_name)
    except registry.UnknownSource:
        # The room was taken out of the site; what the index still holds of it goes too.
        return []
    try:
        return list(source.entries(object_ids))
    except Exception:  # a source is another room's code; whatever it raises concerns its record only
        logger.exception("search source %s cannot make entries of %d records", source_name, len(object_ids))
        return None
