"""What can be found of a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch, QuerySet

from gazette.documents.enums import EffectCode
from gazette.documents.models import Article, ArticleVersion, LegalDocument
from gazette.documents.provisions import earlier_wordings
from gazette.documents.structure import parse
from gazette.documents.wordings import noted_changes
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
            "document_id", "number", "title", "text", "anchor", "source_id", "changes"
        ).order_by("document_id", "position", "id")
        versions = ArticleVersion.objects.select_related("consolidated_text").order_by(
            "document_id", "consolidated_text__known_on", "pk"
        )
        return (
            LegalDocument.objects.published()
            .select_related("document_type", "issuing_agency")
            .prefetch_related(
                "subject_areas",
                "attachments__attachment",
                "effect_periods",
                Prefetch("articles", queryset=articles),
                Prefetch("article_versions", queryset=versions),
            )
        )

    def entry(self, record: LegalDocument) -> Entry:
        """Return what the index holds about a document."""
        agency = record.issuing_agency
        passages, earlier = _articles(record)
        return Entry(
            kind=self.kind,
            object_id=str(record.pk),
            title=record.summary or record.name,
            number=record.number,
            summary="",
            text=record.text,
            passages=tuple(_pages(record)) or passages,
            earlier=earlier,
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


def _articles(record: LegalDocument) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """Return the articles of a document as they read now, and as they read before."""
    present: list[Passage] = []
    before: list[Passage] = []
    wordings = earlier_wordings(record.article_versions.all())
    for row in record.articles.all():
        label, since = f"Điều {row.number}.", None
        for wording in wordings.get(row.anchor, ()):
            if wording.ends_on is None or (since and wording.ends_on <= since):
                continue
            before.append(
                Passage(
                    unit=row.anchor, label=label, title=wording.title, text=wording.text, source_id=row.source_id,
                    held_from=since, held_until=wording.ends_on, begun_on=None if since else wording.valid_from,
                )
            )  # fmt: skip
            since = wording.ends_on
        changes = noted_changes(row.changes) if row.changes and not since else []
        present.append(
            Passage(
                unit=row.anchor, label=label, title=row.title, text=row.text, source_id=row.source_id,
                held_from=since, begun_on=changes[-1].on if changes else None,
            )
        )  # fmt: skip
    return (tuple(present) or tuple(_articles_of_text(record))), tuple(before)


def _articles_of_text(record: LegalDocument) -> Iterator[Passage]:
    """Return the articles of a whole text; those of a law that another record holds are found there."""
    if record.text and record.same_law_id is None:
        for article in parse(record.text).articles:
            label = f"Điều {article.number}."
            yield Passage(unit=article.anchor, label=label, title=article.title, text=article.text)


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
