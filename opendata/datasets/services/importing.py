"""Taking in a file: understood, checked, stored, published as a new version."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from opendata.datasets import dictionary, storage
from opendata.datasets.importers.errors import FileRefused
from opendata.datasets.importers.reading import Options, Understanding, understand
from opendata.datasets.importers.tables import suffix_of
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.registry import version_listeners
from portal.core import generation

__all__ = ["FileRefused", "Imported", "Options", "add_version", "import_file", "understand"]


@dataclass(frozen=True)
class Imported:
    """What became of a file."""

    dataset: Dataset
    version: DatasetVersion
    is_new: bool
    understanding: Understanding | None


def import_file(
    *,
    path: Path,
    slug: str,
    fields: dict[str, Any],
    options: Options,
    schema: dict[str, Any] | None = None,
    notes: str = "",
    file_name: str = "",
    user: Any = None,
    report: Callable[[str], None] = lambda step: None,
) -> Imported:
    """Make or update a dataset from a file and publish it; `fields` are those of the dataset that are stated.

    A file identical to that of the newest version makes no new one.
    """
    known = Dataset.objects.filter(slug=slug).first()
    made = known or Dataset(slug=slug, live=False)
    for name, value in fields.items():
        if name == "dictionary":
            # What is said of a column joins what is known of it.
            made.dictionary = made.dictionary | {
                column: made.dictionary.get(column, {}) | entry for column, entry in value.items()
            }
        elif name != "themes":
            setattr(made, name, value)
    if schema is not None:
        made.table_schema = schema
    made.full_clean(exclude=["current"])
    with transaction.atomic():
        made.save()
        if "themes" in fields:
            made.themes.set(fields["themes"])
            made.save()
        return add_version(
            dataset=made,
            path=path,
            options=options,
            notes=notes,
            file_name=file_name,
            user=user,
            report=report,
        )


def add_version(
    *,
    dataset: Dataset,
    path: Path,
    options: Options,
    notes: str = "",
    file_name: str = "",
    user: Any = None,
    report: Callable[[str], None] = lambda step: None,
) -> Imported:
    """Store a file as the newest version of a dataset and publish both; raise `FileRefused` where it is at fault."""
    digest, size = _digest(path)
    newest = dataset.versions.order_by("-number").first()
    if newest is not None and newest.sha256 == digest and newest.reading.get("options") == _options(options):
        if not dataset.live:
            _publish(dataset, user)
        return Imported(dataset, newest, is_new=False, understanding=None)
    report("reading")
    schema = dataset.table_schema
    if schema:
        options = Options(
            sheet=options.sheet, decimal=options.decimal, delimiter=options.delimiter,
            header_row=options.header_row, texts=options.texts | dictionary.texts_of(schema),
        )  # fmt: skip
    understanding = understand(path, options)
    dictionary.check_fields(understanding.fields, schema)
    folder = storage.new_folder()
    try:
        report("storing")
        storage.write_parquet(folder, understanding, source=path)
        dictionary.check_constraints(folder.parquet, understanding.fields, schema)
        columns = dictionary.describe_columns(folder.parquet, understanding.fields)
        suffix = suffix_of(path) + (".gz" if path.suffix.lower() == ".gz" else "")
        shutil.copyfile(path, folder.original(suffix))
        report("packing")
        storage.pack_downloads(folder, [(column["name"], column["type"]) for column in columns])
        storage.sync_folder(folder)
        parquet_digest, parquet_size = _digest(folder.parquet)
        with transaction.atomic():
            version = DatasetVersion.objects.create(
                dataset=dataset,
                number=(newest.number if newest else 0) + 1,
                notes=notes,
                file_name=(file_name or path.name)[:255],
                suffix=suffix,
                sha256=digest,
                size=size,
                parquet_sha256=parquet_digest,
                parquet_size=parquet_size,
                row_count=understanding.row_count,
                columns=columns,
                reading=understanding.as_json() | {"options": _options(options)},
                folder=folder.name,
            )
            dataset.current = version
            _fill_dictionary(dataset, columns, schema)
            _publish(dataset, user)
            for _name, listener in version_listeners.items():
                listener(dataset, version)
    except BaseException:
        storage.remove_folder(folder.name)
        raise
    return Imported(dataset, version, is_new=True, understanding=understanding)


def _options(options: Options) -> dict[str, Any]:
    """Return what was said about the file as far as it changes what is read."""
    return {
        "sheet": options.sheet, "decimal": str(options.decimal or ""), "delimiter": options.delimiter,
        "header_row": options.header_row, "texts": sorted(options.texts),
    }  # fmt: skip


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def _fill_dictionary(dataset: Dataset, columns: list[dict[str, Any]], schema: dict[str, Any]) -> None:
    """Give every column an entry; what somebody wrote about one stays."""
    stated = {field["name"]: field for field in schema.get("fields", [])}
    for column in columns:
        entry = dataset.dictionary.setdefault(column["name"], {})
        said = stated.get(column["name"], {})
        entry.setdefault("title", said.get("title") or column["name"])
        entry.setdefault("description", said.get("description", ""))
        entry.setdefault("unit", said.get("unit", "") or column["unit"])


def _publish(dataset: Dataset, user: Any) -> None:
    """Publish a dataset with what it says now."""
    now = timezone.now()
    dataset.live = True
    dataset.has_unpublished_changes = False
    dataset.first_published_at = dataset.first_published_at or now
    dataset.last_published_at = now
    dataset.save()
    revision = dataset.save_revision(user=user, log_action=False, clean=False)
    revision.publish(user=user)
    dataset.refresh_from_db()
    generation.raise_generation()
