"""Where datasets plug into the rest of the portal."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from opendata.datasets import dumped_tables, presentation, storage
from opendata.datasets.following import PATTERN, find
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.search_sources import DatasetSource
from opendata.datasets.selectors import DatasetFilters, find_datasets
from opendata.datasets.sitemaps import DatasetSitemap
from portal.core import following, generation, registry
from portal.core.withdrawals import withdraw
from search import registry as search_registry

_HOME_SECONDS = 60


def connect() -> None:
    """Register everything once."""
    generation.watch(Dataset, DatasetVersion)
    registry.menu.register("datasets", registry.MenuItem(title=_("Dữ liệu mở"), path="/du-lieu/"), order=60)
    registry.home_sections.register(
        "datasets",
        registry.HomeSection(template="opendata/datasets/_home_datasets.html", context=_home_context),
        order=60,
    )
    registry.sitemaps.register("datasets", DatasetSitemap)
    registry.editable_models.register("datasets", Dataset)
    registry.counted_records.register(
        "datasets",
        registry.CountedRecords(
            records=Dataset.objects.published, moment="first_published_at", collection="so-lieu-thong-ke"
        ),
    )
    following.followables.register("datasets", following.Followable(pattern=PATTERN, find=find))
    search_registry.register(DatasetSource())
    dumped_tables.register()
    post_delete.connect(_deleted, sender=Dataset, dispatch_uid="dataset-deleted")
    post_delete.connect(_version_deleted, sender=DatasetVersion, dispatch_uid="dataset-version-deleted")


def _deleted(instance: Dataset, **kwargs: Any) -> None:
    if instance.first_published_at:
        withdraw(f"/du-lieu/{instance.slug}/", instance.withdrawn_reason)


def _version_deleted(instance: DatasetVersion, **kwargs: Any) -> None:
    folder = instance.folder
    transaction.on_commit(lambda: storage.remove_folder(folder))


def _home_context(request: HttpRequest) -> dict[str, Any]:
    """Show what changed last, read once a publication."""
    key = f"home-datasets:{generation.current()}"
    found = cache.get_or_set(key, _newest, _HOME_SECONDS) or []
    return {"dataset_rows": [presentation.row(dataset) for dataset in found]}


def _newest() -> list[Dataset]:
    return list(find_datasets(DatasetFilters()).select_related("publisher", "current")[:4])
