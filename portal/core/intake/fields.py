"""Fields of forms that the public fills: a long text in normal letters, and files that are what their names say."""

from __future__ import annotations

from typing import Any, BinaryIO

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.core.uploads import check_content
from search import vietnamese

LONGEST_TEXT = 20_000
MOST_FILES = 5
LARGEST_FILE = 10 * 1024 * 1024
#: How macros are named inside of Office documents, in the new form (the names in a ZIP) and in the old one.
_PROGRAMS = (b"vbaProject.bin", b"vbaData.xml", "_VBA_PROJECT".encode("utf-16-le"))
EXTENSIONS = (".pdf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".jpg", ".jpeg", ".png", ".txt")


def normal_text(value: str) -> str:
    """Return a text in normal letters with plain line ends."""
    return vietnamese.normalize(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def normal_line(value: str) -> str:
    """Return a text in normal letters on one line."""
    return " ".join(vietnamese.normalize(value).split())


def check_no_program(file: BinaryIO, name: str) -> None:
    """Raise `ValidationError` for a document with macros: whoever opens it must not run a stranger's program."""
    file.seek(0)
    content = file.read()
    file.seek(0)
    if any(mark in content for mark in _PROGRAMS):
        raise ValidationError(
            _("Tệp “%(name)s” chứa macro; hãy lưu lại không có macro hoặc dưới dạng PDF.") % {"name": name},
            code="macros",
        )


class LongText(forms.CharField):
    """What a person writes: normal letters, at most so many."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(strip=True, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the normal text; too long a one is refused with its length, and stays in the form."""
        text = normal_text(super().clean(value) or "")
        if len(text) > LONGEST_TEXT:
            raise ValidationError(
                _("Nội dung dài %(length)s ký tự, tối đa %(most)s. Hãy rút ngắn hoặc gửi kèm tệp.")
                % {"length": len(text), "most": LONGEST_TEXT},
                code="too_long",
            )
        return text


class ManyFiles(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of known kinds and limited size."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files; one whose content is not what its name says is refused."""
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > MOST_FILES:
            raise ValidationError(_("Gửi kèm tối đa %(most)s tệp.") % {"most": MOST_FILES}, code="many")
        for file in files:
            super().clean(file, initial)
            name = file.name.lower()
            if not name.endswith(EXTENSIONS):
                raise ValidationError(
                    _("Không nhận tệp “%(name)s”; nhận các loại: %(kinds)s.")
                    % {"name": file.name, "kinds": ", ".join(kind[1:] for kind in EXTENSIONS)},
                    code="extension",
                )
            if file.size > LARGEST_FILE:
                raise ValidationError(
                    _("Tệp “%(name)s” quá lớn; mỗi tệp tối đa %(most)s MB.")
                    % {"name": file.name, "most": LARGEST_FILE // 1024 // 1024},
                    code="large",
                )
            check_content(file, file.name)
            check_no_program(file, file.name)
        return files
