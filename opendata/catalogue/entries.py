"""What every catalogue says of a dataset: who publishes it, under which names and addresses."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse

from opendata.datasets.enums import FileFormat
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.selectors import DatasetQuerySet
from search import vietnamese

#: Names of things in CKAN that never change, whatever address the site has.
_NAMES = uuid.UUID("6f1c0f52-6c1e-5d0b-9f43-0a4f3c1f7a11")


def stable_id(kind: str, name: str) -> str:
    """Return the UUID of a thing: the same for the same name, on every site and after every import."""
    return str(uuid.uuid5(_NAMES, f"{kind}:{name}"))


def page_url(dataset: Dataset) -> str:
    """Return the address of a dataset's page, which is also the dataset's URI."""
    return f"{settings.SITE_URL}/du-lieu/{dataset.slug}/"


def data_url(dataset: Dataset, file_format: str) -> str:
    """Return the address of a dataset's table in a format."""
    return settings.SITE_URL + reverse("api:get_data", args=[dataset.slug, file_format])


def size_of(version: DatasetVersion, file_format: str) -> int | None:
    """Return the bytes of a whole-file download, None where they are not known before it is made."""
    if file_format == FileFormat.PARQUET:
        return version.parquet_size
    if file_format in {FileFormat.CSV, FileFormat.NDJSON}:
        try:
            return int(version.files.size_file(file_format).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None
    return None


@dataclass(frozen=True, kw_only=True)
class Organization:
    """Who publishes datasets: an agency of the code list, or one that is known by its name alone."""

    name: str
    title: str
    #: The condition that a dataset is theirs.
    chosen: Q
    count: int = 0


def organizations() -> list[Organization]:
    """Return all who publish datasets, by name, with how many they publish (one query)."""
    rows = (
        Dataset.objects.published()
        .order_by()
        .values_list("publisher__code", "publisher__name_vi", "publisher_name")
        .annotate(count=Count("pk"))
    )
    found: dict[str, Organization] = {}
    for code, agency, name, count in rows:
        one = _organization(code or "", agency or name or "", count)
        if one is None:
            continue
        if known := found.get(one.name):
            one = replace(known, chosen=known.chosen | one.chosen, count=known.count + count)
        found[one.name] = one
    return sorted(found.values(), key=lambda item: item.name)


def organization_of(dataset: Dataset) -> Organization | None:
    """Return who publishes a dataset, None where nobody is named."""
    if dataset.publisher:
        return _organization(dataset.publisher.code, dataset.publisher.name)
    return _organization("", dataset.publisher_name)


def _organization(code: str, title: str, count: int = 0) -> Organization | None:
    name = vietnamese.slugify(code or title, 100)
    chosen = Q(publisher__code=code) if code else Q(publisher=None, publisher_name=title)
    return Organization(name=name, title=title, chosen=chosen, count=count) if name else None


def catalogued() -> DatasetQuerySet:
    """Return the published datasets with what catalogues tell of them, at a fixed number of queries."""
    return Dataset.objects.published().for_list().select_related("document")
