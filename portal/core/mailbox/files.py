"""Files that came with a mail: each is what its name says, of a known kind and size, or refused with a sentence."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from portal.core.mailbox.decoding import header
from portal.core.uploads import check_content

MOST_FILES = 5
LARGEST_FILE = 10 * 1024 * 1024
EXTENSIONS = (".pdf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".jpg", ".jpeg", ".png", ".txt")
#: Beyond the files that are taken, so many refusals are told one by one.
_MOST_REFUSALS = 10


@dataclass(frozen=True, kw_only=True)
class MailFile:
    """A file that was checked."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest of the content."""
        return hashlib.sha256(self.content).hexdigest()

    def upload(self) -> SimpleUploadedFile:
        """Return the file as a form would have brought it."""
        return SimpleUploadedFile(self.name, self.content, content_type="application/octet-stream")


def accept(parts: Sequence[Message]) -> tuple[tuple[MailFile, ...], tuple[str, ...]]:
    """Return the files of a mail that are taken, and a sentence for each that is not."""
    files: list[MailFile] = []
    refusals: list[str] = []
    for part in parts:
        try:
            file = _file(part)
            if len(files) >= MOST_FILES:
                raise ValidationError(
                    _("Không nhận tệp “%(name)s”: mỗi thư tối đa %(most)s tệp.")
                    % {"name": file.name, "most": MOST_FILES}
                )
            files.append(file)
        except ValidationError as refusal:
            refusals.extend(refusal.messages)
    return tuple(files), tuple(refusals[:_MOST_REFUSALS])


def _file(part: Message) -> MailFile:
    name = file_name(header(part.get_filename() or "")) or _("không tên")
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise ValidationError(_("Không nhận thư đính kèm trong thư; hãy gửi nội dung hoặc tệp."))
    if not name.lower().endswith(EXTENSIONS):
        raise ValidationError(
            _("Không nhận tệp “%(name)s”; nhận các loại: %(kinds)s.")
            % {"name": name, "kinds": ", ".join(kind[1:] for kind in EXTENSIONS)}
        )
    if len(content) > LARGEST_FILE:
        raise ValidationError(
            _("Tệp “%(name)s” quá lớn; mỗi tệp tối đa %(most)s MB.")
            % {"name": name, "most": LARGEST_FILE // 1024 // 1024}
        )
    check_content(io.BytesIO(content), name)
    return MailFile(name=name, content=content)


def file_name(text: str) -> str:
    """Return the last part of a name, without the signs that lead elsewhere, at most 120 characters with its ending."""
    last = re.sub(r"[\x00-\x1f\x7f<>:\"|?*\u202a-\u202e\u2066-\u2069]", "", text.replace("\\", "/")).rsplit(
        "/", 1
    )[-1]
    last = last.strip(" .")
    suffix = PurePosixPath(last).suffix[:10]
    return last if len(last) <= 120 else last[: 120 - len(suffix)] + suffix
