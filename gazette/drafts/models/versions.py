"""Versions of a draft's text, cut into articles; an article knows the one it was before."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gazette.drafts.enums import SectionChange, SectionKind


class DraftVersion(models.Model):
    """The text as it was offered from a moment on; never changed afterwards."""

    draft = models.ForeignKey("drafts.DraftRegulation", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("Phiên bản"))
    created_at = models.DateTimeField(_("Đăng lúc"), default=timezone.now)
    note = models.TextField(_("Ghi chú"), blank=True)
    #: Of the parts, and of the draft's text that they were cut from or that was made of them.
    parts_digest = models.CharField(max_length=64, editable=False)
    text_digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("phiên bản dự thảo")
        verbose_name_plural = pgettext_lazy("số nhiều", "phiên bản dự thảo")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_version_number")]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.number}"


class DraftSection(models.Model):
    """A part of a version: an article, the heading of a division, or loose paragraphs."""

    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=SectionKind.choices)
    number = models.CharField(_("Điều"), max_length=40, blank=True)
    anchor = models.CharField(max_length=80, blank=True)
    title = models.TextField(_("Tên điều"), blank=True)
    text = models.TextField(_("Nội dung"), blank=True)
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="following"
    )
    change = models.CharField(max_length=16, choices=SectionChange.choices, default=SectionChange.NEW)
    source_id = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("điều của dự thảo")
        verbose_name_plural = pgettext_lazy("số nhiều", "điều của dự thảo")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="draft_section_order"),
            models.UniqueConstraint(
                fields=["version", "anchor"], condition=~models.Q(anchor=""), name="draft_section_anchor"
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        """What one calls the section: Điều 5. Hồ sơ."""
        return (
            f"Điều {self.number}. {self.title}".rstrip(". ")
            if self.kind == SectionKind.ARTICLE
            else self.title
        )

    @property
    def paragraphs(self) -> list[str]:
        """The text line by line."""
        return [line for line in self.text.split("\n") if line.strip()]
