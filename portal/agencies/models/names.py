"""Names of agencies besides the present one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from portal.agencies.enums import NameKind
from portal.agencies.naming import KEY_LENGTH, name_key
from portal.core.models.validity import DatedModel, DatedQuerySet


class AgencyName(DatedModel):
    """A former name with its days, or another spelling under which imports find the agency."""

    agency = ParentalKey("agencies.Agency", on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(_("Loại tên"), max_length=16, choices=NameKind.choices, default=NameKind.FORMER)
    name_vi = models.CharField(_("Tên"), max_length=255)
    name_en = models.CharField(_("Tên tiếng Anh"), max_length=255, blank=True)
    name_key = models.CharField(max_length=KEY_LENGTH, editable=False, db_index=True)

    objects = DatedQuerySet["AgencyName"].as_manager()

    class Meta:
        ordering = ["kind", "valid_until", "id"]
        verbose_name = _("tên khác")
        verbose_name_plural = pgettext_lazy("số nhiều", "tên khác")

    def __str__(self) -> str:
        return self.name_vi

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return (self.name_en if get_language() == "en" else "") or self.name_vi

    def clean(self) -> None:
        """Ask for the last day of a former name: without it the name would hold today."""
        super().clean()
        if self.kind == NameKind.FORMER and self.valid_until is None:
            raise ValidationError(
                {"valid_until": ValidationError(_("Tên cũ cần ngày dùng cuối cùng."), code="end_missing")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the name with the key it is found by."""
        self.name_key = name_key(self.name_vi)
        super().save(*args, **kwargs)
