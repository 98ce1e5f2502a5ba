"""Gazette issues in the editors' interface."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, LiveStatusTagColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from gazette.issues.models import GazetteIssue, IntakeEntry
from gazette.issues.panels import edit_handler


class GazetteIssueFilterSet(WagtailFilterSet):
    """What editors narrow the list by."""

    year = django_filters.NumberFilter(label=_("Năm"))
    published_on = django_filters.DateFromToRangeFilter(label=_("Ngày đăng"))
    document = django_filters.CharFilter(label=_("Số, ký hiệu văn bản đã đăng"), method="filter_document")
    province = django_filters.CharFilter(label=_("Tỉnh (theo nguồn)"), lookup_expr="icontains")
    has_file = django_filters.BooleanFilter(
        label=_("Có tệp"), field_name="file", lookup_expr="isnull", exclude=True
    )
    live = django_filters.BooleanFilter(label=_("Đã xuất bản"))

    class Meta:
        model = GazetteIssue
        fields: list[str] = []

    def filter_document(
        self, queryset: QuerySet[GazetteIssue], name: str, value: str
    ) -> QuerySet[GazetteIssue]:
        """Keep the issues that published a document with this number, in any spelling."""
        return queryset.filter(pk__in=GazetteIssue.objects.publishing(value).order_by().values("pk"))


class GazetteIssueIndexView(IndexView):
    """A listing whose search looks into titles and contents, marks and case aside."""

    def search_queryset(self, queryset: QuerySet[GazetteIssue]) -> QuerySet[GazetteIssue]:
        """Keep the issues with every word searched for."""
        if not self.is_searching:
            return queryset
        return queryset.filter(
            pk__in=GazetteIssue.objects.containing(self.search_query).order_by().values("pk")
        )


def _compose_link(issue: GazetteIssue) -> str:
    return format_html(
        '<a href="{}">{}</a>', reverse("gazette_compose", args=[issue.pk]), _("Sắp xếp, dựng, đăng")
    )


class GazetteIssueViewSet(SnippetViewSet):
    """List, entry, workflow, bulk actions and export of issues."""

    model = GazetteIssue
    icon = "calendar-alt"
    menu_label = _("Công báo")
    menu_name = "gazette-issues"
    menu_order = 220
    add_to_admin_menu = True
    index_view_class = GazetteIssueIndexView
    list_display = [
        "name",
        # A year is no quantity: 2026, not 2.026.
        Column("year", label=_("Năm"), accessor=lambda issue: str(issue.year), sort_key="year"),
        Column("issue_number", label=_("Số Công báo"), sort_key="listed_number"),
        DateColumn("published_on", label=_("Ngày đăng"), sort_key="published_on"),
        Column("entry_count", label=_("Số lượng văn bản"), sort_key="entry_count"),
        Column("compose", label=_("Sắp xếp"), accessor=lambda issue: _compose_link(issue)),
        BooleanColumn("file", label=_("Có tệp"), accessor=lambda issue: issue.file_id is not None),
        LiveStatusTagColumn(),
    ]
    list_export = [
        "year", "issue_number", "part", "published_on", "title", "is_special", "province", "entry_count", "file",
        "note", "source_name", "source_url", "live", "updated_at",
    ]  # fmt: skip
    filterset_class = GazetteIssueFilterSet
    search_fields = ["folded"]
    search_backend_name = None
    ordering = ["-listed_on", "-listed_number", "-id"]
    list_per_page = 50
    edit_handler = edit_handler
    copy_view_enabled = False

    def get_queryset(self, request: object) -> QuerySet[GazetteIssue]:
        """Count the entries and look up the state of the rows that are shown."""
        return GazetteIssue.objects.for_editors()


class IntakeEntryViewSet(SnippetViewSet):
    """The intake register."""

    model = IntakeEntry
    icon = "mail"
    menu_label = _("Sổ tiếp nhận Công báo")
    menu_name = "gazette-intake"
    menu_order = 221
    add_to_admin_menu = True
    list_display = ["__str__", "sender", "received_on", "state", "section"]
    list_filter = ["state", "section", "received_on"]
    list_export = [
        "number", "type_text", "issuer", "title", "signed_on", "sender", "received_on", "state", "returned_reason",
        "section",
    ]  # fmt: skip
    search_fields = ["number", "title"]
    search_backend_name = None
    ordering = ["-received_on", "-id"]
    copy_view_enabled = False
    panels = [
        FieldPanel("document"),
        FieldRowPanel([FieldPanel("number"), FieldPanel("type_text")]),
        FieldPanel("issuer"),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("signed_on"), FieldPanel("section")]),
        FieldPanel("file"),
        FieldRowPanel([FieldPanel("sender"), FieldPanel("received_on")]),
        FieldRowPanel([FieldPanel("state"), FieldPanel("returned_reason")]),
        FieldPanel("corrects"),
        FieldPanel("correction"),
        FieldPanel("note"),
    ]

    def get_queryset(self, request: object) -> QuerySet[IntakeEntry]:
        """Read what the list shows in one query."""
        return IntakeEntry.objects.select_related("document")
