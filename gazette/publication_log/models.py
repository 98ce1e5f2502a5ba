"""The log of everything published, changed and withdrawn; nothing in it is ever changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gazette.publication_log.chain import digest, entry_content
from gazette.publication_log.enums import Action, LogKind


class LogEntry(models.Model):
    """One line of the log. The database itself refuses to change or delete it (see the migration)."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(_("Lúc"))
    action = models.CharField(_("Việc"), max_length=12, choices=Action.choices)
    kind = models.CharField(_("Loại"), max_length=12)
    object_id = models.CharField(_("Mã"), max_length=64)
    #: Of a file, the record that it belongs to: "document-12".
    record = models.CharField(max_length=64, blank=True)
    title = models.CharField(_("Tên"), max_length=500)
    path = models.CharField(_("Địa chỉ"), max_length=500, blank=True)
    #: Of a record's canonical content, or of a file's bytes; "" for what was withdrawn.
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    file_path = models.CharField(max_length=500, blank=True)
    reason = models.TextField(_("Lý do"), blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(_("Mã của dòng"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("dòng nhật ký công bố")
        verbose_name_plural = pgettext_lazy("số nhiều", "dòng nhật ký công bố")
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["kind", "object_id", "-sequence"], name="log_of_object"),
            models.Index(fields=["sha256"], name="log_of_content"),
            models.Index(fields=["record"], name="log_of_files"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.action} {self.kind} {self.object_id}"

    @property
    def content(self) -> dict[str, Any]:
        """What the hash covers."""
        return entry_content(
            sequence=self.sequence,
            at=self.at,
            action=self.action,
            kind=self.kind,
            object_id=self.object_id,
            record=self.record,
            title=self.title,
            path=self.path,
            sha256=self.sha256,
            file_path=self.file_path,
            reason=self.reason,
            previous=self.previous,
        )

    def computed_hash(self) -> str:
        """Return the hash that the entry must have."""
        return digest(self.content)

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return str(LogKind(self.kind).label) if self.kind in LogKind.values else self.kind


class ChainHead(models.Model):
    """The one row that writers lock: the last sequence and its hash."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.sequence)


class DailyHead(models.Model):
    """The head of the chain at the end of a day, published so that others keep it."""

    day = models.DateField(_("Ngày"), unique=True)
    sequence = models.PositiveBigIntegerField(_("Số dòng"))
    hash = models.CharField(_("Mã của dòng"), max_length=64)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("đầu chuỗi trong ngày")
        verbose_name_plural = pgettext_lazy("số nhiều", "đầu chuỗi trong ngày")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.sequence}"
