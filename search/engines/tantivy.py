"""The embedded engine: tantivy, an index of files in `DATA_DIR`."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from search import highlights
from search.engines.base import EngineStatus, EngineUnavailable, EntryWriter, SearchEngine
from search.engines.folders import IndexFolders
from search.engines.tantivy_compiler import compile_counts, compile_hits
from search.engines.tantivy_mapping import (
    SCHEMA,
    VERSION,
    from_stored,
    record_key,
    register_analyzer,
    to_document,
)
from search.enums import Sort
from search.query import SearchQuery
from search.results import Answer, FacetOption, Hit
from search.sources import Entry

#: A change waits this long for another writer before the worker turns to its next round.
WRITE_WAIT_SECONDS = 2.0
_DRAIN_HEAP = 50_000_000
_REBUILD_HEAP = 200_000_000
_REBUILD_THREADS = 2
#: Facets that are counted, with the filter each must ignore.
_FACETS = {"kind": "kind"}
_ORDERS = {Sort.NEWEST: tantivy.Order.Desc, Sort.OLDEST: tantivy.Order.Asc}


class TantivyWriter(EntryWriter):
    """Writes entries through one of tantivy's writers."""

    def __init__(self, writer: tantivy.IndexWriter, *, is_empty: bool) -> None:
        self._writer = writer
        self._is_empty = is_empty

    def replace(self, source_name: str, object_ids: Collection[str], entries: Iterable[Entry]) -> None:
        """Take all that is known about these records from the index and put the entries in its place."""
        with _outages():
            if not self._is_empty:
                for object_id in object_ids:
                    self._writer.delete_documents_by_term("record", record_key(source_name, object_id))
            for entry in entries:
                self._writer.add_document(to_document(source_name, entry))

    def commit(self) -> None:
        """Make the changes durable and visible."""
        with _outages():
            self._writer.commit()


class TantivyEngine(SearchEngine):
    """Readers follow the live index by themselves: after every commit and after every rebuild."""

    name = "tantivy"

    def __init__(self, root: Path) -> None:
        self._folders = IndexFolders(root, VERSION)
        self._lock = threading.Lock()
        self._index: tantivy.Index | None = None
        self._seen: tuple[str, int, int] = ("", 0, 0)

    def search(self, query: SearchQuery) -> Answer:
        """Answer a query; raise `EngineUnavailable` when that is impossible."""
        start = time.perf_counter()
        with _outages():
            searcher = self._searcher()
            compiled = compile_hits(query)
            order = _ORDERS.get(query.sort)
            if order is None:
                found = searcher.search(compiled, query.page_size, offset=query.offset)
            else:
                found = searcher.search(
                    compiled, query.page_size, offset=query.offset, order_by_field="day", order=order
                )
            stored = [searcher.doc(address).get_first("stored") for _, address in found.hits]
            facets = {name: _facet(searcher, query, name) for name in _FACETS}
        marker = highlights.Marker(query)
        return Answer(
            count=found.count,  # type: ignore[attr-defined]  # tantivy's stubs forgot it
            hits=tuple(_hit(data, marker) for data in stored if data is not None),
            engine=self.name,
            took_ms=round((time.perf_counter() - start) * 1000),
            facets=facets,
        )

    def has_index(self) -> bool:
        """Whether there is an index that this version of the code can read and write."""
        return bool(self._folders.live_name())

    @contextmanager
    def writing(self) -> Iterator[EntryWriter]:
        """Hold the live index for writing, alone; raise `EngineBusy` when another process does."""
        with self._folders.locked(WRITE_WAIT_SECONDS):
            name = self._live_name()
            with _outages():
                index = tantivy.Index.open(str(self._folders.path(name)))
                register_analyzer(index)
                writer = index.writer(_DRAIN_HEAP, 1)
            try:
                yield TantivyWriter(writer, is_empty=False)
            finally:
                with _outages():
                    # What was not committed is dropped; merges of small parts are let finish.
                    writer.rollback()
                    writer.wait_merging_threads()

    @contextmanager
    def rebuilding(self) -> Iterator[EntryWriter]:
        """Write a new index beside the live one, which it replaces when the block ends without an error."""
        with self._folders.locked(WRITE_WAIT_SECONDS):
            with _outages():
                name = self._folders.new()
                index = tantivy.Index(SCHEMA, path=str(self._folders.path(name)))
                register_analyzer(index)
                writer = index.writer(_REBUILD_HEAP, _REBUILD_THREADS)
            rebuilt = TantivyWriter(writer, is_empty=True)
            yield rebuilt
            rebuilt.commit()
            with _outages():
                writer.wait_merging_threads()
                self._folders.swap(name)
            self._folders.remove_others(name)

    def status(self) -> EngineStatus:
        """Describe the live index."""
        name = self._live_name()
        with _outages():
            return EngineStatus(
                engine=self.name,
                version=name,
                entry_count=self._searcher().num_docs,
                size=self._folders.size(name),
            )

    def _live_name(self) -> str:
        name = self._folders.live_name()
        if not name:
            raise EngineUnavailable(
                "there is no search index of this version; search_index rebuild makes one"
            )
        return name

    def _searcher(self) -> tantivy.Searcher:
        try:
            return self._open_searcher()
        except (EngineUnavailable, ValueError, OSError):
            # A rebuild may swap and remove the index between a look at the pointer and the opening of the files.
            return self._open_searcher()

    def _open_searcher(self) -> tantivy.Searcher:
        name = self._live_name()
        path = self._folders.path(name)
        # tantivy writes this file anew at every commit; looking at it costs microseconds and, unlike its own
        # watching thread, shows a commit to the very next query.
        meta = (path / "meta.json").stat()
        seen = (name, meta.st_mtime_ns, meta.st_ino)
        with self._lock:
            if self._index is None or self._seen[0] != name:
                self._index = tantivy.Index.open(str(path))
                self._index.config_reader("manual")
            elif self._seen != seen:
                self._index.reload()
            self._seen = seen
            return self._index.searcher()


def _facet(searcher: tantivy.Searcher, query: SearchQuery, name: str) -> tuple[FacetOption, ...]:
    compiled = compile_counts(query, without=_FACETS[name])
    answer = searcher.aggregate(compiled, {name: {"terms": {"field": name, "size": 100}}})
    return tuple(
        FacetOption(code=bucket["key"], count=bucket["doc_count"]) for bucket in answer[name]["buckets"]
    )


def _hit(data: bytes, marker: highlights.Marker) -> Hit:
    stored = from_stored(data)
    passages = marker.passages(stored.pop("summary"), stored.pop("text"))
    return Hit(**stored, highlights=passages)


@contextmanager
def _outages() -> Iterator[None]:
    """Turn whatever the engine and its files raise into the one error that callers know."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise EngineUnavailable(f"the embedded search engine failed: {error}") from error
