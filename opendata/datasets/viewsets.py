"""Datasets in the editors' interface."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, LiveStatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from opendata.datasets.enums import Nature, UpdateCycle
from opendata.datasets.models import Dataset
from opendata.datasets.panels import edit_handler


class DatasetFilterSet(WagtailFilterSet):
    """What editors narrow the list by."""

    nature = django_filters.ChoiceFilter(label=_("Loại số liệu"), choices=Nature.choices)
    update_cycle = django_filters.ChoiceFilter(label=_("Chu kỳ cập nhật"), choices=UpdateCycle.choices)
    live = django_filters.BooleanFilter(label=_("Đã xuất bản"))

    class Meta:
        model = Dataset
        fields: list[str] = []


class DatasetViewSet(SnippetViewSet):
    """List, entry, workflow, bulk actions and export of datasets."""

    model = Dataset
    icon = "table"
    menu_label = _("Dữ liệu mở")
    menu_name = "datasets"
    menu_order = 240
    add_to_admin_menu = True
    list_display = [
        "title",
        Column("slug", label=_("Địa chỉ")),
        Column("get_update_cycle_display", label=_("Chu kỳ cập nhật")),
        Column("current", label=_("Số dòng"), accessor=lambda d: d.current.row_count if d.current else "–"),
        DateColumn("updated_at", label=_("Cập nhật"), sort_key="updated_at"),
        LiveStatusTagColumn(),
    ]
    list_export = [
        "slug",
        "title",
        "publisher_label",
        "licence",
        "update_cycle",
        "owner",
        "live",
        "updated_at",
    ]
    filterset_class = DatasetFilterSet
    search_fields = ["folded"]
    search_backend_name = None
    ordering = ["-updated_at", "-id"]
    list_per_page = 50
    edit_handler = edit_handler
    copy_view_enabled = False

    def get_queryset(self, request: object) -> QuerySet[Dataset]:
        """Read the newest version with each row."""
        return Dataset.objects.select_related("current", "publisher")
