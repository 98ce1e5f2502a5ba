"""Datasets in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap

from opendata.datasets.models import Dataset
from opendata.datasets.querysets import DatasetQuerySet


class DatasetSitemap(Sitemap[Dataset]):
    """Every published dataset with the moment of its last change."""

    i18n = True

    limit = 10_000

    def items(self) -> DatasetQuerySet:
        """Return what the address and the moment need, in a stable order."""
        return Dataset.objects.published().only("slug", "updated_at").order_by("pk")

    def lastmod(self, item: Dataset) -> datetime:
        """Return the moment of the last change."""
        return item.updated_at
