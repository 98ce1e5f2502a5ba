"""Addresses that published issues once had."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gazette.issues.addressing import SLUG_LENGTH


class FormerAddress(models.Model):
    """A year and slug under which an issue was published before its number was corrected; it leads there still."""

    issue = models.ForeignKey(
        "issues.GazetteIssue", on_delete=models.CASCADE, related_name="former_addresses"
    )
    year = models.PositiveSmallIntegerField()
    slug = models.CharField(max_length=SLUG_LENGTH)

    class Meta:
        verbose_name = _("địa chỉ cũ của số Công báo")
        verbose_name_plural = pgettext_lazy("số nhiều", "địa chỉ cũ của số Công báo")
        constraints = [models.UniqueConstraint(fields=["year", "slug"], name="gazette_former_address_once")]

    def __str__(self) -> str:
        return f"{self.year}/{self.slug}"
