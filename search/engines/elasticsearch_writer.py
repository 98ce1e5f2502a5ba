"""Writing to an index on a cluster, in bulk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan, streaming_bulk

from search.engines.base import EntryWriter
from search.engines.elasticsearch_lease import Lease
from search.engines.elasticsearch_mapping import row_id, to_fields
from search.engines.rows import record_key, rows
from search.sources import Entry

_ROWS_AT_ONCE: Final = 500
_BYTES_AT_ONCE: Final = 8_000_000


class ElasticsearchWriter(EntryWriter):
    """Sends every batch at once; only a commit makes it certain that readers see it."""

    def __init__(self, client: Elasticsearch, index: str, lease: Lease, *, is_empty: bool) -> None:
        self._client, self._index, self._lease = client, index, lease
        self._is_empty = is_empty

    def replace(self, source_name: str, object_ids: Collection[str], entries: Iterable[Entry]) -> None:
        """Take all that is known about these records from the index and put the entries in its place."""
        self._lease.renew()
        records = [record_key(source_name, object_id) for object_id in object_ids]
        # Rows are written over in place, so that no reader meets the moment between; only what is left goes.
        stale = set() if self._is_empty else self._present(records)
        actions = self._index_actions(source_name, entries, stale)
        for _ in self._send(actions):
            self._lease.renew()
        for _ in self._send({"_op_type": "delete", "_id": name} for name in stale):
            self._lease.renew()

    def commit(self) -> None:
        """Make the changes durable and visible."""
        self._lease.renew()
        self._client.indices.refresh(index=self._index)

    def _index_actions(
        self, source_name: str, entries: Iterable[Entry], stale: set[str]
    ) -> Iterator[dict[str, Any]]:
        for entry in entries:
            for row in rows(source_name, entry):
                name = row_id(row)
                stale.discard(name)
                yield {"_id": name, "_source": to_fields(row)}

    def _present(self, records: list[str]) -> set[str]:
        if not records:
            return set()
        found = scan(
            self._client,
            index=self._index,
            query={"query": {"terms": {"record": records}}, "_source": False},
            size=1000,
        )
        return {hit["_id"] for hit in found}

    def _send(self, actions: Iterable[dict[str, Any]]) -> Iterable[Any]:
        return streaming_bulk(
            self._client,
            actions,
            index=self._index,
            chunk_size=_ROWS_AT_ONCE,
            max_chunk_bytes=_BYTES_AT_ONCE,
            max_retries=3,
        )
