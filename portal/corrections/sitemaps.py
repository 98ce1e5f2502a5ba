"""The log of corrections in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from portal.core.selectors import first_page_at
from portal.corrections.selectors import corrections


class LogSitemap(Sitemap[str]):
    """The public log, which changes with each correction."""

    i18n = True

    def items(self) -> list[str]:
        """Return the name of the address."""
        return ["corrections:log"]

    def location(self, item: str) -> str:
        """Return the path in the language of the moment."""
        return reverse(item)

    def lastmod(self, item: str) -> datetime | None:
        """Return when a page was corrected last."""
        newest: datetime | None = corrections().order_by().aggregate(newest=Max("decided_at"))["newest"]
        return newest or first_page_at()
