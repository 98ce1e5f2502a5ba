"""What was read in files: the text of each page, and how far it may be trusted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gazette.documents.enums import ReadingState


class FileText(models.Model):
    """The reading of one attachment; the attachment itself is never changed by it."""

    attachment = models.OneToOneField(
        "core.Attachment", verbose_name=_("Tệp"), on_delete=models.CASCADE, related_name="file_text"
    )
    state = models.CharField(
        _("Kết quả đọc"), max_length=16, choices=ReadingState.choices, default=ReadingState.WAITING
    )
    #: The bytes that were read: another file under the same attachment is read anew.
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    page_count = models.PositiveIntegerField(_("Số trang"), default=0)
    #: Read by OCR, at least in part: its numbers and dates are never taken over by themselves.
    is_machine_read = models.BooleanField(_("Máy đọc từ bản quét"), default=False)
    confidence = models.FloatField(_("Độ tin cậy"), null=True, blank=True)
    problem = models.TextField(_("Vì sao không đọc được"), blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("chữ đọc từ tệp")
        verbose_name_plural = pgettext_lazy("số nhiều", "chữ đọc từ tệp")

    def __str__(self) -> str:
        return f"{self.attachment}: {self.get_state_display()}"

    @property
    def confidence_percent(self) -> int | None:
        """The confidence in whole percent, None where nothing was recognised."""
        return None if self.confidence is None else round(self.confidence * 100)


class FilePage(models.Model):
    """The text of a page; a Word file is one page."""

    file_text = models.ForeignKey(FileText, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField(_("Trang"))
    is_scan = models.BooleanField(default=False)
    #: Null where the file says its text itself.
    confidence = models.FloatField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("trang của tệp")
        verbose_name_plural = pgettext_lazy("số nhiều", "trang của tệp")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file_text", "number"], name="file_page_number")]

    def __str__(self) -> str:
        return f"{self.file_text_id}, {self.number}"

    @property
    def anchor(self) -> str:
        """The id of the page's text on the page of its document."""
        return f"tep-{self.file_text_id}-trang-{self.number}"
