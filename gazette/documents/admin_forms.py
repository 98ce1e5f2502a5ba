"""The editors' form of a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from gazette.documents.models import LegalDocument
from search import vietnamese

_MOST_SHOWN = 3


class LegalDocumentForm(WagtailAdminModelForm):
    """Warns of a document that is there already; an editor who knows better ticks a box."""

    accepts_duplicate = forms.BooleanField(
        label=_("Vẫn lưu dù trùng số, cơ quan và ngày với văn bản khác"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Check the dates against each other and look for the same document."""
        data: dict[str, Any] = super().clean() or {}
        begins, ends = data.get("effective_on"), data.get("expired_on")
        if begins and ends and ends < begins:
            self.add_error("expired_on", _("Ngày hết hiệu lực phải sau ngày có hiệu lực."))
        if not data.get("number") and not data.get("summary"):
            self.add_error("number", _("Hãy nhập số, ký hiệu hoặc trích yếu."))
        if data.get("number") and not data.get("accepts_duplicate"):
            self._warn_of_duplicates(data)
        return data

    def _warn_of_duplicates(self, data: dict[str, Any]) -> None:
        same = LegalDocument.objects.filter(
            number_key=vietnamese.number_key(data["number"]),
            issuing_agency=data.get("issuing_agency"),
            issued_on=data.get("issued_on"),
        ).exclude(pk=self.instance.pk)
        found = list(same.select_related("document_type")[:_MOST_SHOWN])
        if not found:
            return
        links = format_html_join(
            "; ", '<a href="{}" target="_blank">{}</a>', ((d.get_absolute_url(), d.name) for d in found)
        )
        self.add_error(
            "number",
            format_html(
                gettext(
                    "Cổng đã có văn bản cùng số, cơ quan và ngày ban hành: {}. "
                    "Nếu vẫn muốn lưu, hãy đánh dấu ô cuối trang."
                ),
                links,
            ),
        )
