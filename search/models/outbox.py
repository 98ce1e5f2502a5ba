"""Changes on their way to the index."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OutboxEntry(models.Model):
    """A note, written in the content's own transaction, to make the index equal to the database for one record."""

    source = models.CharField(_("nguồn"), max_length=40)
    object_id = models.CharField(_("bản ghi"), max_length=64)
    created_at = models.DateTimeField(_("lúc"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    not_before = models.DateTimeField(_("thử lại từ lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("thay đổi chờ đưa vào chỉ mục")
        verbose_name_plural = pgettext_lazy("số nhiều", "thay đổi chờ đưa vào chỉ mục")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}"
