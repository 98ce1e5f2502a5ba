"""The check of a file that somebody hands in: nothing of it is kept."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gazette.signatures.inspection import FileReport, inspect
from gazette.signatures.inspection.limits import CHECK_BYTES
from gazette.signatures.trust import trust_store

#: What a form adds to its file on the way.
_FORM_OVERHEAD = 64 * 1024


class TooLarge(ValueError):
    """The file is larger than what is checked for anyone."""


def check_upload(upload: UploadedFile) -> FileReport:
    """Return what a handed-in file is and what its signatures say."""
    if (upload.size or 0) > CHECK_BYTES:
        raise TooLarge
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        path = Path(folder) / "file"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        return inspect(path, trust_store=trust_store())


def is_oversized(request: HttpRequest) -> bool:
    """Whether a request says that it carries more than a file that is checked."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return True
    return length > CHECK_BYTES + _FORM_OVERHEAD


def too_large_words() -> str:
    """Return why a file is refused for its size."""
    return _("Tệp quá lớn: cổng kiểm tra tệp tối đa %(size)s MB.") % {"size": CHECK_BYTES // (1 << 20)}
