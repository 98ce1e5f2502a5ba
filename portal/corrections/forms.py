"""The form of whoever found something wrong, and what one does with a receipt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.core.services.private_contacts import PHONE, Contact
from portal.corrections.addresses import page_address
from portal.corrections.services.reports import LONGEST_TEXT, NewReport
from search import vietnamese


class WordsField(forms.CharField):
    """A text in normal letters."""

    widget = forms.Textarea(attrs={"rows": 5})

    def clean(self, value: Any) -> str:
        """Return the normal text; too long a one is refused with its length."""
        text = vietnamese.normalize(super().clean(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > LONGEST_TEXT:
            raise ValidationError(
                _t("Nội dung dài %(length)s ký tự, tối đa %(most)s.")
                % {"length": len(text), "most": LONGEST_TEXT},
                code="too_long",
            )
        return text


class ReportForm(forms.Form):
    """What is wrong where; the rest need not be told."""

    trang = forms.CharField(
        label=_("Trang có thông tin không chính xác"),
        max_length=900,
        help_text=_("Địa chỉ của trang trên cổng này, ví dụ /van-ban/12/."),
        error_messages={"required": _("Hãy nhập địa chỉ của trang.")},
    )
    text = WordsField(
        label=_("Điều gì không chính xác?"),
        error_messages={"required": _("Hãy viết điều không chính xác.")},
    )
    proposal = WordsField(label=_("Thông tin đúng là gì, theo nguồn nào?"), required=False)
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        max_length=254,
        help_text=_("Để nhận mã biên nhận và kết quả. Không bao giờ công khai."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Địa chỉ thư điện tử không đúng; ví dụ: ten@example.vn.")},
    )
    phone = forms.CharField(
        label=_("Điện thoại"),
        required=False,
        max_length=30,
        validators=[PHONE],
        help_text=_("Không bao giờ công khai."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    consent = forms.BooleanField(
        label=_("Tôi đồng ý để cổng xử lý thông tin tôi cung cấp cho việc kiểm tra này"),
        error_messages={"required": _("Cần đánh dấu đồng ý thì cổng mới nhận được.")},
    )

    def clean_trang(self) -> str:
        """Return the address of a page of this site; another one is refused."""
        address = page_address(self.cleaned_data["trang"])
        if not address:
            raise ValidationError(
                _t("Địa chỉ này không phải là một trang công khai của cổng; ví dụ: /van-ban/12/."),
                code="page",
            )
        return address

    def new_report(self, language: str) -> NewReport:
        """Return what a valid form reports."""
        data = self.cleaned_data
        return NewReport(
            address=data["trang"],
            text=data["text"],
            proposal=data["proposal"],
            contact=Contact(email=data["email"], phone=data["phone"]),
            language=language,
        )


class ReceiptForm(forms.Form):
    """The code that was given for a report."""

    receipt = forms.CharField(
        label=_("Mã biên nhận"),
        max_length=60,
        help_text=_("Ví dụ: 7KQ2-M9XD-44TB-PZ1C-0R8W"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
