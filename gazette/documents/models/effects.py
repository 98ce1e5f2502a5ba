"""The computed status of documents over time and why, stored for those that others act upon."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gazette.documents.enums import EffectCode


class EffectPeriod(models.Model):
    """A status from `starts_on` until before `ends_on`; together the periods of a document cover all days."""

    document = models.ForeignKey(
        "documents.LegalDocument", on_delete=models.CASCADE, related_name="effect_periods"
    )
    status = models.CharField(max_length=32, choices=EffectCode.choices)
    starts_on = models.DateField(default=date.min)
    ends_on = models.DateField(default=date.max)

    class Meta:
        verbose_name = _("giai đoạn hiệu lực")
        verbose_name_plural = pgettext_lazy("số nhiều", "giai đoạn hiệu lực")
        ordering = ["document", "starts_on"]
        constraints = [models.UniqueConstraint(fields=["document", "starts_on"], name="effect_period_start")]
        indexes = [
            models.Index(fields=["status", "starts_on", "ends_on", "document"], name="effect_period_status")
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m-%d}: {self.status}"


class EffectEvent(models.Model):
    """An act upon a document that counts: the relation, and its days in force."""

    document = models.ForeignKey(
        "documents.LegalDocument", on_delete=models.CASCADE, related_name="effect_events"
    )
    relation = models.ForeignKey(
        "documents.DocumentRelation", on_delete=models.CASCADE, related_name="effect_events"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    #: False: it counts from some day after `starts_on` that nobody says.
    is_day_known = models.BooleanField(default=True)
    #: The repeal that undid it.
    ended_by = models.ForeignKey(
        "documents.DocumentRelation", null=True, on_delete=models.CASCADE, related_name="ended_effect_events"
    )

    class Meta:
        verbose_name = _("tác động đến hiệu lực")
        verbose_name_plural = pgettext_lazy("số nhiều", "tác động đến hiệu lực")
        ordering = ["document", "starts_on", "relation"]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m-%d}: {self.relation_id}"
