"""The index of search, seen from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from search import comparison, outbox, rebuild, registry
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.learning import learning
from search.learning.labels import BadLabels, FindsPassages
from search.learning.labels import read as read_labels
from search.learning.training import TooLittleText


class Command(BaseCommand):
    """Builds the index anew, brings waiting changes into it, or describes it."""

    help = (
        "rebuild: a new index beside the live one, then swap; sync: bring in what waits; status: what is where; "
        "compare: whether it equals the database; "
        "learn: the layer of meaning anew"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the arguments."""
        parser.add_argument("action", choices=["rebuild", "sync", "status", "compare", "learn"])
        parser.add_argument(
            "--labels",
            nargs=2,
            type=Path,
            metavar=("QUERIES.jsonl", "QRELS.tsv"),
            help="for learn: labelled queries",
        )

    def handle(self, *args: Any, action: str, verbosity: int, **options: Any) -> None:
        """Do what was asked."""
        self.label_files: list[Path] = options["labels"] or []
        self.console = Console(stderr=True, quiet=verbosity == 0)
        try:
            getattr(self, f"_{action}")()
        except EngineUnavailable as error:
            raise CommandError(str(error)) from error

    def _rebuild(self) -> None:
        with self._progress() as progress:
            tasks = {
                source.name: progress.add_task(source.name, total=source.count())
                for source in registry.all_sources()
            }
            written = rebuild.rebuild(lambda name, count: progress.advance(tasks[name], count))
        self.stdout.write(f"{written} records are in the new index, which is now the live one.")

    def _sync(self) -> None:
        done = 0
        with self._progress() as progress:
            task = progress.add_task("sync", total=outbox.backlog().count)
            while step := outbox.drain():
                done += step
                progress.advance(task, step)
        self.stdout.write(f"{done} changes were brought into the index.")
        waiting = outbox.backlog().count
        if waiting:
            raise CommandError(f"{waiting} changes still wait; the log says why. They will be tried again.")

    def _compare(self) -> None:
        with self._progress() as progress:
            tasks = {
                source.name: progress.add_task(source.name, total=source.count())
                for source in registry.all_sources()
            }
            found = comparison.compare(lambda name, count: progress.advance(tasks[name], count))
        for difference in found.differences:
            self.stdout.write(f"differs: {difference.source_name} {difference.object_id}")
        waiting = outbox.backlog().count
        if not found.is_equal:
            raise CommandError(
                f"The index is not equal to the database: {len(found.differences)} records differ, "
                f"{found.left_over} rows are left over; {waiting} changes wait."
            )
        self.stdout.write("The index equals the database.")

    def _status(self) -> None:
        backlog = outbox.backlog()
        oldest = f", the oldest since {localtime(backlog.oldest):%Y-%m-%d %H:%M:%S}" if backlog.oldest else ""
        self.stdout.write(f"waiting changes: {backlog.count}{oldest}")
        status = get_engine().status()
        self.stdout.write(f"engine: {status.engine}, index {status.version}, {status.size / 1e6:.1f} MB")
        self.stdout.write(f"entries in the index: {status.entry_count}")
        for source in registry.all_sources():
            self.stdout.write(f"  {source.name}: {source.count()} public records")

    def _learn(self) -> None:
        try:
            with self._progress() as progress:
                task = progress.add_task("learn", total=100)
                about = learning.learn(
                    learning.site_pairs(),
                    learning.site_entries(),
                    index_version=get_engine().status().version,
                    taught_by=self._labels(),
                    progress=lambda name, share: progress.update(task, completed=round(share * 100)),
                )
        except (TooLittleText, BadLabels) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"learned from {about.pair_count} pairs of texts and {about.label_count} labelled queries; now in use."
        )

    def _labels(self) -> learning.Labels | None:
        if not self.label_files:
            return None
        engine = get_engine()
        if not isinstance(engine, FindsPassages):
            raise CommandError(f"the engine {engine.name} cannot be asked for what labels need.")
        return learning.Labels(questions=read_labels(*self.label_files), find=engine.passages)

    def _progress(self) -> Progress:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        return Progress(*columns, console=self.console, disable=not self.console.is_terminal)
