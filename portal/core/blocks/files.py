"""Files offered for download."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, StructValue
from wagtail.documents.blocks import DocumentChooserBlock


class FileValue(StructValue):
    """A file as the file list shows it."""

    @property
    def files(self) -> list[dict[str, Any]]:
        """The file with address, name, kind, size and checksum, as a list of one."""
        attachment = self["file"]
        shown = {
            "url": attachment.url,
            "title": self["title"] or attachment.title,
            "kind": attachment.file_extension,
            "size": attachment.file_size,
            "sha256": attachment.sha256,
        }
        return [shown]


class FileBlock(StructBlock):
    """An attachment with its size and checksum."""

    file = DocumentChooserBlock(label=_("Tệp"))
    title = CharBlock(label=_("Tên hiển thị"), required=False, max_length=255)

    class Meta:
        label = _("Tệp tải về")
        icon = "doc-full-inverse"
        template = "portal/core/blocks/file.html"
        value_class = FileValue
