"""Reports in the sitemap."""

from __future__ import annotations

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from opendata.activity.selectors import years_with_content


class ActivitySitemap(Sitemap[int]):
    """The report of every year that has something to count."""

    def items(self) -> list[int]:
        """Return the years."""
        return years_with_content()

    def location(self, item: int) -> str:
        """Return a report's path."""
        return reverse("activity:report", args=[item])
