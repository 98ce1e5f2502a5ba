"""The cluster engine: Elasticsearch."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from elasticsearch.helpers import BulkIndexError, scan
from elasticsearch_dsl import Search

from search import highlights, ranking
from search.engines import hits
from search.engines.base import EngineStatus, EngineUnavailable, EntryWriter, SearchEngine
from search.engines.elasticsearch_compiler import (
    FOUND,
    compile_beginning,
    compile_frequencies,
    compile_search,
)
from search.engines.elasticsearch_indices import Indices
from search.engines.elasticsearch_lease import Lease
from search.engines.elasticsearch_writer import ElasticsearchWriter
from search.engines.plan import Beginning, Plan
from search.engines.rows import STATUS_SLOTS, record_key
from search.enums import FACETS, Sort
from search.learning.labels import FoundPassage
from search.query import SearchQuery
from search.results import Answer, FacetOption, Suggestion, facet_options

#: A change waits this long for another writer before the worker turns to its next round.
WRITE_WAIT_SECONDS = 2.0
#: A cluster that takes longer to answer is down, as far as a reader is concerned.
_SEARCH_SECONDS: Final = 10.0
_WRITE_SECONDS: Final = 60.0


@dataclass(frozen=True)
class Cluster:
    """How to reach a cluster."""

    hosts: tuple[str, ...]
    user: str = ""
    password: str = ""
    ca_file: str = ""
    prefix: str = "cong-mo"

    def connect(self) -> Elasticsearch:
        """Return a client; nothing is asked yet."""
        options: dict[str, Any] = {"request_timeout": _SEARCH_SECONDS, "max_retries": 1}
        if self.user:
            options["basic_auth"] = (self.user, self.password)
        if self.ca_file:
            options["ca_certs"] = self.ca_file
        return Elasticsearch(list(self.hosts), **options)


class ElasticsearchEngine(SearchEngine):
    """Readers follow the alias of the live index."""

    name = "elasticsearch"

    def __init__(self, cluster: Cluster) -> None:
        self._client = cluster.connect()
        self._writing = self._client.options(request_timeout=_WRITE_SECONDS)
        self._indices = Indices(self._writing, cluster.prefix)

    def search(self, query: SearchQuery) -> Answer:
        """Answer a query; raise `EngineUnavailable` when that is impossible."""
        start = time.perf_counter()
        with _outages():
            plan = Plan.of(query)
            found = self._found(plan, query)
            answer = found(is_loose=False)
            counted = answer["aggregations"][FOUND]["doc_count"]
            if counted < plan.least_hits:
                answer = found(is_loose=True)
            stored = self._page(answer, plan, query)
        marker = highlights.Marker(query)
        return Answer(
            count=answer["hits"]["total"]["value"],
            hits=tuple(hits.hit(data, marker, plan.pinned, query.as_of) for data in stored),
            engine=self.name,
            took_ms=round((time.perf_counter() - start) * 1000),
            facets=_facets(answer["aggregations"]),
        )

    def bare(self, query: SearchQuery) -> None:
        """Ask for hits and counts and do nothing with them."""
        with _outages():
            self._ask(compile_search(Plan.of(query), query, start=0, size=query.page_size))

    def suggest(self, query: SearchQuery) -> list[Suggestion]:
        """Return records whose title or number begins with what is typed, best first."""
        beginning = Beginning.of(query)
        if beginning is None:
            return []
        with _outages():
            answer = self._ask(compile_beginning(beginning, size=query.page_size))
        return [hits.suggestion(hit["_source"]["stored"]) for hit in answer["hits"]["hits"]]

    def frequencies(self, words: Collection[str]) -> dict[str, int]:
        """Return in how many entries each folded word stands."""
        if not words:
            return {}
        with _outages():
            answer = self._ask(compile_frequencies(words))
        buckets = answer["aggregations"]["words"]["buckets"]
        return {word: bucket["doc_count"] for word, bucket in buckets.items()}

    def held(self, source_name: str, object_ids: Collection[str]) -> list[dict[str, Any]]:
        """Return what is stored of all rows of these records."""
        records = [record_key(source_name, object_id) for object_id in object_ids]
        wanted = {"query": {"terms": {"record": records}}}
        with _outages():
            found = scan(self._writing, index=self._indices.alias, query=wanted, size=200)
            return [hit["_source"]["stored"] for hit in found]

    def passages(self, text: str) -> list[FoundPassage]:
        """Return the best hits of a question by words alone."""
        query = SearchQuery.parse(text)
        plan = Plan.of(query)
        with _outages():
            answer = self._ask(compile_search(plan, query, start=0, size=ranking.REORDER_DEPTH))
            counted = answer["aggregations"][FOUND]["doc_count"]
            if counted < plan.least_hits:
                answer = self._ask(
                    compile_search(plan, query, start=0, size=ranking.REORDER_DEPTH, is_loose=True)
                )
        return [hits.found_passage(hit["_score"], hit["_source"]["stored"]) for hit in answer["hits"]["hits"]]

    def has_index(self) -> bool:
        """Whether there is an index that this version of the code can read and write."""
        with _outages():
            return bool(self._indices.live_name())

    @contextmanager
    def writing(self) -> Iterator[EntryWriter]:
        """Hold the live index for writing, alone; raise `EngineBusy` when another process does."""
        with _outages(), Lease(self._writing, self._indices.lease_name).held(WRITE_WAIT_SECONDS) as lease:
            name = self._live_name()
            # What a writer that was killed sent last must be seen before it is replaced.
            self._writing.indices.refresh(index=name)
            yield ElasticsearchWriter(self._writing, name, lease, is_empty=False)

    @contextmanager
    def rebuilding(self) -> Iterator[EntryWriter]:
        """Write a new index beside the live one, which it replaces when the block ends without an error."""
        with _outages(), Lease(self._writing, self._indices.lease_name).held(WRITE_WAIT_SECONDS) as lease:
            name = self._indices.new()
            is_live = False
            try:
                writer = ElasticsearchWriter(self._writing, name, lease, is_empty=True)
                yield writer
                writer.commit()
                self._indices.swap(name)
                is_live = True
            finally:
                if not is_live:
                    self._indices.discard(name)
            self._indices.remove_others(name)

    def status(self) -> EngineStatus:
        """Describe the live index."""
        with _outages():
            name = self._live_name()
            stats = self._client.indices.stats(index=name, metric=["docs", "store"])["_all"]["primaries"]
        return EngineStatus(
            engine=self.name,
            version=name,
            entry_count=stats["docs"]["count"],
            size=stats["store"]["size_in_bytes"],
        )

    def _live_name(self) -> str:
        name = self._indices.live_name()
        if not name:
            raise EngineUnavailable(
                "there is no search index of this version; search_index rebuild makes one"
            )
        return name

    def _found(self, plan: Plan, query: SearchQuery) -> Any:
        """Return the request of a page: as it is, or, where the order is not final, the keys of all candidates."""
        reorders = _reorders(query)
        start, size = (0, hits.depth(query)) if reorders else (query.offset, query.page_size)

        def ask(*, is_loose: bool) -> dict[str, Any]:
            request = compile_search(plan, query, start=start, size=size, is_loose=is_loose)
            if reorders:
                request = request.source(False).extra(docvalue_fields=list(hits.PLACING_FIELDS))
            return self._ask(request)

        return ask

    def _page(self, answer: Mapping[str, Any], plan: Plan, query: SearchQuery) -> list[dict[str, Any]]:
        """Return what is stored of the hits of the page, in their final order."""
        listed: Sequence[dict[str, Any]] = answer["hits"]["hits"]
        if not _reorders(query):
            return [hit["_source"]["stored"] for hit in listed]
        top, rest = listed[: ranking.REORDER_DEPTH], listed[ranking.REORDER_DEPTH :]
        order = hits.places(query, plan, [_scored(hit) for hit in top])
        ordered = [*(top[place] for place in order), *rest][query.offset : query.offset + query.page_size]
        if not ordered:
            return []
        found = self._client.mget(index=self._indices.alias, ids=[hit["_id"] for hit in ordered])
        return [document["_source"]["stored"] for document in found["docs"] if document["found"]]

    def _ask(self, request: Search) -> dict[str, Any]:
        answer: dict[str, Any] = self._client.search(index=self._indices.alias, body=request.to_dict()).body
        return answer


def _reorders(query: SearchQuery) -> bool:
    return query.sort is Sort.RELEVANCE and query.offset < ranking.REORDER_DEPTH


def _scored(hit: Mapping[str, Any]) -> hits.Scored:
    return hits.Scored(hit["_score"], *(hit["fields"][name][0] for name in hits.PLACING_FIELDS))


def _facets(aggregations: Mapping[str, Any]) -> dict[str, tuple[FacetOption, ...]]:
    facets = {}
    for name in FACETS:
        counts: Counter[str] = Counter()
        for part in (
            [aggregations[name]]
            if name != "status"
            else [aggregations[name][f"slot_{slot}"] for slot in STATUS_SLOTS]
        ):
            counts.update({bucket["key"]: bucket["doc_count"] for bucket in part["codes"]["buckets"]})
        facets[name] = facet_options(counts)
    return facets


@contextmanager
def _outages() -> Iterator[None]:
    """Turn whatever the cluster and the way to it raise into the one error that callers know."""
    try:
        yield
    except NotFoundError as error:
        raise EngineUnavailable(
            "there is no search index of this version; search_index rebuild makes one"
        ) from error
    except (ApiError, TransportError, BulkIndexError) as error:
        raise EngineUnavailable(f"the search cluster failed: {error}") from error
