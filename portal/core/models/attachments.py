"""Attachments: files offered for download, kept byte for byte with their SHA-256."""

from __future__ import annotations

import hashlib
import mimetypes
from typing import Any, BinaryIO

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents.models import AbstractDocument, Document

from portal.core.page_texts import page_texts

_CHUNK = 1 << 20
_PDF = "application/pdf"


def sha256_of(file: BinaryIO) -> str:
    """Return the SHA-256 of an open file in hexadecimal; the file is read in pieces and rewound."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


class Attachment(AbstractDocument):
    """A file exactly as it was uploaded; a preview is always a copy."""

    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False, db_index=True)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("tệp đính kèm")
        verbose_name_plural = pgettext_lazy("số nhiều", "tệp đính kèm")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the file; a new one is measured and hashed first."""
        if self.file and (not self.file._committed or not self.sha256):
            self.sha256 = sha256_of(self.file)
            self.file_size = self.file.size
        super().save(*args, **kwargs)

    def page_texts(self) -> list[str]:
        """Return the text of each page of a PDF; no page for other files."""
        return page_texts(self.sha256, self.file) if self.sha256 and self.media_type == _PDF else []

    @property
    def media_type(self) -> str:
        """The media type told by the file's extension, which the upload check has compared with its content."""
        return mimetypes.guess_type(self.filename)[0] or "application/octet-stream"
