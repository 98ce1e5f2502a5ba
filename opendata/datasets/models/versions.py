"""Versions: a file of a dataset as it was taken in, never changed after."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from opendata.datasets.storage import Folder


class ImmutableVersion(TypeError):
    """Somebody tried to change a version."""


class DatasetVersion(models.Model):
    """A table at one moment: its file, its columns, how it was read.

    `columns` is a list of `{name, type, unit, title, description, …}` with what the values are like.
    """

    dataset = models.ForeignKey("datasets.Dataset", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("Phiên bản"))
    created_at = models.DateTimeField(_("Lúc tạo"), default=timezone.now)
    notes = models.TextField(_("Ghi chú của phiên bản"), blank=True)
    file_name = models.CharField(_("Tên tệp"), max_length=255)
    suffix = models.CharField(max_length=16)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("Kích thước"))
    parquet_sha256 = models.CharField(max_length=64)
    parquet_size = models.PositiveBigIntegerField()
    row_count = models.PositiveBigIntegerField(_("Số dòng"))
    columns = models.JSONField(default=list)
    reading = models.JSONField(default=dict)
    folder = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("phiên bản dữ liệu")
        verbose_name_plural = pgettext_lazy("số nhiều", "phiên bản dữ liệu")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="dataset_version_number"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new version; one that is stored stays as it is."""
        if not self._state.adding:
            raise ImmutableVersion("a version of a dataset is never changed")
        super().save(*args, **kwargs)

    @property
    def files(self) -> Folder:
        """The files of this version."""
        return Folder(self.folder)

    @property
    def column_types(self) -> list[tuple[str, str]]:
        """The columns with their types, in order."""
        return [(column["name"], column["type"]) for column in self.columns]
