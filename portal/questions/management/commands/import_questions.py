"""Import questions with their answers from JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from portal.core.importing import ImportCommand, Importer
from portal.questions.services.importing import QuestionImporter


class Command(ImportCommand):
    """import_questions FILE.jsonl[.gz]"""

    help = "Import questions and answers, one JSON object a line; the same file again changes nothing."

    def importers(self, options: dict[str, Any]) -> list[tuple[Path, Importer[Any]]]:
        """One file holds all."""
        return [(options["file"], QuestionImporter())]
