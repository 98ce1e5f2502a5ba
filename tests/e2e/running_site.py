"""A site as `make run` starts it: its own process, folder, port and account."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
USER, PASSWORD = "admin", "mot-mat-khau-de-kiem-thu"
_READY = "Ctrl-C stops the site"


def free_port() -> int:
    """Return a port of the loopback address that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningSite:
    """`manage.py serve` in a folder of its own."""

    def __init__(self, data_dir: Path, **variables: str) -> None:
        self.data_dir = data_dir
        self.port = int(variables.get("PORT") or free_port())
        self.address = f"http://127.0.0.1:{self.port}"
        self._log_path = data_dir.with_suffix(".log")
        inherited = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "CACHE_URL"}
        }
        self.environment = inherited | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
            "DATA_DIR": str(data_dir),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "DEMO": "0",
            "ADMIN_USER": USER,
            "ADMIN_PASSWORD": PASSWORD,
            "PYTHONUNBUFFERED": "1",
        }
        self.environment |= variables
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, seconds: float = 300) -> float:
        """Start the site, wait until it says that it serves, and return how long that took."""
        began = time.monotonic()
        with self._log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=CHECKOUT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while _READY not in self.log:
            if self.process.poll() is not None or time.monotonic() - began > seconds:
                self.stop(signal.SIGKILL)
                raise AssertionError(f"the site did not start:\n{self.log}")
            time.sleep(0.02)
        return time.monotonic() - began

    def await_search(self, *, seconds: float = 180) -> None:
        """Wait until the worker has built the first search index; until then search says that it is out."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.address}/api/v1/search?q=a", timeout=30).close()
            except urllib.error.HTTPError:
                time.sleep(0.5)
            else:
                return
        raise AssertionError(f"there is no search index:\n{self.log}")

    @property
    def log(self) -> str:
        """What the site has written so far."""
        return self._log_path.read_text(encoding="utf-8", errors="replace")

    @property
    def processes(self) -> list[int]:
        """The ids of all processes of this site that live."""
        if self.process is None:
            return []
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                state, _parent, group = re.sub(r"^.*\) ", "", path.read_text()).split()[:3]
            except OSError:
                continue
            if int(group) == self.process.pid and state != "Z":
                found.append(int(path.parent.name))
        return sorted(found)

    def children_of(self, pid: int) -> list[int]:
        """The ids of a process's children."""
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def stop(self, signum: int = signal.SIGTERM, *, seconds: float = 15) -> int | None:
        """Stop the site and return its exit code."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(signum)
        return self.process.wait(seconds)

    def await_no_process(self, *, seconds: float = 12) -> list[int]:
        """Wait until no process of the site lives; return those that still do."""
        deadline = time.monotonic() + seconds
        while self.processes and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.processes

    def end_by_force(self) -> None:
        """Leave nothing behind, whatever the test did."""
        for pid in self.processes:
            os.kill(pid, signal.SIGKILL)
