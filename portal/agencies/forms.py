"""What readers may ask of the list of agencies."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class AgencyFilterForm(forms.Form):
    """A name, and the day for which the list is wanted; without a day all agencies are shown."""

    q = forms.CharField(label=_("Tên hoặc mã cơ quan"), max_length=200, required=False)
    as_of = forms.DateField(
        label=_("Tại ngày"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Ngày phải có dạng NNNN-TT-NN, ví dụ 2021-12-31.")},
    )

    @property
    def day(self) -> date | None:
        """The day asked for, when it is one."""
        day: date | None = self.cleaned_data.get("as_of")
        return day

    @property
    def words(self) -> str:
        """The name asked for."""
        return str(self.cleaned_data.get("q") or "").strip()
