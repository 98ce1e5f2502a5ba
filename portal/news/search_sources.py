"""What is searchable of news."""

from __future__ import annotations

from typing import ClassVar

from django.utils import timezone

from portal.news.models import NewsPage
from portal.news.querysets import NewsPageQuerySet
from search.enums import Kind
from search.sources import Entry, SearchSource


class NewsSource(SearchSource[NewsPage]):
    """News."""

    name: ClassVar[str] = "news"
    kind: ClassVar[Kind] = Kind.NEWS
    model = NewsPage

    def public(self) -> NewsPageQuerySet:
        """Return the published news."""
        news: NewsPageQuerySet = (
            NewsPage.objects.live().public().select_related("category", "agency", "locale")
        )
        return news.defer("body", "search_text")

    def entry(self, record: NewsPage) -> Entry:
        """Return title, summary, text and the categories as fields."""
        return Entry(
            kind=self.kind,
            object_id=str(record.pk),
            title=record.title,
            url=record.get_url() or "/",
            summary=record.summary,
            text=record.text_plain,
            date=timezone.localdate(record.published_at) if record.published_at else None,
            agency_code=record.agency.code if record.agency else "",
            agency_name=record.agency.name_vi if record.agency else record.source_name,
            type_code=record.category.code if record.category else "",
            source_id=record.source_id,
            language=record.locale.language_code,
        )
