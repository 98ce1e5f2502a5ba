"""The form by which anyone hands in a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CheckForm(forms.Form):
    """One file; what it is, its content tells."""

    file = forms.FileField(
        label=_("Tệp cần kiểm tra"),
        help_text=_("PDF đã ký hoặc tệp tải từ cổng này, tối đa 50 MB. Cổng không giữ lại tệp."),
        allow_empty_file=True,
        error_messages={
            "required": _("Hãy chọn một tệp để kiểm tra."),
            "invalid": _("Không nhận được tệp; hãy chọn lại tệp rồi gửi."),
        },
        widget=forms.ClearableFileInput(attrs={"required": True}),
    )
