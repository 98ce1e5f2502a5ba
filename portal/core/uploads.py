"""What an uploaded file must be: its content has to agree with its extension, whatever the browser says of it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, BinaryIO

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

#: Plain text has no signature; it must not look like anything else, and holds no NUL.
_TEXT = frozenset({".txt", ".csv"})
_HEAD = 64 * 1024


def check_content(file: BinaryIO, name: str) -> None:
    """Raise `ValidationError` unless the content is what the extension of `name` says; rewinds the file."""
    extension = PurePath(name).suffix.lower()
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if not head:
        raise ValidationError(_("Tệp “%(name)s” rỗng.") % {"name": name}, code="empty")
    kinds = _kinds(file, name)
    is_text = extension in _TEXT and b"\0" not in head and not kinds & {".html", ".svg", ".xml"}
    if not is_text and extension not in kinds:
        raise ValidationError(
            _(
                "Nội dung của tệp “%(name)s” không phải là %(extension)s; hãy chọn đúng tệp hoặc đổi lại phần mở rộng."
            )
            % {"name": name, "extension": extension.removeprefix(".").upper()},
            code="content",
        )


def _kinds(file: BinaryIO, name: str) -> set[str]:
    try:
        return {match.extension.lower() for match in puremagic.magic_stream(file)}
    except puremagic.PureError:
        return set()
    finally:
        file.seek(0)


class AttachmentForm(BaseDocumentForm):
    """The editors' form of a file, wherever in the admin it is uploaded."""

    def clean_file(self) -> Any:
        """Refuse a new file whose content is not what its name says."""
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check_content(file, file.name)
        return file
