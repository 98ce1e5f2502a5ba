"""import_news: news from JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from portal.core.importing import ImportCommand, Importer
from portal.news.services.importing import NewsImporter, NoNewsSection


class Command(ImportCommand):
    """Import news; a line seen before changes nothing."""

    help = "Imports news from JSON lines. Exit code 0: all in, 2: some rejected, 1: nothing done."

    def importers(self, options: dict[str, Any]) -> list[tuple[Path, Importer[Any]]]:
        """Return the one importer."""
        try:
            return [(options["file"], NewsImporter())]
        except NoNewsSection as error:
            raise CommandError(str(error)) from error
