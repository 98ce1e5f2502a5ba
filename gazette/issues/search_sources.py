"""What can be found of a gazette issue."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import translation

from gazette.issues.models import GazetteIssue
from search.enums import Kind
from search.sources import Entry, SearchSource


class GazetteSource(SearchSource[GazetteIssue]):
    """Published issues with their contents; the documents in them are found by themselves."""

    name = "gazette"
    kind = Kind.GAZETTE
    model = GazetteIssue

    def public(self) -> QuerySet[GazetteIssue]:
        """Return the published issues with what an entry reads."""
        return GazetteIssue.objects.published().prefetch_related("entries")

    def entry(self, record: GazetteIssue) -> Entry:
        """Return what the index holds about an issue."""
        lines = [
            " ".join(part for part in (entry.type_text, entry.number, entry.issuer, entry.title) if part)
            for entry in record.entries.all()
        ]
        with translation.override("vi"):
            title = record.name
        return Entry(
            kind=self.kind,
            object_id=str(record.pk),
            title=title,
            number=record.issue_number,
            text="\n".join([record.note, *lines]).strip(),
            url=f"/cong-bao/{record.year}/{record.slug}/",
            date=record.published_on,
            source_id=record.source_id,
        )
