"""Articles: the smallest part of a document that one cites and links."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Article(models.Model):
    """An article (điều) of a document, in the order of `position`; a document's anchors are unique."""

    document = models.ForeignKey("documents.LegalDocument", on_delete=models.CASCADE, related_name="articles")
    #: Part, then number: an attached regulation that restarts at Điều 1 is part 2 and follows part 1.
    position = models.CharField(max_length=40, editable=False)
    number = models.CharField(_("Điều"), max_length=40)
    anchor = models.CharField(max_length=80, editable=False)
    chapter = models.TextField(_("Chương"), blank=True)
    effective_on = models.DateField(null=True, blank=True)
    #: The edition of the source that this wording is from: 2026-02.
    edition = models.CharField(max_length=20, blank=True)
    #: Changes that the source notes: `{change, by_article, by_type, by, from}`, in order of their days.
    changes = models.JSONField(default=list, blank=True)
    source_id = models.CharField(max_length=200, null=True, blank=True, unique=True)
    source_digest = models.CharField(max_length=60, blank=True)
    title = models.TextField(_("Tên điều"), blank=True)
    text = models.TextField(_("Nội dung"), blank=True)

    class Meta:
        verbose_name = _("điều")
        verbose_name_plural = pgettext_lazy("số nhiều", "điều")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["document", "position"], name="article_order")]
        constraints = [models.UniqueConstraint(fields=["document", "anchor"], name="article_anchor")]

    def __str__(self) -> str:
        return f"Điều {self.number}. {self.title}".rstrip(". ")
