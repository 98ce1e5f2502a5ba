"""News in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef

from portal.news.models import NewsCategory, NewsPage, NewsPlacement
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


class NewsSectionSitemap(Sitemap[str]):
    """The list of all news and the lists of the categories that hold some."""

    def items(self) -> list[str]:
        """Return the paths of the lists."""
        placed = NewsPlacement.objects.filter(category=OuterRef("pk"))
        categories = NewsCategory.objects.filter(Exists(placed))
        path = index_path()
        return [path, *(f"{path}{category.code}/" for category in categories)]

    def location(self, item: str) -> str:
        """Return the path itself."""
        return item
