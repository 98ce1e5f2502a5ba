"""Inspections in a process of their own, so that no file can take the site's memory or time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from gazette.signatures.inspection.kinds import kind_of
from gazette.signatures.inspection.limits import AT_ONCE, PATIENCE_SECONDS, WAITING, WALL_SECONDS
from gazette.signatures.inspection.reports import FileReport

_ROOT = Path(__file__).resolve().parents[3]
_CHUNK = 1 << 20
_LARGEST_ANSWER = 4 << 20
_queue = threading.BoundedSemaphore(AT_ONCE + WAITING)
_turns = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many files are being inspected; the next may have better luck."""


def inspect(path: Path, *, trust_store: Path | None = None) -> FileReport:
    """Return what a file is and what its signatures say; raise `Busy` when its turn does not come."""
    if not _queue.acquire(blocking=False):
        raise Busy
    try:
        if not _turns.acquire(timeout=PATIENCE_SECONDS):
            raise Busy
        try:
            return _inspected(path, trust_store)
        finally:
            _turns.release()
    finally:
        _queue.release()


def _inspected(path: Path, trust_store: Path | None) -> FileReport:
    command = [sys.executable, "-m", "gazette.signatures.inspection.child", str(path)]
    if trust_store:
        command.append(str(trust_store))
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONPATH": str(_ROOT)}
    try:
        done = subprocess.run(  # noqa: S603  # our own program, its arguments are paths that we chose
            command,
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _given_up(path)
    if done.returncode != 0 or len(done.stdout) > _LARGEST_ANSWER:
        return _given_up(path)
    return FileReport.of(json.loads(done.stdout))


def _given_up(path: Path) -> FileReport:
    """Return what is known of a file that could not be read within the limits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return FileReport(
        kind=kind_of(path), size=path.stat().st_size, sha256=digest.hexdigest(), problem="too_complex"
    )
