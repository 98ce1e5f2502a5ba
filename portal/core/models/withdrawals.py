"""Addresses that were published once and are no more."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WithdrawnAddress(models.Model):
    """A path that answers 410 with the reason; an address is never used again for something else."""

    path = models.CharField(_("Địa chỉ"), max_length=255, unique=True)
    reason = models.TextField(_("Lý do"), blank=True)
    withdrawn_at = models.DateTimeField(_("Gỡ lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("địa chỉ đã gỡ")
        verbose_name_plural = pgettext_lazy("số nhiều", "địa chỉ đã gỡ")

    def __str__(self) -> str:
        return self.path
