"""Posts one after the other in each process, so that a flood of them leaves threads and processor to readers.

Writers of SQLite wait for each other anyway; here they wait without holding the database.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_turn = threading.Semaphore(1)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for this post's turn."""
    with _turn:
        yield
