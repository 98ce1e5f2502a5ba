"""Digests that were written: one for a person and a period."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from portal.alerts.enums import Frequency


class Digest(models.Model):
    """That a person's digest of a period is written; its mail is written in the same transaction."""

    subscriber = models.ForeignKey("alerts.Subscriber", on_delete=models.CASCADE, related_name="digests")
    frequency = models.CharField(max_length=8, choices=Frequency.choices)
    period = models.DateTimeField()
    change_count = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "frequency", "period"], name="digest_once")
        ]

    def __str__(self) -> str:
        return f"{self.subscriber_id} {self.period:%Y-%m-%d}"
