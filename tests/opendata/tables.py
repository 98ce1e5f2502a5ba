"""Datasets for the tests of this wing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.services.importing import Options, import_file


def add_table(
    folder: Path, text: str | bytes, *, slug: str = "bang", name: str = "bang.csv", **fields: Any
) -> Dataset:
    """Publish a table as an office would."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    options = fields.pop("options", Options())
    return import_file(path=path, slug=slug, fields={"title": "Bảng"} | fields, options=options).dataset


def current(dataset: Dataset) -> DatasetVersion:
    """Return the newest version."""
    assert dataset.current is not None
    return dataset.current
