"""Reads of datasets for other rooms and for pages."""

from __future__ import annotations

from dataclasses import dataclass

from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.querysets import DatasetQuerySet


@dataclass(frozen=True, kw_only=True)
class DatasetFilters:
    """What a list of datasets may be narrowed by."""

    q: str = ""
    publisher: str = ""
    theme: str = ""
    nature: str = ""


def find_datasets(filters: DatasetFilters) -> DatasetQuerySet:
    """Return the published datasets that meet the filters, last changed first."""
    found = Dataset.objects.published()
    if filters.q:
        found = found.containing(filters.q)
    if filters.publisher:
        found = found.filter(publisher__code=filters.publisher)
    if filters.theme:
        found = found.filter(themes__code=filters.theme)
    if filters.nature:
        found = found.filter(nature=filters.nature)
    return found.order_by("-updated_at", "-id")


def dataset_at(slug: str) -> Dataset | None:
    """Return a dataset that is or was published, None for an address that never was."""
    found = Dataset.objects.filter(slug=slug).select_related("publisher", "current", "document").first()
    if found is None or not (found.live or found.first_published_at):
        return None
    return found


def version_of(dataset: Dataset, number: str | None) -> DatasetVersion | None:
    """Return a version by its number, the newest for none; None for one that is not there."""
    if number is None:
        return dataset.current
    if not (number.isascii() and number.isdigit() and len(number) < 9):
        return None
    return dataset.versions.filter(number=int(number)).first()
