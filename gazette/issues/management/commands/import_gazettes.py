"""Import gazette issues from JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gazette.issues.services.importing import GazetteImporter
from portal.core.importing import ImportCommand, Importer


class Command(ImportCommand):
    """import_gazettes FILE.jsonl[.gz]"""

    help = "Import gazette issues, one JSON object a line; the same file again changes nothing."

    def importers(self, options: dict[str, Any]) -> list[tuple[Path, Importer[Any]]]:
        """Issues come with their contents in one file."""
        return [(options["file"], GazetteImporter())]
