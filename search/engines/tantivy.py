"""The embedded engine: tantivy, an index of files in `DATA_DIR`."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from search import highlights, ranking
from search.engines import hits
from search.engines.base import EngineStatus, EngineUnavailable, EntryWriter, SearchEngine
from search.engines.folders import IndexFolders
from search.engines.plan import Beginning, Plan, status_day
from search.engines.rows import FOLDED, MOST_ROWS, PLAIN_FACETS, STATUS_SLOTS, VERSION, record_key, rows
from search.engines.tantivy_compiler import (
    compile_beginning,
    compile_counts,
    compile_found,
    compile_hits,
    compile_record,
    compile_status,
)
from search.engines.tantivy_mapping import SCHEMA, stored_of, to_document
from search.enums import FACETS, Sort
from search.learning.labels import FoundPassage
from search.query import SearchQuery
from search.results import Answer, FacetOption, Suggestion, facet_options
from search.sources import Entry

#: A change waits this long for another writer before the worker turns to its next round.
WRITE_WAIT_SECONDS = 2.0
_DRAIN_HEAP = 50_000_000
_REBUILD_HEAP = 200_000_000
_REBUILD_THREADS = 2
#: Facets are counted up to so many values.
_MOST_VALUES = 200
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
                for row in rows(source_name, entry):
                    self._writer.add_document(to_document(row))

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
            plan = Plan.of(query)
            is_loose = _is_loose(searcher, plan, query)
            count, addresses = _listed(searcher, plan, query, is_loose=is_loose)
            stored = [stored_of(searcher.doc(address)) for address in addresses]
            facets = _facets(searcher, plan, query, is_loose=is_loose)
        marker = highlights.Marker(query)
        return Answer(
            count=count,
            hits=tuple(hits.hit(data, marker, plan.pinned, query.as_of) for data in stored),
            engine=self.name,
            took_ms=round((time.perf_counter() - start) * 1000),
            facets=facets,
        )

    def bare(self, query: SearchQuery) -> None:
        """Ask for hits and counts and do nothing with them."""
        searcher, plan = self._searcher(), Plan.of(query)
        searcher.search(compile_hits(plan, query), query.page_size)
        _facets(searcher, plan, query, is_loose=False)

    def suggest(self, query: SearchQuery) -> list[Suggestion]:
        """Return records whose title or number begins with what is typed, best first."""
        beginning = Beginning.of(query)
        if beginning is None:
            return []
        with _outages():
            searcher = self._searcher()
            found = searcher.search(compile_beginning(beginning), query.page_size).hits
            return [hits.suggestion(stored_of(searcher.doc(address))) for _, address in found]

    def frequencies(self, words: Collection[str]) -> dict[str, int]:
        """Return in how many entries each folded word stands."""
        with _outages():
            searcher = self._searcher()
            return {word: searcher.doc_freq(FOLDED, word) for word in words}

    def held(self, source_name: str, object_ids: Collection[str]) -> list[dict[str, Any]]:
        """Return what is stored of all rows of these records."""
        with _outages():
            searcher = self._searcher()
            found = []
            for object_id in object_ids:
                wanted = compile_record(record_key(source_name, object_id))
                listed = searcher.search(wanted, MOST_ROWS).hits
                found += [stored_of(searcher.doc(address)) for _, address in listed]
            return found

    def passages(self, text: str) -> list[FoundPassage]:
        """Return the best hits of a question by words alone."""
        query = SearchQuery.parse(text)
        with _outages():
            searcher = self._searcher()
            plan = Plan.of(query)
            compiled = compile_hits(plan, query, is_loose=_is_loose(searcher, plan, query))
            found = searcher.search(compiled, ranking.REORDER_DEPTH).hits
            return [hits.found_passage(score, stored_of(searcher.doc(address))) for score, address in found]

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
                writer = index.writer(_REBUILD_HEAP, _REBUILD_THREADS)
            rebuilt = TantivyWriter(writer, is_empty=True)
            try:
                yield rebuilt
                rebuilt.commit()
                with _outages():
                    writer.wait_merging_threads()
                    self._folders.swap(name)
            except BaseException:
                # Half an index is of no use to anybody, and the next try would leave another.
                self._folders.remove(name)
                raise
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


def _is_loose(searcher: tantivy.Searcher, plan: Plan, query: SearchQuery) -> bool:
    """Whether too few hits have the words that they should, so that any of them must do."""
    if not plan.least_hits:
        return False
    return _count(searcher.search(compile_found(plan, query), 1)) < plan.least_hits


def _listed(
    searcher: tantivy.Searcher, plan: Plan, query: SearchQuery, *, is_loose: bool
) -> tuple[int, list[tantivy.DocAddress]]:
    """Return how many hits there are, and those of the page, in order."""
    compiled = compile_hits(plan, query, is_loose=is_loose)
    if (by_day := _ORDERS.get(query.sort)) is not None:
        found = searcher.search(
            compiled, query.page_size, offset=query.offset, order_by_field="day", order=by_day
        )
        return _count(found), [address for _, address in found.hits]
    if query.offset >= ranking.REORDER_DEPTH:
        found = searcher.search(compiled, query.page_size, offset=query.offset)
        return _count(found), [address for _, address in found.hits]
    found = searcher.search(compiled, hits.depth(query))
    top, rest = found.hits[: ranking.REORDER_DEPTH], found.hits[ranking.REORDER_DEPTH :]
    order = hits.places(query, plan, _scored(searcher, top))
    ordered = [*(top[place] for place in order), *rest][query.offset : query.offset + query.page_size]
    return _count(found), [address for _, address in ordered]


def _scored(searcher: tantivy.Searcher, top: Sequence[tuple[float, tantivy.DocAddress]]) -> list[hits.Scored]:
    if not top:
        return []
    addresses = [address for _, address in top]
    columns = [searcher.fast_field_values(name, addresses) for name in hits.PLACING_FIELDS]
    return [
        hits.Scored(score, *(int(value or 0) for value in values))
        for (score, _), *values in zip(top, *columns, strict=True)
    ]


def _count(found: tantivy.SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # tantivy's stubs forgot it


def _facets(
    searcher: tantivy.Searcher, plan: Plan, query: SearchQuery, *, is_loose: bool
) -> dict[str, tuple[FacetOption, ...]]:
    """Count every facet; those without a selection of their own share one pass."""
    free = [name for name in PLAIN_FACETS if name not in query.selections]
    counts = _counted(searcher, compile_counts(plan, query, is_loose=is_loose), free)
    for name in query.selections:
        if name != "status":
            base = compile_counts(plan, query, without=name, is_loose=is_loose)
            counts |= _counted(searcher, base, [name])
    base = compile_counts(plan, query, without="status", is_loose=is_loose)
    counts["status"] = _statuses(searcher, base, status_day(query))
    return {name: facet_options(counts[name]) for name in FACETS}


def _counted(
    searcher: tantivy.Searcher, base: tantivy.Query, fields: Sequence[str]
) -> dict[str, dict[str, int]]:
    if not fields:
        return {}
    wanted = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in fields}
    answer = searcher.aggregate(base, wanted)
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"]} for name in fields
    }


def _statuses(searcher: tantivy.Searcher, base: tantivy.Query, day: int) -> Counter[str]:
    """Count each entry with the status that it has on the day."""
    found: Counter[str] = Counter()
    for slot in STATUS_SLOTS:
        name = f"status_{slot}"
        found.update(_counted(searcher, compile_status(base, slot, day), [name])[name])
    return found


@contextmanager
def _outages() -> Iterator[None]:
    """Turn whatever the engine and its files raise into the one error that callers know."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise EngineUnavailable(f"the embedded search engine failed: {error}") from error
