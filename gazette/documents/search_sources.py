"""What can be found of a document."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet

from gazette.documents.models import Article, LegalDocument
from search.enums import Kind
from search.sources import Entry, Passage, SearchSource


class DocumentSource(SearchSource[LegalDocument]):
    """Published documents with their whole text and their articles."""

    name = "document"
    kind = Kind.DOCUMENT
    model = LegalDocument
    batch_size = 200

    def public(self) -> QuerySet[LegalDocument]:
        """Return the published documents with what an entry reads."""
        articles = Article.objects.only(
            "document_id", "number", "title", "text", "anchor", "source_id"
        ).order_by("document_id", "position", "id")
        return (
            LegalDocument.objects.published()
            .select_related("document_type", "issuing_agency")
            .prefetch_related("subject_areas", "effect_periods", Prefetch("articles", queryset=articles))
        )

    def entry(self, record: LegalDocument) -> Entry:
        """Return what the index holds about a document."""
        agency = record.issuing_agency
        return Entry(
            kind=self.kind,
            object_id=str(record.pk),
            title=record.summary or record.name,
            number=record.number,
            summary="",
            text=record.text,
            passages=tuple(
                Passage(
                    unit=article.anchor,
                    title=str(article),
                    text=article.text,
                    source_id=article.source_id,
                )
                for article in record.articles.all()
            ),
            url=f"/van-ban/{record.pk}/{record.slug}/",
            date=record.issued_on,
            agency_code=agency.code if agency else "",
            agency_name=record.issuer_name,
            type_code=record.document_type.code if record.document_type else "",
            field_codes=tuple(area.code for area in record.subject_areas.all()),
            statuses=_statuses(record),
            source_id=record.source_id,
        )


def _statuses(record: LegalDocument) -> tuple[tuple[date | None, str], ...]:
    """Return the status ever since, and that from each day on which it changes."""
    return tuple((period.starts_on, str(period.status)) for period in record.effect_timeline())
