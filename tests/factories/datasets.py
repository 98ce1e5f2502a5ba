"""Datasets for tests that need no table."""

from __future__ import annotations

import factory
from django.utils import timezone

from opendata.datasets.models import Dataset


class DatasetFactory(factory.django.DjangoModelFactory[Dataset]):
    """A published dataset without a version."""

    class Meta:
        model = Dataset

    slug = factory.Sequence(lambda number: f"tap-du-lieu-{number}")
    title = factory.Sequence(lambda number: f"Tập dữ liệu {number}")
    live = True
    first_published_at = factory.LazyFunction(timezone.now)
