"""Preparation: bring database, code lists, first pages, demonstration content and static files up to date.

A step whose fingerprint is the one of its last success is skipped: the second start only compares.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from portal.core import registry
from portal.core.serving import fingerprints
from portal.core.serving.processes import die_with_parent


@dataclass(frozen=True)
class Step:
    """A command that has to run again when its fingerprint changes."""

    name: str
    title: str
    fingerprint: Callable[[], str]
    options: Mapping[str, Any] = field(default_factory=dict)

    def run(self) -> None:
        """Run the command."""
        call_command(self.name, verbosity=0, **self.options)


#: In this order: each stands on the one before it.
_DATABASE_STEPS = (
    Step("migrate", "Database tables", fingerprints.schema, {"interactive": False}),
    Step("load_reference", "Code lists", fingerprints.reference_data),
    Step("setup_site", "First pages and groups", fingerprints.site_tree),
)
_DEMONSTRATION = Step("load_demo", "Demonstration content", fingerprints.demonstration)
_STATIC_FILES = Step(
    "collectstatic", "Stylesheets, scripts and fonts", fingerprints.static_files, {"interactive": False}
)


def _run_alone(step: Step, parent_pid: int) -> None:
    """Run a step in a process that ends with this one, even where this one is killed."""
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, signal.SIG_DFL)
    die_with_parent(parent_pid)
    step.run()


class Preparation:
    """What is done already, kept in a file of `DATA_DIR`, and what is left to do."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._path = Path(settings.DATA_DIR) / "prepared.json"
        self._done: dict[str, str] = self._read()

    def _read(self) -> dict[str, str]:
        try:
            done = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return done if isinstance(done, dict) else {}

    def _note(self, name: str, fingerprint: str) -> None:
        self._done[name] = fingerprint
        temporary = self._path.with_suffix(".tmp")
        temporary.write_text(json.dumps(self._done, indent=1), encoding="utf-8")
        temporary.replace(self._path)

    def run(self) -> None:
        """Do what is left, with progress on the terminal; a failed step ends the start and is done again."""
        await_database()
        database_steps = self._due_database_steps()
        with_static_files = self._is_due(_STATIC_FILES) or not self._manifest.is_file()
        if not database_steps and not with_static_files:
            return
        # The files need no database: they are made on another processor meanwhile.
        static_files = self._start_static_files() if with_static_files else None
        # What the steps log in passing is no news on the first start.
        logging.disable(logging.INFO)
        try:
            self._show(database_steps, static_files)
        finally:
            logging.disable(logging.NOTSET)
            if static_files is not None and static_files.is_alive():
                static_files.terminate()

    def _show(self, database_steps: list[Step], static_files: ForkProcess | None) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, TimeElapsedColumn(), console=self._console, transient=True) as progress:
            bar = progress.add_task(
                "Preparing the site", total=len(database_steps) + (static_files is not None)
            )
            for step in database_steps:
                progress.update(bar, description=step.title)
                self._run(step)
                progress.advance(bar)
            if static_files is not None:
                progress.update(bar, description=_STATIC_FILES.title)
                self._finish_static_files(static_files)

    @property
    def _manifest(self) -> Path:
        return Path(settings.STATIC_ROOT) / "staticfiles.json"

    def _is_due(self, step: Step) -> bool:
        return self._done.get(step.name) != step.fingerprint()

    def _due_database_steps(self) -> list[Step]:
        steps = [*_DATABASE_STEPS, *([_DEMONSTRATION] if settings.ENVIRONMENT.demo else [])]
        if self._done.get("applied") != fingerprints.applied_migrations():
            # Another database, or one changed by hand: nothing is known about it.
            return steps
        first = next((number for number, step in enumerate(steps) if self._is_due(step)), len(steps))
        # New tables may hold nothing yet: what stands on a step is done again with it. Each is idempotent.
        return steps[first:]

    def _run(self, step: Step) -> None:
        fingerprint, start = step.fingerprint(), time.monotonic()
        step.run()
        self._note(step.name, fingerprint)
        self._note("applied", fingerprints.applied_migrations())
        self._tell(step, start)

    def _tell(self, step: Step, start: float) -> None:
        self._console.print(f"  [green]✓[/] {step.title} [dim]{time.monotonic() - start:.1f} s[/]")

    def _start_static_files(self) -> ForkProcess:
        connection.close()
        process = multiprocessing.get_context("fork").Process(
            target=_run_alone, args=(_STATIC_FILES, os.getpid())
        )
        # What changes while the files are collected is collected again next time.
        self._static_files_fingerprint, self._static_files_start = (
            _STATIC_FILES.fingerprint(),
            time.monotonic(),
        )
        process.start()
        return process

    def _finish_static_files(self, process: ForkProcess) -> None:
        process.join()
        if process.exitcode != 0:
            raise CommandError("the static files could not be collected")
        # This process may have read the manifest before the files were collected, and the web processes inherit it.
        storage: Any = staticfiles_storage
        if hasattr(storage, "load_manifest"):
            storage.hashed_files, storage.manifest_hash = storage.load_manifest()
        self._note(_STATIC_FILES.name, self._static_files_fingerprint)
        self._tell(_STATIC_FILES, self._static_files_start)


def await_database() -> None:
    """End the program with a sentence where the database does not answer."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise SystemExit(f"DATABASE_URL: the database does not answer ({reason}).") from error


def is_database_empty() -> bool:
    """Return whether the database was never prepared: a table of ours is missing, or every code list is empty."""
    present = set(connection.introspection.table_names())
    models = [table.model for _name, table in registry.reference_tables.items()]
    if any(model._meta.db_table not in present for model in models):
        return True
    return not any(model._default_manager.exists() for model in models)


def prepare_database() -> None:
    """Make tables, code lists and first pages."""
    for step in _DATABASE_STEPS:
        step.run()
