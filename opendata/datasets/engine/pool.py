"""The pool: a few query processes of this one, kept apart by what they do, each replaced when it takes too long."""

from __future__ import annotations

import contextlib
import logging
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings

from opendata.datasets.engine import worker
from opendata.datasets.engine.worker import read_frame, write_frame

logger = logging.getLogger(__name__)


class QueryFailed(Exception):
    """The database refused a query."""


class QueryTooHeavy(Exception):
    """A query needed more memory or more time than one may have."""


class EngineBusy(Exception):
    """All query processes are at work and none became free in time."""


@dataclass(frozen=True, kw_only=True)
class Lane:
    """Processes for one kind of work, and what bounds it."""

    name: str
    processes: int
    memory: str
    seconds: float
    #: How long to wait for a process to be free.
    patience: float
    nice: int


#: Answers that a reader waits for; files that a program waits for; what an import does. docs/decisions/090.
QUERIES = Lane(name="queries", processes=2, memory="256MB", seconds=8, patience=6, nice=2)
EXPORTS = Lane(name="exports", processes=1, memory="384MB", seconds=120, patience=60, nice=8)
BUILDS = Lane(name="builds", processes=1, memory="512MB", seconds=1800, patience=1800, nice=8)
_THREADS = 2
_TEMPORARY_SIZE = "4GB"


class _Worker:
    """One process; used by one thread at a time."""

    def __init__(self, lane: Lane, folders: Iterable[Path]) -> None:
        temporary = datasets_folder() / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        self.folders = frozenset(folders)
        config = {
            "threads": _THREADS, "memory": lane.memory, "nice": lane.nice,
            "temporary": str(temporary), "temporary_size": _TEMPORARY_SIZE,
            "folders": [str(folder.resolve()) for folder in self.folders],
        }  # fmt: skip
        self._process = subprocess.Popen(  # noqa: S603  # this interpreter and our own module
            [sys.executable, worker.__file__, orjson.dumps(config).decode()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def ask(self, job: bytes, seconds: float) -> bytes:
        """Return the answer to a job; raise `QueryTooHeavy` past its time, `BrokenPipeError` when the process ended."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101  # for the type checker
        assert stdout is not None  # noqa: S101  # for the type checker
        write_frame(stdin, job)
        ready, _w, _x = select.select([stdout], [], [], seconds)
        if not ready:
            raise QueryTooHeavy(f"no answer within {seconds:.0f} s")
        answer = read_frame(stdout)
        if answer is None:
            raise BrokenPipeError("the query process ended")
        return answer

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                # What was still to be written is for a process that is gone.
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.wait()


class Pool:
    """The processes of one lane, started when they are first needed."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._places = threading.BoundedSemaphore(lane.processes)
        self._idle: list[_Worker] = []
        self._lock = threading.Lock()
        self._pid = os.getpid()

    def run(self, job: dict[str, Any], *, folders: Iterable[Path] = ()) -> bytes:
        """Return the answer to a job; a process that died in between is replaced once."""
        if self._pid != os.getpid():
            # After a fork the processes belong to the parent.
            self.__init__(self._lane)  # type: ignore[misc]
        if not self._places.acquire(timeout=self._lane.patience):
            raise EngineBusy(self._lane.name)
        try:
            body = orjson.dumps(job)
            wanted = frozenset([datasets_folder(), *folders])
            for is_last in (False, True):
                process = self._take(wanted)
                start = time.monotonic()
                try:
                    answer = process.ask(body, self._lane.seconds)
                except (BrokenPipeError, OSError):
                    process.end()
                    if is_last:
                        raise QueryTooHeavy("the query process ended") from None
                    continue
                except BaseException:
                    # Too late, or the reader is gone: what the process still does is for nobody.
                    process.end()
                    logger.warning("a query was ended after %.1f s", time.monotonic() - start)
                    raise
                with self._lock:
                    self._idle.append(process)
                return _result(answer)
            raise AssertionError("unreachable")
        finally:
            self._places.release()

    def _take(self, folders: frozenset[Path]) -> _Worker:
        with self._lock:
            process = self._idle.pop() if self._idle else None
        if process is not None and process.folders == folders:
            return process
        if process is not None:
            process.end()
        return _Worker(self._lane, folders)

    def close(self) -> None:
        """End the idle processes."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.end()


def _result(answer: bytes) -> bytes:
    if answer[:1] == b"+":
        return answer[1:]
    text = answer[1:].decode()
    raise QueryTooHeavy(text) if answer[:1] == b"M" else QueryFailed(text)


def datasets_folder() -> Path:
    """Return the folder of all dataset files."""
    return Path(settings.DATASETS_DIR).resolve()
