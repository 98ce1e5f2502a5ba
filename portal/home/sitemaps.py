"""The home page and plain pages in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from portal.core.selectors import first_page_at
from portal.home.models import HomePage, PlainPage


class PlainPageSitemap(Sitemap[Page]):
    """Home and plain pages."""

    def items(self) -> list[Page]:
        """Return the published pages of this room."""
        pages = Page.objects.live().public().type(HomePage, PlainPage)
        return list(pages.order_by("path"))

    def location(self, item: Page) -> str:
        """Return a page's path."""
        return item.get_url() or "/"

    def lastmod(self, item: Page) -> datetime | None:
        """Return when a page was last published."""
        moment: datetime | None = item.last_published_at or item.first_published_at
        return moment or first_page_at()
