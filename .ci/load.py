"""Posts with many clients while the server is killed again and again: nothing accepted is lost or doubled.

Serves a site of its own in a folder that is removed afterwards; `DATABASE_URL` chooses another database than SQLite.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import http.client
import json
import multiprocessing
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
_READY = "Ctrl-C stops the site"


def solve(challenge: dict[str, Any]) -> str:
    """Return the solution of a challenge."""
    start = hashlib.sha256(challenge["salt"].encode())
    for number in range(challenge["maxNumber"] + 1):
        attempt = start.copy()
        attempt.update(b"%d" % number)
        if attempt.hexdigest() == challenge["challenge"]:
            names = ("algorithm", "challenge", "salt", "signature")
            solved = {name: challenge[name] for name in names} | {"number": number}
            return base64.b64encode(json.dumps(solved).encode()).decode()
    raise AssertionError("the challenge has no solution")


class Site:
    """`manage.py serve` in a folder of its own, to be killed."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.folder = folder
        self.log = folder / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
            "DATA_DIR": str(folder / "var"),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "DEMO": "0",
            "RATE_LIMIT": "0",
            "PYTHONUNBUFFERED": "1",
        }

    def start(self) -> None:
        """Serve, and wait until it answers."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=CHECKOUT, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + 300
        while _READY not in self.log.read_text(errors="replace"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"the site did not start:\n{self.log.read_text(errors='replace')}")
            time.sleep(0.05)

    def kill(self, signum: int = signal.SIGKILL) -> None:
        """Kill every process of the site at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signum)
            self.process.wait()

    def manage(self, *arguments: str, **options: Any) -> str:
        """Run a command on the site's database."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=CHECKOUT, env=self.environment, capture_output=True, text=True, **options
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        return done.stdout

    def request(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Ask once on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body or None, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What is posted, and how it is found again."""

    name: str
    #: Makes the site ready; returns the path that is posted to and the pages that readers look at meanwhile.
    prepare: Callable[[Site], tuple[str, list[str]]]
    #: The body of the post with a number, without its proof of work; the text ends with the key.
    body: Callable[[int, str], dict[str, Any]]
    #: What an answer is told apart by, and the path where it is found again.
    receipt: Callable[[dict[str, Any]], str]
    track: Callable[[str], str]
    #: Prints the last word of each stored text.
    stored: str


@dataclass
class Results:
    """What the clients saw."""

    receipts: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    retries: int = 0
    refusals: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


def post_until_accepted(
    site: Site, kind: Kind, path: str, solution: str, number: int, results: Results
) -> None:
    """Post once as a careful client: the same key and body again until there is an answer."""
    key = str(uuid.uuid4())
    body = json.dumps(kind.body(number, key) | {"altcha": solution})
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    while True:
        try:
            status, content = site.request("POST", path, body, headers)
        except (OSError, http.client.HTTPException):
            with results.lock:
                results.retries += 1
            time.sleep(0.2 + number % 10 * 0.03)
            continue
        with results.lock:
            if status == 201:
                results.receipts.append(kind.receipt(json.loads(content)))
                results.keys.append(key)
                return
            results.refusals[status] += 1
        if status < 500 and status != 429:
            raise SystemExit(f"refused: {status} {content.decode()}")
        time.sleep(0.3)


def at_its_time(
    began: float, number: int, rate: float, site: Site, kind: Kind, path: str, solution: str, results: Results
) -> None:
    """Post when it is this post's turn at a rate, or at once where there is none."""
    if rate:
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
    post_until_accepted(site, kind, path, solution, number, results)


def read_pages(site: Site, paths: list[str], is_enough: Callable[[int], bool]) -> float:
    """Return the median time of a reader's page in milliseconds."""
    taken = []
    for number in count():
        if is_enough(number):
            break
        began = time.perf_counter()
        try:
            status, _content = site.request("GET", paths[number % len(paths)])
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
            continue
        if status == 200:
            taken.append((time.perf_counter() - began) * 1000)
        time.sleep(0.02)
    return statistics.median(taken)


class Reader:
    """Looks at pages until it is stopped; a process, for among the threads of the clients it would wait for those."""

    def __init__(self, site: Site, paths: list[str]) -> None:
        self._stop = multiprocessing.Event()
        self._told: multiprocessing.SimpleQueue[float] = multiprocessing.SimpleQueue()
        self._process = multiprocessing.Process(target=self._read, args=(site, paths), daemon=True)
        self._process.start()

    def _read(self, site: Site, paths: list[str]) -> None:
        self._told.put(read_pages(site, paths, lambda _number: self._stop.is_set()))

    def median(self) -> float:
        """Stop reading; return the median time of a page in milliseconds."""
        self._stop.set()
        return self._told.get()


def main(kind: Kind, description: str, *, posts: int, clients: int, kills: int) -> None:
    """Measure, and fail when anything accepted is lost, doubled or shares its receipt."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(f"--{kind.name}", dest="posts", type=int, default=posts)
    parser.add_argument("--clients", type=int, default=clients)
    parser.add_argument("--kills", type=int, default=kills)
    parser.add_argument(
        "--rate", type=float, default=0, help="so many posts a second; 0 as many as are taken"
    )
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix=f"load-{kind.name}-"))
    site = Site(folder)
    try:
        site.start()
        sys.exit(0 if run(site, kind, options) else 1)
    finally:
        if site.process is not None and site.process.poll() is None:
            site.kill()
        shutil.rmtree(folder, ignore_errors=True)


def run(site: Site, kind: Kind, options: argparse.Namespace) -> bool:
    """Do it all; return whether it went well."""
    posts, clients, kills = options.posts, options.clients, options.kills
    path, pages = kind.prepare(site)
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        asked = [
            json.loads(a[1])
            for a in pool.map(lambda _n: site.request("GET", "/api/v1/challenge"), range(posts))
        ]
    with ProcessPoolExecutor() as pool:
        solutions = list(pool.map(solve, asked, chunksize=50))
    print(f"{posts} challenges solved in {time.monotonic() - began:.0f} s")
    unloaded = read_pages(site, pages, lambda number: number == 100)
    results, killed_for = Results(), 0.0
    began = time.monotonic()
    reader = Reader(site, pages)
    with ThreadPoolExecutor(clients) as pool:
        waiting = [
            pool.submit(at_its_time, began, number, options.rate, site, kind, path, solution, results)
            for number, solution in enumerate(solutions)
        ]
        for number in range(kills):
            while len(results.receipts) < posts * (number + 1) / (kills + 1):
                time.sleep(0.02)
            site.kill()
            stopped = time.monotonic()
            site.start()
            killed_for += time.monotonic() - stopped
        for future in waiting:
            future.result()
    seconds = time.monotonic() - began - killed_for
    loaded = reader.median()
    stored = Counter(site.manage("shell", "--no-imports", "-c", kind.stored).split())
    lost = [key for key in results.keys if stored[key] == 0]
    doubled = [key for key, times in stored.items() if times > 1]
    tracked = [
        site.request("GET", kind.track(receipt))[0]
        for receipt in random.sample(results.receipts, min(100, len(results.receipts)))
    ]
    rate = posts / seconds
    print(
        f"accepted {len(results.receipts)}, stored {sum(stored.values())}, lost {len(lost)}, doubled {len(doubled)}"
    )
    print(
        f"different receipts {len(set(results.receipts))}, found again {tracked.count(200)} of {len(tracked)}"
    )
    print(f"killed {kills} times, {results.retries} retries, other answers {dict(results.refusals)}")
    print(f"{rate:.1f} accepted a second while it served")
    print(f"readers' pages: {unloaded:.1f} ms alone, {loaded:.1f} ms under load ({loaded / unloaded:.2f} x)")
    return not lost and not doubled and sum(stored.values()) == posts == len(set(results.receipts))
