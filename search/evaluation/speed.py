"""How fast search is: indexing, and full answers over HTTP, each beside what the engine alone does in the same run."""

from __future__ import annotations

import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import tantivy

from search import vietnamese
from search.engines.base import SearchEngine
from search.engines.rows import rows
from search.engines.tantivy_mapping import SCHEMA, to_document
from search.enums import FACETS
from search.evaluation import sets
from search.query import SearchQuery
from search.sources import Entry

_SOURCE: Final = "benchmark"
_AT_ONCE: Final = 1000
#: Indexing is measured so often, with texts that are ready unless there are more than memory should hold.
_ROUNDS: Final = 3
_MOST_IN_MEMORY: Final = 100_000
#: So many documents tell how fast the engine alone is.
_BARE: Final = 20_000
_QUERIES: Final = 300
_SEED: Final = 20_261_125
_START_SECONDS: Final = 120.0


@dataclass(frozen=True, kw_only=True)
class Speed:
    """A figure, and what the engine alone reaches."""

    name: str
    unit: str
    value: float
    bare: float


def documents(root: Path, count: int) -> Iterator[Entry]:
    """Return so many documents: articles of the corpus, with facets and dates, no two alike."""
    randomly = random.Random(_SEED)  # noqa: S311  # the same at every run
    for number, entry in enumerate(islice(cycle(sets.entries(root, "articles")), count)):
        year = 1990 + number % 36
        yield replace(
            entry,
            object_id=str(number),
            source_id=None,
            number=f"{number}/{year}/QĐ-UBND",
            text=f"{entry.text} {number}",
            type_code=f"loai-{number % 23}",
            agency_code=f"co-quan-{number % 57}",
            agency_name=f"Sở số {number % 57}",
            field_codes=(f"linh-vuc-{number % 41}",),
            date=date(year, randomly.randrange(1, 13), randomly.randrange(1, 28)),
        )


def index(engine: SearchEngine, root: Path, count: int) -> Speed:
    """Index so many documents through the engine; return how many a second, the engine's own work alone beside it.

    Both start with texts that are in memory, take turns, and count with their median.
    """
    sample = [
        to_document(row) for entry in documents(root, min(count, _BARE)) for row in rows(_SOURCE, entry)
    ]
    ours, alone = [], []
    for _ in range(_ROUNDS if count <= _MOST_IN_MEMORY else 1):
        ours.append(count / _through_engine(engine, root, count))
        alone.append(len(sample) / _bare_seconds(sample))
    return Speed(
        name="indexing", unit="documents/s", value=statistics.median(ours), bare=statistics.median(alone)
    )


def _through_engine(engine: SearchEngine, root: Path, count: int) -> float:
    batches: Iterable[list[Entry]] = _batches(documents(root, count))
    if count <= _MOST_IN_MEMORY:
        batches = list(batches)
    start = time.perf_counter()
    with engine.rebuilding() as writer:
        for batch in batches:
            writer.replace(_SOURCE, [entry.object_id for entry in batch], batch)
    return time.perf_counter() - start


def _bare_seconds(documents: list[tantivy.Document]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        writer = tantivy.Index(SCHEMA, path=folder).writer(200_000_000, 2)
        start = time.perf_counter()
        for document in documents:
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        return time.perf_counter() - start


def _batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while batch := list(islice(entries, _AT_ONCE)):
        yield batch


def queries(root: Path) -> list[dict[str, str]]:
    """Return what people ask: keywords, half sentences, questions, numbers, with and without filters."""
    randomly = random.Random(_SEED)  # noqa: S311  # the same at every run
    titles = [entry.title for entry in islice(sets.entries(root, "articles"), 20_000) if entry.title]
    asked = []
    for number in range(_QUERIES):
        words = randomly.choice(titles).split()
        start = randomly.randrange(max(1, len(words) - 4))
        text = " ".join(words[start : start + randomly.choice([2, 2, 3, 4, 8])])
        parameters = {"q": vietnamese.fold(text) if number % 3 == 0 else text}
        if number % 10 == 9:
            parameters["q"] = f"{randomly.randrange(20_000)}/QĐ-UBND"
        if number % 4 == 1:
            parameters["type"] = f"loai-{randomly.randrange(23)}"
        asked.append(parameters)
    return asked


def answers(engine: SearchEngine, root: Path, bare: Callable[[SearchQuery], None]) -> Iterator[Speed]:
    """Ask the site over HTTP, and the engine alone in turn; yield the median and the slow end of both."""
    asked = queries(root)
    parsed = [
        SearchQuery.parse(one["q"], selections={name: [one[name]] for name in FACETS if name in one})
        for one in asked
    ]
    with _site() as connection:
        for one in asked[:20]:
            _get(connection, one)
        full, alone = [], []
        for one, query in zip(asked, parsed, strict=True):
            full.append(_timed(lambda one=one: _get(connection, one)))  # type: ignore[misc]
            alone.append(_timed(lambda query=query: bare(query)))  # type: ignore[misc]
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        yield Speed(
            name=f"full answer, {name}", unit="ms", value=_quantile(full, share), bare=_quantile(alone, share)
        )


def _get(connection: http.client.HTTPConnection, parameters: dict[str, str]) -> None:
    connection.request("GET", f"/api/v1/search?{urlencode(parameters)}")
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{parameters} was answered {response.status}: {body[:300]!r}")


def _timed(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def _quantile(values: list[float], share: float) -> float:
    return (
        sorted(values)[min(len(values) - 1, int(share * len(values)))]
        if share != 0.5
        else statistics.median(values)
    )


@contextmanager
def _site() -> Iterator[http.client.HTTPConnection]:
    """Serve the site with the index of this process's `DATA_DIR` on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = [sys.executable, str(Path(sys.argv[0]).resolve()), "serve"]
    environment = os.environ | {"PORT": str(port), "HOST": "127.0.0.1", "DEMO": "0", "RATE_LIMIT": "0"}
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(program, env=environment, stdout=log, stderr=log)  # noqa: S603  # ourselves
        try:
            yield _answering(port)
        finally:
            server.terminate()
            server.wait(30)


def _answering(port: int) -> http.client.HTTPConnection:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return connection
