"""Tasks: what a request left for later, as rows written in its own transaction."""

from __future__ import annotations

import socket

from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

_BACKEND = "default"
_WORKER_ID = f"{socket.gethostname()[:40]}-{get_random_string(12)}"


def run_next() -> bool:
    """Run the task that is due first; return whether there was one."""
    ready = DBTaskResult.objects.ready().filter(backend_name=_BACKEND)
    # Looking costs no lock; only what is there is claimed under one.
    if not ready.exists():
        return False
    with exclusive_transaction(ready.db):
        task = ready.get_locked()
        if task is None:
            return False
        task.claim(_WORKER_ID)
    _worker().run_task(task)
    return True


def _worker() -> Worker:
    """Return the library's worker, whose `run_task` keeps the result or the error of a task."""
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=_BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id=_WORKER_ID,
        excluded_queue_names=[],
    )
