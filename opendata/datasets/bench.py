"""How fast a large table answers over HTTP, beside DuckDB's own export and, where it is installed, Datasette."""

from __future__ import annotations

import contextlib
import http.client
import importlib.util
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlencode

import duckdb

from opendata.datasets.sql import identifier, literal
from portal.core.bench import ThrowawaySite
from portal.core.bench.sites import HOST

_ROUNDS = 15
_SLOW_READERS = 10
_SLUG = "bang"


@dataclass(frozen=True)
class Result:
    """A measurement with its limit, which is a highest value unless `is_least`."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    is_least: bool = False
    peer: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the limit holds."""
        if self.limit is None:
            return True
        return self.value >= self.limit if self.is_least else self.value <= self.limit


def measure(table: Path) -> Iterator[Result]:
    """Measure a table; yield each result as it is there."""
    site = ThrowawaySite()
    site.environment["RATE_LIMIT"] = "0"
    try:
        site.prepare()
        imported = site.run("import_dataset", str(table), "--slug", _SLUG, "--title", "Bảng")
        yield Result("import", imported.seconds, "s")
        site.start()
        yield from _questions(site, table)
        yield from _downloads(site, table)
    finally:
        site.close()


def _get(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(HOST, port, timeout=120)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


def _columns(port: int) -> tuple[list[str], list[str]]:
    """Return the columns of words and those of whole numbers."""
    described = json.loads(_get(port, f"/api/v1/datasets/{_SLUG}")[1])["columns"]
    words = [c["name"] for c in described if c["type"] == "string" and c["distinct"] <= 10_000]
    return words, [c["name"] for c in described if c["type"] == "integer"]


def _data(**params: str) -> str:
    return f"/api/v1/datasets/{_SLUG}/data.json?{urlencode(params)}"


def _timed(port: int, paths: list[str]) -> float:
    begun = time.perf_counter()
    for path in paths:
        status, body = _get(port, path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}: {body[:300]!r}")
    return (time.perf_counter() - begun) * 1000


def _questions(site: ThrowawaySite, table: Path) -> Iterator[Result]:
    words, numbers = _columns(site.port)
    if len(words) < 2 or not numbers:
        raise RuntimeError("the table needs two columns of words and one of whole numbers")
    first, second, number = words[0], words[1], numbers[0]
    third = words[2] if len(words) > 2 else first
    peer = _Datasette.results(table, words[:2]) if importlib.util.find_spec("datasette") else {}
    # Each round asks something else: the page cache answers no question twice here.
    rounds = range(1, _ROUNDS + 1)
    values = json.loads(
        _get(site.port, _data(_group=first, _agg="count()", _order="-count()", _limit="20"))[1]
    )
    commonest = [str(row[first]) for row in values["results"]]
    for name, limit, asked in (
        ("three facet counts", 60.0, lambda n: [
            _data(_group=column, _agg="count()", _order="-count()", _limit=str(20 + n))
            for column in (first, second, third)
        ]),
        ("group by two columns", 60.0, lambda n: [
            _data(_group=f"{first},{second}", _agg=f"count(),avg({number})", _limit=str(50 + n))
        ]),
        ("filtered page", 40.0, lambda n: [
            _data(**{first: commonest[n % len(commonest)], f"{number}__gt": str(n), "_limit": "100"})
        ]),
    ):  # fmt: skip
        taken = [_timed(site.port, asked(n)) for n in rounds]
        yield Result(name, median(taken), "ms", limit, peer=peer.get(name, ""))


def _downloads(site: ThrowawaySite, table: Path) -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "copy.csv"
        parquet = next((site.folder / "var" / "datasets").glob("*/data.parquet"))
        copies = []
        for _round in range(3):
            begun = time.perf_counter()
            duckdb.execute(
                f"COPY (SELECT * FROM read_parquet({literal(str(parquet))})) TO {literal(str(target))} (HEADER)"
            )
            copies.append(time.perf_counter() - begun)
        copied = target.stat().st_size / median(copies) / 1e6
    path = f"/api/v1/datasets/{_SLUG}/data.csv"
    before, rates, peak = _memory(), [], 0.0
    for _round in range(3):
        stop = threading.Event()
        highest: list[float] = [0.0]
        watcher = threading.Thread(target=_watch, args=(stop, highest))
        watcher.start()
        begun = time.perf_counter()
        size = _read_all(site.port, path)
        rates.append(size / (time.perf_counter() - begun) / 1e6)
        stop.set()
        watcher.join()
        peak = max(peak, highest[0])
    rate = median(rates)
    yield Result("full CSV", rate, "MB/s", copied / 2, is_least=True, peer=f"COPY {copied:.0f} MB/s")
    yield Result("memory of the server's processes during it", max(0.0, peak - before), "MB more", 100.0)
    alone = median(_timed(site.port, [f"/du-lieu/?q=x{n}"]) for n in range(10))
    with _slow_readers(site.port, path):
        beside = [_timed(site.port, [f"/du-lieu/?q=y{n}"]) for n in range(20)]
    yield Result("page alone", alone, "ms")
    yield Result(f"page beside {_SLOW_READERS} slow downloads, median", median(beside), "ms", 200.0)
    yield Result(f"page beside {_SLOW_READERS} slow downloads, slowest", max(beside), "ms", 2000.0)
    threads = [threading.Thread(target=_read_all, args=(site.port, path)) for _n in range(_SLOW_READERS)]
    for thread in threads:
        thread.start()
    beside = [_timed(site.port, [f"/du-lieu/?q=z{n}"]) for n in range(20)]
    for thread in threads:
        thread.join()
    yield Result(f"page beside {_SLOW_READERS} fast downloads, median", median(beside), "ms", 500.0)


def _read_all(port: int, path: str) -> int:
    connection = http.client.HTTPConnection(HOST, port, timeout=300)
    connection.request("GET", path, headers={"Accept-Encoding": "identity"})
    response = connection.getresponse()
    size = 0
    buffer = bytearray(1 << 20)
    while count := response.readinto(buffer):
        size += count
    connection.close()
    return size


@contextlib.contextmanager
def _slow_readers(port: int, path: str) -> Iterator[None]:
    """Have readers that take a little and then wait, as a poor line does."""
    sockets = []
    for _n in range(_SLOW_READERS):
        reader = socket.create_connection((HOST, port), timeout=30)
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
        reader.sendall(
            f"GET {quote(path)} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: identity\r\n\r\n".encode()
        )
        reader.recv(1000)
        sockets.append(reader)
    time.sleep(0.5)
    try:
        yield
    finally:
        for reader in sockets:
            reader.close()


def _processes() -> set[int]:
    """Return this process's descendants: the site's processes."""
    parents: dict[int, int] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}


def _memory() -> float:
    total = 0.0
    for pid in _processes():
        with contextlib.suppress(OSError, IndexError):
            status = Path(f"/proc/{pid}/status").read_text()
            total += int(status.partition("RssAnon:")[2].split(maxsplit=1)[0]) / 1024
    return total


def _watch(stop: threading.Event, highest: list[float]) -> None:
    while not stop.wait(0.05):
        highest[0] = max(highest[0], _memory())


class _Datasette:
    """The same table in Datasette, in a folder of its own."""

    @staticmethod
    def results(table: Path, words: list[str]) -> dict[str, str]:
        """Return what it takes for the same questions, in words."""
        with tempfile.TemporaryDirectory() as folder:
            base = Path(folder) / "t.db"
            _copy_to_sqlite(table, base)
            with socket.socket() as probe:
                probe.bind((HOST, 0))
                port = probe.getsockname()[1]
            command = [
                sys.executable, "-m", "datasette", str(base), "--host", HOST, "--port", str(port),
                "--setting", "sql_time_limit_ms", "120000", "--setting", "facet_time_limit_ms", "120000",
            ]  # fmt: skip
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
            try:
                for _attempt in range(200):
                    with contextlib.suppress(OSError):
                        socket.create_connection((HOST, port), timeout=1).close()
                        break
                    time.sleep(0.1)
                facets = "&".join(f"_facet={quote(name)}" for name in (*words, words[0])[:3])
                found = median(_timed(port, [f"/t/t.json?_size=1&{facets}&_x={n}"]) for n in range(3))
                return {"three facet counts": f"Datasette {found:.0f} ms"}
            finally:
                process.terminate()
                process.wait()


def _copy_to_sqlite(table: Path, base: Path) -> None:
    cursor = duckdb.execute(f"SELECT * FROM read_parquet({literal(str(table))})")
    names = [str(column[0]) for column in cursor.description or []]
    connection = sqlite3.connect(base)
    connection.execute(f"CREATE TABLE t ({', '.join(identifier(name) for name in names)})")
    marks = ", ".join("?" for _name in names)
    while rows := cursor.fetchmany(100_000):
        connection.executemany(
            f"INSERT INTO t VALUES ({marks})",  # question marks only
            [[str(v) if hasattr(v, "isoformat") else v for v in row] for row in rows],
        )
    connection.commit()
    connection.close()
