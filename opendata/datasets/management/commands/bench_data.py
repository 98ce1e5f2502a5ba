"""`manage.py bench_data`: measure the speed of a large table on a site made for it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from opendata.datasets.bench import measure


class Command(BaseCommand):
    """Run the measurements; exit 1 when a limit does not hold."""

    help = "Measures questions and downloads of a large Parquet file on a throwaway site."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the table."""
        parser.add_argument("table", type=Path, help="a Parquet file, best with millions of rows")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print."""
        if not options["table"].is_file():
            raise CommandError(f"{options['table']}: no such file")
        is_kept = True
        for result in measure(options["table"]):
            sign = "≥" if result.is_least else "≤"
            limit = f"{sign} {result.limit:.0f}" if result.limit is not None else ""
            verdict = "" if result.limit is None else "ok" if result.is_kept else "TOO SLOW"
            self.stdout.write(
                f"{result.name:50} {result.value:9.1f} {result.unit:8} {limit:8} {verdict:9} {result.peer}"
            )
            self.stdout.flush()
            is_kept = is_kept and result.is_kept
        if not is_kept:
            sys.exit(1)
