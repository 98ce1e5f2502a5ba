"""Measurements of documents: import, list and page, on documents made up from those of the demonstration."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings

from portal.core.bench import Bench, Measure, ThrowawaySite

_SOURCE = Path(settings.BASE_DIR) / "portal" / "demo" / "resources" / "documents" / "documents.jsonl.gz"
_LEAST_DOCUMENTS_PER_SECOND = 1500
_MOST_MILLISECONDS_OF_LIST = 60
_MOST_MILLISECONDS_OF_PAGE = 25
_MOST_GROWTH_OF_MEMORY = 1.3
#: What the import into the second database is measured on.
_MOST_ON_POSTGRESQL = 20_000

_DOCUMENT_PATH = re.compile(r'href="(/van-ban/[0-9]+/[^"/]+/)"')
_OPTION = re.compile(r'<option value="([^"]+)"')
_STATUSES = ("con-hieu-luc", "het-hieu-luc-toan-bo", "khong-xac-dinh")
_YEARS = range(2014, 2027)
_WORDS = (
    "đất đai", "đầu tư công", "học phí", "giải phóng mặt bằng", "kế hoạch sử dụng đất", "bảo hiểm y tế",
    "nông thôn mới", "quy hoạch", "giao thông", "an toàn thực phẩm",
)  # fmt: skip


def imports(bench: Bench) -> Iterator[Measure]:
    """Import of documents through the command, into SQLite and into PostgreSQL if there is one."""
    first, rest = bench.folder / "first.jsonl", bench.folder / "rest.jsonl"
    tenth = bench.documents // 10
    _write(first, 0, tenth)
    _write(rest, tenth, bench.documents)
    small, large = (bench.site.run("import_documents", str(path)) for path in (first, rest))
    yield _speed("import into SQLite", bench.documents, small.seconds + large.seconds, first, rest)
    yield Measure(
        title="memory of an import, ten times the documents",
        value=large.peak_megabytes,
        unit="MB",
        peer_title="a tenth of them",
        peer=small.peak_megabytes,
        limit=_MOST_GROWTH_OF_MEMORY,
        limits_ratio=True,
    )
    if bench.postgresql:
        yield _on_postgresql(bench.new_site(bench.postgresql), bench)


def _on_postgresql(site: ThrowawaySite, bench: Bench) -> Measure:
    count = min(bench.documents, _MOST_ON_POSTGRESQL)
    path = bench.folder / "postgresql.jsonl"
    _write(path, 0, count)
    return _speed("import into PostgreSQL", count, site.run("import_documents", str(path)).seconds, path)


def _speed(title: str, count: int, seconds: float, *paths: Path) -> Measure:
    begun = time.perf_counter()
    for path in paths:
        with path.open("rb") as file:
            for line in file:
                orjson.loads(line)
    return Measure(
        title=title,
        value=count / seconds,
        unit="documents/s",
        peer_title="reading the file alone",
        peer=count / (time.perf_counter() - begun),
        limit=_LEAST_DOCUMENTS_PER_SECOND,
        is_floor=True,
    )


def lists(bench: Bench) -> Iterator[Measure]:
    """The list with filters that nobody used before, so that neither page nor count is remembered."""
    repetitions = 4 if bench.is_quick else 60
    form = bench.page("/van-ban/")
    for title, queries in _filters(_offered(form, "type"), _offered(form, "agency")).items():
        paths = (f"/van-ban/?{urlencode(query)}" for query in islice(queries, repetitions))
        yield from bench.page_times(title, paths, limit=_MOST_MILLISECONDS_OF_LIST)


def _filters(types: list[str], agencies: list[str]) -> dict[str, Iterator[dict[str, Any]]]:
    """Return the combinations that are measured; each is used once."""
    return {
        "list by type and year": ({"type": kind, "year": year} for year, kind in product(_YEARS, types)),
        "list by agency, status and year": (
            {"agency": agency, "status": status, "year": year}
            for agency, year, status in product(agencies, _YEARS, _STATUSES)
        ),
        "list by type, sorted by number": (
            {"type": kind, "sort": "number", "issued_from": f"{year}-01-01"}
            for year, kind in product(_YEARS, types)
        ),
        "list by words and year": ({"q": words, "year": year} for year, words in product(_YEARS, _WORDS)),
        "list by words": ({"q": words} for words in _WORDS),
        "list by beginning of the number": ({"number": f"{number}/"} for number in range(1, 200)),
    }


def _offered(form: str, name: str) -> list[str]:
    """Return the values that the list's form offers for a filter."""
    select = form.partition(f'name="{name}"')[2].partition("</select>")[0]
    return _OPTION.findall(select)


def pages(bench: Bench) -> Iterator[Measure]:
    """Pages of documents that nobody asked for before."""
    repetitions = 4 if bench.is_quick else 60
    listed = (bench.page(f"/van-ban/?page={number}") for number in range(1, repetitions // 20 + 2))
    paths = dict.fromkeys(path for html in listed for path in _DOCUMENT_PATH.findall(html))
    yield from bench.page_times("document page", islice(paths, repetitions), limit=_MOST_MILLISECONDS_OF_PAGE)


def _write(path: Path, start: int, stop: int) -> None:
    """Write documents number `start` to `stop`: real ones over and over, each with a number of its own."""
    with gzip.open(_SOURCE, "rb") as packed:
        originals = [orjson.loads(line) for line in packed]
    with path.open("wb") as file:
        for number, original in enumerate(islice(cycle(originals), start, stop), start):
            file.write(orjson.dumps(_made_up(original, number)) + b"\n")


def _made_up(original: dict[str, Any], number: int) -> dict[str, Any]:
    _first, sign, symbol = (original.get("number") or "").partition("/")
    return original | {
        "id": f"bench-{number}",
        "number": f"{number % 9000 + 1}/{symbol}" if sign else f"{number % 9000 + 1}/BC-VP",
        "source": "made up for a measurement",
        "source_url": "",
        "files": [],
    }
