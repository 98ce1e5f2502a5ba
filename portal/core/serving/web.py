"""The web server: granian with a few processes, each with a few threads."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from typing import Any

from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal.core.serving.processes import die_with_parent

#: Measured in docs/decisions/005-web-server.md.
MAX_PROCESSES = 2
#: Threads come with requests and go again: posts that wait for their turn must leave some to readers.
THREADS = 32
#: Most of them wait for their turn or write to a slow reader; a database server has few connections, which they share.
CONNECTIONS = 20
_LONGEST_WAIT = 20.0
BACKLOG = 1024
#: Longest time a request may go on after the server was asked to stop.
GRACE_SECONDS = 5


def process_count() -> int:
    """Return how many server processes to run: no more than processors that this site may use."""
    return min(MAX_PROCESSES, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)


def _share_connections() -> None:
    """Have the threads of this process share a pool of connections to a database server."""
    for database in connections.settings.values():
        if database["ENGINE"].endswith("postgresql"):
            pool = {"min_size": 1, "max_size": CONNECTIONS, "timeout": _LONGEST_WAIT}
            database["CONN_MAX_AGE"] = 0
            database["OPTIONS"] = database.get("OPTIONS", {}) | {"pool": pool}


def serve(address: str, port: int, application: Callable[..., Any]) -> None:
    """Serve `application`, loaded already, until a signal asks for the end."""
    server_pid = os.getpid()
    # The server's processes share the loaded site with this one, which newer Pythons do not do of themselves.
    multiprocessing.set_start_method("fork", force=True)

    def load() -> Callable[..., Any]:
        # Runs in each server process, whose parent is this one.
        die_with_parent(server_pid)
        _share_connections()
        return application

    Granian(
        "portal.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=process_count(),
        blocking_threads=THREADS,
        backlog=BACKLOG,
        websockets=False,
        # Each request has its line from the site itself.
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
    ).serve(target_loader=load, wrap_loader=False)
