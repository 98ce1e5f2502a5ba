"""Original files of documents, taken in byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.core.files import File

from gazette.documents.models import DocumentAttachment
from portal.core.models import Attachment
from portal.core.models.attachments import sha256_of


class FileRefused(ValueError):
    """A file that is not taken in; its text says why."""


def attach_files(document_id: int, files: Sequence[tuple[Path, str]]) -> None:
    """Attach files with their titles to a document; one that it has already (same bytes) is not doubled."""
    present = set(
        DocumentAttachment.objects.filter(document_id=document_id).values_list(
            "attachment__sha256", flat=True
        )
    )
    for order, (path, title) in enumerate(files):
        with path.open("rb") as source:
            digest = sha256_of(source)
            if digest in present:
                continue
            attachment = Attachment.objects.filter(sha256=digest).first()
            if attachment is None:
                attachment = Attachment(title=title or path.name, file=File(source, name=path.name))
                attachment.save()
        DocumentAttachment.objects.create(
            document_id=document_id, attachment=attachment, title=title, sort_order=order
        )
        present.add(digest)
