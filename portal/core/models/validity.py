"""Validity in time: names, agencies, kinds of document and time limits hold from one day to another."""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

D = TypeVar("D", bound="DatedModel")


def valid_on(day: date, prefix: str = "") -> Q:
    """Return the condition of rows valid on `day`, both ends included; an empty end is open."""
    return (Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})) & (
        Q(**{f"{prefix}valid_until": None}) | Q(**{f"{prefix}valid_until__gte": day})
    )


class DatedQuerySet(models.QuerySet[D]):
    """Rows with a first and a last day."""

    def valid_on(self, day: date) -> Self:
        """Keep the rows valid on `day`."""
        return self.filter(valid_on(day))


class DatedModel(models.Model):
    """A row valid from its first to its last day, both included; an empty one is open or unknown."""

    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_until = models.DateField(_("Đến hết ngày"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a last day before the first."""
        super().clean()
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError(
                {
                    "valid_until": ValidationError(
                        _("Ngày cuối không được trước ngày đầu."), code="ends_before_start"
                    )
                }
            )

    def is_valid_on(self, day: date) -> bool:
        """Whether the row is valid on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )
