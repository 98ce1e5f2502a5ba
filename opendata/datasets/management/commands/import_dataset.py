"""Take in a file as a dataset, or as the next version of one."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from opendata.datasets.dictionary import read_schema
from opendata.datasets.enums import DecimalSign, Licence, Nature, UpdateCycle
from opendata.datasets.services.importing import FileRefused, Imported, Options, import_file
from portal.agencies.models import Agency


class Command(BaseCommand):
    """import_dataset: may be interrupted and run again; the same file makes no second version."""

    help = "Takes in a CSV, XLSX, ODS or Parquet file as a dataset and publishes it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, what it is, and what it does not show itself."""
        parser.add_argument("file", type=Path, help="CSV, XLSX, ODS or Parquet, plain or .gz")
        parser.add_argument("--slug", required=True, help="the last part of the dataset's address")
        parser.add_argument("--title", help="required for a new dataset")
        for name in (
            "title-en",
            "description",
            "keywords",
            "spatial",
            "temporal-from",
            "temporal-to",
            "owner",
        ):
            parser.add_argument(f"--{name}")
        for name in ("source-name", "source-url", "publisher-name", "contact-name", "contact-email"):
            parser.add_argument(f"--{name}")
        parser.add_argument("--publisher", help="code of an agency")
        parser.add_argument("--licence", choices=Licence.values)
        parser.add_argument("--update-cycle", choices=UpdateCycle.values)
        parser.add_argument("--nature", choices=Nature.values)
        parser.add_argument("--notes", default="", help="what is new in this version")
        parser.add_argument(
            "--schema", type=Path, help="a Table Schema that this file and later ones must meet"
        )
        parser.add_argument("--sheet", default="", help="name or number of a workbook's sheet")
        parser.add_argument("--decimal", choices=DecimalSign.values, help="how the file writes fractions")
        parser.add_argument("--delimiter", default="", help="what stands between the cells of a CSV")
        parser.add_argument("--header-row", type=int, default=0, help="the row of the header")
        parser.add_argument("--text", action="append", default=[], metavar="COLUMN", help="a column of words")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file."""
        names = (
            "title", "title_en", "description", "keywords", "spatial", "temporal_from", "temporal_to", "owner",
            "source_name", "source_url", "publisher_name", "contact_name", "contact_email", "licence",
            "update_cycle", "nature",
        )  # fmt: skip
        fields = {name: options[name] for name in names if options[name] is not None}
        if options["publisher"]:
            fields["publisher"] = Agency.objects.filter(code=options["publisher"]).first()
            if fields["publisher"] is None:
                raise CommandError(f"--publisher: there is no agency {options['publisher']}")
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: no such file")
        console = Console(stderr=True)
        try:
            with console.status(path.name) as status:
                imported = import_file(
                    path=path,
                    slug=options["slug"],
                    fields=fields,
                    options=Options(
                        sheet=options["sheet"],
                        decimal=DecimalSign(options["decimal"]) if options["decimal"] else None,
                        delimiter=options["delimiter"].replace("\\t", "\t"),
                        header_row=options["header_row"],
                        texts=frozenset(options["text"]),
                    ),
                    schema=read_schema(options["schema"]) if options["schema"] else None,
                    notes=options["notes"],
                    report=lambda step: status.update(f"{path.name}: {step}"),
                )
        except FileRefused as error:
            raise CommandError(f"{path.name}: {error}") from error
        except ValidationError as error:
            raise CommandError(f"{path.name}: {'; '.join(error.messages)}") from error
        self._report(path, imported)

    def _report(self, path: Path, imported: Imported) -> None:
        version = imported.version
        if not imported.is_new:
            self.stdout.write(f"{path.name}: unchanged, still version {version.number}")
            return
        assert imported.understanding is not None  # noqa: S101  # a new version was read
        for remark in imported.understanding.remarks:
            self.stdout.write(f"  {remark}")
        types = ", ".join(f"{column['name']} ({column['type']})" for column in version.columns)
        self.stdout.write(f"{path.name}: version {version.number}, {version.row_count} rows: {types}")
