"""Posts one after the other in each process, by one thread with one connection: a flood leaves the rest to readers.

Writers of SQLite wait for each other anyway; here they wait without holding the database or a connection of the pool.
"""

from __future__ import annotations

import contextvars
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

from django.db import close_old_connections, connection

T = TypeVar("T")
#: In seconds.
_LONGEST_REST = 0.02


def in_turn(work: Callable[[], T]) -> T:
    """Return what `work` returns, once it is this post's turn; inside a transaction it runs at once."""
    if connection.in_atomic_block:
        return work()
    close_old_connections()
    # The language and whatever else belongs to the request goes along.
    return _posts(os.getpid()).submit(contextvars.copy_context().run, _connected, work).result()


def _connected(work: Callable[[], T]) -> T:
    close_old_connections()
    began = time.perf_counter()
    try:
        return work()
    finally:
        close_old_connections()
        if connection.vendor == "sqlite":
            # Writing happens in this very process: two thirds of the time are left to its readers.
            time.sleep(min(_LONGEST_REST, 2 * (time.perf_counter() - began)))


@lru_cache(maxsize=1)
def _posts(process_id: int) -> ThreadPoolExecutor:
    """Return the thread of this process; one that was made before a fork is no good."""
    return ThreadPoolExecutor(1, thread_name_prefix="posts")
