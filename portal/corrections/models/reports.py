"""Reports of something wrong on a page."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.corrections.enums import OPEN_STATES, ReportState


class Report(models.Model):
    """What somebody says is wrong on a page. His words are for editors; the public reads what they made of it."""

    receipt_digest = models.CharField(max_length=64, unique=True, editable=False)
    #: Path and query of the page, in Vietnamese.
    address = models.CharField(_("Trang"), max_length=700)
    path = models.CharField(max_length=700, db_index=True, editable=False)
    text = models.TextField(_("Điều không chính xác"))
    proposal = models.TextField(_("Thông tin đúng, nguồn"), blank=True)
    contact = models.ForeignKey(
        "core.PrivateContact", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    language = models.CharField(max_length=5, default="vi")
    state = models.CharField(
        _("Trạng thái"), max_length=16, choices=ReportState.choices, default=ReportState.RECEIVED
    )
    created_at = models.DateTimeField(_("Nhận lúc"), default=timezone.now)
    due_on = models.DateField(_("Hạn trả lời"))
    decided_at = models.DateTimeField(_("Xử lý lúc"), null=True, blank=True)
    #: What the public log says was corrected.
    correction = models.TextField(_("Nội dung đính chính"), blank=True)
    refusal = models.TextField(_("Lý do không đính chính"), blank=True)

    class Meta:
        verbose_name = _("báo thông tin không chính xác")
        verbose_name_plural = pgettext_lazy("số nhiều", "báo thông tin không chính xác")
        default_permissions = ()
        permissions = [("handle_report", _("Xử lý báo thông tin không chính xác"))]
        indexes = [
            models.Index(fields=["state", "due_on"], name="report_queue"),
            models.Index(fields=["state", "-decided_at"], name="report_log"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.path}"

    @property
    def is_open(self) -> bool:
        """Whether an answer is still due."""
        return self.state in OPEN_STATES

    @property
    def is_overdue(self) -> bool:
        """Whether the answer is late, or was."""
        day = timezone.localdate(self.decided_at) if self.decided_at else timezone.localdate()
        return day > self.due_on
