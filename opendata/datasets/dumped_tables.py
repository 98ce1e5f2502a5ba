"""What of datasets is downloaded in bulk: what is told of them, and their tables of every version."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.storage import Folder
from portal.core.registry import Collection, DumpedTable, collections


def register() -> None:
    """Register the collection; called once, when the apps are loaded."""
    collections.register(
        "datasets",
        Collection(
            title=_("Tập dữ liệu"),
            path="/du-lieu/",
            endpoint="datasets",
            has_feeds=True,
            tables=[
                DumpedTable(
                    name="datasets",
                    model=Dataset,
                    rows=Dataset.objects.published,
                    leave_out=frozenset({"withdrawn_reason"}),
                ),
                DumpedTable(name="dataset_versions", model=DatasetVersion, folder=_folder),
            ],
        ),
        order=70,
    )


def _folder(row: Mapping[str, Any]) -> Path:
    return Folder(row["folder"]).path
