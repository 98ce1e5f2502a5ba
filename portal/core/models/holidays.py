"""Holidays and make-up days, kept by editors."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Holiday(models.Model):
    """A day on which the week's rule does not hold: a holiday, or a weekend day that makes up for one."""

    day = models.DateField(_("Ngày"), unique=True)
    name = models.CharField(_("Tên"), max_length=255)
    is_working = models.BooleanField(
        _("Là ngày làm bù"),
        default=False,
        help_text=_("Thứ Bảy, Chủ nhật đi làm bù cho một ngày nghỉ hoán đổi."),
    )

    class Meta:
        ordering = ["day"]
        verbose_name = _("ngày nghỉ lễ, ngày làm bù")
        verbose_name_plural = pgettext_lazy("số nhiều", "ngày nghỉ lễ, ngày làm bù")

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
