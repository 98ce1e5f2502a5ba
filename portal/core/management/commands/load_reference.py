"""Fill the code lists from the files that ship with the site."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core import reference


class Command(BaseCommand):
    """Add what is missing in the code lists; what editors changed stays, unless `--overwrite` is given."""

    help = "Fill the code lists from the files that ship with the site; what editors changed stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether changed rows are restored."""
        parser.add_argument(
            "--overwrite", action="store_true", help="restore the shipped values of changed rows too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load every table and say what was done."""
        try:
            outcomes = reference.load(overwrite=options["overwrite"])
        except reference.BadReferenceFile as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] == 0:
            return
        for name, outcome in outcomes.items():
            self.stdout.write(
                f"{name}: {outcome.added} added, {outcome.restored} restored, {outcome.kept} kept"
            )
