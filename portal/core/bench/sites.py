"""A site for measurements alone: its own folder and port, production settings, no demonstration content."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess  # the site runs as its own processes, as it does for real
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

HOST = "127.0.0.1"
BARE_VIEW = "/healthz"
_LONGEST_START = 300.0


class SiteFailed(Exception):
    """A command of the throwaway site that failed; its text is the end of what it wrote."""


@dataclass(frozen=True)
class Run:
    """How long a command took, and how much memory of its own it had at most."""

    seconds: float
    peak_megabytes: float
    output: str


class ThrowawaySite:
    """A site in a temporary folder; `close()` leaves nothing of it behind."""

    def __init__(self, database_url: str = "") -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="cong-mo-bench-"))
        self.port = _free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in {"CACHE_URL", "EMAIL_URL"}},
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": HOST,
            "SITE_URL": f"http://{HOST}:{self.port}",
            "HOST": HOST,
            "PORT": str(self.port),
            "DATA_DIR": str(self.folder / "var"),
            "DATABASE_URL": database_url,
            "DEMO": "0",
            "RATE_LIMIT": "0",
            "PYTHONUNBUFFERED": "1",
        }
        self._log_path = self.folder / "log"
        self._server: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Make tables, code lists and first pages."""
        for command in (["migrate", "--no-input"], ["load_reference"], ["setup_site"]):
            self.run(*command)

    def run(self, *command: str) -> Run:
        """Run a command of `manage.py` to its end; raise `SiteFailed` when it fails."""
        with self._log_path.open("wb") as log:
            begun = time.perf_counter()
            process = self._start(*command, log=log)
            peak = 0.0
            while process.poll() is None:
                peak = max(peak, _own_megabytes(process.pid))
                time.sleep(0.02)
            seconds = time.perf_counter() - begun
        output = self._log_path.read_text(encoding="utf-8", errors="replace")
        if process.returncode:
            raise SiteFailed(f"{' '.join(command)}: {output[-1000:]}")
        return Run(seconds, peak, output)

    def start(self) -> float:
        """Serve the site; return the seconds until its home page answered."""
        begun = time.perf_counter()
        with self._log_path.open("wb") as log:
            self._server = self._start("serve", log=log)
        while not _answers(self.port):
            if self._server.poll() is not None or time.perf_counter() - begun > _LONGEST_START:
                raise SiteFailed(f"serve: {self._log_path.read_text(encoding='utf-8')[-1000:]}")
            time.sleep(0.02)
        return time.perf_counter() - begun

    def stop(self) -> None:
        """Stop serving."""
        if self._server is not None:
            self._server.send_signal(signal.SIGTERM)
            self._server.wait(30)
            self._server = None

    def close(self) -> None:
        """Stop the server and remove the folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, *command: str, log: Any) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  # our own commands
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=30) as connection:
            connection.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode())
            return connection.recv(12) == b"HTTP/1.1 200"
    except OSError:
        return False


def _own_megabytes(pid: int) -> float:
    """Return the memory that a process has for itself; pages of the database that it shares with the disk are none."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    found = status.partition("RssAnon:")[2].split(maxsplit=1)
    return int(found[0]) / 1024 if found else 0.0
