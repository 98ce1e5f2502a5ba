"""Reports in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.functional import cached_property

from opendata.activity.selectors import changed_by_year, years_with_content
from portal.core.selectors import first_page_at


class ActivitySitemap(Sitemap[int]):
    """The report of every year that has something to count."""

    i18n = True

    def items(self) -> list[int]:
        """Return the years."""
        return years_with_content()

    def lastmod(self, item: int) -> datetime | None:
        """Return when a record that the report of the year counts changed last."""
        return self._changed.get(item) or first_page_at()

    @cached_property
    def _changed(self) -> dict[int, datetime]:
        return changed_by_year()

    def location(self, item: int) -> str:
        """Return a report's path."""
        return reverse("activity:report", args=[item])
