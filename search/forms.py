"""The search form: what may stand in the address of a result page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from search.enums import Kind, Sort
from search.query import DEFAULT_PAGE_SIZE, MAX_HITS, MAX_PAGE_SIZE, SearchQuery


class QueryField(forms.CharField):
    """Takes whatever is typed; a query is never an error."""

    def to_python(self, value: str | None) -> str:
        """Return the text without the one character that Django refuses."""
        return super().to_python((value or "").replace("\x00", " ")) or ""


class SearchForm(forms.Form):
    """Reads a `SearchQuery` from the parameters of a request."""

    q = QueryField(label=_("Từ khóa hoặc số văn bản"), required=False, strip=False)
    kind = forms.MultipleChoiceField(label=_("Loại nội dung"), required=False, choices=Kind.choices)
    sort = forms.ChoiceField(label=_("Sắp xếp"), required=False, choices=Sort.choices)
    page = forms.IntegerField(
        label=_("Trang"), required=False, validators=[MinValueValidator(1), MaxValueValidator(MAX_HITS)]
    )
    page_size = forms.IntegerField(
        label=_("Số kết quả mỗi trang"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_PAGE_SIZE)],
    )

    def query(self) -> SearchQuery:
        """Return the query of a valid form."""
        data: dict[str, Any] = self.cleaned_data
        return SearchQuery.parse(
            data["q"],
            kinds=tuple(Kind(code) for code in data["kind"]),
            sort=Sort(data["sort"] or Sort.RELEVANCE),
            page=data["page"] or 1,
            page_size=data["page_size"] or DEFAULT_PAGE_SIZE,
        )
