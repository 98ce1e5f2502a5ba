"""A process of the site: forked from the supervisor, restarted with a growing pause, gone when its parent is."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable

from django.core.cache import caches
from django.db import connections

#: Forking keeps the loaded code in memory once for all processes, and starts a child in milliseconds.
_FORK = multiprocessing.get_context("fork")
_PR_SET_PDEATHSIG = 1
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
#: A process that lived this long was sound: its next failure counts as the first.
_SOUND_AFTER = 60.0


def die_with_parent(parent_pid: int) -> None:
    """Have the kernel end this process when its parent ends, by whatever signal."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent_pid:
        # The parent was gone before the kernel was told to watch it.
        raise SystemExit(1)


class Child:
    """One process and how often it had to be started again."""

    def __init__(self, name: str, run: Callable[[], None]) -> None:
        self.name = name
        self._run = run
        self._process: multiprocessing.context.ForkProcess | None = None
        self._failures = 0
        self._started_at = self._due_at = 0.0

    def start(self) -> None:
        """Fork the process."""
        # A connection must not be shared by two processes.
        connections.close_all()
        caches.close_all()
        gc.freeze()
        self._process = _FORK.Process(name=self.name, target=self._main, args=(os.getpid(),))
        self._process.start()
        self._started_at = time.monotonic()

    def _main(self, parent_pid: int) -> None:
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        die_with_parent(parent_pid)
        self._run()

    @property
    def pid(self) -> int | None:
        """The process id, None while it waits for its next start."""
        return self._process.pid if self._process else None

    @property
    def sentinel(self) -> int | None:
        """What becomes ready when the process ends."""
        return self._process.sentinel if self._process else None

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.is_alive()

    def note_end(self) -> tuple[int | None, float]:
        """Remember that the process ended; return its exit code and the pause before its next start."""
        exit_code = None
        if self._process is not None:
            self._process.join()
            exit_code, self._process = self._process.exitcode, None
        if time.monotonic() - self._started_at > _SOUND_AFTER:
            self._failures = 0
        pause = min(_FIRST_PAUSE * 2**self._failures, _LONGEST_PAUSE)
        self._failures = min(self._failures + 1, 10)
        self._due_at = time.monotonic() + pause
        return exit_code, pause

    @property
    def seconds_to_start(self) -> float | None:
        """How long until the next start is due, None while the process runs."""
        return None if self._process else max(0.0, self._due_at - time.monotonic())

    def ask_to_stop(self) -> None:
        """Ask the process to finish what it is doing and end."""
        if self._process:
            self._process.terminate()

    def stop(self, deadline: float) -> bool:
        """Wait for the end until `deadline`, then end it by force; return whether it ended by itself."""
        if not self._process:
            return True
        self._process.join(max(0.0, deadline - time.monotonic()))
        if not self._process.is_alive():
            return True
        self._process.kill()
        self._process.join()
        return False
