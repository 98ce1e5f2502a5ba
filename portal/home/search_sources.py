"""What is searchable of plain pages."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet

from portal.core.blocks import plain_text
from portal.home.models import PlainPage
from search.enums import Kind
from search.sources import Entry, SearchSource


class PlainPageSource(SearchSource[PlainPage]):
    """Plain pages."""

    name: ClassVar[str] = "page"
    kind: ClassVar[Kind] = Kind.PAGE
    model = PlainPage

    def public(self) -> QuerySet[PlainPage]:
        """Return the published pages."""
        pages: QuerySet[PlainPage] = PlainPage.objects.live().public().select_related("locale")
        return pages

    def entry(self, record: PlainPage) -> Entry:
        """Return title, summary and text."""
        return Entry(
            kind=self.kind,
            object_id=str(record.pk),
            title=record.title,
            url=record.get_url() or "/",
            summary=record.summary,
            text=plain_text(record.body),
            date=record.last_published_at.date() if record.last_published_at else None,
            language=record.locale.language_code,
        )
