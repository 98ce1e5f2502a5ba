"""The lease by which one process at a time writes to the indices of a site, wherever it runs."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from search.engines.base import EngineBusy

#: A process that was killed holds up the others for so long.
LEASE_SECONDS: Final = 20.0
_RENEW_AFTER: Final = 4.0
_POLL_SECONDS: Final = 0.1
_ID: Final = "writer"
_MAPPINGS: Final = {
    "dynamic": "strict",
    "properties": {"owner": {"type": "keyword"}, "until": {"type": "double"}},
}


class Lease:
    """Held by one process; whoever lost it must not write any more."""

    def __init__(self, client: Elasticsearch, index: str) -> None:
        self._client, self._index = client, index
        self._owner = uuid.uuid4().hex
        self._version: dict[str, int] = {}
        self._renewed = 0.0

    @contextmanager
    def held(self, wait_seconds: float) -> Iterator[Lease]:
        """Take the lease, raise `EngineBusy` when another process keeps it; give it back at the end."""
        deadline = time.monotonic() + wait_seconds
        while not self._take():
            if time.monotonic() >= deadline:
                raise EngineBusy("another process is writing to the search index")
            time.sleep(_POLL_SECONDS)
        try:
            yield self
        finally:
            self._give_back()

    def renew(self) -> None:
        """Keep the lease; raise `EngineBusy` when it was lost to another process."""
        if time.monotonic() - self._renewed < _RENEW_AFTER:
            return
        try:
            self._write(if_seq_no=self._version["seq_no"], if_primary_term=self._version["primary_term"])
        except ConflictError as error:
            raise EngineBusy("another process took over the writing to the search index") from error

    def _take(self) -> bool:
        try:
            present = self._client.get(index=self._index, id=_ID)
        except NotFoundError as error:
            if error.error != "404" and "index_not_found" in str(error.error):
                self._client.options(ignore_status=400).indices.create(
                    index=self._index,
                    mappings=_MAPPINGS,
                    settings={"number_of_shards": 1, "auto_expand_replicas": "0-1"},
                )
            condition: dict[str, Any] = {"op_type": "create"}
        else:
            if present["_source"]["until"] > time.time():
                return False
            condition = {"if_seq_no": present["_seq_no"], "if_primary_term": present["_primary_term"]}
        try:
            self._write(**condition)
        except ConflictError:
            return False
        return True

    def _write(self, **condition: Any) -> None:
        document = {"owner": self._owner, "until": time.time() + LEASE_SECONDS}
        answer = self._client.index(index=self._index, id=_ID, document=document, **condition)
        self._version = {"seq_no": answer["_seq_no"], "primary_term": answer["_primary_term"]}
        self._renewed = time.monotonic()

    def _give_back(self) -> None:
        self._client.options(ignore_status=[404, 409]).delete(
            index=self._index,
            id=_ID,
            if_seq_no=self._version["seq_no"],
            if_primary_term=self._version["primary_term"],
        )
