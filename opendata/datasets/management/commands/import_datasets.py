"""Take in several files, told by a list: one object a file, its fields those of `import_dataset`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from opendata.datasets.services.importing import FileRefused, Options, import_file


class Command(BaseCommand):
    """import_datasets: may be interrupted and run again; a file that did not change makes no new version."""

    help = "Takes in the files of a list: JSON objects with file, slug, title and other fields of a dataset."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the list's path."""
        parser.add_argument("list", type=Path, help="a JSON list; files stand beside it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the files; one that is refused stops no other."""
        path: Path = options["list"]
        refused = 0
        for entry in json.loads(path.read_text(encoding="utf-8")):
            fields = dict(entry)
            name, slug = fields.pop("file"), fields.pop("slug")
            choices = Options(sheet=fields.pop("sheet", ""), texts=frozenset(fields.pop("texts", [])))
            try:
                imported = import_file(path=path.parent / name, slug=slug, fields=fields, options=choices)
            except FileRefused as error:
                self.stderr.write(f"{name}: {error}")
                refused += 1
                continue
            if options["verbosity"]:
                self.stdout.write(
                    f"{name}: version {imported.version.number}, {imported.version.row_count} rows"
                )
        if refused:
            raise CommandError(f"{refused} files were refused")
