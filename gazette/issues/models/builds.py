"""Builds of an issue's file."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gazette.issues.enums import BuildState


class IssueBuild(models.Model):
    """One build of an issue: asked for, under way, done or failed; its file is published with the issue."""

    issue = models.ForeignKey("issues.GazetteIssue", on_delete=models.CASCADE, related_name="builds")
    is_signed = models.BooleanField(_("Ký số"), default=False)
    state = models.CharField(
        _("Tình trạng"), max_length=10, choices=BuildState.choices, default=BuildState.WAITING
    )
    percent = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    #: Name in the default storage, below a folder that nobody is served from.
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    #: What the issue held when it was built; another content needs another build.
    plan_digest = models.CharField(max_length=64, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    #: Of each entry its pages, and why its original does not allow PDF/A.
    report = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("lần dựng tệp")
        verbose_name_plural = pgettext_lazy("số nhiều", "lần dựng tệp")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.state}"
