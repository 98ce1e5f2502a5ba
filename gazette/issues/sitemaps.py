"""Gazette issues in the sitemap."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from gazette.issues.models import GazetteEntry, GazetteIssue
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


class IssueYearSitemap(Sitemap[dict[str, Any]]):
    """The list of each year that has issues."""

    i18n = True

    def items(self) -> list[dict[str, Any]]:
        """Return the years, each with the moment when one of its issues changed last."""
        years = GazetteIssue.objects.published().order_by("-year").values("year")
        return list(years.annotate(changed_at=Max("updated_at")))

    def location(self, item: dict[str, Any]) -> str:
        """Return the path of a year's list."""
        return reverse("issues:year", args=[item["year"]])

    def lastmod(self, item: dict[str, Any]) -> datetime:
        """Return when the list changed last."""
        moment: datetime = item["changed_at"]
        return moment


class ItemSitemap(Sitemap[GazetteEntry]):
    """The page of every item of a published issue, which changes with its issue."""

    limit = 10_000

    def items(self) -> QuerySet[GazetteEntry]:
        """Return the items with their places in the table of contents, in a stable order."""
        place = Window(RowNumber(), partition_by="issue_id", order_by=["sort_order", "id"])
        entries = GazetteEntry.objects.filter(issue__live=True).select_related("issue")
        columns = ("issue__year", "issue__slug", "issue__updated_at")
        return entries.only("id", *columns).annotate(position=place).order_by("pk")

    def location(self, item: GazetteEntry) -> str:
        """Return the path of an item's page."""
        position = item.position
        return f"{item.issue.get_absolute_url()}muc-{position}/"

    def lastmod(self, item: GazetteEntry) -> datetime:
        """Return the moment of the issue's last change."""
        return item.issue.updated_at
