"""The page of bulk downloads in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from opendata.dumps.selectors import dump_names, moment_of
from portal.core.selectors import first_page_at


class DumpSitemap(Sitemap[str]):
    """The one page of this room, changed when the newest dump was made."""

    i18n = True

    def items(self) -> list[str]:
        """Return the route."""
        return ["dumps:overview"]

    def location(self, item: str) -> str:
        """Return the page's path."""
        return reverse(item)

    def lastmod(self, item: str) -> datetime | None:
        """Return when the newest dump was made."""
        return next((moment_of(name) for name in dump_names()), None) or first_page_at()
