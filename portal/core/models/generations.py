"""The content generation: one number that every publication raises."""

from django.db import models
from django.utils import timezone


class ContentGeneration(models.Model):
    """One row whose number is part of every cached answer's key (see `portal.core.generation`)."""

    number = models.PositiveBigIntegerField(default=1)
    raised_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.number)
