"""The filter of the list of documents; names are those of the API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from gazette.documents.models import DocumentType, EffectStatus, LegalDocument, PortalCollection, SubjectArea
from gazette.documents.selectors import SORTS, DocumentFilters
from portal.agencies.models import Agency
from portal.core import generation
from search import vietnamese

_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class DayField(forms.DateField):
    """A day in Vietnamese or ISO notation."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        """Return the day; raise `ValidationError` with the sentence that says what is accepted."""
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        try:
            return vietnamese.parse_date(str(value))
        except ValueError as error:
            raise forms.ValidationError(
                _("Hãy nhập ngày theo dạng 31/12/2021 hoặc 2021-12-31."), code="invalid"
            ) from error


class OneShown(forms.Select):
    """A list of one choice at a time for people; an address may name several values, as in the API."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return every value that the address names."""
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return [value for value in values if value]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the list in one piece: a template for each of hundreds of choices took most of the page's time."""
        chosen = set(self.format_value(value))
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            (
                (code, mark_safe(" selected") if str(code) in chosen else "", label)
                for code, label in self.choices
            ),
        )
        attributes = flatatt({"name": name} | self.build_attrs(self.attrs, attrs))
        return format_html("<select{}>\n{}\n</select>", attributes, options)


class DocumentFilterForm(forms.Form):
    """What a reader may ask the list for; every field is optional."""

    q = forms.CharField(label=_("Từ khóa trong trích yếu"), required=False, max_length=200)
    number = forms.CharField(label=_("Số, ký hiệu"), required=False, max_length=120)
    type = forms.MultipleChoiceField(label=_("Loại văn bản"), required=False, widget=OneShown)
    agency = forms.MultipleChoiceField(label=_("Cơ quan ban hành"), required=False, widget=OneShown)
    field = forms.MultipleChoiceField(label=_("Lĩnh vực"), required=False, widget=OneShown)
    collection = forms.MultipleChoiceField(label=_("Chuyên mục"), required=False, widget=OneShown)
    status = forms.MultipleChoiceField(label=_("Tình trạng hiệu lực"), required=False, widget=OneShown)
    year = forms.IntegerField(
        label=_("Năm"),
        required=False,
        min_value=_FIRST_YEAR,
        max_value=_LAST_YEAR,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )
    issued_from = DayField(label=_("Ban hành từ ngày"), required=False)
    issued_to = DayField(label=_("Ban hành đến ngày"), required=False)
    as_of = DayField(
        label=_("Hiệu lực tính tại ngày"), required=False, help_text=_("Để trống: tính theo hôm nay.")
    )
    sort = forms.ChoiceField(
        required=False, choices=[(name, name) for name in SORTS], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        key = f"document-filter:{generation.current()}:{get_language()}"
        offered = cache.get_or_set(key, _offered, 3600) or {}
        for name, choices in offered.items():
            cast(forms.MultipleChoiceField, self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("issued_from"), data.get("issued_to")
        if start and end and end < start:
            self.add_error("issued_to", _("Ngày kết thúc không được trước ngày bắt đầu."))
        return data

    @property
    def filters(self) -> DocumentFilters:
        """Return the valid fields as filters; what is invalid filters nothing and is shown as an error."""
        data = self.cleaned_data
        return DocumentFilters(
            types=data.get("type") or (),
            agencies=data.get("agency") or (),
            fields=data.get("field") or (),
            collections=data.get("collection") or (),
            statuses=data.get("status") or (),
            year=data.get("year"),
            number=data.get("number") or "",
            q=data.get("q") or "",
            issued_from=data.get("issued_from"),
            issued_to=data.get("issued_to"),
            as_of=data.get("as_of"),
            sort=data.get("sort") or "-date",
        )


def _offered() -> dict[str, list[tuple[str, str]]]:
    """Return the choices of each list; they are the same until the next publication."""
    published = LegalDocument.objects.published()
    through = LegalDocument.subject_areas.through.objects
    rows: dict[str, Iterable[Any]] = {
        "type": DocumentType.objects.filter(Exists(published.filter(document_type=OuterRef("pk")))),
        "agency": Agency.objects.filter(Exists(published.filter(issuing_agency=OuterRef("pk")))).order_by(
            "sort_name"
        ),
        "field": SubjectArea.objects.filter(Exists(through.filter(subjectarea=OuterRef("pk")))),
        "collection": PortalCollection.objects.filter(content_kind__contains="document"),
        "status": EffectStatus.objects.all(),
    }
    any_of = pgettext("mọi giá trị của một bộ lọc", "Tất cả")
    return {name: [("", any_of), *((row.code, str(row)) for row in found)] for name, found in rows.items()}
