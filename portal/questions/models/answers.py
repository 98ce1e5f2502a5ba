"""Answers of agencies, with the law they stand on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Answer(models.Model):
    """What an agency answered; it is read by the asker at once and by the public once it is approved and published."""

    question = models.OneToOneField("questions.Question", on_delete=models.CASCADE, related_name="answer")
    text = models.TextField(_("Nội dung trả lời"))
    #: The law that the answer names: [{"number": "13/2020/TT-BTTTT", "article": "5"}].
    legal_bases = models.JSONField(_("Căn cứ pháp lý"), default=list, blank=True)
    agency = models.ForeignKey(
        "agencies.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Who signed, where the answer came by a signed link.
    signer = models.CharField(_("Người trả lời"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    approved_at = models.DateTimeField(_("Duyệt lúc"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("câu trả lời")
        verbose_name_plural = pgettext_lazy("số nhiều", "câu trả lời")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.question_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Note when it changed."""
        self.updated_at = timezone.now()
        super().save(*args, **kwargs)
