"""What editors keep of search: synonyms and pinned results, and the report on what is searched for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from search import outbox, searches
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.models import PinnedResult, SynonymGroup

#: The periods of the report, in days.
_PERIODS = (7, 30, 90, 365)
_DEFAULT_PERIOD = 30


class SynonymViewSet(SnippetViewSet):
    """Words that mean the same."""

    model = SynonymGroup
    icon = "tag"
    menu_label = _("Từ đồng nghĩa")
    copy_view_enabled = False
    list_per_page = 100
    list_display = ("terms", "note")
    list_export = ("terms", "note")
    search_fields = ("terms", "note")
    search_backend_name = None
    panels = [FieldPanel("terms"), FieldPanel("note")]


class PinViewSet(SnippetViewSet):
    """Pages that stand first for certain queries."""

    model = PinnedResult
    icon = "pick"
    menu_label = _("Kết quả được ghim")
    copy_view_enabled = False
    list_display = ("queries", "path", "sort_order")
    list_export = ("queries", "path", "sort_order")
    search_fields = ("queries", "folded", "path")
    search_backend_name = None
    panels = [
        FieldPanel("queries", widget=forms.Textarea(attrs={"rows": 4})),
        FieldPanel("path"),
        FieldPanel("sort_order"),
    ]


class SearchGroup(SnippetViewSetGroup):
    """The menu entry "Tìm kiếm" of the desk."""

    items = (SynonymViewSet, PinViewSet)
    menu_icon = "search"
    menu_label = _("Tìm kiếm")
    menu_name = "tim-kiem"
    menu_order = 410


class SearchReportViewSet(ViewSet):
    """The report: what is asked most, what is not found, and whether the index is up to date."""

    name = "bao-cao-tim-kiem"
    url_prefix = "bao-cao-tim-kiem"
    icon = "search"
    menu_label = _("Báo cáo tìm kiếm")
    menu_order = 420
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[Any]:
        """Return the one page of the report."""
        return [path("", report, name="index")]


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Editors: the figures of search, in a period, without anything about who asked."""
    text = request.GET.get("days", "")
    days = int(text) if text in {str(period) for period in _PERIODS} else _DEFAULT_PERIOD
    since = timezone.localdate() - timedelta(days=days - 1)
    context = {
        "days": days,
        "periods": _PERIODS,
        "totals": searches.totals(since),
        "most_asked": searches.most_asked(since),
        "nothing_found": searches.most_asked(since, nothing_found=True),
        "backlog": outbox.backlog(),
        "engine": _engine(),
    }
    return render(request, "search/desk/report.html", context)


def _engine() -> dict[str, Any]:
    try:
        status = get_engine().status()
    except EngineUnavailable as error:
        return {"is_down": True, "problem": str(error)}
    return {
        "name": status.engine,
        "version": status.version,
        "entry_count": status.entry_count,
        "megabytes": round(status.size / 1e6, 1),
    }
