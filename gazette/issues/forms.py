"""The filter of the list of issues; names are those of the API."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gazette.issues.models.issues import FIRST_YEAR, LAST_YEAR
from gazette.issues.numbering import IssueNumber, parse_issue_number
from gazette.issues.selectors import SORTS, IssueFilters, provinces, year_counts

#: Stands for the portal's own gazette, whose province is not named.
OWN_PROVINCE = "-"


class NumberField(forms.CharField):
    """A number of an issue, or several joined, in any spelling."""

    def clean(self, value: Any) -> Any:
        """Return an `IssueNumber`, None when empty; refuse what is no number."""
        text = super().clean(value)
        if not text:
            return None
        number = parse_issue_number(text)
        if number is None:
            raise ValidationError(_("Hãy nhập số Công báo, ví dụ 47 hoặc 44 + 45."), code="not_a_number")
        return number


class DayField(forms.DateField):
    """A day in ISO or Vietnamese notation, whatever the reader's language."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"], **kwargs)


class IssueFilterForm(forms.Form):
    """What a reader may ask the list for; every field is optional."""

    year = forms.IntegerField(
        label=_("Năm"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.Select
    )
    number = NumberField(
        label=_("Số Công báo"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    document = forms.CharField(label=_("Số, ký hiệu văn bản đã đăng"), required=False, max_length=120)
    q = forms.CharField(label=_("Từ khóa trong mục lục"), required=False, max_length=200)
    province = forms.ChoiceField(label=_("Công báo của"), required=False)
    published_from = DayField(label=_("Đăng từ ngày"), required=False)
    published_to = DayField(label=_("Đăng đến ngày"), required=False)
    sort = forms.ChoiceField(
        required=False, choices=[(name, name) for name in SORTS], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        any_of = ("", pgettext_lazy("mọi giá trị của một bộ lọc", "Tất cả"))
        years = cast(forms.Select, self.fields["year"].widget)
        province = cast(forms.ChoiceField, self.fields["province"])
        self.years = year_counts()
        # Any year may be asked for; those that have issues are offered.
        years.choices = [any_of, *((str(number), str(number)) for number, _total in self.years)]
        names = provinces()
        if len(names) < 2 and not self.data.get("province"):
            # With one gazette there is nothing to choose.
            del self.fields["province"]
        province.choices = [any_of, *((name or OWN_PROVINCE, name or _("Tỉnh này")) for name in names)]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("published_from"), data.get("published_to")
        if start and end and end < start:
            self.add_error("published_to", _("Ngày kết thúc không được trước ngày bắt đầu."))
        return data

    @property
    def filters(self) -> IssueFilters:
        """Return the valid fields as filters; what is invalid filters nothing and is shown as an error."""
        data = self.cleaned_data
        number = data.get("number")
        province = data.get("province")
        return IssueFilters(
            year=data.get("year"),
            number=number if isinstance(number, IssueNumber) else None,
            document=data.get("document") or "",
            q=data.get("q") or "",
            province=("" if province == OWN_PROVINCE else province) if province else None,
            published_from=data.get("published_from"),
            published_to=data.get("published_to"),
            sort=data.get("sort") or "-date",
        )
