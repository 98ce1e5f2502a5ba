"""Agencies that an agency formerly stood under."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from portal.core.models.validity import DatedModel, DatedQuerySet


class AgencyParent(DatedModel):
    """A former parent with its days."""

    agency = ParentalKey("agencies.Agency", on_delete=models.CASCADE, related_name="former_parents")
    parent = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("Cơ quan cấp trên"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="former_children",
        help_text=_("Để trống: khi đó không trực thuộc cơ quan nào."),
    )

    objects = DatedQuerySet["AgencyParent"].as_manager()

    class Meta:
        ordering = ["valid_until", "id"]
        verbose_name = _("cơ quan cấp trên trước đây")
        verbose_name_plural = pgettext_lazy("số nhiều", "cơ quan cấp trên trước đây")

    def __str__(self) -> str:
        return f"{self.agency} ← {self.parent or '–'}"

    def clean(self) -> None:
        """Ask for the last day: without it the former parent would hold today."""
        super().clean()
        if self.valid_until is None:
            raise ValidationError(
                {"valid_until": ValidationError(_("Cần ngày trực thuộc cuối cùng."), code="end_missing")}
            )
