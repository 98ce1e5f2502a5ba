"""Import documents, their articles and earlier wordings from JSON lines."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from gazette.documents.services.importing import ArticleImporter, DocumentImporter
from gazette.documents.services.versions import VersionImporter
from portal.core.importing import ImportCommand, Importer


class Command(ImportCommand):
    """import_documents FILE.jsonl[.gz] [--articles FILE.jsonl[.gz]] [--versions FILE.jsonl[.gz]] [--files DIR]"""

    help = "Import documents, one JSON object a line; the same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file of articles and the folder of files too."""
        super().add_arguments(parser)
        parser.add_argument("--articles", type=Path, help="JSON lines of articles of these documents")
        parser.add_argument("--versions", type=Path, help="JSON lines of earlier wordings of articles")
        parser.add_argument("--files", type=Path, help="folder below which the lines' files lie")

    def importers(self, options: dict[str, Any]) -> list[tuple[Path, Importer[Any]]]:
        """Documents first, because an article needs its document."""
        work: list[tuple[Path, Importer[Any]]] = [(options["file"], DocumentImporter(options["files"]))]
        if options["articles"]:
            work.append((options["articles"], ArticleImporter()))
        if options["versions"]:
            work.append((options["versions"], VersionImporter()))
        return work
