"""Drafts in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap

from gazette.drafts.models import DraftRegulation
from gazette.drafts.querysets import DraftQuerySet


class DraftSitemap(Sitemap[DraftRegulation]):
    """Every public draft with the moment of its last change."""

    limit = 10_000

    def items(self) -> DraftQuerySet:
        """Return what the address and the moment need, in a stable order."""
        return DraftRegulation.objects.published().only("id", "slug", "updated_at").order_by("pk")

    def lastmod(self, item: DraftRegulation) -> datetime:
        """Return the moment of the last change."""
        return item.updated_at
