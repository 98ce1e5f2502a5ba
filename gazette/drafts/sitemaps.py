"""Drafts in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Q
from django.urls import reverse

from gazette.drafts.enums import WITH_RESPONSES
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


class DraftStatisticsSitemap(DraftSitemap):
    """The figures of every consultation."""

    def location(self, item: DraftRegulation) -> str:
        """Return the path of a draft's figures."""
        return reverse("drafts:statistics", args=[item.slug])


class ResponsesSitemap(DraftSitemap):
    """What became of the comments, where it is published."""

    def items(self) -> DraftQuerySet:
        """Return the drafts whose responses anyone may read."""
        public = Q(state__in=WITH_RESPONSES) | Q(responses_published_at__isnull=False)
        return super().items().filter(public)

    def location(self, item: DraftRegulation) -> str:
        """Return the path of a draft's responses."""
        return reverse("drafts:responses", args=[item.slug])
