"""By what rooms to the left plug into datasets; they register in their `apps.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from opendata.datasets.models import Dataset, DatasetVersion
from portal.core.registry import Registry

#: Called with a dataset and its new version, in the transaction that stores it.
version_listeners: Registry[Callable[[Dataset, DatasetVersion], None]] = Registry("dataset version listener")

#: What another room shows on a dataset's page: a template and its context, or None.
page_sections: Registry[
    Callable[[HttpRequest, Dataset, DatasetVersion], tuple[str, dict[str, Any]] | None]
] = Registry("dataset page section")
