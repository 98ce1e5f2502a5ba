"""What the WebSub hub was told."""

from __future__ import annotations

from django.db import models


class AnnouncedFeed(models.Model):
    """A list's feeds as the hub knows them; what differs from it is still to be announced."""

    path = models.CharField(max_length=100, unique=True)
    digest = models.CharField(max_length=64)
    announced_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.path
