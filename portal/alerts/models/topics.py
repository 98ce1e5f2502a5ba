"""What is followed, once for all who follow it, and what was new there."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Topic(models.Model):
    """An address of the site that somebody follows."""

    address_digest = models.CharField(max_length=64, unique=True, editable=False)
    address = models.TextField(_("Địa chỉ"))
    title = models.CharField(_("Tên"), max_length=300)
    #: Eight bytes of digest for each change that was seen there; None before it was first looked at.
    known = models.BinaryField(null=True, editable=False)
    looked_at = models.DateTimeField(null=True, db_index=True)
    #: After a failure (a search engine that is down) it is looked at again only then.
    retry_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("mục được theo dõi")
        verbose_name_plural = pgettext_lazy("số nhiều", "mục được theo dõi")

    def __str__(self) -> str:
        return self.title


class TopicChange(models.Model):
    """Something new at a followed address, noted once."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="changes")
    key_digest = models.CharField(max_length=16)
    title = models.CharField(max_length=500)
    path = models.CharField(max_length=700)
    summary = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    found_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["topic", "key_digest"], name="topic_change_once")]

    def __str__(self) -> str:
        return self.title
