"""What can be found of a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch, QuerySet

from gazette.documents.enums import EffectCode
from gazette.documents.models import Article, LegalDocument
from search.enums import Kind
from search.sources import Entry, Passage, SearchSource

_ENDED = frozenset({EffectCode.EXPIRED, EffectCode.UNSUITABLE})


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
            .prefetch_related(
                "subject_areas",
                "attachments__attachment",
                "effect_periods",
                Prefetch("articles", queryset=articles),
            )
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
            passages=tuple(_pages(record))
            or tuple(
                Passage(
                    unit=article.anchor,
                    label=f"Điều {article.number}.",
                    title=article.title,
                    text=article.text,
                    source_id=article.source_id,
                )
                for article in record.articles.all()
            ),
            url=f"/van-ban/{record.pk}/{record.slug}/",
            date=record.issued_on,
            listed_on=record.listed_on,
            agency_code=agency.code if agency else "",
            agency_name=record.issuer_name,
            type_code=record.document_type.code if record.document_type else "",
            field_codes=tuple(area.code for area in record.subject_areas.all()),
            statuses=_statuses(record),
            ended_on=_ended_on(record),
            source_id=record.source_id,
        )


def _pages(record: LegalDocument) -> Iterator[Passage]:
    """Return the pages of the files of a document whose text stands nowhere else."""
    if record.text or record.articles.all():
        return
    for place, attached in enumerate(record.attachments.all()):
        for number, text in enumerate(attached.attachment.page_texts(), 1):
            if text:
                # Units of a record differ; programs that show PDF files pass over what they do not know.
                unit = f"page={number}&tep={attached.pk}" if place else f"page={number}"
                yield Passage(
                    unit=unit, label=f"Trang {number}.", title=str(attached), text=text,
                    file=attached.attachment.url,
                )  # fmt: skip


def _ended_on(record: LegalDocument) -> date | None:
    """Return the day from which nobody is bound by it any more, so far as it is known today."""
    ended = None
    for day, code in _statuses(record):
        if code not in _ENDED:
            ended = None
        elif ended is None:
            ended = day or date.min
    return ended


def _statuses(record: LegalDocument) -> tuple[tuple[date | None, str], ...]:
    """Return the status ever since, and that from each day on which it changes."""
    return tuple((period.starts_on, str(period.status)) for period in record.effect_timeline())
