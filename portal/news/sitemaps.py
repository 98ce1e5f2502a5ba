"""News in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Q
from django.utils.functional import cached_property

from portal.core.selectors import first_page_at
from portal.news.models import NewsCategory, NewsPage
from portal.news.querysets import NewsPageQuerySet
from portal.news.selectors import index_path


class NewsSitemap(Sitemap[NewsPage]):
    """Every published news item."""

    limit = 10_000

    def items(self) -> NewsPageQuerySet:
        """Return the published news, newest first."""
        columns = ("slug", "url_path", "published_at", "go_live_at", "last_published_at")
        news: NewsPageQuerySet = NewsPage.objects.live().only(*columns).newest_first()
        return news

    def location(self, item: NewsPage) -> str:
        """Return the item's path."""
        return item.get_url() or "/"

    def lastmod(self, item: NewsPage) -> datetime | None:
        """Return when the item was last published."""
        moment: datetime | None = item.last_published_at
        return moment


class NewsSectionSitemap(Sitemap[NewsCategory]):
    """The lists of all categories; one without news as yet is there since the portal is."""

    def items(self) -> list[NewsCategory]:
        """Return the categories, each with the moment when one of its news changed last."""
        newest = Max("placements__news__last_published_at", filter=Q(placements__news__live=True))
        return list(NewsCategory.objects.annotate(changed_at=newest))

    def location(self, item: NewsCategory) -> str:
        """Return the path of a category's list."""
        return f"{self._index}{item.code}/"

    def lastmod(self, item: NewsCategory) -> datetime | None:
        """Return when the list changed last."""
        return item.changed_at or self._begun_at  # type: ignore[attr-defined]  # annotated above

    @cached_property
    def _index(self) -> str:
        return index_path()

    @cached_property
    def _begun_at(self) -> datetime | None:
        return first_page_at()
