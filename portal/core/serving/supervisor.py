"""The supervisor: keeps the site's processes running until it is told to stop, and leaves none behind."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import wait

from portal.core.serving.processes import Child

logger = logging.getLogger(__name__)

#: How long a process may take to finish what it is doing once it was asked to stop.
GRACE = 8.0


class Supervisor:
    """Starts its children, starts again what ends, stops all of them on SIGINT or SIGTERM."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = children
        self._is_stopping = False

    @property
    def is_stopping(self) -> bool:
        """Whether a signal asked for the end."""
        return self._is_stopping

    @contextmanager
    def running(self) -> Iterator[None]:
        """Have the children run; stop them at the end, whatever the reason."""
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        # A signal makes the pipe readable, so that waiting for the children ends at once.
        self._wakeup = reader
        previous = {signum: signal.signal(signum, self._stop) for signum in (signal.SIGINT, signal.SIGTERM)}
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        try:
            for child in self._children:
                child.start()
            yield
        finally:
            self._stop_children()
            signal.set_wakeup_fd(-1)
            for signum, handler in previous.items():
                signal.signal(signum, handler)
            os.close(reader)
            os.close(writer)

    def watch(self) -> None:
        """Start again whatever ends, until a signal asks for the end."""
        while not self._is_stopping:
            pauses = [child.seconds_to_start for child in self._children]
            waiting = [pause for pause in pauses if pause is not None]
            sentinels = [child.sentinel for child in self._children if child.sentinel is not None]
            wait([self._wakeup, *sentinels], timeout=min(waiting) if waiting else None)
            if not self._is_stopping:
                self._restart()

    def _restart(self) -> None:
        for child in self._children:
            if child.seconds_to_start is None:
                if not child.is_alive:
                    exit_code, pause = child.note_end()
                    logger.error(
                        "%s ended (exit code %s); next start in %.1f s", child.name, exit_code, pause
                    )
            elif child.seconds_to_start == 0:
                child.start()

    def _stop(self, signum: int, frame: object) -> None:
        self._is_stopping = True

    def _stop_children(self) -> None:
        for child in self._children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE
        for child in self._children:
            if not child.stop(deadline):
                logger.error("%s did not stop within %.0f s and was ended by force", child.name, GRACE)
