"""What people hear who follow one dataset: its versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from django.http import QueryDict
from django.utils.translation import gettext as _

from opendata.datasets.models import Dataset
from opendata.datasets.selectors import dataset_at
from portal.core.following import Change, Followed

PATTERN = re.compile(r"/du-lieu/([a-z0-9-]+)/(?:loc/|bieu-do/|so-sanh/)?")


def find(match: re.Match[str], query: QueryDict) -> Followed | None:
    """Return the published dataset at an address."""
    dataset = dataset_at(match[1])
    if dataset is None or not dataset.live:
        return None
    path = f"/du-lieu/{dataset.slug}/"
    return Followed(address=path, title=dataset.title, changes=partial(_changes, dataset, path))


def _changes(dataset: Dataset, path: str) -> Iterator[Change]:
    for version in dataset.versions.all():
        yield Change(
            key=f"version:{version.number}",
            title=_("%(dataset)s, phiên bản %(number)s")
            % {"dataset": dataset.title, "number": version.number},
            path=path,
            at=version.created_at,
            summary=version.notes,
        )
