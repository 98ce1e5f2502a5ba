"""Files of a document."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class DocumentAttachment(Orderable):
    """An original file of a document, in the order that editors give."""

    document = ParentalKey("documents.LegalDocument", on_delete=models.CASCADE, related_name="attachments")
    attachment = models.ForeignKey(
        "core.Attachment",
        verbose_name=_("Tệp"),
        on_delete=models.PROTECT,
        related_name="document_attachments",
    )
    title = models.CharField(_("Tên hiển thị"), max_length=255, blank=True)

    panels = [FieldPanel("attachment"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("tệp của văn bản")
        verbose_name_plural = pgettext_lazy("số nhiều", "tệp của văn bản")

    def __str__(self) -> str:
        return self.title or self.attachment.title
