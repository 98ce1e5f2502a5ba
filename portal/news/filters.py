"""The filters of the news list, named as in the API; knows no model, so that pages may use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.models import CodeListEntry
from portal.news.querysets import NewsPageQuerySet
from search import vietnamese

#: Before the categories of the second level.
_INDENT = "– "
_DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]


def _date_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, input_formats=_DATE_FORMATS, widget=widget)


class NewsFilterForm(forms.Form):
    """Narrows the list; what cannot be understood is told at its field and does not narrow."""

    q = forms.CharField(
        label=_("Từ khóa trong tiêu đề, tóm tắt"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    category = forms.ChoiceField(label=_("Chuyên mục"), required=False)
    agency = forms.ChoiceField(label=pgettext_lazy("một cơ quan", "Cơ quan"), required=False)
    published_from = _date_field(_("Đăng từ ngày"))
    published_to = _date_field(_("Đăng đến ngày"))
    tag = forms.SlugField(label=_("Thẻ"), required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        categories: Iterable[CodeListEntry],
        agencies: Iterable[Any],
        category: CodeListEntry | None = None,
    ) -> None:
        values = {name: data.get(name, "") for name in self.base_fields}
        if category is not None:
            values["category"] = category.code
        super().__init__(values, auto_id="loc-%s")
        self._category = category
        every = ("", _("Tất cả"))
        self._set_choices("category", [every, *((item.code, _indented(item)) for item in categories)])
        agency_choices = [(agency.code, agency.label) for agency in agencies]
        if agency_choices:
            self._set_choices("agency", [every, *agency_choices])
        else:
            del self.fields["agency"]
        if not values["tag"]:
            del self.fields["tag"]
        self.full_clean()

    def _set_choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        values: dict[str, Any] = super().clean() or {}
        begin, end = values.get("published_from"), values.get("published_to")
        if begin and end and begin > end:
            self.add_error("published_to", _("Ngày kết thúc không được trước ngày bắt đầu."))
        return values

    def narrow(self, news: NewsPageQuerySet) -> NewsPageQuerySet:
        """Apply every understood filter but the category's, which needs the category tree."""
        values = self.cleaned_data
        steps: dict[str, Any] = {
            "q": news.__class__.matching,
            "agency": news.__class__.of_agency,
            "tag": news.__class__.tagged,
            "published_from": news.__class__.published_from,
            "published_to": news.__class__.published_to,
        }
        for name, step in steps.items():
            if values.get(name):
                news = step(news, values[name])
        return news

    def active(self, request: HttpRequest) -> list[dict[str, str]]:
        """Return the filters in force, each with the address of the list without it."""
        return [
            {
                "label": f"{self.fields[name].label}: {text}",
                "remove_url": self._address_without(name, request),
            }
            for name, text in self._shown()
        ]

    def query_string(self, category: str | None) -> str:
        """Return the filters in force as the feeds of this list take them."""
        params = {name: str(self.cleaned_data[name]) for name, _text in self._shown()}
        if category:
            params["category"] = category
        return f"?{urlencode(params)}" if params else ""

    def _shown(self) -> Iterable[tuple[str, str]]:
        for name, value in self.cleaned_data.items():
            # The category of a category's own page is the page, not a filter.
            if not value or (name == "category" and self._category is not None):
                continue
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                yield name, str(dict(field.choices)[value]).removeprefix(_INDENT)  # type: ignore[arg-type]
            else:
                yield (
                    name,
                    vietnamese.format_date(value) if isinstance(field, forms.DateField) else str(value),
                )

    def _address_without(self, name: str, request: HttpRequest) -> str:
        left_out = {name, "page"}
        pairs = [(key, value) for key, values in request.GET.lists() for value in values]
        kept = [(key, value) for key, value in pairs if value and key not in left_out]
        return f"{request.path}?{urlencode(kept)}" if kept else request.path


def _indented(category: Any) -> str:
    return f"{_INDENT}{category.name}" if category.parent_id else category.name
