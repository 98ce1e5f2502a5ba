"""The editors' forms of a dataset: what it is, and the guided import of its files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from opendata.datasets.enums import DecimalSign
from opendata.datasets.importers.reading import FORMATS

#: Between the parts of a line of the dictionary.
_BAR = "|"


class DatasetForm(WagtailAdminModelForm):
    """A dataset with its dictionary as lines; publication is refused without a file and its dictionary."""

    dictionary_text = forms.CharField(
        label=_("Từ điển dữ liệu"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Mỗi dòng một cột: tên cột | đơn vị | giải thích. Tên cột đúng như trong tệp."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Write the dictionary as lines."""
        super().__init__(*args, **kwargs)
        dataset = self.instance
        names = [c["name"] for c in dataset.current.columns] if dataset.current else list(dataset.dictionary)
        said = dataset.dictionary
        self.initial["dictionary_text"] = "\n".join(
            f" {_BAR} ".join(
                (name, said.get(name, {}).get("unit", ""), said.get(name, {}).get("description", ""))
            )
            for name in names
        )

    def clean_slug(self) -> str:
        """Keep the address of a dataset that was published."""
        slug: str = self.cleaned_data["slug"]
        if (
            self.instance.pk
            and self.instance.first_published_at
            and slug != type(self.instance).objects.get(pk=self.instance.pk).slug
        ):
            raise ValidationError(_("Địa chỉ của tập dữ liệu đã công bố không đổi được."), code="published")
        return slug

    def clean(self) -> dict[str, Any]:
        """Read the dictionary; refuse to publish what has no table or whose columns are not all in it."""
        data: dict[str, Any] = super().clean() or {}
        dataset = self.instance
        names = [column["name"] for column in dataset.current.columns] if dataset.current else []
        entries: dict[str, dict[str, str]] = {}
        for line in data.get("dictionary_text", "").splitlines():
            # A name may hold a bar: the known one that the line begins with is meant.
            known = max((name for name in names if line.strip().startswith(name)), key=len, default="")
            name = known or line.partition(_BAR)[0].strip()
            rest = line.strip()[len(name) :].strip().removeprefix(_BAR)
            if not name:
                continue
            unit, _mark, description = rest.partition(_BAR)
            kept = dict(dataset.dictionary.get(name, {}))
            entries[name] = kept | {"unit": unit.strip(), "description": description.strip()}
            entries[name].setdefault("title", name)
        self.cleaned_dictionary = entries
        if self.data.get("action-publish"):
            if dataset.current is None:
                raise ValidationError(
                    _("Chưa có tệp số liệu: hãy lưu nháp, rồi dùng “Nhập tệp”."), code="no_version"
                )
            if missing := [name for name in names if name not in entries]:
                self.add_error(
                    "dictionary_text",
                    ValidationError(
                        _("Không công bố khi từ điển còn thiếu cột: %(names)s."),
                        code="dictionary",
                        params={"names": ", ".join(missing[:10])},
                    ),
                )
        return data

    def save(self, commit: bool = True) -> Any:
        """Store the dictionary with the dataset."""
        self.instance.dictionary = self.cleaned_dictionary
        return super().save(commit=commit)


class ImportForm(forms.Form):
    """A file and what it does not show itself."""

    file = forms.FileField(label=_("Tệp"), required=False, help_text=_("CSV, XLSX, ODS hoặc Parquet."))
    sheet = forms.CharField(label=_("Trang tính"), required=False, max_length=120)
    header_row = forms.IntegerField(label=_("Dòng tiêu đề"), required=False, min_value=1, max_value=60)
    decimal = forms.ChoiceField(
        label=_("Dấu thập phân"), required=False, choices=[("", _("tự nhận biết")), *DecimalSign.choices]
    )
    texts = forms.CharField(
        label=_("Cột là chữ"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mỗi dòng một tên cột, khi số trong cột là mã chứ không phải số liệu."),
    )
    notes = forms.CharField(label=_("Có gì mới"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    token = forms.CharField(required=False, widget=forms.HiddenInput, max_length=300)

    def clean_file(self) -> Any:
        """Refuse a file of another kind by its name."""
        file = self.cleaned_data["file"]
        if file and not file.name.lower().removesuffix(".gz").endswith(FORMATS):
            raise ValidationError(
                _("Không nhận tệp “%(name)s”; hãy dùng CSV, XLSX, ODS hoặc Parquet."),
                code="kind",
                params={"name": file.name},
            )
        return file
