"""What can be found of a document."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from gazette.documents.models import Article, LegalDocument
from search.enums import Kind
from search.sources import Entry, SearchSource


class DocumentSource(SearchSource[LegalDocument]):
    """Published documents with their whole text, from articles where there is no other."""

    name = "document"
    kind = Kind.DOCUMENT
    model = LegalDocument
    batch_size = 200

    def public(self) -> QuerySet[LegalDocument]:
        """Return the published documents with what an entry reads."""
        articles = Article.objects.only("document_id", "number", "title", "text").order_by(
            "document_id", "position"
        )
        return (
            LegalDocument.objects.published()
            .select_related("document_type", "issuing_agency")
            .prefetch_related("subject_areas", Prefetch("articles", queryset=articles))
        )

    def entry(self, record: LegalDocument) -> Entry:
        """Return what the index holds about a document."""
        text = record.text or "\n".join(f"{article}\n{article.text}" for article in record.articles.all())
        agency = record.issuing_agency
        return Entry(
            kind=self.kind,
            object_id=str(record.pk),
            title=record.summary or record.name,
            number=record.number,
            summary="",
            text=text,
            url=f"/van-ban/{record.pk}/{record.slug}/",
            date=record.issued_on,
            agency_code=agency.code if agency else "",
            agency_name=record.issuer_name,
            type_code=record.document_type.code if record.document_type else "",
            field_codes=tuple(area.code for area in record.subject_areas.all()),
            status_code=record.effect(),
            source_id=record.source_id,
        )
