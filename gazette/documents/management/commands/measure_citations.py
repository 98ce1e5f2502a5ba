"""Measure the citation finder on texts marked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gazette.documents.citation_measure import GOLDEN, measure, read_golden

_LEAST_PRECISION, _LEAST_RECALL = 0.98, 0.95


class Command(BaseCommand):
    """Thin wrapper of `citation_measure`."""

    help = (
        "Print precision and recall of the citation finder on a golden file, and what it missed or made up."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file; without one it is the one that the product ships."""
        parser.add_argument("file", nargs="?", type=Path, default=GOLDEN)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the figures; end with an error below the least that we accept."""
        result = measure(read_golden(options["file"]))
        for missed in result.missed:
            self.stdout.write(f"missed  {missed}")
        for wrong in result.wrong:
            self.stdout.write(f"wrong   {wrong}")
        self.stdout.write(
            f"{result.marked} marked, {result.found} found, {result.right} right: "
            f"precision {result.precision:.4f}, recall {result.recall:.4f}"
        )
        if result.precision < _LEAST_PRECISION or result.recall < _LEAST_RECALL:
            raise SystemExit(1)
