"""The base of every `import_…` command: one file in, progress on the way, a summary and an exit code at the end."""

from __future__ import annotations

import sys
import zlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from portal.core.importing.importer import Importer, Outcome
from portal.core.serving.preparation import await_database, is_database_empty, prepare_database


class ImportCommand(BaseCommand):
    """Run importers one after the other; exit 0 all in, 2 some rejected, 1 nothing done."""

    #: `serve` and `make check` run them; here they would take as long as a thousand documents.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file's path."""
        parser.add_argument("file", type=Path, help="JSON lines, plain or .gz")

    def importers(self, options: dict[str, Any]) -> list[tuple[Path, Importer[Any]]]:
        """Return the files with the importers that read them, in order."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the files."""
        await_database()
        if is_database_empty():
            self.stderr.write("The database is new: tables, code lists and first pages are made first.")
            prepare_database()
        work = self.importers(options)
        # All of them, before the first one is taken in: exit code 1 says that nothing was done.
        for path, _importer in work:
            try:
                if not path.is_fifo():  # what is opened once cannot be opened again
                    path.open("rb").close()
            except (OSError, ValueError) as error:
                raise CommandError(f"{path}: {error}") from error
        codes = [self._run(path, importer) for path, importer in work]
        if code := 0 if not any(codes) else 1 if all(code == 1 for code in codes) else 2:
            sys.exit(code)

    def _run(self, path: Path, importer: Importer[Any]) -> int:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
        try:
            with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
                task = progress.add_task(path.name, total=path.stat().st_size)
                outcome = importer.run(path, advance=lambda size: progress.advance(task, size))
        except (OSError, EOFError, zlib.error) as error:
            raise CommandError(f"{path}: {error}") from error
        self._report(path, outcome)
        return outcome.exit_code

    def _report(self, path: Path, outcome: Outcome) -> None:
        if outcome.unknown_fields:
            names = ", ".join(sorted(outcome.unknown_fields))
            self.stderr.write(f"{path.name}: fields that are not known and were left out: {names}")
        self.stdout.write(
            f"{path.name}: {outcome.stored} stored, {outcome.unchanged} unchanged, {outcome.rejected} rejected"
        )
        if outcome.rejected_path:
            self.stdout.write(f"{path.name}: the rejected lines are told in {outcome.rejected_path}")
