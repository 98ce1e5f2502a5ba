"""Documents in the editors' interface."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, LiveStatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from gazette.documents.models import DocumentType, LegalDocument, PortalCollection
from gazette.documents.panels import edit_handler


class LegalDocumentFilterSet(WagtailFilterSet):
    """What editors narrow the list by."""

    number = django_filters.CharFilter(label=_("Số, ký hiệu"), method="filter_number")
    document_type = django_filters.ModelChoiceFilter(
        queryset=DocumentType.objects.all(), label=_("Loại văn bản")
    )
    collection = django_filters.ModelChoiceFilter(
        queryset=PortalCollection.objects.all(), label=_("Chuyên mục")
    )
    issued_on = django_filters.DateFromToRangeFilter(label=_("Ngày ban hành"))
    live = django_filters.BooleanFilter(label=_("Đã xuất bản"))

    class Meta:
        model = LegalDocument
        fields: list[str] = []

    def filter_number(
        self, queryset: QuerySet[LegalDocument], name: str, value: str
    ) -> QuerySet[LegalDocument]:
        """Accept a number in any spelling, or its beginning."""
        return queryset & LegalDocument.objects.number_begins(value)


class LegalDocumentViewSet(SnippetViewSet):
    """List, entry, workflow, bulk actions and export of documents."""

    model = LegalDocument
    icon = "doc-full"
    menu_label = _("Văn bản")
    menu_name = "legal-documents"
    menu_order = 210
    add_to_admin_menu = True
    list_display = [
        "name",
        Column("summary", label=_("Trích yếu")),
        Column("issuer_name", label=_("Cơ quan ban hành")),
        DateColumn("issued_on", label=_("Ngày ban hành"), sort_key="issued_on"),
        Column("collection", label=_("Chuyên mục")),
        LiveStatusTagColumn(),
    ]
    list_export = [
        "number", "kind", "summary", "issuer_name", "issued_on", "effective_on", "expired_on", "effect", "collection",
        "signer_title", "signer", "live", "updated_at",
    ]  # fmt: skip
    filterset_class = LegalDocumentFilterSet
    search_fields = ["folded"]
    search_backend_name = None
    ordering = ["-listed_on", "-id"]
    list_per_page = 50
    edit_handler = edit_handler
    copy_view_enabled = True

    def get_queryset(self, request: object) -> QuerySet[LegalDocument]:
        """Leave the long text out of lists; forms read it when they need it."""
        return LegalDocument.objects.select_related("document_type", "collection", "issuing_agency").defer(
            "text"
        )
