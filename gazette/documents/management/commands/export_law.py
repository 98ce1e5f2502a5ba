"""Export the published law as a git repository."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from gazette.documents.services.law_export import ExportFailed, export_law


class Command(BaseCommand):
    """export_law DIR"""

    help = (
        "Write every published document to a git repository, a commit a change on its legal date; repeatable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the repository's folder."""
        parser.add_argument("folder", type=Path, help="an empty or new folder, or one that this command made")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export, and say how many commits there are."""
        folder: Path = options["folder"]
        if shutil.which("git") is None:
            raise CommandError("git is not installed")
        if folder.exists() and any(folder.iterdir()) and not (folder / ".git").exists():
            raise CommandError(f"{folder}: is neither empty nor an export of this command")
        try:
            with translation.override(settings.LANGUAGE_CODE):
                outcome = export_law(folder)
        except (ExportFailed, OSError) as error:
            raise CommandError(f"{folder}: {error}") from error
        self.stdout.write(f"{folder}: {outcome.commits} commits, {outcome.added} of them new")
