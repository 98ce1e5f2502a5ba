"""The intake register: documents sent to the gazette, and what became of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gazette.issues.enums import IntakeState, Section
from search import vietnamese


class IntakeEntry(models.Model):
    """A document as it was received; it stays in the register whatever becomes of it."""

    document = models.ForeignKey(
        "documents.LegalDocument",
        verbose_name=_("Văn bản trên cổng"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="intake_entries",
    )
    number = models.CharField(_("Số, ký hiệu"), max_length=120, blank=True)
    type_text = models.CharField(_("Loại văn bản"), max_length=255, blank=True)
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=2000, blank=True)
    title = models.TextField(_("Trích yếu"), blank=True)
    signed_on = models.DateField(_("Ngày ký, ngày ban hành"), null=True, blank=True)
    section = models.CharField(_("Phần"), max_length=16, choices=Section.choices, default=Section.COMMITTEE)
    file = models.ForeignKey(
        "core.Attachment",
        verbose_name=_("Tệp PDF gốc"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="intake_entries",
        help_text=_("Để trống: dàn trang từ toàn văn của văn bản trên cổng."),
    )
    sender = models.CharField(_("Nơi gửi"), max_length=255)
    received_on = models.DateField(_("Ngày nhận"), default=timezone.localdate)
    state = models.CharField(
        _("Tình trạng"), max_length=10, choices=IntakeState.choices, default=IntakeState.RECEIVED
    )
    returned_reason = models.TextField(_("Lý do trả lại"), blank=True)
    checked_at = models.DateTimeField(_("Kiểm tra lúc"), null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    corrects = models.ForeignKey(
        "issues.GazetteEntry",
        verbose_name=_("Đính chính cho mục"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    correction = models.TextField(
        _("Nội dung đính chính"), blank=True, help_text=_("Sai ở đâu, nay đọc là gì.")
    )
    note = models.TextField(_("Ghi chú"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("văn bản tiếp nhận")
        verbose_name_plural = pgettext_lazy("số nhiều", "văn bản tiếp nhận")
        ordering = ["-received_on", "-id"]
        indexes = [models.Index(fields=["state", "received_on", "id"], name="intake_waiting")]

    def __str__(self) -> str:
        return " ".join(part for part in (self.type_text, self.number, self.title) if part)[:120]

    def clean(self) -> None:
        """Refuse a document that names nothing, a return without a reason, a day of receipt before the signature."""
        super().clean()
        if not (self.document or self.number or self.title):
            raise ValidationError(
                _("Hãy chọn văn bản, hoặc nhập số, ký hiệu hay trích yếu."), code="intake_empty"
            )
        if self.state == IntakeState.RETURNED and not self.returned_reason.strip():
            raise ValidationError({"returned_reason": _("Hãy ghi lý do trả lại.")})
        if self.signed_on and self.received_on and self.received_on < self.signed_on:
            raise ValidationError({"received_on": _("Ngày nhận không được trước ngày ký.")})
        if self.section == Section.CORRECTION and not self.correction.strip():
            raise ValidationError({"correction": _("Hãy ghi nội dung đính chính.")})
        if self.file and self.file.file_extension.lower() != "pdf":
            raise ValidationError({"file": _("Tệp gốc phải là PDF.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the document; what it leaves blank is worded as the document that it links to."""
        if self.document:
            self.number = self.number or self.document.number
            self.type_text = self.type_text or self.document.kind
            self.issuer = self.issuer or self.document.issuer_name
            self.signed_on = self.signed_on or self.document.issued_on
            self.title = self.title or self.document.summary
        if self.state == IntakeState.CHECKED and self.checked_at is None:
            self.checked_at = timezone.now()
        super().save(*args, **kwargs)

    @property
    def order_key(self) -> tuple[int, object, object]:
        """Where the document stands among others: by section, day, number."""
        parsed = vietnamese.parse_document_number(self.number)
        day = self.signed_on.isoformat() if self.signed_on else "9999"
        return (list(Section).index(Section(self.section)), day, parsed.sort if parsed else f"~{self.number}")
