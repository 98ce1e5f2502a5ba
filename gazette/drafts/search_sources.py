"""What can be found of a draft: its articles; never a comment, never a commenter."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from gazette.drafts.commenting import VIETNAM
from gazette.drafts.enums import SectionKind
from gazette.drafts.models import DraftRegulation, DraftSection
from gazette.drafts.selectors import newest_version
from search.enums import Kind
from search.sources import Entry, Passage, SearchSource


class DraftSource(SearchSource[DraftRegulation]):
    """Public drafts with the articles of their newest version."""

    name = "draft"
    kind = Kind.DRAFT
    model = DraftRegulation
    batch_size = 100

    def public(self) -> QuerySet[DraftRegulation]:
        """Return the public drafts with what an entry reads."""
        return DraftRegulation.objects.published().select_related("document_type", "lead_agency")

    def entry(self, record: DraftRegulation) -> Entry:
        """Return what the index holds about a draft."""
        version = newest_version(record)
        articles = (
            DraftSection.objects.filter(version=version, kind=SectionKind.ARTICLE).order_by("position")
            if version
            else []
        )
        opened = timezone.localtime(record.opens_at, VIETNAM).date() if record.opens_at else None
        agency = record.lead_agency
        return Entry(
            kind=self.kind,
            object_id=str(record.pk),
            title=record.title,
            number=record.number,
            summary=record.summary,
            text=record.text,
            passages=tuple(
                Passage(
                    unit=section.anchor,
                    title=section.heading,
                    text=section.text,
                    source_id=section.source_id or None,
                )
                for section in articles
            ),
            url=f"/du-thao/{record.slug}/",
            date=opened,
            agency_code=agency.code if agency else "",
            agency_name=record.agency_name,
            type_code=record.document_type.code if record.document_type else "",
            statuses=_statuses(record),
            source_id=record.source_id,
        )


def _statuses(record: DraftRegulation) -> tuple[tuple[date | None, str], ...]:
    """Return the state as it is written; what the clock brings is written by the worker within seconds."""
    return ((None, record.present_state.value),)
