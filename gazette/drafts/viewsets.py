"""How editors keep drafts and their code lists."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from gazette.drafts.admin_forms import DraftForm
from gazette.drafts.enums import DraftState
from gazette.drafts.models import CommentOutcome, ConsultationStatus, DraftRegulation
from portal.core.code_list_viewsets import CodeListViewSet


class ConsultationStatusViewSet(CodeListViewSet):
    """States of drafts for comment."""

    model = ConsultationStatus
    menu_order = 50
    list_display = ("name_vi", "code", "is_public", "accepts_comments")


class CommentOutcomeViewSet(CodeListViewSet):
    """Outcomes of comments."""

    model = CommentOutcome
    menu_order = 51


class DraftFilterSet(WagtailFilterSet):
    """What editors narrow the list by."""

    state = django_filters.MultipleChoiceFilter(label=_("Trạng thái"), choices=DraftState.choices)
    opens_at = django_filters.DateFromToRangeFilter(label=_("Mở lấy ý kiến"))

    class Meta:
        model = DraftRegulation
        fields: list[str] = []


class DraftIndexView(IndexView):
    """A listing whose search looks into titles and summaries, marks and case aside."""

    def search_queryset(self, queryset: QuerySet[DraftRegulation]) -> QuerySet[DraftRegulation]:
        """Keep the drafts with every word searched for."""
        if not self.is_searching:
            return queryset
        return queryset.filter(
            pk__in=DraftRegulation.objects.containing(self.search_query).order_by().values("pk")
        )


def _desk_links(draft: DraftRegulation) -> str:
    return format_html(
        '<a href="{}">{}</a> · <a href="{}">{}</a> · <a href="{}?draft={}">{}</a>',
        reverse("drafts_desk:state", args=[draft.pk]),
        _("Trạng thái"),
        reverse("drafts_desk:answers", args=[draft.pk]),
        _("Tiếp thu, giải trình"),
        reverse("drafts_desk:queue"),
        str(draft.pk),
        _("Duyệt góp ý"),
    )


class DraftViewSet(SnippetViewSet):
    """List and entry of drafts; the state has its own page, because only the table moves it."""

    model = DraftRegulation
    icon = "doc-full-inverse"
    menu_label = _("Dự thảo lấy ý kiến")
    menu_name = "drafts"
    menu_order = 240
    add_to_admin_menu = True
    index_view_class = DraftIndexView
    list_display = [
        "title",
        Column(
            "state", label=_("Trạng thái"), accessor=lambda draft: draft.present_state.label, sort_key="state"
        ),
        DateColumn("opens_at", label=_("Mở"), sort_key="opens_at"),
        DateColumn("closes_at", label=_("Kết thúc"), sort_key="closes_at"),
        Column("desk", label=_("Xử lý"), accessor=_desk_links),
    ]
    list_export = [
        "title",
        "number",
        "agency_text",
        "state",
        "opens_at",
        "closes_at",
        "short_reason",
        "extension_reason",
    ]
    filterset_class = DraftFilterSet
    search_fields = ["folded"]
    search_backend_name = None
    ordering = ["-opens_at", "-id"]
    list_per_page = 50
    copy_view_enabled = False
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title"),
                    FieldRowPanel(
                        [FieldPanel("number"), FieldPanel("document_type"), FieldPanel("type_text")]
                    ),
                    FieldPanel("summary"),
                    FieldRowPanel([FieldPanel("lead_agency"), FieldPanel("agency_text")]),
                    FieldPanel("receiving_address"),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                            FieldPanel("regime"),
                            FieldPanel("short_reason"),
                        ],
                        heading=_("Thời hạn"),
                    ),
                ],
                heading=_("Lấy ý kiến"),
            ),
            ObjectList(
                [
                    FieldPanel("text"),
                    InlinePanel(
                        "files",
                        heading=_("Hồ sơ"),
                        label=_("Tệp"),
                        panels=[FieldPanel("kind"), FieldPanel("attachment"), FieldPanel("title")],
                    ),
                ],
                heading=_("Toàn văn, hồ sơ"),
            ),
        ],
        base_form_class=DraftForm,
    )

    def get_queryset(self, request: object) -> QuerySet[DraftRegulation]:
        """Leave the long texts behind."""
        return DraftRegulation.objects.for_list()
