"""`manage.py bench`: measure the speed of a site made for it, beside what can be had at best."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from portal.core.bench import Bench, Measure
from portal.core.registry import benchmarks

_QUICK_DOCUMENTS = 300
#: Fills the site that all others ask; goes first whatever was chosen.
_FILLING = "import"


class Command(BaseCommand):
    """Run the measurements that the rooms registered; exit 1 when a limit does not hold."""

    help = "Measures speed on a throwaway site; exit code 1 when a limit does not hold."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how large and which."""
        parser.add_argument("--documents", type=int, default=100_000, help="how many made-up documents")
        parser.add_argument(
            "--quick", action="store_true", help=f"a smoke test with {_QUICK_DOCUMENTS} documents"
        )
        parser.add_argument("--only", metavar="NAME", help=f"one of {', '.join(benchmarks)}")
        parser.add_argument(
            "--postgresql", metavar="URL", help="an empty database to import into as well (or DATABASE_URL)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure, print the table, and say by the exit code whether every limit holds."""
        if options["only"] and options["only"] not in benchmarks:
            raise CommandError(f"{options['only']}: there are {', '.join(benchmarks)}.")
        address = options["postgresql"] or os.environ.get("DATABASE_URL", "")
        measures: list[Measure] = []
        with Bench(
            documents=_QUICK_DOCUMENTS if options["quick"] else options["documents"],
            postgresql=address if address.startswith("postgres") else "",
            is_quick=options["quick"],
        ) as bench:
            for name, benchmark in benchmarks.items():
                if options["only"] in {None, name}:
                    self.stderr.write(f"{name} …")
                    measures += benchmark(bench)
                elif name == _FILLING:
                    list(benchmark(bench))
        self._print(measures, bench)
        # The limits are those of the full size: in a smoke test starting a process outweighs what it does.
        if not options["quick"] and not all(measure.is_kept for measure in measures):
            sys.exit(1)

    def _print(self, measures: list[Measure], bench: Bench) -> None:
        load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
        table = Table(title=f"{bench.documents:,} documents, {os.cpu_count()} processors, load {load}")
        for title in ("measure", "value", "peer in the same run", "ratio", "limit", ""):
            table.add_column(title, no_wrap=True)
        for measure in measures:
            table.add_row(*measure.cells, style="" if measure.is_kept else "bold red")
        # A file or a pipe has no width; a table that is cut says nothing.
        output: Any = self.stdout._out
        Console(file=output, width=None if self.stdout.isatty() else 160).print(table)
