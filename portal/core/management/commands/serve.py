"""`manage.py serve`: prepare the site and serve it."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver, reverse
from rich.console import Console

from portal.core import background
from portal.core.serving import addresses, web
from portal.core.serving.first_editor import FirstEditor, ensure_first_editor
from portal.core.serving.front_cache import FrontCache
from portal.core.serving.preparation import Preparation
from portal.core.serving.processes import Child
from portal.core.serving.supervisor import Supervisor

_LONGEST_START = 60.0
#: Where readers and the worker want the processor at once, readers get three quarters of it.
_NICENESS_OF_WORKER = 5


def _work() -> None:
    os.nice(_NICENESS_OF_WORKER)
    background.run()


def _interrupt(number: int, frame: FrameType | None) -> None:
    """End what is going on; again every half second, for a callback of a library may swallow the exception."""
    signal.setitimer(signal.ITIMER_REAL, 0.5, 0.5)
    raise KeyboardInterrupt


class Command(BaseCommand):
    """Bring a fresh checkout to a serving site: web server and background worker, until Ctrl-C."""

    help = "Prepares the database, content and static files as needed, then serves the site until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then serve."""
        # Until the supervisor listens, a signal ends the preparation where it is; what is done stays done.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, _interrupt)
        try:
            self._serve()
        except KeyboardInterrupt:
            raise SystemExit("Stopped; the next start goes on from here.") from None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _serve(self) -> None:
        environment = settings.ENVIRONMENT
        address = addresses.usable_address(environment.host, environment.port)
        lock = self._lock_data_dir()
        Preparation(Console()).run()
        editor = ensure_first_editor(username=environment.admin_user, password=environment.admin_password)
        # Loaded before the processes are forked: once in time and once in memory.
        application = FrontCache(get_wsgi_application())
        _ = get_resolver().url_patterns
        children = [
            Child("web server", partial(web.serve, address, environment.port, application)),
            Child("worker", _work),
        ]
        supervisor = Supervisor(children)
        with supervisor.running():
            self._await_answer(supervisor, address, environment.port)
            if not supervisor.is_stopping:
                self._announce(editor)
            supervisor.watch()
        lock.close()
        self.stdout.write("Stopped.")

    @staticmethod
    def _lock_data_dir() -> TextIO:
        """Hold the data folder for this site alone, as long as one of its processes lives."""
        lock = (Path(settings.DATA_DIR) / "serve.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SystemExit(
                f"DATA_DIR: {settings.DATA_DIR} is in use by another running site; choose another folder."
            ) from error
        return lock

    @staticmethod
    def _await_answer(supervisor: Supervisor, address: str, port: int) -> None:
        deadline = time.monotonic() + _LONGEST_START
        while not supervisor.is_stopping and time.monotonic() < deadline:
            if addresses.answers(address, port):
                return
            time.sleep(0.05)

    def _announce(self, editor: FirstEditor) -> None:
        site = addresses.site_address(settings.ENVIRONMENT.host, settings.ENVIRONMENT.port)
        if editor.password:
            login = f"user {editor.username}, password {editor.password} (shown only this once)"
        elif editor.is_new:
            login = f"user {editor.username}, password as in ADMIN_PASSWORD"
        else:
            forgotten = f".venv/bin/python manage.py changepassword {editor.username}"
            login = f"user {editor.username} (password forgotten: {forgotten})"
        self.stdout.write(
            f"\nThe site      {site}\nEditors       {site.rstrip('/')}{reverse('wagtailadmin_home')}\n"
            f"Log in        {login}\nCtrl-C stops the site (process {os.getpid()}).\n"
        )
        self.stdout.flush()
