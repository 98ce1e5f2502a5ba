"""What happened to a report: a trail that is only ever added to, and the files that came with replies."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.corrections.enums import EventKind


class ReportEvent(models.Model):
    """A step, with who and when."""

    report = models.ForeignKey("corrections.Report", on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("Việc"), max_length=8, choices=EventKind.choices)
    before = models.CharField(max_length=32, blank=True)
    after = models.CharField(max_length=32, blank=True)
    note = models.TextField(_("Nội dung"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("Lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("diễn biến")
        verbose_name_plural = pgettext_lazy("số nhiều", "diễn biến")
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.report_id}"


class ReportFile(models.Model):
    """A file that came with a reply; for editors only, never served to the public."""

    event = models.ForeignKey(ReportEvent, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to="dinh-chinh/%Y/%m/")
    name = models.CharField(_("Tên tệp"), max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("tệp kèm thư trả lời")
        verbose_name_plural = pgettext_lazy("số nhiều", "tệp kèm thư trả lời")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
