"""Gazette issues in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap

from gazette.issues.models import GazetteIssue
from gazette.issues.querysets import GazetteIssueQuerySet


class IssueSitemap(Sitemap[GazetteIssue]):
    """Every published issue with the moment of its last change."""

    limit = 10_000

    def items(self) -> GazetteIssueQuerySet:
        """Return what the address and the moment need, in a stable order."""
        return GazetteIssue.objects.published().only("id", "year", "slug", "updated_at").order_by("pk")

    def lastmod(self, item: GazetteIssue) -> datetime:
        """Return the moment of the last change."""
        return item.updated_at
