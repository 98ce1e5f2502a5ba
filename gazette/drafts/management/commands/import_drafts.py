"""Import drafts from JSON lines."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from gazette.drafts.services.importing import DraftImporter
from portal.core.importing import ImportCommand, Importer


class Command(ImportCommand):
    """import_drafts FILE.jsonl[.gz] [--files DIR]"""

    help = "Import drafts for comment, one JSON object a line; the same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder of files too."""
        super().add_arguments(parser)
        parser.add_argument("--files", type=Path, help="folder below which the lines' files lie")

    def importers(self, options: dict[str, Any]) -> list[tuple[Path, Importer[Any]]]:
        """Drafts come with their articles in one file."""
        return [(options["file"], DraftImporter(options["files"]))]
