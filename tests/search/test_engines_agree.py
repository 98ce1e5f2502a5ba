"""Both engines find the same: 500 generated queries over the demonstration documents."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from elasticsearch import Elasticsearch

from search import vietnamese
from search.engines.base import SearchEngine
from search.engines.elasticsearch import Cluster, ElasticsearchEngine
from search.engines.tantivy import TantivyEngine
from search.enums import Kind, Sort, Unit
from search.query import SearchQuery
from search.sources import Entry, Passage
from tests.conftest import needed

pytestmark = pytest.mark.elasticsearch

_FOLDER = Path("portal/demo/resources/documents")
_QUERIES = 500
#: Larger sets are compared by their counts alone, in all facets.
_ALL = 200
#: The beginning of a text is enough to compare by.
_TEXT = 1500


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(_FOLDER / name, "rb") as file:
        yield from map(orjson.loads, file)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _entries() -> list[Entry]:
    articles: dict[str, list[Passage]] = {}
    for row in _rows("articles.jsonl.gz"):
        found = articles.setdefault(row["doc_id"], [])
        unit = f"dieu-{len(found) + 1}"
        found.append(
            Passage(
                unit=unit, title=row["title"] or "", text=(row["text"] or "")[:_TEXT], source_id=row["id"]
            )
        )
    return [
        Entry(
            kind=Kind.DOCUMENT,
            object_id=row["id"],
            source_id=row["id"],
            title=row.get("summary") or row["title"] or "",
            url=f"/van-ban/{row['id']}/",
            number=row["number"] or "",
            text=(row["text"] or "")[:_TEXT],
            passages=tuple(articles.get(row["id"], ())),
            date=_day(row.get("issue_date")),
            agency_code=vietnamese.slugify(row.get("issuer") or "", 30),
            agency_name=row.get("issuer") or "",
            type_code=vietnamese.slugify(row.get("type") or "", 30),
            statuses=_statuses(_day(row.get("effective_date")), _day(row.get("expiry_date"))),
        )
        for row in _rows("documents.jsonl.gz")
    ]


def _statuses(begins: date | None, ends: date | None) -> tuple[tuple[date | None, str], ...]:
    found: list[tuple[date | None, str]] = [(None, "cho" if begins else "con")]
    if begins:
        found.append((begins, "con"))
    if ends and (not begins or ends > begins):
        found.append((ends, "het"))
    return tuple(found)


def _generated(entries: list[Entry], rng: random.Random) -> Iterator[SearchQuery]:
    """Make queries as people type them from what the documents say."""
    codes = {
        "type": sorted({entry.type_code for entry in entries}),
        "agency": sorted({entry.agency_code for entry in entries}),
        "year": sorted({str(entry.year) for entry in entries}),
        "status": ["cho", "con", "het"],
    }
    numbers = [entry.number for entry in entries if entry.number]
    for position in range(_QUERIES):
        words = vietnamese.normalize(rng.choice(entries).whole_text or "quyết định").split()
        start = rng.randrange(len(words))
        text = " ".join(words[start : start + rng.choice([1, 2, 2, 3, 4, 8, 15])])
        match position % 8:
            case 1:
                text = vietnamese.fold(text)
            case 2:
                text = f'"{text}"'
            case 3:
                text += f" -{rng.choice(words)}"
            case 4:
                text = rng.choice(numbers)
            case 5:
                number = rng.choice(numbers)
                text = vietnamese.fold(number[: rng.randrange(2, len(number) + 1)]).replace("/", " ")
            case 6:
                text = f'{text} "{rng.choice(words)}"'
        query = SearchQuery.parse(text, page_size=_ALL, unit=rng.choice(list(Unit)))
        if rng.random() < 0.5:
            names = rng.sample(list(codes), rng.choice([1, 1, 2]))
            selections = {name: tuple(rng.sample(codes[name], min(2, len(codes[name])))) for name in names}
            query = replace(query, selections=selections)
        if rng.random() < 0.2:
            query = replace(query, dated_from=date(2015, 1, 1) + timedelta(days=rng.randrange(3000)))
        if rng.random() < 0.2:
            query = replace(query, as_of=date(2015, 1, 1) + timedelta(days=rng.randrange(4000)))
        yield replace(query, sort=rng.choice([Sort.RELEVANCE, Sort.RELEVANCE, Sort.NEWEST, Sort.OLDEST]))


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[list[SearchEngine]]:
    host, prefix = needed("TEST_SEARCH_URL", "Elasticsearch"), f"test-{uuid4().hex}"
    yield [
        TantivyEngine(tmp_path / "index"),
        ElasticsearchEngine(Cluster(hosts=(host,), prefix=prefix)),
    ]
    client = Elasticsearch(host)
    client.indices.delete(index=",".join(client.indices.get(index=f"{prefix}-*", features="aliases")))
    client.indices.delete_index_template(name=f"{prefix}-entries")


def test_generated_queries_find_the_same_on_both_engines(engines: list[SearchEngine]) -> None:
    entries = _entries()
    for engine in engines:
        with engine.rebuilding() as writer:
            writer.replace("document", [], entries)
    different, found = [], 0
    for query in _generated(entries, random.Random(20_261_124)):
        embedded, cluster = (engine.search(query) for engine in engines)
        found += bool(embedded.count)
        same = (
            embedded.count == cluster.count
            and embedded.facets == cluster.facets
            and (
                embedded.count > _ALL
                or {(hit.object_id, hit.source_id) for hit in embedded.hits}
                == {(hit.object_id, hit.source_id) for hit in cluster.hits}
            )
        )
        if not same:
            different.append((query, embedded.count, cluster.count))
    assert not different, different[:5]
    assert found > _QUERIES / 2, "most queries should find something, or the comparison says nothing"
