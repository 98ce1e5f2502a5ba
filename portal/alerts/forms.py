"""Forms of people who follow something."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.alerts.enums import Frequency


class AddressField(forms.EmailField):
    """A mail address; letters that only look like others are told apart by the mail servers, not by us."""

    widget = forms.EmailInput(attrs={"autocomplete": "email"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=254,
            error_messages={
                "required": _("Hãy nhập địa chỉ thư điện tử."),
                "invalid": _("Địa chỉ thư điện tử không đúng; ví dụ: ten@example.vn."),
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        """Return the address in composed letters."""
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class FollowForm(forms.Form):
    """Where and how often somebody wants to hear of what is new."""

    email = AddressField(
        label=_("Thư điện tử"),
        help_text=_("Chỉ dùng để gửi tin theo dõi; không công khai, xóa ngay khi thôi theo dõi."),
    )
    frequency = forms.ChoiceField(
        label=_("Nhận thư"),
        choices=Frequency.choices,
        initial=Frequency.DAILY,
        widget=forms.RadioSelect,
        help_text=_("Chỉ gửi khi có tin mới."),
    )
    consent = forms.BooleanField(
        label=_("Tôi đồng ý để cổng lưu địa chỉ thư này cho việc gửi tin theo dõi"),
        error_messages={"required": _("Cần đánh dấu đồng ý thì cổng mới gửi thư được.")},
    )


class AddressForm(forms.Form):
    """An address: of whoever asks for the link to his page, or a new one."""

    email = AddressField(label=_("Thư điện tử"))


class FrequencyForm(forms.Form):
    """Another pace."""

    frequency = forms.ChoiceField(label=_("Nhận thư"), choices=Frequency.choices)
