"""Chainable filters of datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from search import vietnamese

if TYPE_CHECKING:
    from opendata.datasets.models import Dataset  # noqa: F401  # named in annotations only


class DatasetQuerySet(models.QuerySet["Dataset"]):
    """Datasets by what readers ask for."""

    def published(self) -> DatasetQuerySet:
        """Only what the public may read, and that has something to read."""
        return self.filter(live__in=[True], current_id__isnull=False)

    def for_list(self) -> DatasetQuerySet:
        """What a list shows, at a fixed number of queries."""
        return self.select_related("publisher", "current").prefetch_related("themes")

    def containing(self, words: str) -> DatasetQuerySet:
        """Datasets whose title, description, keywords or columns hold every word, diacritics or not."""
        found = self
        for word in vietnamese.fold(words).split()[:12]:
            found = found.filter(folded__contains=word)
        return found
