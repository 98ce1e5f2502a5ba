"""Entries of an issue's table of contents."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from search import vietnamese


class GazetteEntry(Orderable):
    """A document in an issue, worded as the contents print it and linked where the portal holds the document.

    A long document may be split over issues: then this is part `part_number` of `part_count`.
    """

    issue = ParentalKey("issues.GazetteIssue", on_delete=models.CASCADE, related_name="entries")
    section = models.CharField(
        _("Phần trong mục lục"),
        max_length=255,
        blank=True,
        help_text=_("Ví dụ: Phần văn bản quy phạm pháp luật."),
    )
    document = models.ForeignKey(
        "documents.LegalDocument",
        verbose_name=_("Văn bản trên cổng"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="gazette_entries",
        help_text=_("Để trống: cổng tự tìm theo số, ký hiệu và cơ quan ban hành."),
    )
    number = models.CharField(_("Số, ký hiệu"), max_length=120, blank=True)
    number_key = models.CharField(max_length=120, blank=True, editable=False, db_index=True)
    type_text = models.CharField(_("Loại văn bản như in"), max_length=255, blank=True)
    issuer = models.CharField(_("Cơ quan ban hành như in"), max_length=2000, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    title = models.TextField(_("Trích yếu"), blank=True)
    page_from = models.PositiveIntegerField(_("Từ trang"), null=True, blank=True)
    page_to = models.PositiveIntegerField(_("Đến trang"), null=True, blank=True)
    part_number = models.PositiveSmallIntegerField(_("Phần thứ"), null=True, blank=True)
    part_count = models.PositiveSmallIntegerField(_("trên tổng số phần"), null=True, blank=True)
    intake = models.ForeignKey(
        "issues.IntakeEntry",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="entries",
    )
    #: The pages of the original that stand in this issue, where a document is split over several.
    original_from = models.PositiveIntegerField(null=True, blank=True, editable=False)
    original_to = models.PositiveIntegerField(null=True, blank=True, editable=False)
    received_on = models.DateField(null=True, blank=True, editable=False)
    due_on = models.DateField(null=True, blank=True, editable=False)
    #: A correction is an entry of its own: it says which one it corrects, and how that reads now.
    corrects = models.ForeignKey(
        "self",
        verbose_name=_("Đính chính cho mục"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
        editable=False,
    )
    correction = models.TextField(_("Nội dung đính chính"), blank=True, editable=False)
    #: Names of the document's files at the source, below an address that the source does not tell.
    source_files = models.JSONField(default=list, blank=True, editable=False)
    is_imported = models.BooleanField(default=False, editable=False)
    #: Number, issuer and title folded, for filters that look into them.
    folded = models.TextField(blank=True, editable=False)

    panels = [
        FieldPanel("section"),
        FieldPanel("document"),
        FieldRowPanel([FieldPanel("number"), FieldPanel("issued_on")]),
        FieldRowPanel([FieldPanel("type_text"), FieldPanel("issuer")]),
        FieldPanel("title"),
        FieldRowPanel(
            [
                FieldPanel("page_from"),
                FieldPanel("page_to"),
                FieldPanel("part_number"),
                FieldPanel("part_count"),
            ]
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("mục của số Công báo")
        verbose_name_plural = pgettext_lazy("số nhiều", "mục của số Công báo")
        ordering = ["sort_order", "id"]
        indexes = [models.Index(fields=["issue", "sort_order", "id"], name="gazette_entry_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(page_to=None) | Q(page_to__gte=F("page_from")),
                name="gazette_entry_pages",
                violation_error_message=_("Trang cuối không được trước trang đầu."),
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.title) if part)[:120]

    @property
    def pages(self) -> str:
        """The pages in words: 3–8, or 3."""
        if self.page_from is None:
            return ""
        is_range = self.page_to is not None and self.page_to != self.page_from
        return f"{self.page_from}–{self.page_to}" if is_range else str(self.page_from)

    def clean(self) -> None:
        """Refuse an entry that names nothing, pages that run backwards and part 3 of 2."""
        super().clean()
        if not (self.document or self.number or self.title):
            raise ValidationError(
                _("Hãy chọn văn bản, hoặc nhập số, ký hiệu hay trích yếu."), code="entry_empty"
            )
        if self.page_to is not None and (self.page_from is None or self.page_to < self.page_from):
            raise ValidationError(
                {
                    "page_to": ValidationError(
                        _("Trang cuối không được trước trang đầu."), code="pages_reversed"
                    )
                }
            )
        if (self.part_number is None) != (self.part_count is None) or (
            self.part_number and self.part_count and self.part_number > self.part_count
        ):
            raise ValidationError(
                {
                    "part_count": ValidationError(
                        _("Ghi phần thứ mấy trên tổng số mấy phần."), code="parts_reversed"
                    )
                }
            )

    def derive(self) -> None:
        """Fill the columns that follow from others; every writer calls it."""
        self.number_key = vietnamese.number_key(self.number)[:120]
        self.folded = vietnamese.fold(f"{self.number} {self.issuer} {self.title}")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the entry; what it leaves blank is worded as the document that it links to."""
        if self.document:
            self.number = self.number or self.document.number
            self.type_text = self.type_text or self.document.kind
            self.issuer = self.issuer or self.document.issuer_name
            self.issued_on = self.issued_on or self.document.issued_on
            self.title = self.title or self.document.summary
        self.derive()
        super().save(*args, **kwargs)
