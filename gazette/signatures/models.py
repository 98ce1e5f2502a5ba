"""What was found of each file, by its SHA-256."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gazette.signatures.enums import FileState
from gazette.signatures.inspection import FileReport


class FileInspection(models.Model):
    """The inspection of a file; one that waits has no moment yet. The same bytes are inspected once."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    requested_at = models.DateTimeField(default=timezone.now)
    inspected_at = models.DateTimeField(_("Kiểm tra lúc"), null=True, blank=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("Loại tệp theo nội dung"), max_length=20, blank=True)
    state = models.CharField(_("Tình trạng chữ ký"), max_length=20, choices=FileState.choices, blank=True)
    pages = models.PositiveIntegerField(_("Số trang"), null=True, blank=True)
    #: SHA-256 of the trust store that chains were followed to, "" without one.
    trust_digest = models.CharField(max_length=64, blank=True)
    report = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("kết quả kiểm tra tệp")
        verbose_name_plural = pgettext_lazy("số nhiều", "kết quả kiểm tra tệp")

    def __str__(self) -> str:
        return self.sha256

    @property
    def found(self) -> FileReport | None:
        """The report, None while the file waits."""
        return FileReport.of(self.report) if self.inspected_at else None
