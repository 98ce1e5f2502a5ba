"""What can be found of a dataset."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from opendata.datasets.models import Dataset
from search.enums import Kind
from search.sources import Entry, SearchSource


class DatasetSource(SearchSource[Dataset]):
    """Published datasets with their description and the names of their columns."""

    name = "dataset"
    kind = Kind.DATASET
    model = Dataset

    def public(self) -> QuerySet[Dataset]:
        """Return the published datasets with what an entry reads."""
        return Dataset.objects.published().select_related("publisher", "current").prefetch_related("themes")

    def entry(self, record: Dataset) -> Entry:
        """Return what the index holds about a dataset."""
        version = record.current
        columns = []
        for column in version.columns if version else []:
            said = record.dictionary.get(column["name"], {})
            columns.append(" ".join(filter(None, (column["name"], said.get("description", "")))))
        return Entry(
            kind=self.kind,
            object_id=str(record.pk),
            title=record.title,
            summary=record.description,
            text="\n".join(filter(None, (record.description, record.keywords, *columns))),
            url=f"/du-lieu/{record.slug}/",
            date=timezone.localdate(version.created_at) if version else None,
            agency_code=record.publisher.code if record.publisher else "",
            agency_name=record.publisher_label,
            field_codes=tuple(theme.code for theme in record.themes.all()),
            source_id=record.source_id,
        )
