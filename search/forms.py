"""The search form: what may stand in the address of a result page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from search import vietnamese
from search.enums import FACETS, Kind, Sort, Unit
from search.query import DEFAULT_PAGE_SIZE, MAX_HITS, MAX_PAGE_SIZE, SearchQuery

#: No code of a code list is longer.
LONGEST_CODE = 64


class QueryField(forms.CharField):
    """Takes whatever is typed; a query is never an error."""

    def to_python(self, value: str | None) -> str:
        """Return the text without the one character that Django refuses."""
        return super().to_python((value or "").replace("\x00", " ")) or ""


class DayField(forms.CharField):
    """A day as Vietnamese offices or programs write it."""

    widget = forms.DateInput(attrs={"type": "date"})

    def clean(self, value: str | None) -> date | None:
        """Return the day; a wrong one is told in a sentence."""
        text = (super().clean(value) or "").strip()
        if not text:
            return None
        try:
            return vietnamese.parse_date(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class CodesField(forms.MultipleChoiceField):
    """Takes any codes: one that no record has finds nothing."""

    def valid_value(self, value: str) -> bool:
        """Accept what could be a code."""
        return len(value) <= LONGEST_CODE


class SearchForm(forms.Form):
    """Reads a `SearchQuery` from the parameters of a request."""

    q = QueryField(label=_("Từ khóa hoặc số văn bản"), required=False, strip=False)
    kind = forms.MultipleChoiceField(label=_("Loại nội dung"), required=False, choices=Kind.choices)
    type = CodesField(label=_("Loại văn bản, chuyên mục"), required=False)
    agency = CodesField(label=_("Cơ quan"), required=False)
    field = CodesField(label=_("Lĩnh vực"), required=False)
    status = CodesField(label=_("Tình trạng hiệu lực"), required=False)
    year = CodesField(label=_("Năm"), required=False)
    as_of = DayField(label=_("Tình trạng vào ngày"), required=False)
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False, choices=Unit.choices)
    sort = forms.ChoiceField(label=_("Sắp xếp"), required=False, choices=Sort.choices)
    page = forms.IntegerField(
        label=_("Trang"), required=False, validators=[MinValueValidator(1), MaxValueValidator(MAX_HITS)]
    )
    page_size = forms.IntegerField(
        label=_("Số kết quả mỗi trang"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_PAGE_SIZE)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the field whose name is a word of Python."""
        super().__init__(*args, **kwargs)
        self.fields["from"] = DayField(label=_("Từ ngày"), required=False)
        self.fields["to"] = DayField(label=_("Đến ngày"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("from") and data.get("to") and data["to"] < data["from"]:
            self.add_error("to", _("Ngày kết thúc không được trước ngày bắt đầu."))
        return data

    def query(self) -> SearchQuery:
        """Return the query of a valid form."""
        data: dict[str, Any] = self.cleaned_data
        return SearchQuery.parse(
            data["q"],
            selections={name: data[name] for name in FACETS},
            dated_from=data["from"],
            dated_to=data["to"],
            as_of=data["as_of"],
            unit=Unit(data["unit"] or Unit.RECORD),
            sort=Sort(data["sort"] or Sort.RELEVANCE),
            page=data["page"] or 1,
            page_size=data["page_size"] or DEFAULT_PAGE_SIZE,
        )
