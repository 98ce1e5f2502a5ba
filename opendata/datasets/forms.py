"""The filter of the list of datasets; names are those of the API."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opendata.datasets.enums import Nature
from opendata.datasets.models import Dataset
from opendata.datasets.selectors import DatasetFilters


class DatasetFilterForm(forms.Form):
    """What a reader may ask the list for; every field is optional."""

    q = forms.CharField(label=_("Từ khóa"), required=False, max_length=200)
    publisher = forms.ChoiceField(label=_("Cơ quan công bố"), required=False)
    theme = forms.ChoiceField(label=_("Chủ đề"), required=False)
    nature = forms.ChoiceField(
        label=_("Loại số liệu"), required=False, choices=[("", _("Tất cả")), *Nature.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the publishers and themes that there are (two queries)."""
        super().__init__(*args, **kwargs)
        published = Dataset.objects.published().order_by()
        publishers = published.filter(publisher__isnull=False).values_list(
            "publisher__code", "publisher__name_vi"
        )
        themes = published.filter(themes__isnull=False).values_list("themes__code", "themes__name_vi")
        for name, pairs in (("publisher", publishers), ("theme", themes)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
            field.choices = [("", _("Tất cả")), *sorted(set(pairs), key=lambda pair: pair[1])]
            if len(field.choices) == 1 and not self.data.get(name):
                del self.fields[name]

    @property
    def filters(self) -> DatasetFilters:
        """Return the filters of a bound form; a bad value filters nothing."""
        data = getattr(self, "cleaned_data", {})
        return DatasetFilters(
            q=data.get("q", ""), publisher=data.get("publisher", ""), theme=data.get("theme", ""),
            nature=data.get("nature", ""),
        )  # fmt: skip
