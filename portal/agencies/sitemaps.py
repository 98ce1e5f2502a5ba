"""Agencies in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap

from portal.agencies.models import Agency
from portal.agencies.querysets import AgencyQuerySet


class AgencySitemap(Sitemap[Agency]):
    """The province's own agencies; the page of an external one is reached from its documents."""

    i18n = True

    limit = 10_000

    def items(self) -> AgencyQuerySet:
        """Return what the address and the moment need, in a stable order."""
        return Agency.objects.own().only("code", "updated_at").order_by("pk")

    def lastmod(self, item: Agency) -> datetime:
        """Return the moment of the last change."""
        return item.updated_at
