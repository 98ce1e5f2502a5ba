"""Earlier wordings: consolidated texts by edition, and the articles that read differently in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConsolidatedText(models.Model):
    """A document as an edition gave it on a day; it holds only the articles whose wording was another one."""

    document = models.ForeignKey(
        "documents.LegalDocument", on_delete=models.CASCADE, related_name="consolidated_texts"
    )
    #: As the source calls it, a month or a day: 2023-11.
    edition = models.CharField(_("Bản"), max_length=20)
    #: The last day on which the edition is known to say what was in force.
    known_on = models.DateField(_("Phản ánh đến ngày"))
    source_name = models.CharField(_("Nguồn"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("bản hợp nhất")
        verbose_name_plural = pgettext_lazy("số nhiều", "bản hợp nhất")
        ordering = ["known_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "edition"], name="consolidated_text_edition")
        ]

    def __str__(self) -> str:
        return self.edition


class ArticleVersion(models.Model):
    """An article as it read in an earlier edition."""

    consolidated_text = models.ForeignKey(
        ConsolidatedText, on_delete=models.CASCADE, related_name="article_versions"
    )
    document = models.ForeignKey(
        "documents.LegalDocument", on_delete=models.CASCADE, related_name="article_versions"
    )
    number = models.CharField(_("Điều"), max_length=40)
    anchor = models.CharField(max_length=80)
    #: The first day of this wording and the first day of the next one; null while no source says.
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_until = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    #: What changed it, in words: "sửa đổi, bổ sung bởi Điều 3 Nghị định 31/2024/NĐ-CP".
    changed_by = models.TextField(_("Thay đổi bởi"), blank=True)
    source_id = models.CharField(max_length=200, null=True, blank=True, unique=True)
    source_digest = models.CharField(max_length=60, blank=True)
    title = models.TextField(_("Tên điều"), blank=True)
    text = models.TextField(_("Nội dung"), blank=True)

    class Meta:
        verbose_name = _("lời văn cũ của điều")
        verbose_name_plural = pgettext_lazy("số nhiều", "lời văn cũ của điều")
        ordering = ["consolidated_text", "id"]
        indexes = [models.Index(fields=["document", "anchor"], name="article_version_of")]

    def __str__(self) -> str:
        return f"Điều {self.number} ({self.consolidated_text})"
