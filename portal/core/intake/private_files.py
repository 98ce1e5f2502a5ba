"""Files that people sent: kept under names that tell nothing, never served to the public."""

from __future__ import annotations

import hashlib
from typing import Protocol

from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile


class PrivateFile(Protocol):
    """A row of a file that came with what somebody sent."""

    file: FieldFile
    name: str
    size: int
    sha256: str

    def save(self) -> None:
        """Store the row."""


def keep_file(kept: PrivateFile, file: UploadedFile) -> None:
    """Store the content and the row of a file that was checked."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    kept.name = (file.name or "tep")[-200:]
    kept.size, kept.sha256 = file.size or 0, digest.hexdigest()
    # The sender's own name of the file may tell who he is; the store gets one that tells nothing.
    suffix = "." + kept.name.rsplit(".", 1)[-1].lower() if "." in kept.name else ""
    kept.file.save(f"{digest.hexdigest()[:32]}{suffix[:10]}", file, save=False)
    kept.save()
