"""Posts comments with many clients while the server is killed again and again: nothing accepted is lost or doubled.

    make bench-comments [COMMENTS=10000] [CLIENTS=50] [KILLS=10]

Serves a site of its own in a folder that is removed afterwards; `DATABASE_URL` chooses another database than SQLite.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import http.client
import json
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
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
_READY = "Ctrl-C stops the site"
_DRAFT = {
    "id": "load-1",
    "title": "Dự thảo để đo tải",
    "articles": [
        {"article": str(n), "title": f"Điều {n}", "text": "Nội dung của điều. " * 20} for n in range(1, 31)
    ],
}


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


@dataclass
class Results:
    """What the clients saw."""

    receipts: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    retries: int = 0
    refusals: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


def post_until_accepted(site: Site, slug: str, solution: str, number: int, results: Results) -> None:
    """Post one comment as a careful client: the same key and body again until there is an answer."""
    key = str(uuid.uuid4())
    text = f"Góp ý số {number} {key}"
    body = json.dumps({"text": text, "anchor": f"dieu-{number % 30 + 1}", "consent": True, "altcha": solution,
                       "contact": {"email": f"a{number}@example.org"} if number % 10 == 0 else None})  # fmt: skip
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    while True:
        try:
            status, content = site.request("POST", f"/api/v1/drafts/{slug}/comments", body, headers)
        except (OSError, http.client.HTTPException):
            with results.lock:
                results.retries += 1
            time.sleep(0.2 + number % 10 * 0.03)
            continue
        with results.lock:
            if status == 201:
                results.receipts.append(json.loads(content)["receipt"])
                results.keys.append(key)
                return
            results.refusals[status] += 1
        if status < 500 and status != 429:
            raise SystemExit(f"refused: {status} {content.decode()}")
        time.sleep(0.3)


def read_pages(site: Site, paths: list[str], times: int) -> float:
    """Return the median time of a reader's page in milliseconds; a new address each time, so that none is kept."""
    taken = []
    for number in range(times):
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


def main() -> None:
    """Measure, and fail when anything accepted is lost, doubled or shares its receipt."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--kills", type=int, default=10)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="load-comments-"))
    site = Site(folder)
    try:
        site.start()
        sys.exit(0 if run(site, options.comments, options.clients, options.kills) else 1)
    finally:
        if site.process is not None and site.process.poll() is None:
            site.kill()
        shutil.rmtree(folder, ignore_errors=True)


def run(site: Site, comments: int, clients: int, kills: int) -> bool:
    """Do it all; return whether it went well."""
    now = datetime.now(UTC)
    draft = _DRAFT | {
        "opens_at": (now - timedelta(days=1)).isoformat(), "closes_at": (now + timedelta(days=30)).isoformat()
    }  # fmt: skip
    path = site.folder / "drafts.jsonl"
    path.write_text(json.dumps(draft, ensure_ascii=False), encoding="utf-8")
    site.manage("import_drafts", str(path))
    slug = json.loads(site.request("GET", "/api/v1/drafts")[1])["results"][0]["slug"]
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        asked = [
            json.loads(a[1])
            for a in pool.map(lambda _n: site.request("GET", "/api/v1/challenge"), range(comments))
        ]
    with ProcessPoolExecutor() as pool:
        solutions = list(pool.map(solve, asked, chunksize=50))
    print(f"{comments} challenges solved in {time.monotonic() - began:.0f} s")
    pages = [f"/du-thao/{slug}/", "/du-thao/", "/"]
    unloaded = read_pages(site, pages, 60)
    results, killed_for = Results(), 0.0
    began = time.monotonic()
    loaded: list[float] = []
    reader = threading.Thread(target=lambda: loaded.append(read_pages(site, pages, 300)), daemon=True)
    with ThreadPoolExecutor(clients) as pool:
        waiting = [
            pool.submit(post_until_accepted, site, slug, solution, number, results)
            for number, solution in enumerate(solutions)
        ]
        reader.start()
        for number in range(kills):
            while len(results.receipts) < comments * (number + 1) / (kills + 1):
                time.sleep(0.02)
            site.kill()
            stopped = time.monotonic()
            site.start()
            killed_for += time.monotonic() - stopped
        for future in waiting:
            future.result()
    seconds = time.monotonic() - began - killed_for
    reader.join(60)
    stored = Counter(site.manage("shell", "--no-imports", "-c", _STORED).split())
    lost = [key for key in results.keys if stored[key] == 0]
    doubled = [key for key, times in stored.items() if times > 1]
    tracked = [
        site.request("GET", f"/api/v1/comments/track?receipt={receipt}")[0]
        for receipt in random.sample(results.receipts, min(100, len(results.receipts)))
    ]
    rate = comments / seconds
    print(
        f"accepted {len(results.receipts)}, stored {sum(stored.values())}, lost {len(lost)}, doubled {len(doubled)}"
    )
    print(
        f"different receipts {len(set(results.receipts))}, found again {tracked.count(200)} of {len(tracked)}"
    )
    print(f"killed {kills} times, {results.retries} retries, other answers {dict(results.refusals)}")
    print(f"{rate:.1f} accepted a second while it served")
    if loaded:
        print(
            f"readers' pages: {unloaded:.1f} ms alone, {loaded[0]:.1f} ms under load ({loaded[0] / unloaded:.2f} x)"
        )
    return not lost and not doubled and sum(stored.values()) == comments == len(set(results.receipts))


_STORED = """
from gazette.drafts.models import PublicComment
for text in PublicComment.objects.values_list("text", flat=True).iterator():
    print(text.split()[-1])
"""


if __name__ == "__main__":
    main()
