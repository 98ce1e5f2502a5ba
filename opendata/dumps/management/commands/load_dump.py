"""`manage.py load_dump DIR|URL`: make an empty portal anew from a dump."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from opendata.dumps.manifest import BadDump
from opendata.dumps.services.fetching import Source
from opendata.dumps.services.loading import load_dump


class Command(BaseCommand):
    """Load a dump; the ids stay the same, because they are part of the addresses."""

    help = "Makes an empty portal anew from a dump: a folder, or the address of a portal's downloads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where the dump is."""
        parser.add_argument("place", help="a folder with manifest.json, or the address that it stands below")
        parser.add_argument("--no-index", action="store_true", help="leave the search index as it is")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, then index what was loaded."""
        try:
            with Source(options["place"]) as source:
                load_dump(source, report=lambda text: self.stdout.write(f"— {text}"))
        except BadDump as error:
            raise CommandError(str(error)) from error
        if not options["no_index"]:
            call_command("search_index", "rebuild")
