"""The worker: each duty in a thread of its own, so that a long one delays no other."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import close_old_connections, connections

from portal.core import generation
from portal.core.background.duties import all_duties
from portal.core.registry import Duty

logger = logging.getLogger(__name__)

#: Longest pause between two tries of a duty that fails.
_LONGEST_PAUSE = 60.0
#: How long a step may go on after the worker was asked to stop.
_GRACE = 6.0


@dataclass
class Pace:
    """When a duty is due again: at once while work waits, later and later while it fails."""

    every: float
    failures: int = 0

    def after_success(self, *, is_more_waiting: bool) -> float:
        """Return the pause after a step that went well."""
        self.failures = 0
        return 0.0 if is_more_waiting else self.every

    def after_failure(self) -> float:
        """Return the pause after a step that failed."""
        self.failures += 1
        return min(max(self.every, 1.0) * 2 ** min(self.failures, 6), max(_LONGEST_PAUSE, self.every))


def perform(duty: Duty, stop: threading.Event, *, pace: Pace | None = None) -> None:
    """Do the steps of a duty until `stop` is set; a failure is logged and tried again."""
    pace = pace or Pace(duty.every)
    while not stop.is_set():
        close_old_connections()
        try:
            pause = pace.after_success(is_more_waiting=bool(duty.step()))
        except Exception:  # whatever one step raises, this duty and all others go on
            pause = pace.after_failure()
            logger.exception("%s failed; next try in %.0f s", duty.name, pause)
        finally:
            close_old_connections()
        stop.wait(pause)
    connections.close_all()


def run(duties: Sequence[Duty] | None = None, *, listen: Callable[..., object] = signal.signal) -> None:
    """Do all duties until SIGINT or SIGTERM asks for the end, then finish the steps that are under way."""
    stop = threading.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        listen(signum, lambda *_: stop.set())
    # A worker that was killed may have written what readers' kept answers do not know.
    generation.raise_generation()
    threads = [
        threading.Thread(target=perform, args=(duty, stop), name=duty.name, daemon=True)
        for duty in (all_duties() if duties is None else duties)
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    deadline = time.monotonic() + _GRACE
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            # Its transaction is rolled back; what it was about is still noted in the database.
            logger.warning("%s was interrupted", thread.name)
