"""What can be found of a gazette issue."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import translation

from gazette.issues.models import GazetteIssue
from search.enums import Kind
from search.sources import Entry, Passage, SearchSource


class GazetteSource(SearchSource[GazetteIssue]):
    """Published issues with their contents; the documents in them are found by themselves."""

    name = "gazette"
    kind = Kind.GAZETTE
    model = GazetteIssue

    def public(self) -> QuerySet[GazetteIssue]:
        """Return the published issues with what an entry reads."""
        return GazetteIssue.objects.published().select_related("file").prefetch_related("entries")

    def entry(self, record: GazetteIssue) -> Entry:
        """Return what the index holds about an issue."""
        lines = [
            " ".join(part for part in (entry.type_text, entry.number, entry.issuer, entry.title) if part)
            for entry in record.entries.all()
        ]
        with translation.override("vi"):
            title = record.name
        contents = "\n".join([record.note, *lines]).strip()
        pages = tuple(_pages(record))
        return Entry(
            kind=self.kind,
            object_id=str(record.pk),
            title=title,
            number=record.issue_number,
            # What is on the pages is found in the issue too, after its contents.
            text="\n".join([contents, *(page.text for page in pages)]).strip(),
            passages=pages,
            url=f"/cong-bao/{record.year}/{record.slug}/",
            date=record.published_on,
            source_id=record.source_id,
        )


def _pages(record: GazetteIssue) -> Iterator[Passage]:
    """Return the pages of the issue's file that have a text."""
    path = record.get_file_url()
    if not record.file or not path:
        return
    for number, text in enumerate(record.file.page_texts(), 1):
        if text:
            yield Passage(unit=f"page={number}", label=f"Trang {number}.", title="", text=text, file=path)
