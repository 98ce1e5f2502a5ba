"""Sends a digest to many subscribers while the worker is killed again and again: everybody gets one, nobody two.

    make bench-alerts [PEOPLE=10000] [KILLS=10]

A mail server of this process counts what arrives. The site is one of its own in a folder that is removed afterwards;
`DATABASE_URL` chooses another database than SQLite, and `--data-dir` a folder whose database is ready.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

CHECKOUT = Path(__file__).resolve().parents[1]
_SEED = """
from django.utils import timezone
from datetime import timedelta
from portal.alerts.models import *
from portal.alerts.services import subscriptions, personal_data
from portal.core.services.private_contacts import Contact, keep
from django.db import transaction
now = timezone.now()
topic = Topic.objects.create(address_digest="load", address="/van-ban/", title="Văn bản", known=b"", looked_at=now)
TopicChange.objects.create(topic=topic, key_digest="1", title="Quyết định mới", path="/van-ban/", at=now)
with transaction.atomic():
    for number in range({people}):
        email = f"nguoi-{{number}}@example.vn"
        person = Subscriber.objects.create(
            key=subscriptions.subscriber_key(email), contact=keep(personal_data.FORM, Contact(email=email))
        )
        Subscription.objects.create(subscriber=person, topic=topic, confirmed_at=now - timedelta(days=2))
"""
_WAITING = """
from portal.core.models import OutgoingMail
from portal.alerts.models import Digest
print(Digest.objects.count(), OutgoingMail.objects.filter(state__in=("queued", "handed")).count(), sep=",")
"""


class Counting:
    """A mail server's handler that counts mails by receiver."""

    def __init__(self) -> None:
        self.received: Counter[str] = Counter()
        self.arrived = threading.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # the library's name
        """Take a mail."""
        self.received.update(envelope.rcpt_tos)
        self.arrived.set()
        return "250 OK"


def prove(people: int, kills: int, folder: Path, *, is_ready: bool) -> tuple[Counter[str], int, float]:
    """Return what arrived, how often the worker was killed with mail under way, and how long it took."""
    handler = Counting()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "DATA_DIR": str(folder),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DEMO": "0",
    }

    def manage(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=CHECKOUT, env=environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    if not is_ready:
        manage("migrate", "--verbosity", "0")
    manage("shell", "--verbosity", "0", "--command", _SEED.format(people=people))
    killed, began = 0, time.monotonic()
    worker = _worker(environment)
    try:
        goals = sorted(random.sample(range(1, max(kills + 2, people - 5)), kills))
        for goal in goals:
            _await(lambda goal=goal: handler.received.total() >= goal, worker)
            time.sleep(random.uniform(0, 0.02))  # noqa: S311  # when to kill is no secret
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            killed += 1
            worker = _worker(environment)
        _await(lambda: handler.received.total() >= people - killed, worker)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and handler.received.total() < people:
            time.sleep(0.2)
        # Whoever would be told twice is told in this time.
        time.sleep(5)
        seconds = time.monotonic() - began
    finally:
        worker.kill()
        worker.wait()
        controller.stop()
    print(
        "digests, mails that wait or are in doubt:",
        manage("shell", "--verbosity", "0", "--command", _WAITING).strip(),
    )
    return handler.received, killed, seconds


def _worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _await(is_reached: Any, worker: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 900
    while not is_reached():
        if worker.poll() is not None:
            raise SystemExit(f"the worker ended with {worker.returncode}")
        if time.monotonic() > deadline:
            raise SystemExit("no mail arrives")
        time.sleep(0.001)


def main() -> int:
    """Prove it and say what arrived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--data-dir", type=Path)
    options = parser.parse_args()
    folder = options.data_dir or Path(tempfile.mkdtemp(prefix="cong-mo-alerts-"))
    try:
        received, killed, seconds = prove(
            options.people, options.kills, folder, is_ready=options.data_dir is not None
        )
    finally:
        if options.data_dir is None:
            shutil.rmtree(folder, ignore_errors=True)
    wanted = {f"nguoi-{number}@example.vn" for number in range(options.people)}
    missing, twice = wanted - set(received), [one for one, count in received.items() if count > 1]
    print(
        f"{options.people} subscribers, worker killed {killed} times, {seconds:.0f} s: "
        f"{received.total()} mails, {len(missing)} people without, {len(twice)} with two"
    )
    return 1 if missing or twice or set(received) - wanted else 0


if __name__ == "__main__":
    sys.exit(main())
